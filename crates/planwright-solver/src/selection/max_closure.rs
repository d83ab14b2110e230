//! The closure of the greatest weight, by a minimum cut.

/// Nodes with weights, each of which needs others: the set of the greatest weight that holds all it needs is the near
/// side of a minimum cut (Picard, 1976), found by blocking flows (Dinic, 1970).
#[derive(Debug, Default)]
pub(super) struct FlowNetwork {
    nodes: usize,
    first: Vec<u32>,
    next: Vec<u32>,
    to: Vec<u32>,
    residual: Vec<i64>,
    level: Vec<u32>,
    at: Vec<u32>,
    queue: Vec<u32>,
}

const NO_EDGE: u32 = u32::MAX;
/// More than all weights together: see [`FlowNetwork::closure`].
const INFINITE_CAPACITY: i64 = i64::MAX / 4;

impl FlowNetwork {
    /// Begins anew with so many nodes. The first edges are theirs: one from the source and one to the sink each.
    pub(super) fn clear(&mut self, nodes: usize) {
        self.nodes = nodes;
        self.first.clear();
        self.first.resize(nodes + 2, NO_EDGE);
        self.next.clear();
        self.to.clear();
        for node in 0..nodes {
            self.edge(nodes, node);
            self.edge(node, nodes + 1);
        }
    }

    fn edge(&mut self, from: usize, to: usize) {
        for (from, to) in [(from, to), (to, from)] {
            self.next.push(self.first[from]);
            self.first[from] = self.to.len() as u32;
            self.to.push(to as u32);
        }
    }

    /// A node that needs another.
    pub(super) fn add_dependency(&mut self, node: usize, other: usize) {
        self.edge(node, other);
    }

    /// The smallest set of the greatest weight. Weights must sum to less than 2⁶⁰ in size.
    pub(super) fn closure(&mut self, weights: impl Iterator<Item = i64>, chosen: &mut [bool]) {
        self.residual.clear();
        self.residual.resize(self.to.len(), 0);
        for edge in (4 * self.nodes..self.to.len()).step_by(2) {
            self.residual[edge] = INFINITE_CAPACITY;
        }
        for (node, weight) in weights.enumerate() {
            self.residual[4 * node] = weight.max(0);
            self.residual[4 * node + 2] = (-weight).max(0);
        }
        while self.build_levels() {
            self.at.clone_from(&self.first);
            while self.augment(self.nodes, INFINITE_CAPACITY) > 0 {}
        }
        for (node, chosen) in chosen.iter_mut().enumerate() {
            *chosen = self.level[node] != NO_EDGE;
        }
    }

    /// Distances from the source where there is room; whether the sink is in reach.
    fn build_levels(&mut self) -> bool {
        self.level.clear();
        self.level.resize(self.nodes + 2, NO_EDGE);
        self.queue.clear();
        self.queue.push(self.nodes as u32);
        self.level[self.nodes] = 0;
        let mut done = 0;
        while let Some(node) = self.queue.get(done).copied() {
            done += 1;
            let mut edge = self.first[node as usize];
            while edge != NO_EDGE {
                let to = self.to[edge as usize] as usize;
                if self.residual[edge as usize] > 0 && self.level[to] == NO_EDGE {
                    self.level[to] = self.level[node as usize] + 1;
                    self.queue.push(to as u32);
                }
                edge = self.next[edge as usize];
            }
        }
        self.level[self.nodes + 1] != NO_EDGE
    }

    /// Pushes up to an amount from a node towards the sink, down the layers. Needs have no circles, and a path is as
    /// long as the layers: the depth is that of a chain of needs, there and back.
    fn augment(&mut self, node: usize, most: i64) -> i64 {
        if node == self.nodes + 1 {
            return most;
        }
        let mut pushed = 0;
        while self.at[node] != NO_EDGE && pushed < most {
            let edge = self.at[node] as usize;
            let to = self.to[edge] as usize;
            if self.residual[edge] > 0 && self.level[to] == self.level[node] + 1 {
                let amount = self.augment(to, (most - pushed).min(self.residual[edge]));
                self.residual[edge] -= amount;
                self.residual[edge ^ 1] += amount;
                pushed += amount;
                if pushed == most {
                    break;
                }
            }
            self.at[node] = self.next[self.at[node] as usize];
        }
        pushed
    }
}

//! Branch and bound on the shared groups of a question with one budget.

use super::incumbent::Incumbent;
use super::lagrangian_relaxation::{Fixing, Relaxation, RelaxationSolver, StartingPoint};
use super::presolve::{ReducedProblem, value};
use super::selection_problem::budget_tolerance;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// A node that waits: the decisions on the way to it, and the relaxation of the one above.
#[derive(Debug)]
struct Node {
    bound: f64,
    above: Option<Arc<Relaxation>>,
    number: u64,
    decisions: Vec<(usize, bool)>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Node) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node {
    fn cmp(&self, other: &Node) -> Ordering {
        // The highest bound first, of equals the one made last: it is the deeper.
        self.bound.total_cmp(&other.bound).then(self.number.cmp(&other.number))
    }
}

/// What a decision took off the bound so far, on average.
#[derive(Debug, Clone, Copy, Default)]
struct PseudoCost {
    drop: f64,
    times: f64,
}

/// The tree so far.
pub(super) struct BranchAndBound<'r> {
    reduced: &'r ReducedProblem,
    /// All groups that come with each when it is out: those that need it, itself too.
    above: Vec<Vec<usize>>,
    open: BinaryHeap<Node>,
    pricer: RelaxationSolver,
    learned: Vec<[PseudoCost; 2]>,
    /// Worthy groups by worth for their cost, for filling up what a relaxation leaves.
    by_share: Vec<usize>,
    /// Whether all values are whole numbers.
    whole: bool,
    made: u64,
    pub known: Incumbent,
    worth: f64,
    /// Whether it is a part of another, near the best set known there.
    in_neighbourhood: bool,
}

/// Groups tried on both sides where nothing is learned yet.
const STRONG_BRANCHING_CANDIDATES: usize = 8;
/// How often a decision must have been seen before its average is trusted.
const RELIABILITY_THRESHOLD: f64 = 2.0;
/// Nodes from one look near the best set to the next, and nodes of such a look.
const RINS_INTERVAL: u64 = 32;
const RINS_NODES: u64 = 48;

impl<'r> BranchAndBound<'r> {
    pub(super) fn new(reduced: &'r ReducedProblem, opening: &[bool], whole: bool) -> BranchAndBound<'r> {
        let n = reduced.groups.len();
        let mut above = vec![Vec::new(); n];
        for (group, closure) in reduced.closure.iter().enumerate() {
            closure.iter().for_each(|below| above[*below].push(group));
        }
        let mut by_share: Vec<usize> = (0..n).filter(|g| reduced.values[*g] > 0.0).collect();
        let share = |g: usize| {
            let cost: f64 = reduced.closure[g].iter().map(|c| reduced.costs[*c][0] / above[*c].len() as f64).sum();
            reduced.values[g] / cost.max(1e-12)
        };
        by_share.sort_by(|a, b| share(*b).total_cmp(&share(*a)).then(a.cmp(b)));
        let known = Incumbent { chosen: Some(opening.to_vec()), bound: f64::INFINITY, proven: false, nodes: 0 };
        let worth = value(reduced, opening);
        let mut tree = BranchAndBound {
            reduced,
            above,
            open: BinaryHeap::new(),
            pricer: RelaxationSolver::default(),
            learned: vec![Default::default(); n],
            by_share,
            whole,
            made: 0,
            known,
            worth,
            in_neighbourhood: false,
        };
        tree.open.push(Node { bound: f64::INFINITY, above: None, number: 0, decisions: Vec::new() });
        tree
    }

    /// Without looks near the best set.
    #[cfg(test)]
    pub(super) fn disable_rins(&mut self) {
        self.in_neighbourhood = true;
    }

    /// Whether a bound leaves nothing better to be found.
    fn can_prune(&self, bound: f64) -> bool {
        bound < self.worth + if self.whole { 1.0 - 1e-6 } else { 1e-9 * self.worth.abs().max(1.0) }
    }

    /// The bound at which a node can be dropped.
    fn cutoff(&self) -> f64 {
        if self.whole { self.worth + 1.0 - 1e-5 } else { self.worth }
    }

    /// So many nodes more.
    pub(super) fn run(&mut self, nodes: u64) {
        for _ in 0..nodes {
            let Some(node) = self.open.pop() else { break };
            self.known.bound = self.known.bound.min(node.bound);
            if self.can_prune(node.bound) {
                self.open.clear();
                break;
            }
            self.known.nodes += 1;
            self.process_node(&node);
        }
        if self.open.is_empty() {
            self.known.proven = true;
            self.known.bound = self.worth;
        } else if let Some(node) = self.open.peek() {
            self.known.bound = self.known.bound.min(node.bound).max(self.worth);
        }
    }

    /// Where all groups stand after decisions; none if they contradict each other or the budget.
    fn propagate(&self, decisions: &[(usize, bool)]) -> Option<Vec<Fixing>> {
        let reduced = self.reduced;
        let mut stands = vec![Fixing::Open; reduced.groups.len()];
        for (group, taken) in decisions {
            let (with, stand) = if *taken { (&reduced.closure, Fixing::In) } else { (&self.above, Fixing::Out) };
            for other in &with[*group] {
                if stands[*other] != Fixing::Open && stands[*other] != stand {
                    return None;
                }
                stands[*other] = stand;
            }
        }
        let cost = |g: usize| reduced.costs[g][0];
        let used: f64 = (0..stands.len()).filter(|g| stands[*g] == Fixing::In).map(cost).sum();
        let left = reduced.budgets[0] + budget_tolerance(reduced.budgets[0]) - used;
        if left < 0.0 {
            return None;
        }
        for group in 0..stands.len() {
            if stands[group] == Fixing::Open {
                let open = reduced.closure[group].iter().filter(|c| stands[**c] == Fixing::Open);
                if open.map(|c| cost(*c)).sum::<f64>() > left {
                    self.above[group].iter().for_each(|other| stands[*other] = Fixing::Out);
                }
            }
        }
        Some(stands)
    }

    fn process_node(&mut self, node: &Node) {
        let Some(stands) = self.propagate(&node.decisions) else { return };
        let from = StartingPoint { seed: node.above.as_deref(), enough: self.cutoff(), prices: 16 };
        let relaxed = Arc::new(self.pricer.relax(self.reduced, &stands, from));
        self.fill_greedily(&relaxed.low, &stands);
        if !self.in_neighbourhood && self.known.nodes % RINS_INTERVAL == 1 {
            self.rins(&relaxed);
        }
        if self.can_prune(relaxed.bound) {
            return;
        }
        let Some((group, sides)) = self.branching_variable(node, &stands, &relaxed) else { return };
        for (taken, known) in [(false, sides[0]), (true, sides[1])] {
            let bound = known.unwrap_or(relaxed.bound).min(relaxed.bound);
            if !self.can_prune(bound) {
                self.made += 1;
                let mut decisions = node.decisions.clone();
                decisions.push((group, taken));
                self.open.push(Node { bound, above: Some(relaxed.clone()), number: self.made, decisions });
            }
        }
    }

    /// Looks for a better set near the best: what that and both sets of a relaxation agree on is kept, the rest decided
    /// anew in a small tree (relaxation induced neighbourhoods: Danna, Rothberg and Le Pape, 2005).
    fn rins(&mut self, relaxed: &Relaxation) {
        let Some(best) = self.known.chosen.clone() else { return };
        let agreed = |g: &usize| relaxed.low[*g] == best[*g] && relaxed.high[*g] == best[*g];
        let decisions: Vec<(usize, bool)> = (0..best.len()).filter(agreed).map(|g| (g, best[g])).collect();
        let mut part = BranchAndBound::new(self.reduced, &best, self.whole);
        part.in_neighbourhood = true;
        part.open = BinaryHeap::from([Node { bound: f64::INFINITY, above: None, number: 0, decisions }]);
        part.run(RINS_NODES);
        self.known.nodes += part.known.nodes;
        if part.worth > self.worth {
            self.worth = part.worth;
            self.known.chosen = part.known.chosen;
        }
    }

    /// The group to decide, and the bounds of both sides where they were worked out: by what decisions took off the
    /// bound before, tried on both sides as long as that is not known (reliability branching: Achterberg, Koch and
    /// Martin, 2005).
    fn branching_variable(
        &mut self,
        node: &Node,
        stands: &[Fixing],
        relaxed: &Relaxation,
    ) -> Option<(usize, [Option<f64>; 2])> {
        let undecided = |g: &usize| stands[*g] == Fixing::Open && relaxed.low[*g] != relaxed.high[*g];
        let mut groups: Vec<usize> = (0..stands.len()).filter(undecided).collect();
        if groups.is_empty() {
            groups = (0..stands.len()).filter(|g| stands[*g] == Fixing::Open).collect();
        }
        // What hangs on it on either side, in worth at the price.
        let hangs = |g: usize| {
            let open =
                |list: &[usize]| list.iter().filter(|o| stands[**o] == Fixing::Open).copied().collect::<Vec<_>>();
            let cost: f64 = open(&self.reduced.closure[g]).iter().map(|c| self.reduced.costs[*c][0]).sum();
            let worth: f64 = open(&self.above[g]).iter().map(|c| self.reduced.values[*c].max(0.0)).sum();
            (cost * relaxed.price).min(worth) + 1e-3 * worth
        };
        let score = |down: f64, up: f64| down.max(1e-6) * up.max(1e-6);
        let mut ranked: Vec<(f64, usize)> = groups
            .iter()
            .map(|g| {
                let [down, up] =
                    self.learned[*g].map(|l| if l.times > 0.0 { l.drop / l.times } else { hangs(*g) * 0.1 });
                (score(down, up), *g)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut best: Option<(f64, usize, [Option<f64>; 2])> = None;
        for (guess, group) in ranked.into_iter().take(STRONG_BRANCHING_CANDIDATES) {
            let sure = self.learned[group].iter().all(|l| l.times >= RELIABILITY_THRESHOLD);
            let (mut sides, mut found) = ([None; 2], guess);
            if !sure {
                let mut drops = [0.0; 2];
                for (side, taken) in [false, true].into_iter().enumerate() {
                    let mut decisions = node.decisions.clone();
                    decisions.push((group, taken));
                    let bound = match self.propagate(&decisions) {
                        Some(stands) => {
                            let from = StartingPoint { seed: Some(relaxed), enough: self.cutoff(), prices: 3 };
                            self.pricer.relax(self.reduced, &stands, from).bound
                        }
                        None => f64::NEG_INFINITY,
                    };
                    drops[side] = (relaxed.bound - bound).clamp(0.0, relaxed.bound - self.worth);
                    self.learned[group][side].drop += drops[side];
                    self.learned[group][side].times += 1.0;
                    sides[side] = Some(bound);
                }
                found = score(drops[0], drops[1]);
            }
            if best.is_none_or(|(known, _, _)| found > known) {
                best = Some((found, group, sides));
            }
        }
        best.map(|(_, group, sides)| (group, sides))
    }

    /// Fills up a set that keeps the budget, and keeps it if it is the best so far.
    fn fill_greedily(&mut self, low: &[bool], stands: &[Fixing]) {
        let reduced = self.reduced;
        let mut chosen: Vec<bool> = low.iter().zip(stands).map(|(l, s)| *l && *s != Fixing::Out).collect();
        let cost: f64 = chosen.iter().zip(&reduced.costs).filter(|(c, _)| **c).map(|(_, c)| c[0]).sum();
        let mut left = reduced.budgets[0] + budget_tolerance(reduced.budgets[0]) - cost;
        if left < 0.0 {
            return;
        }
        for group in &self.by_share {
            if !chosen[*group] {
                let new = || reduced.closure[*group].iter().copied();
                let cost: f64 = new().filter(|c| !chosen[*c]).map(|c| reduced.costs[c][0]).sum();
                let gain: f64 = new().filter(|c| !chosen[*c]).map(|c| reduced.values[c]).sum();
                if cost <= left && gain > 0.0 {
                    left -= cost;
                    new().collect::<Vec<_>>().into_iter().for_each(|c| chosen[c] = true);
                }
            }
        }
        let found = value(reduced, &chosen);
        if found > self.worth {
            self.worth = found;
            self.known.chosen = Some(chosen);
        }
    }
}

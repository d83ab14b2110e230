//! What must be done before what: needs, and wholes with their parts.

use super::commitment_state::CommitmentState;
use super::initial_states::{InitialStates, fixed_state};
use crate::evaluate::scores::Evaluated;
use crate::model::Datum;
use std::collections::VecDeque;

/// Something that is done at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evaluate) enum PrecedenceNode {
    /// An initiative: its own work, or of a whole all its parts.
    Done(usize),
    /// What the estimate of a whole has beyond its parts.
    Rest(usize),
    /// What a whole needs, for which all its parts wait.
    Gate(usize),
}

/// Who waits for whom. Nodes are numbered; edges carry the weeks to wait.
#[derive(Debug)]
pub(in crate::evaluate) struct PrecedenceGraph {
    count: usize,
    before: Vec<Vec<(usize, f64)>>,
}

impl PrecedenceGraph {
    pub(in crate::evaluate) fn new(evaluated: &Evaluated, standing: &InitialStates) -> PrecedenceGraph {
        let parts = &evaluated.scored_plan.hierarchy;
        let count = evaluated.plan().initiatives.len();
        let mut graph = PrecedenceGraph { count, before: vec![Vec::new(); 3 * count] };
        let is_done = |i: usize| standing.settled[i].as_ref().is_some_and(|s| s.state == CommitmentState::Done);
        let mut gates: Vec<Option<usize>> = vec![None; count];
        for i in parts.parents_first() {
            let above = parts.parent(i).filter(|whole| !is_done(*whole)).and_then(|whole| gates[whole]);
            let inside =
                |needed: usize| standing.is_whole(i) && parts.self_and_ancestors(needed).any(|above| above == i);
            let needs: Vec<(usize, f64)> = direct_needs(evaluated, i).filter(|(needed, _)| !inside(*needed)).collect();
            let wait: Vec<(usize, f64)> = needs.into_iter().chain(above.map(|gate| (gate, 0.0))).collect();
            gates[i] = above;
            if standing.is_whole(i) {
                if !wait.is_empty() {
                    gates[i] = Some(graph.number(PrecedenceNode::Gate(i)));
                    let gate = graph.number(PrecedenceNode::Gate(i));
                    graph.before[gate] = wait;
                }
                graph.before[i] = standing.parts[i].iter().map(|part| (*part, 0.0)).collect();
                if standing.has_rest[i] {
                    let rest = graph.number(PrecedenceNode::Rest(i));
                    graph.before[i].push((rest, 0.0));
                    graph.before[rest].extend(gates[i].map(|gate| (gate, 0.0)));
                }
            } else if let Some(whole) = standing.covered[i] {
                graph.before[i] = vec![(graph.number(PrecedenceNode::Rest(whole)), 0.0)];
            } else {
                graph.before[i] = wait;
            }
        }
        graph
    }

    pub(in crate::evaluate) fn number(&self, node: PrecedenceNode) -> usize {
        match node {
            PrecedenceNode::Done(i) => i,
            PrecedenceNode::Rest(i) => self.count + i,
            PrecedenceNode::Gate(i) => 2 * self.count + i,
        }
    }

    pub(in crate::evaluate) fn node(&self, number: usize) -> PrecedenceNode {
        let i = number % self.count.max(1);
        match number / self.count.max(1) {
            0 => PrecedenceNode::Done(i),
            1 => PrecedenceNode::Rest(i),
            _ => PrecedenceNode::Gate(i),
        }
    }

    /// What comes before a node, each with the weeks to wait after it.
    pub(in crate::evaluate) fn predecessors(&self, number: usize) -> &[(usize, f64)] {
        &self.before[number]
    }

    /// What waits, at any remove, for something that no schedule ends is later; so is what waits for itself.
    pub(crate) fn defer_blocked(&self, evaluated: &Evaluated, standing: &mut InitialStates) {
        let id = |i: usize| evaluated.plan().initiatives[i].id();
        let own = |number: usize| number % self.count;
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); self.before.len()];
        for (number, before) in self.before.iter().enumerate() {
            before.iter().for_each(|(needed, _)| after[*needed].push(number));
        }
        after.iter_mut().for_each(|a| a.sort_by(|a, b| id(own(*a)).cmp(id(own(*b))).then(a.cmp(b))));
        let settled_first: Vec<Option<CommitmentState>> = (0..self.before.len())
            .map(|number| match self.node(number) {
                PrecedenceNode::Done(i) => standing.settled[i].as_ref().map(|s| s.state),
                PrecedenceNode::Rest(i) => standing.rest_settled[i].as_ref().map(|s| s.state),
                PrecedenceNode::Gate(_) => None,
            })
            .collect();
        let blocks = |state: &CommitmentState| *state != CommitmentState::Done;
        let mut roots: Vec<usize> =
            (0..self.before.len()).filter(|n| settled_first[*n].as_ref().is_some_and(blocks)).collect();
        roots.sort_by(|a, b| id(own(*a)).cmp(id(own(*b))).then(a.cmp(b)));
        let mut seen = vec![false; self.before.len()];
        let mut queue: VecDeque<(usize, usize)> = roots.into_iter().map(|root| (root, root)).collect();
        while let Some((number, root)) = queue.pop_front() {
            // What is done, or has a state of its own, hands on no other's.
            if (settled_first[number].is_some() && number != root) || std::mem::replace(&mut seen[number], true) {
                continue;
            }
            if let Some(state) = settled_first[root].filter(|_| number != root) {
                self.defer(standing, number, format!("waits for `{}`, which is {state}", id(own(root))));
            }
            queue.extend(after[number].iter().map(|next| (*next, root)));
        }
        self.defer_cycles(&after, &seen, standing);
    }

    fn defer_cycles(&self, after: &[Vec<usize>], stuck: &[bool], standing: &mut InitialStates) {
        let is_done = |standing: &InitialStates, number: usize| matches!(self.node(number), PrecedenceNode::Done(i) if standing.settled[i].is_some());
        let mut open: Vec<usize> = self.before.iter().map(Vec::len).collect();
        let mut reached = vec![false; open.len()];
        let mut ready: Vec<usize> = (0..open.len()).filter(|n| open[*n] == 0 || is_done(standing, *n)).collect();
        while let Some(number) = ready.pop() {
            if std::mem::replace(&mut reached[number], true) {
                continue;
            }
            for next in &after[number] {
                open[*next] = open[*next].saturating_sub(1);
                if open[*next] == 0 {
                    ready.push(*next);
                }
            }
        }
        for number in (0..open.len()).filter(|n| !reached[*n] && !stuck[*n]) {
            self.defer(standing, number, "its `needs` lead into a cycle".to_string());
        }
    }

    /// Work that can't begin. A whole has the state of its weakest part, and gets it from there.
    fn defer(&self, standing: &mut InitialStates, number: usize, because: String) {
        match self.node(number) {
            PrecedenceNode::Done(i) if standing.settled[i].is_none() && !standing.is_whole(i) => {
                standing.settled[i] = fixed_state(CommitmentState::Later, because);
                standing.work[i].clear();
            }
            PrecedenceNode::Rest(i) if standing.rest_settled[i].is_none() && standing.has_rest[i] => {
                standing.rest_settled[i] = fixed_state(CommitmentState::Later, because);
                standing.work[i].clear();
            }
            _ => {}
        }
    }
}

/// What an initiative needs, with the weeks to wait after it.
fn direct_needs(evaluated: &Evaluated, initiative: usize) -> impl Iterator<Item = (usize, f64)> {
    let plan = evaluated.plan();
    let weeks = plan.units.parse("weeks").ok();
    let clauses = plan.initiatives[initiative].record.all("needs").flat_map(|f| &f.clauses);
    clauses.filter_map(move |c| {
        let Datum::Reference { id, .. } = &c.head else { return None };
        let needed = *plan.by_id.get(id)?;
        let lag = match c.tail("after") {
            Some(Datum::Quantity(lag)) => evaluated.number(lag, weeks.as_ref()).unwrap_or(0.0),
            _ => 0.0,
        };
        Some((needed, lag.clamp(0.0, 1e4)))
    })
}

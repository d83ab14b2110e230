//! The proof: branch and bound over linear relaxations.

use super::question::{ChooseError, Limit};
use super::reduce::Reduced;
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome, TerminationReason, Variable};
use std::sync::atomic::Ordering;

/// What one way of branching knows.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub chosen: Option<Vec<bool>>,
    pub bound: f64,
    pub proven: bool,
    pub nodes: u64,
}

/// On what is branched: where nothing is shared, on all; where the shared cost most, on those alone, since a worthy
/// group without costs of its own follows from what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    All,
    Shared,
}

/// Nodes between two looks at the other branching and at the cancel flag.
const ROUND: u64 = 250;

/// Both branchings, in step, until one is done or both are at the limit. Rounds are counted in nodes: the answer is
/// the same on any number of threads.
pub(super) fn branch(reduced: &Reduced, opening: &[bool], limit: &Limit<'_>) -> Result<Known, ChooseError> {
    let free = (0..reduced.groups.len()).any(|g| follows(reduced, g));
    let mut runs = vec![Run::new(reduced, opening, On::All)];
    if free {
        runs.push(Run::new(reduced, opening, On::Shared));
    }
    loop {
        if let [a, b] = runs.as_mut_slice() {
            rayon::join(|| a.go(), || b.go());
        } else {
            runs.iter_mut().for_each(Run::go);
        }
        let stopped = limit.cancel.is_some_and(|c| c.load(Ordering::Relaxed));
        let done = runs.iter().any(|r| r.known.proven);
        if done || stopped || runs.iter().all(|r| r.state.is_none() || r.known.nodes >= limit.nodes) {
            break;
        }
    }
    if let Some(run) = runs.iter().find(|r| r.known.proven) {
        return Ok(run.known.clone());
    }
    if runs.iter().all(|r| r.failed.is_some()) {
        return Err(ChooseError::Solver(runs.into_iter().find_map(|r| r.failed).unwrap_or_default()));
    }
    let worth = |k: &Known| k.chosen.as_ref().map_or(f64::NEG_INFINITY, |c| value(reduced, c));
    let bound = runs.iter().map(|r| r.known.bound).fold(f64::INFINITY, f64::min);
    let nodes = runs.iter().map(|r| r.known.nodes).max().unwrap_or(0);
    let best = runs.into_iter().map(|r| r.known).reduce(|a, b| if worth(&b) > worth(&a) { b } else { a });
    Ok(Known { chosen: best.and_then(|k| k.chosen), bound, proven: false, nodes })
}

pub(super) fn value(reduced: &Reduced, chosen: &[bool]) -> f64 {
    chosen.iter().zip(&reduced.values).filter(|(c, _)| **c).map(|(_, v)| v).sum()
}

/// Whether a group is in as soon as all it needs is.
fn follows(reduced: &Reduced, group: usize) -> bool {
    reduced.values[group] > 0.0 && reduced.costs[group].iter().all(|c| *c == 0.0)
}

struct Run<'r> {
    reduced: &'r Reduced,
    variables: Vec<Variable>,
    state: Option<State>,
    known: Known,
    failed: Option<String>,
}

enum State {
    New(Box<Problem>, SolveOptions),
    Open(Box<SolveOutcome>),
}

impl<'r> Run<'r> {
    fn new(reduced: &'r Reduced, opening: &[bool], on: On) -> Run<'r> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let variables: Vec<Variable> = (0..reduced.groups.len())
            .map(|g| match on {
                On::Shared if follows(reduced, g) => problem.add_var(reduced.values[g], (0.0, 1.0)),
                _ => problem.add_binary_var(reduced.values[g]),
            })
            .collect();
        for (group, needs) in reduced.needs.iter().enumerate() {
            for need in needs {
                problem.add_constraint([(variables[group], 1.0), (variables[*need], -1.0)], ComparisonOp::Le, 0.0);
            }
        }
        for (at, budget) in reduced.budgets.iter().enumerate() {
            let row: Vec<(Variable, f64)> =
                variables.iter().copied().zip(reduced.costs.iter().map(|c| c[at])).collect();
            let row: Vec<(Variable, f64)> = row.into_iter().filter(|(_, cost)| *cost > 0.0).collect();
            problem.add_constraint(row, ComparisonOp::Le, *budget);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(ROUND);
        options.warm_start = Some(variables.iter().zip(opening).map(|(v, c)| (*v, f64::from(u8::from(*c)))).collect());
        let known = Known { chosen: None, bound: f64::INFINITY, proven: false, nodes: 0 };
        Run { reduced, variables, state: Some(State::New(Box::new(problem), options)), known, failed: None }
    }

    /// One round.
    fn go(&mut self) {
        let next = match self.state.take() {
            Some(State::New(problem, options)) => problem.solve_with(options),
            Some(State::Open(outcome)) => outcome.resume(),
            None => return,
        };
        match next {
            Ok(outcome) => {
                self.known.nodes = outcome.stats().nodes_solved;
                self.known.bound = outcome.stats().best_bound.unwrap_or(self.known.bound).min(self.known.bound);
                if let Some(solution) = outcome.solution() {
                    self.known.chosen = Some(self.variables.iter().map(|v| solution.var_value(*v) > 0.5).collect());
                }
                self.known.proven = outcome.termination_reason() == TerminationReason::ProvenOptimal;
                if !self.known.proven {
                    self.state = Some(State::Open(Box::new(outcome)));
                }
            }
            Err(error) => self.failed = Some(error.to_string()),
        }
        debug_assert!(self.known.chosen.as_ref().is_none_or(|c| c.len() == self.reduced.groups.len()));
    }
}

//! The proof: branch and bound over linear relaxations.

use super::branch_and_bound::BranchAndBound;
use super::incumbent::Incumbent;
use super::presolve::{ReducedProblem, value};
use super::selection_problem::{ChooseError, SearchLimit};
use crate::stop_check::StopCheck;
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome, TerminationReason, Variable};

/// Nodes between two looks at the other way and at whether it shall stop.
const NODES_PER_ROUND: u64 = 32;

/// Nodes of the solver for one of the tree of [`super::branch_and_bound`]: they are about as much work.
const SOLVER_NODES_PER_NODE: u64 = 2;

/// Both ways, in step, until one has the proof or both are at the limit: the solver on all groups, and for a single
/// budget the tree on its relaxation. Where few costs are shared the first is quick, where many are the second.
/// Rounds are counted in nodes: the answer is the same on any number of threads.
pub(super) fn prove_optimality(
    reduced: &ReducedProblem,
    opening: &[bool],
    whole: bool,
    limit: &SearchLimit<'_>,
) -> Result<Incumbent, ChooseError> {
    let mut run = MilpRun::new(reduced, opening);
    // Of the very many, the paths of a cut would be too long to follow.
    let small = reduced.groups.len() <= 4_000;
    let mut tree = (small && reduced.budgets.len() == 1).then(|| BranchAndBound::new(reduced, opening, whole));
    loop {
        match &mut tree {
            Some(tree) => drop(rayon::join(|| run.go(), || tree.run(NODES_PER_ROUND / SOLVER_NODES_PER_NODE))),
            None => run.go(),
        }
        let proven = [Some(&run.known), tree.as_ref().map(|t| &t.known)].into_iter().flatten().find(|k| k.proven);
        if let Some(known) = proven {
            return Ok(known.clone());
        }
        let stopped = limit.stop.is_some_and(StopCheck::should_stop);
        let done = run.state.is_none() || run.known.nodes >= limit.nodes;
        if stopped || (done && tree.as_ref().is_none_or(|t| t.known.nodes >= limit.nodes / SOLVER_NODES_PER_NODE)) {
            break;
        }
    }
    let Some(tree) = tree else {
        return match run.failed {
            Some(why) => Err(ChooseError::Solver(why)),
            None => Ok(run.known),
        };
    };
    let worth = |k: &Incumbent| k.chosen.as_ref().map_or(f64::NEG_INFINITY, |c| value(reduced, c));
    let bound = run.known.bound.min(tree.known.bound);
    let best = if worth(&run.known) > worth(&tree.known) { run.known } else { tree.known };
    Ok(Incumbent { bound, proven: false, ..best })
}

struct MilpRun<'r> {
    reduced: &'r ReducedProblem,
    variables: Vec<Variable>,
    state: Option<MilpState>,
    known: Incumbent,
    failed: Option<String>,
}

enum MilpState {
    New(Box<Problem>, SolveOptions),
    Open(Box<SolveOutcome>),
}

impl<'r> MilpRun<'r> {
    fn new(reduced: &'r ReducedProblem, opening: &[bool]) -> MilpRun<'r> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let variables: Vec<Variable> = reduced.values.iter().map(|v| problem.add_binary_var(*v)).collect();
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
        options.node_limit = Some(NODES_PER_ROUND);
        options.warm_start = Some(variables.iter().zip(opening).map(|(v, c)| (*v, f64::from(u8::from(*c)))).collect());
        let known = Incumbent { chosen: None, bound: f64::INFINITY, proven: false, nodes: 0 };
        MilpRun { reduced, variables, state: Some(MilpState::New(Box::new(problem), options)), known, failed: None }
    }

    /// One round.
    fn go(&mut self) {
        let next = match self.state.take() {
            Some(MilpState::New(problem, options)) => problem.solve_with(options),
            Some(MilpState::Open(outcome)) => outcome.resume(),
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
                    self.state = Some(MilpState::Open(Box::new(outcome)));
                }
            }
            Err(error) => self.failed = Some(error.to_string()),
        }
        debug_assert!(self.known.chosen.as_ref().is_none_or(|c| c.len() == self.reduced.groups.len()));
    }
}

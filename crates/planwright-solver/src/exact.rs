//! The best schedule of all, where the project is small.

use super::instance::Instance;
use super::list_scheduler::schedule_at;
use super::model::{Project, ProjectError, Schedule, WorkProfile};
use super::search::{SearchOptions, search};
use super::stop_check::StopCheck;
use super::time_indexed_model::TimeIndexedModel;
use microlp::{SolveOptions, TerminationReason};

/// A schedule with its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactResult {
    /// The best schedule found.
    pub schedule: Schedule,
    /// Its value.
    pub value: f64,
    /// What no schedule exceeds; [`ExactResult::value`] if that is proven.
    pub bound: f64,
    /// Whether no schedule is worth more.
    pub proven: bool,
    /// Nodes of branch and bound it took.
    pub nodes: u64,
}

/// Nodes between two looks at whether it shall stop.
const NODES_PER_CHECK: u64 = 250;

/// The best schedule, from a good one and by branch and bound over the program of steps, within a number of nodes:
/// the same number gives the same answer. None if work is spread ([`WorkProfile::Effort`]), if the program is too large, if the
/// solver fails, or if nothing is found that places all that must be placed.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn solve_exact(
    project: &Project,
    start: &SearchOptions<'_>,
    nodes: u64,
    stop: Option<StopCheck<'_>>,
) -> Result<Option<ExactResult>, ProjectError> {
    let shop = Instance::new(project)?;
    if project.tasks.iter().flat_map(|t| &t.modes).any(|m| m.work_profile == WorkProfile::Effort) {
        return Ok(None);
    }
    let Some(steps) = TimeIndexedModel::new(&shop, true) else { return Ok(None) };
    let first = search(project, start)?;
    let complete = |s: &Schedule| project.tasks.iter().zip(&s.placements).all(|(t, p)| t.optional || p.is_some());
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES_PER_CHECK);
    if complete(&first) {
        options.warm_start = Some(steps.of(&first));
    }
    let mut outcome = steps.problem.solve_with(options);
    while let Ok(open) = &outcome {
        let spent = open.termination_reason() == TerminationReason::ProvenOptimal || open.stats().nodes_solved >= nodes;
        if spent || stop.is_some_and(StopCheck::should_stop) {
            break;
        }
        outcome = outcome.and_then(microlp::SolveOutcome::resume);
    }
    let Ok(outcome) = outcome else { return Ok(None) };
    let found = outcome.solution().and_then(|solution| {
        let picks: Vec<Option<(usize, usize)>> = steps.chosen_starts(|step| solution.var_value(step));
        schedule_at(&shop, &picks)
    });
    let best = [Some(first), found].into_iter().flatten().filter(complete);
    let Some(schedule) = best.reduce(|a, b| if b.value(project) > a.value(project) { b } else { a }) else {
        return Ok(None);
    };
    let value = schedule.value(project);
    let scale = 1e-6 * value.abs().max(1.0);
    let bound = outcome.stats().best_bound.unwrap_or(f64::INFINITY);
    let claimed = outcome.solution().map_or(f64::INFINITY, |s| s.objective());
    let ended = outcome.termination_reason() == TerminationReason::ProvenOptimal;
    let proven = (ended && claimed <= value + scale) || bound <= value + scale;
    let bound = if proven { value } else { bound.max(value) };
    Ok(Some(ExactResult { schedule, value, bound, proven, nodes: outcome.stats().nodes_solved }))
}

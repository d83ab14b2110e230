//! No schedule leaves without the word of the independent validator.

use super::project::Model;
use crate::model::Plan;
use planwright_solver::{Fault, Schedule, Violation, validate};

/// Why there is no roadmap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRoadmap {
    /// The flag of [`Evaluated::cancel_flag`](crate::evaluate::Evaluated::cancel_flag) stopped it.
    Stopped,
    /// It has more weeks and teams than can be kept in mind.
    TooLarge(Fault),
    /// The schedule breaks rules, in words: a fault of this program, not of the plan.
    Broken(Vec<String>),
}

/// The schedule, if the validator finds nothing but tasks for which there was no room.
///
/// # Errors
/// The rules that it breaks.
pub(super) fn checked(plan: &Plan, model: &Model, schedule: Schedule) -> Result<Schedule, NoRoadmap> {
    let found = validate(&model.project, &schedule);
    let broken: Vec<String> = found
        .iter()
        .filter(|v| !matches!(v, Violation::Missing { .. }))
        .map(|violation| {
            let task = violation.task().and_then(|t| model.tasks.get(t));
            match task.and_then(|t| plan.initiatives.get(t.initiative)) {
                Some(initiative) => format!("{violation}, and is `{}`", initiative.id()),
                None => violation.to_string(),
            }
        })
        .collect();
    if broken.is_empty() { Ok(schedule) } else { Err(NoRoadmap::Broken(broken)) }
}

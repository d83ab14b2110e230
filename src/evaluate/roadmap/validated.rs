//! No schedule leaves without the word of the independent validator.

use super::project::RoadmapModel;
use crate::model::Plan;
use planwright_solver::{ProjectError, Schedule, Violation, validate};
use std::fmt;

/// Why there is no roadmap.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoRoadmap {
    /// It has more weeks and teams than can be kept in mind.
    TooLarge(ProjectError),
    /// The schedule breaks rules, in words: a fault of this program, not of the plan.
    Broken(Vec<String>),
}

impl NoRoadmap {
    /// The samples do not follow the schedule that they are drawn for.
    pub(in crate::evaluate) fn unlike() -> NoRoadmap {
        NoRoadmap::Broken(vec!["its order can't be followed again".into()])
    }
}

impl fmt::Display for NoRoadmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoRoadmap::TooLarge(fault) => write!(f, "the plan is too large to be placed: {fault}"),
            NoRoadmap::Broken(broken) => {
                write!(f, "the schedule breaks its own rules, a fault of ours: {}", broken.join("; "))
            }
        }
    }
}

impl std::error::Error for NoRoadmap {}

/// The schedule, if the validator finds nothing but tasks for which there was no room.
///
/// # Errors
/// The rules that it breaks.
pub(in crate::evaluate) fn validated(
    plan: &Plan,
    model: &RoadmapModel,
    schedule: Schedule,
) -> Result<Schedule, NoRoadmap> {
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

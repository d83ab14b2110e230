//! The earliest finish of each task, were its teams there for it alone.

use super::project::RoadmapModel;
use planwright_solver::{Project, Resource, list_schedule};

/// The week before which each task can be done at the earliest: with its teams for itself alone, after what it needs
/// done likewise.
pub(in crate::evaluate) fn earliest_finishes(model: &RoadmapModel) -> Vec<Option<usize>> {
    // Each task gets teams of its own: none waits for another's work.
    let mut alone = Project { resources: Vec::new(), ..model.project.clone() };
    let given: &[Resource] = &model.project.resources;
    for task in &mut alone.tasks {
        task.holds.clear();
        for mode in &mut task.modes {
            for used in &mut mode.uses {
                alone.resources.push(given[used.resource].clone());
                used.resource = alone.resources.len() - 1;
            }
        }
    }
    let list: Vec<usize> = (0..alone.tasks.len()).collect();
    match list_schedule(&alone, &list) {
        Ok(schedule) => schedule.placements.iter().map(|p| p.as_ref().map(|p| p.finish)).collect(),
        Err(_) => vec![None; list.len()],
    }
}

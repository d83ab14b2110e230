//! A task of the schedule: what of which initiative, by whom.

use super::project::to_hundredths;
use super::team_work::TeamPart;
use planwright_solver::Use;

/// A task's initiative.
pub(in crate::evaluate) struct ScheduledTask {
    /// Its index in the plan.
    pub initiative: usize,
    /// What of it the task is.
    pub kind: TaskKind,
    /// Its work; none of a milestone.
    pub parts: Vec<TeamPart>,
    /// The resource of each part.
    pub resources: Vec<usize>,
}

/// What of an initiative a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evaluate) enum TaskKind {
    /// Its work.
    Work,
    /// What its estimate has beyond its parts.
    Rest,
    /// That all its parts are done.
    Whole,
    /// That its parts may begin.
    Gate,
}

impl ScheduledTask {
    /// Whether it is somebody's work, and no milestone.
    pub(crate) fn is_work(&self) -> bool {
        matches!(self.kind, TaskKind::Work | TaskKind::Rest)
    }
}

/// What a task uses, each resource once, with the person-weeks that `of` gives for each part.
pub(in crate::evaluate) fn resource_uses(task: &ScheduledTask, of: impl FnMut(&TeamPart) -> f64) -> Vec<Use> {
    let mut uses = Vec::with_capacity(task.parts.len());
    fill_resource_uses(&mut uses, task, of);
    uses
}

/// [`resource_uses`] in a list that was used before.
pub(in crate::evaluate) fn fill_resource_uses(
    uses: &mut Vec<Use>,
    task: &ScheduledTask,
    mut of: impl FnMut(&TeamPart) -> f64,
) {
    uses.clear();
    for (part, resource) in task.parts.iter().zip(&task.resources) {
        let amount = to_hundredths(of(part));
        match uses.iter_mut().find(|u| u.resource == *resource) {
            Some(same) => same.amount += amount,
            None => uses.push(Use { resource: *resource, amount }),
        }
    }
    uses.retain(|u| u.amount > 0);
}

//! Whether a schedule keeps every rule of its project, read from the model alone.

use super::model::{Load, Mode, Placement, Project, ResourceUnits, Schedule, Task, WorkProfile};
use std::fmt;

/// A rule that a schedule breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are indices and amounts, named as in the model")]
pub enum Violation {
    /// The schedule has more or fewer places than the project has tasks.
    Length { places: usize, tasks: usize },
    /// A task that may not be left out is.
    Missing { task: usize },
    /// A mode the task doesn't have.
    NoMode { task: usize, mode: usize },
    /// It starts before its release, or not when it is fixed.
    Start { task: usize, start: usize, wanted: usize },
    /// It ends after the horizon, or before it starts.
    Finish { task: usize, finish: usize },
    /// It starts before what it needs is finished and the lag is over, or without it.
    Needs { task: usize, need: usize },
    /// It doesn't get what it uses of a resource, or in periods that its pace doesn't allow.
    Effort { task: usize, resource: usize, wanted: ResourceUnits, got: i128 },
    /// Work outside its dates, of nothing, twice in one place, or of a resource it doesn't use.
    Stray { task: usize, resource: usize, period: usize },
    /// It rests in a period in which it could have worked, or has dates with no work at either end.
    Pause { task: usize, period: usize },
    /// More of it in a period than its cap.
    AtMost { task: usize, period: usize, most: ResourceUnits, used: i128 },
    /// More of a resource in use than there is.
    Capacity { resource: usize, period: usize, capacity: ResourceUnits, used: i128 },
}

impl Violation {
    /// The task that breaks it; none where all tasks together do.
    pub fn task(&self) -> Option<usize> {
        match self {
            Violation::Length { .. } | Violation::Capacity { .. } => None,
            Violation::Missing { task }
            | Violation::NoMode { task, .. }
            | Violation::Start { task, .. }
            | Violation::Finish { task, .. }
            | Violation::Needs { task, .. }
            | Violation::Effort { task, .. }
            | Violation::Stray { task, .. }
            | Violation::Pause { task, .. }
            | Violation::AtMost { task, .. } => Some(*task),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Violation::Length { places, tasks } => write!(f, "{places} places for {tasks} tasks"),
            Violation::Missing { task } => write!(f, "task {task} is left out"),
            Violation::NoMode { task, mode } => write!(f, "task {task} has no mode {mode}"),
            Violation::Start { task, start, wanted } => write!(f, "task {task} starts in {start}, not {wanted}"),
            Violation::Finish { task, finish } => write!(f, "task {task} can't finish at {finish}"),
            Violation::Needs { task, need } => write!(f, "task {task} doesn't wait for task {need}"),
            Violation::Effort { task, resource, wanted, got } => {
                write!(f, "task {task} gets {got} of resource {resource}, not {wanted}")
            }
            Violation::Stray { task, resource, period } => {
                write!(f, "task {task} strays to resource {resource} in {period}")
            }
            Violation::Pause { task, period } => write!(f, "task {task} rests in {period}"),
            Violation::AtMost { task, period, most, used } => {
                write!(f, "task {task} uses {used} in {period}, more than {most}")
            }
            Violation::Capacity { resource, period, capacity, used } => {
                write!(f, "resource {resource} is used {used} times in {period}, but there are {capacity}")
            }
        }
    }
}

/// Every rule that a schedule breaks, by task, then by resource and period; empty if it is valid. It shares nothing
/// with the scheduler but the model.
pub fn validate(project: &Project, schedule: &Schedule) -> Vec<Violation> {
    let mut found = Vec::new();
    if schedule.placements.len() != project.tasks.len() {
        found.push(Violation::Length { places: schedule.placements.len(), tasks: project.tasks.len() });
    }
    let mut used = vec![vec![0i128; project.periods]; project.resources.len()];
    for (at, task) in project.tasks.iter().enumerate() {
        let Some(placement) = schedule.placements.get(at).and_then(Option::as_ref) else {
            if !task.optional {
                found.push(Violation::Missing { task: at });
            }
            continue;
        };
        dates(project, schedule, at, task, placement, &mut found);
        match task.modes.get(placement.mode) {
            Some(mode) => work(project, at, task, mode, placement, &mut found),
            None => found.push(Violation::NoMode { task: at, mode: placement.mode }),
        }
        for load in &placement.loads {
            if let Some(cell) = used.get_mut(load.resource).and_then(|row| row.get_mut(load.period)) {
                *cell += i128::from(load.amount);
            }
        }
    }
    for (task, load) in &schedule.unfinished {
        let stray = schedule.placements.get(*task).is_none_or(Option::is_some) || load.amount <= 0;
        match used.get_mut(load.resource).and_then(|row| row.get_mut(load.period)).filter(|_| !stray) {
            Some(cell) => *cell += i128::from(load.amount),
            None => {
                found.push(Violation::Stray { task: *task, resource: load.resource, period: load.period });
            }
        }
    }
    for (resource, row) in used.iter().enumerate() {
        for (period, used) in row.iter().copied().enumerate() {
            let capacity = capacity(project, resource, period);
            if used > i128::from(capacity) {
                found.push(Violation::Capacity { resource, period, capacity, used });
            }
        }
    }
    found
}

fn capacity(project: &Project, resource: usize, period: usize) -> ResourceUnits {
    project.resources.get(resource).and_then(|r| r.capacity.get(period)).copied().unwrap_or(0)
}

fn dates(
    project: &Project,
    schedule: &Schedule,
    at: usize,
    task: &Task,
    placement: &Placement,
    found: &mut Vec<Violation>,
) {
    let start = placement.start;
    match task.fixed_start {
        Some(wanted) if start != wanted => found.push(Violation::Start { task: at, start, wanted }),
        None if start < task.release => found.push(Violation::Start { task: at, start, wanted: task.release }),
        _ => {}
    }
    if placement.finish < start || placement.finish > project.periods {
        found.push(Violation::Finish { task: at, finish: placement.finish });
    }
    // What is fixed has its start whatever it needs: it is under way, or history.
    for need in task.needs.iter().filter(|_| task.fixed_start.is_none()) {
        let before = schedule.placements.get(need.task).and_then(Option::as_ref);
        if before.is_none_or(|b| b.finish.saturating_add(need.lag) > start) {
            found.push(Violation::Needs { task: at, need: need.task });
        }
    }
}

fn work(project: &Project, at: usize, task: &Task, mode: &Mode, placement: &Placement, found: &mut Vec<Violation>) {
    let (start, finish) = (placement.start, placement.finish);
    // No task works beyond the horizon: that it finishes there is told already.
    let end = finish.min(project.periods);
    let mut last = None;
    for load in &placement.loads {
        let place = (load.resource, load.period);
        let held = |resource: usize| task.holds.contains(&resource);
        let known = held(load.resource) || mode.uses.iter().any(|u| u.resource == load.resource);
        let inside = (start..finish).contains(&load.period);
        if !known || !inside || load.amount <= 0 || last.is_some_and(|last| last >= place) {
            found.push(Violation::Stray { task: at, resource: load.resource, period: load.period });
        }
        last = Some(place);
    }
    let got = |resource: usize, period: usize| -> i128 {
        placement
            .loads
            .iter()
            .filter(|l| (l.resource, l.period) == (resource, period))
            .map(|l| i128::from(l.amount))
            .sum()
    };
    match mode.work_profile {
        WorkProfile::Constant(periods) => {
            if finish != start.saturating_add(periods) {
                found.push(Violation::Finish { task: at, finish });
            }
            rates(at, mode, (start..end).collect(), got, found);
        }
        WorkProfile::Interruptible(periods) => {
            let there = |period: usize| mode.uses.iter().all(|u| capacity(project, u.resource, period) >= u.amount);
            let at_work: Vec<usize> = (start..end).filter(|p| there(*p)).collect();
            let ends_at_work = at_work.last().is_none_or(|last| last + 1 == finish);
            if at_work.len() != periods || !ends_at_work || (periods == 0 && finish != start) {
                found.push(Violation::Finish { task: at, finish });
            }
            rates(at, mode, at_work, got, found);
        }
        WorkProfile::Effort => {
            for used in &mode.uses {
                let total: i128 =
                    placement.loads.iter().filter(|l| l.resource == used.resource).map(|l| i128::from(l.amount)).sum();
                if total != i128::from(used.amount) {
                    let (resource, wanted) = (used.resource, used.amount);
                    found.push(Violation::Effort { task: at, resource, wanted, got: total });
                }
            }
            let worked = |period: usize| -> i128 {
                let at_work = |l: &&Load| l.period == period && !task.holds.contains(&l.resource);
                placement.loads.iter().filter(at_work).map(|l| i128::from(l.amount)).sum()
            };
            // A place is held from the first period of work to the last.
            let first = (start..end).find(|period| worked(*period) > 0).unwrap_or(end);
            for (held, period) in task.holds.iter().flat_map(|h| (first..end).map(move |p| (*h, p))) {
                let got = got(held, period);
                if got != 1 {
                    found.push(Violation::Effort { task: at, resource: held, wanted: 1, got });
                }
            }
            for period in start..end {
                if let Some(most) = mode.at_most.filter(|most| worked(period) > i128::from(*most)) {
                    found.push(Violation::AtMost { task: at, period, most, used: worked(period) });
                }
            }
            if finish > start && worked(finish - 1) == 0 {
                found.push(Violation::Pause { task: at, period: finish - 1 });
            }
        }
    }
}

/// The same amounts in each of the periods, and nothing else.
fn rates(at: usize, mode: &Mode, periods: Vec<usize>, got: impl Fn(usize, usize) -> i128, found: &mut Vec<Violation>) {
    for used in &mode.uses {
        if let Some(period) = periods.iter().find(|p| got(used.resource, **p) != i128::from(used.amount)) {
            let got = got(used.resource, *period);
            found.push(Violation::Effort { task: at, resource: used.resource, wanted: used.amount, got });
        }
    }
}

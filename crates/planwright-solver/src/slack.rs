//! How late a task may start.

use super::instance::Instance;
use super::model::{Project, ProjectError, Schedule};

/// By how many periods each task may start later and still be finished before what needs it starts, by its due date and before `end`,
/// in what the resources have left beside all other tasks, which stay where they are; none where it is left out. So it
/// is the free slack of the critical path method (Kelley and Walker, 1959) under the capacity that there is (Wiest,
/// 1964): where people have other work right after it, a task has none.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn slack(project: &Project, schedule: &Schedule, end: usize) -> Result<Vec<Option<usize>>, ProjectError> {
    let shop = Instance::new(project)?;
    let mut free = shop.free.clone();
    let row = |resource: usize, period: usize| resource * project.periods + period;
    let placements = || schedule.placements.iter().flatten();
    placements().flat_map(|p| &p.loads).for_each(|l| {
        if let Some(cell) = free.get_mut(row(l.resource, l.period)) {
            *cell -= l.amount;
        }
    });
    let mut all = Vec::with_capacity(project.tasks.len());
    for task in 0..project.tasks.len() {
        let Some(placement) = schedule.placements.get(task).and_then(Option::as_ref) else {
            all.push(None);
            continue;
        };
        let starts = shop.unlocks[task].iter().filter(|(next, _)| project.tasks[*next].fixed_start.is_none());
        let starts = starts.filter_map(|(next, lag)| {
            let start = schedule.placements.get(*next)?.as_ref()?.start;
            Some(start.saturating_sub(*lag))
        });
        // What is late already has none to lose.
        let due = project.tasks[task].due.map(|due| due.max(placement.finish));
        let limit = starts.chain(due).chain([end.min(project.periods)]).min().unwrap_or(0);
        let change = |free: &mut [i64], sign: i64| {
            for l in &placement.loads {
                if let Some(cell) = free.get_mut(row(l.resource, l.period)) {
                    *cell += sign * l.amount;
                }
            }
        };
        change(&mut free, 1);
        let fits = |by: usize| {
            let fit = shop.fit(&free, task, placement.mode, placement.start + by);
            fit.is_some_and(|(_, finish)| finish <= limit)
        };
        // A later start never finishes earlier: halve what is in question.
        let (mut least, mut most) = (0, limit.saturating_sub(placement.finish));
        while least < most {
            let by = most - (most - least) / 2;
            if fits(by) { least = by } else { most = by - 1 }
        }
        change(&mut free, -1);
        all.push(Some(if project.tasks[task].fixed_start.is_some() { 0 } else { least }));
    }
    Ok(all)
}

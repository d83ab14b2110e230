//! The shortest length of a schedule, by chains and by work.

use super::instance::Instance;
use super::model::{ResourceUnits, WorkProfile};

impl Instance<'_> {
    /// A length that no schedule with all tasks that must be placed goes below, from the time that must follow each:
    /// the longest chain, and for each pair of a head and a tail what the tasks of a resource that have at least both
    /// take of it (the interval bound of Carlier, 1982, for many units).
    pub(super) fn makespan_bound(&self, tail: &[usize]) -> usize {
        let project = self.project();
        let must = |t: &usize| !project.tasks[*t].optional;
        let earliest: Vec<usize> = self.earliest.iter().map(|e| e.unwrap_or(project.periods)).collect();
        let all = 0..project.tasks.len();
        let mut length = all.clone().filter(must).map(|t| earliest[t].saturating_add(tail[t])).max().unwrap_or(0);
        for resource in 0..project.resources.len() {
            // What each task takes of the resource at least, in its leanest mode, and its earliest start.
            let work: Vec<(usize, usize, ResourceUnits)> = all
                .clone()
                .filter(must)
                .filter_map(|t| {
                    let amount = |mode: &super::model::Mode| {
                        let used = mode.uses.iter().find(|u| u.resource == resource).map_or(0, |u| u.amount);
                        match mode.work_profile {
                            WorkProfile::Constant(periods) | WorkProfile::Interruptible(periods) => {
                                used.saturating_mul(periods as ResourceUnits)
                            }
                            WorkProfile::Effort => used,
                        }
                    };
                    let amount = project.tasks[t].modes.iter().map(amount).min().unwrap_or(0);
                    let start = earliest[t].saturating_sub(self.min_duration(t));
                    (amount > 0).then_some((self.head(t).unwrap_or(start).min(start), tail[t], amount))
                })
                .collect();
            for (head, _, _) in &work {
                for (_, tail, _) in &work {
                    let inside = work.iter().filter(|(h, t, _)| h >= head && t >= tail);
                    let amount: i128 = inside.map(|(_, _, amount)| i128::from(*amount)).sum();
                    if amount > 0 {
                        length = length.max(self.filled(resource, *head, amount).saturating_add(*tail));
                    }
                }
            }
        }
        length
    }

    /// The first period by whose beginning a resource has given an amount, from a period on.
    fn filled(&self, resource: usize, from: usize, amount: i128) -> usize {
        let row = resource * self.project().periods;
        let mut left = amount;
        for period in from..self.project().periods {
            left -= i128::from(self.free[row + period]);
            if left <= 0 {
                return period + 1;
            }
        }
        self.project().periods
    }

    /// The earliest start of a task by what it needs.
    pub(super) fn head(&self, task: usize) -> Option<usize> {
        let t = &self.project().tasks[task];
        let mut from = t.release;
        for need in &t.needs {
            from = from.max(self.earliest[need.task]?.saturating_add(need.lag));
        }
        Some(t.fixed_start.unwrap_or(from))
    }
}

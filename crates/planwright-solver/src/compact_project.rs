//! The numbers of a project, side by side, as placing asks for them again and again.

use super::instance::Instance;
use super::model::{ResourceUnits, Task, WorkProfile};
use std::ops::Range;
use std::sync::Arc;

/// A sound project without its names and lists: a copy of its own for whoever changes efforts and delays.
#[derive(Debug, Clone)]
pub(super) struct CompactProject {
    pub periods: usize,
    pub resources: usize,
    pub tasks: Vec<CompactTask>,
    /// Task and lag.
    pub needs: Vec<(u32, usize)>,
    pub modes: Vec<CompactMode>,
    /// Resource and amount.
    pub uses: Vec<(u32, ResourceUnits)>,
    /// Resources that are held from start to finish.
    pub holds: Vec<u32>,
    /// Capacities, one resource after the other.
    pub free: Arc<[ResourceUnits]>,
    pub gains: Arc<GainTable>,
}

#[derive(Debug, Clone)]
pub(super) struct CompactTask {
    pub release: usize,
    pub fixed: Option<usize>,
    pub optional: bool,
    /// Whether it must be placed, or one that must needs it.
    pub must: bool,
    /// Whether it brings nothing even at its best: it is placed only where another needs it.
    pub idle: bool,
    pub needs: Range<u32>,
    pub modes: Range<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct CompactMode {
    pub work_profile: WorkProfile,
    pub at_most: Option<ResourceUnits>,
    pub uses: Range<u32>,
    pub holds: Range<u32>,
}

pub(super) fn usize_range(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

impl CompactProject {
    pub(crate) fn new(shop: &Instance<'_>) -> CompactProject {
        let project = shop.project();
        let must = shop.mandatory_tasks();
        let (mut needs, mut modes, mut uses, mut holds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut tasks = Vec::with_capacity(project.tasks.len());
        for (at, task) in project.tasks.iter().enumerate() {
            let (first_need, first_mode) = (needs.len() as u32, modes.len() as u32);
            needs.extend(task.needs.iter().map(|n| (n.task as u32, n.lag)));
            let first_hold = holds.len() as u32;
            holds.extend(task.holds.iter().map(|held| *held as u32));
            for mode in &task.modes {
                let first_use = uses.len() as u32;
                uses.extend(mode.uses.iter().map(|u| (u.resource as u32, u.amount)));
                let (uses, holds) = (first_use..uses.len() as u32, first_hold..holds.len() as u32);
                modes.push(CompactMode { work_profile: mode.work_profile, at_most: mode.at_most, uses, holds });
            }
            tasks.push(CompactTask {
                release: task.release,
                fixed: task.fixed_start,
                optional: task.optional,
                must: must[at],
                idle: task.optional && shop.earliest[at].is_none_or(|f| task.gain(f) <= 0.0),
                needs: first_need..needs.len() as u32,
                modes: first_mode..modes.len() as u32,
            });
        }
        let gains = Arc::new(GainTable::new(&project.tasks, project.makespan_cost, project.periods));
        let (periods, resources) = (project.periods, project.resources.len());
        CompactProject {
            periods,
            resources,
            tasks,
            needs,
            modes,
            uses,
            holds,
            free: shop.free.as_slice().into(),
            gains,
        }
    }
}

/// What finishes bring, as whole points: however they are summed up, the sum is the same to the last bit.
#[derive(Debug)]
pub(super) struct GainTable {
    /// Points in the unit of [`Task::worth`]: a power of two.
    pub scale: f64,
    tasks: Vec<TaskGain>,
    worths: Vec<i64>,
    /// Of each period until the last finish.
    pub makespan: i64,
}

#[derive(Debug)]
struct TaskGain {
    worths: Range<u32>,
    due: usize,
    late: i64,
}

impl GainTable {
    fn new(tasks: &[Task], makespan: f64, periods: usize) -> GainTable {
        // Scaled down, so that the sum of what can't be summed can.
        let tiny = 2f64.powi(-64);
        let most = |t: &Task| {
            let worth = t.worth.iter().take(periods + 1).map(|w| (w * tiny).abs()).fold(0.0, f64::max);
            worth + t.tardiness_cost * tiny * periods as f64
        };
        let all = (tasks.iter().map(most).sum::<f64>() + makespan * tiny * periods as f64).min(f64::MAX);
        let (mut scale, room) = (tiny, 2f64.powi(59));
        while all > 0.0 && all * (scale / tiny) < room && scale < 2f64.powi(900) {
            scale *= 2.0;
        }
        while all * (scale / tiny) > room && scale > 2f64.powi(-900) {
            scale *= 0.5;
        }
        let points = |value: f64| {
            let points = (value * scale).round() as i64;
            if points == 0 { i64::from(value > 0.0) - i64::from(value < 0.0) } else { points }
        };
        let mut worths = Vec::new();
        let gain = |task: &Task| {
            let first = worths.len() as u32;
            worths.extend(task.worth.iter().take(periods + 1).map(|w| points(*w)));
            let late = if task.due.is_some() { points(task.tardiness_cost) } else { 0 };
            TaskGain { worths: first..worths.len() as u32, due: task.due.unwrap_or(0), late }
        };
        let tasks = tasks.iter().map(gain).collect();
        GainTable { scale, tasks, worths, makespan: points(makespan) }
    }

    /// What it brings that a task finishes, its lateness taken off.
    pub(crate) fn of(&self, task: usize, finish: usize) -> i64 {
        let gain = &self.tasks[task];
        let worths = &self.worths[usize_range(&gain.worths)];
        let worth = worths.get(finish).or(worths.last()).copied().unwrap_or(0);
        worth - gain.late * finish.saturating_sub(gain.due) as i64
    }
}

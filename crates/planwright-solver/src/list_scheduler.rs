//! The schedule of one list, with what each task takes in each period.

use super::compact_project::CompactProject;
use super::incremental_sgs::IncrementalSgs;
use super::instance::Instance;
use super::model::{Load, Placement, ResourceUnits, Schedule, WorkProfile};
use super::resource_profile::{DenseProfile, LEFT_OUT};

/// Works through whole lists of one instance.
#[derive(Debug, Clone)]
pub(super) struct ListScheduler<'s, 'p> {
    shop: &'s Instance<'p>,
    sgs: IncrementalSgs<DenseProfile>,
}

/// A task in the order in which a list placed it.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Placed {
        task: usize,
        mode: usize,
        start: usize,
        finish: usize,
    },
    /// At work from a period on and not done in the last one.
    Open {
        task: usize,
        from: usize,
    },
}

impl<'s, 'p> ListScheduler<'s, 'p> {
    pub(crate) fn new(shop: &'s Instance<'p>) -> ListScheduler<'s, 'p> {
        ListScheduler { shop, sgs: IncrementalSgs::new(CompactProject::new(shop)) }
    }

    /// Places the tasks in the order of a list: see [`IncrementalSgs::run`].
    pub(crate) fn run(&mut self, list: &[usize]) {
        self.sgs.run(list, 0);
    }

    /// What the last list is worth: how many tasks that must be placed are not, and gains less the cost of its length.
    pub(crate) fn value(&self) -> (usize, f64) {
        let (mut missing, mut gains, mut last) = (0, 0.0, 0);
        for (at, task) in self.shop.project().tasks.iter().enumerate() {
            match self.placed(at) {
                Some((_, finish)) => {
                    gains += task.gain(finish);
                    last = last.max(finish);
                }
                None => missing += usize::from(!task.optional),
            }
        }
        (missing, gains - self.shop.project().makespan_cost * last as f64)
    }

    /// Start and finish of a task, if the last list placed it.
    pub(crate) fn placed(&self, task: usize) -> Option<(usize, usize)> {
        self.sgs.placed(task)
    }

    /// The tasks that the last list placed or began, in the order in which it did.
    pub(crate) fn sequence(&self) -> Vec<usize> {
        self.turns().map(|(Turn::Placed { task, .. } | Turn::Open { task, .. })| task).collect()
    }

    fn turns(&self) -> impl Iterator<Item = Turn> {
        self.sgs.steps().filter_map(|step| {
            let task = step.task as usize;
            if step.mode == LEFT_OUT {
                return self.open_from(task).map(|from| Turn::Open { task, from });
            }
            let mode = (step.mode - self.sgs.project.tasks[task].modes.start) as usize;
            Some(Turn::Placed { task, mode, start: step.start as usize, finish: step.finish as usize })
        })
    }

    /// From when a task that has no place is at work all the same; none if it never begins.
    fn open_from(&self, task: usize) -> Option<usize> {
        let t = &self.shop.project().tasks[task];
        let ready = t
            .needs
            .iter()
            .try_fold(t.release, |from, need| Some(from.max(self.placed(need.task)?.1.saturating_add(need.lag))))?;
        (self.shop.may_end_unfinished(task) && ready < self.shop.project().periods).then_some(ready)
    }

    /// The schedule a list gives. An optional task that brings nothing and that no placed task needs is left out.
    pub(crate) fn schedule(&mut self, list: &[usize]) -> Schedule {
        self.run(list);
        let mut placements = vec![None; self.shop.project().tasks.len()];
        let mut open = Vec::new();
        // What spread work takes depends on what was free at the time: the same turns once more, with notes.
        let mut loads = LoadAllocation::new(self.shop);
        for turn in self.turns() {
            match turn {
                Turn::Open { task, from } => {
                    open.extend(loads.reserve_open(task, from).iter().map(|load| (task, *load)))
                }
                Turn::Placed { task, mode, start, finish } => {
                    let loads = loads.reserve(task, mode, start, finish).to_vec();
                    placements[task] = Some(Placement { mode, start, finish, loads });
                }
            }
        }
        for task in self.shop.order.iter().rev().copied() {
            let t = &self.shop.project().tasks[task];
            let needed = self.shop.unlocks[task].iter().any(|(next, _)| placements[*next].is_some());
            let idle = placements[task].as_ref().is_some_and(|p: &Placement| t.gain(p.finish) <= 0.0);
            if t.optional && t.fixed_start.is_none() && idle && !needed {
                placements[task] = None;
            }
        }
        open.sort_unstable();
        Schedule { placements, unfinished: open }
    }
}

/// The schedule with the modes and starts given; none if it doesn't fit.
pub(super) fn schedule_at(shop: &Instance<'_>, picks: &[Option<(usize, usize)>]) -> Option<Schedule> {
    let mut loads = LoadAllocation::new(shop);
    let mut placements = vec![None; picks.len()];
    for (task, pick) in picks.iter().enumerate() {
        let Some((mode, from)) = *pick else { continue };
        let (start, finish) = shop.fit(&loads.free, task, mode, from)?;
        if start != from {
            return None;
        }
        let loads = loads.reserve(task, mode, start, finish).to_vec();
        placements[task] = Some(Placement { mode, start, finish, loads });
    }
    Some(Schedule { placements, unfinished: Vec::new() })
}

/// What is free beside the tasks that have their place, and what the last of them took.
struct LoadAllocation<'s, 'p> {
    shop: &'s Instance<'p>,
    free: Vec<ResourceUnits>,
    taken: Vec<Load>,
}

impl<'s, 'p> LoadAllocation<'s, 'p> {
    fn new(shop: &'s Instance<'p>) -> LoadAllocation<'s, 'p> {
        LoadAllocation { shop, free: shop.free.clone(), taken: Vec::new() }
    }

    /// Takes what a placed task uses from what is free; by resource and period.
    fn reserve(&mut self, task: usize, mode: usize, start: usize, finish: usize) -> &[Load] {
        self.taken.clear();
        let task = &self.shop.project().tasks[task];
        let Some(mode) = task.modes.get(mode) else { return &self.taken };
        if mode.work_profile == WorkProfile::Effort {
            let taken = &mut self.taken;
            self.shop.spread(&self.free, mode, start, |resource, period, amount| {
                taken.push(Load { resource, period, amount });
            });
            // What is fixed begins to work when people are free.
            let first = taken.iter().map(|l| l.period).min().unwrap_or(finish);
            self.hold(&task.holds, first..finish);
        } else {
            for period in start..finish {
                if matches!(mode.work_profile, WorkProfile::Constant(_)) || self.shop.is_available(&mode.uses, period) {
                    let used = mode.uses.iter().filter(|u| u.amount > 0);
                    self.taken.extend(used.map(|u| Load { resource: u.resource, period, amount: u.amount }));
                }
            }
        }
        self.take_off()
    }

    /// The same for work that is not done in the last period: it has the people that it would have had.
    fn reserve_open(&mut self, task: usize, mut from: usize) -> &[Load] {
        self.taken.clear();
        let (periods, task) = (self.shop.project().periods, &self.shop.project().tasks[task]);
        let Some(mode) = task.modes.first() else { return &self.taken };
        while from < periods {
            self.taken.clear();
            let taken = &mut self.taken;
            self.shop.spread(&self.free, mode, from, |resource, period, amount| {
                taken.push(Load { resource, period, amount });
            });
            let first = taken.iter().map(|l| l.period).min().unwrap_or(periods);
            let is_full = |period: &usize| task.holds.iter().any(|held| self.free[held * periods + period] < 1);
            match (first..periods).rev().find(is_full) {
                Some(full) => from = full + 1,
                None => {
                    self.hold(&task.holds, first..periods);
                    return self.take_off();
                }
            }
        }
        self.taken.clear();
        &self.taken
    }

    fn hold(&mut self, held: &[usize], periods: std::ops::Range<usize>) {
        let held = held.iter().flat_map(|held| periods.clone().map(move |period| (*held, period)));
        self.taken.extend(held.map(|(resource, period)| Load { resource, period, amount: 1 }));
    }

    fn take_off(&mut self) -> &[Load] {
        let periods = self.shop.project().periods;
        for load in &self.taken {
            self.free[load.resource * periods + load.period] -= load.amount;
        }
        self.taken.sort_unstable();
        &self.taken
    }
}

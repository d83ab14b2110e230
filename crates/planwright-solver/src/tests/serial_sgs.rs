//! The serial schedule generation scheme as plainly as it can be written: the oracle of the incremental one.

use crate::instance::Instance;
use crate::model::{Load, Placement, ResourceUnits, Schedule, WorkProfile};

/// Where a task stands while a list is worked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum TaskState {
    /// Not yet its turn.
    #[default]
    Waiting,
    /// Left out.
    Out,
    /// At work from a period on and not done in the last one.
    Open { from: u32 },
    /// Placed.
    In { mode: u32, start: u32, finish: u32 },
}

/// The serial schedule generation scheme (Kelley 1963; Kolisch 1996), each list placed from its beginning.
#[derive(Debug, Clone)]
pub(crate) struct SerialSgs<'s, 'p> {
    shop: &'s Instance<'p>,
    free: Vec<ResourceUnits>,
    spots: Vec<TaskState>,
    stack: Vec<usize>,
    sequence: Vec<usize>,
    taken: Vec<Load>,
}

impl<'s, 'p> SerialSgs<'s, 'p> {
    pub(crate) fn new(shop: &'s Instance<'p>) -> SerialSgs<'s, 'p> {
        let tasks = shop.project.tasks.len();
        SerialSgs {
            shop,
            free: shop.free.clone(),
            spots: vec![TaskState::Waiting; tasks],
            stack: Vec::new(),
            sequence: Vec::with_capacity(tasks),
            taken: Vec::new(),
        }
    }

    /// Places the tasks in the order of a list, what a task needs just before it. What is fixed comes first. An
    /// optional task that brings nothing by itself is placed only where another needs it.
    pub(crate) fn run(&mut self, list: &[usize]) {
        self.free.copy_from_slice(&self.shop.free);
        self.spots.fill(TaskState::Waiting);
        self.sequence.clear();
        let tasks = &self.shop.project.tasks;
        for (task, start) in tasks.iter().enumerate().filter_map(|(at, t)| Some((at, t.fixed_start?))) {
            self.place(task, start, true);
        }
        for task in list {
            if self.spots[*task] == TaskState::Waiting {
                let alone =
                    tasks[*task].optional && self.shop.earliest[*task].is_none_or(|f| tasks[*task].gain(f) <= 0.0);
                if !alone {
                    self.pull(*task);
                }
            }
        }
    }

    /// Places a task after all it needs.
    fn pull(&mut self, task: usize) {
        debug_assert!(self.stack.is_empty());
        self.stack.push(task);
        while let Some(task) = self.stack.last().copied() {
            let t = &self.shop.project.tasks[task];
            let (mut from, mut ready) = (t.release, true);
            for need in &t.needs {
                match self.spots[need.task] {
                    TaskState::In { finish, .. } => from = from.max((finish as usize).saturating_add(need.lag)),
                    TaskState::Out | TaskState::Open { .. } => from = usize::MAX,
                    TaskState::Waiting => {
                        ready = false;
                        self.stack.push(need.task);
                        break;
                    }
                }
            }
            if ready {
                self.stack.pop();
                if self.spots[task] == TaskState::Waiting {
                    // What another needs is placed though it costs something itself.
                    self.place(task, from, !self.stack.is_empty());
                }
            }
        }
    }

    /// Places a task as early as it fits from a period on, in the mode that finishes first; an optional task
    /// only if that brings something or another needs it.
    fn place(&mut self, task: usize, from: usize, needed: bool) {
        let t = &self.shop.project.tasks[task];
        let mut best: Option<(usize, usize, usize)> = None;
        for mode in 0..t.modes.len() {
            if let Some((start, finish)) = self.shop.fit(&self.free, task, mode, from)
                && best.is_none_or(|(f, s, _)| (finish, std::cmp::Reverse(start)) < (f, std::cmp::Reverse(s)))
            {
                best = Some((finish, start, mode));
            }
        }
        let worth_it = |finish: usize| needed || !t.optional || t.gain(finish) > 0.0;
        let Some((finish, start, mode)) = best.filter(|(finish, ..)| worth_it(*finish)) else {
            self.spots[task] = TaskState::Out;
            if best.is_none() && self.shop.may_end_unfinished(task) && from < self.shop.project.periods {
                self.spots[task] = TaskState::Open { from: from as u32 };
                self.sequence.push(task);
                self.take_open(task, from);
            }
            return;
        };
        self.spots[task] = TaskState::In { mode: mode as u32, start: start as u32, finish: finish as u32 };
        self.sequence.push(task);
        self.take(task, mode, start, finish);
    }

    /// Takes what a placed task uses from what is free, and notes it in `taken`.
    fn take(&mut self, task: usize, mode: usize, start: usize, finish: usize) {
        self.taken.clear();
        let task = &self.shop.project.tasks[task];
        let Some(mode) = task.modes.get(mode) else { return };
        if mode.work_profile == WorkProfile::Effort {
            let taken = &mut self.taken;
            let note = |resource, period, amount| taken.push(Load { resource, period, amount });
            self.shop.spread(&self.free, mode, start, note);
            // What is fixed begins to work when people are free.
            let first = self.taken.iter().map(|l| l.period).min().unwrap_or(finish);
            let held = task.holds.iter().flat_map(|held| (first..finish).map(move |period| (*held, period)));
            self.taken.extend(held.map(|(resource, period)| Load { resource, period, amount: 1 }));
        } else {
            for period in start..finish {
                if matches!(mode.work_profile, WorkProfile::Constant(_)) || self.shop.is_available(&mode.uses, period) {
                    let used = mode.uses.iter().filter(|u| u.amount > 0);
                    self.taken.extend(used.map(|u| Load { resource: u.resource, period, amount: u.amount }));
                }
            }
        }
        self.use_taken();
    }

    /// The same for work that is not done in the last period: it has the people that it would have had.
    fn take_open(&mut self, task: usize, from: usize) {
        self.taken.clear();
        let (periods, task) = (self.shop.project.periods, &self.shop.project.tasks[task]);
        let Some(mode) = task.modes.first() else { return };
        let mut from = from;
        while from < periods {
            self.taken.clear();
            let taken = &mut self.taken;
            let note = |resource, period, amount| taken.push(Load { resource, period, amount });
            self.shop.spread(&self.free, mode, from, note);
            let first = self.taken.iter().map(|l| l.period).min().unwrap_or(periods);
            let is_full = |period: &usize| task.holds.iter().any(|held| self.free[held * periods + period] < 1);
            match (first..periods).rev().find(is_full) {
                Some(full) => from = full + 1,
                None => {
                    let held = task.holds.iter().flat_map(|held| (first..periods).map(move |period| (*held, period)));
                    self.taken.extend(held.map(|(resource, period)| Load { resource, period, amount: 1 }));
                    self.use_taken();
                    return;
                }
            }
        }
        self.taken.clear();
    }

    fn use_taken(&mut self) {
        let periods = self.shop.project.periods;
        for load in &self.taken {
            self.free[load.resource * periods + load.period] -= load.amount;
        }
    }

    /// What the last list is worth: gains less the cost of its length, and how many tasks that must be placed are
    /// not.
    pub(crate) fn value(&self) -> (usize, f64) {
        let (mut missing, mut gains, mut last) = (0, 0.0, 0);
        for (task, spot) in self.shop.project.tasks.iter().zip(&self.spots) {
            match spot {
                TaskState::In { finish, .. } => {
                    gains += task.gain(*finish as usize);
                    last = last.max(*finish);
                }
                _ => missing += usize::from(!task.optional),
            }
        }
        (missing, gains - self.shop.project.makespan_cost * f64::from(last))
    }

    /// Start and finish of a task, if the last list placed it.
    pub(crate) fn placed(&self, task: usize) -> Option<(usize, usize)> {
        match self.spots[task] {
            TaskState::In { start, finish, .. } => Some((start as usize, finish as usize)),
            _ => None,
        }
    }

    /// The schedule a list gives. An optional task that brings nothing and that no placed task needs is left out.
    pub(crate) fn schedule(&mut self, list: &[usize]) -> Schedule {
        self.run(list);
        // What spread work takes depends on what was free at the time: the same steps once more, with notes.
        self.free.copy_from_slice(&self.shop.free);
        let mut placements = vec![None; self.spots.len()];
        let mut open = Vec::new();
        for task in std::mem::take(&mut self.sequence) {
            if let TaskState::Open { from } = self.spots[task] {
                self.take_open(task, from as usize);
                open.extend(self.taken.iter().map(|load| (task, *load)));
            }
            if let TaskState::In { mode, start, finish } = self.spots[task] {
                let (mode, start, finish) = (mode as usize, start as usize, finish as usize);
                self.take(task, mode, start, finish);
                self.taken.sort_unstable();
                placements[task] = Some(Placement { mode, start, finish, loads: self.taken.clone() });
            }
        }
        for task in self.shop.order.iter().rev().copied() {
            let t = &self.shop.project.tasks[task];
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

//! A project made ready for many schedules: checked, ordered, flat.

use super::model::{Mode, Project, ProjectError, ResourceUnits, Use, WorkProfile};

/// A project that is known to be sound, with what every schedule asks of it worked out once.
#[derive(Debug, Clone)]
pub(super) struct Instance<'p> {
    pub(super) project: &'p Project,
    /// Each task after what it needs.
    pub(super) order: Vec<usize>,
    /// What needs each task, with the lag.
    pub(super) unlocks: Vec<Vec<(usize, usize)>>,
    /// Free amounts of each resource in each period, one resource after the other.
    pub(super) free: Vec<ResourceUnits>,
    /// What no finish of each task is before, were it alone with all it needs; none if it fits nowhere.
    pub(super) earliest: Vec<Option<usize>>,
}

impl<'p> Instance<'p> {
    /// # Errors
    ///
    /// The first [`ProjectError`] of the project.
    pub(crate) fn new(project: &'p Project) -> Result<Instance<'p>, ProjectError> {
        let order = project.order()?;
        let mut unlocks = vec![Vec::new(); project.tasks.len()];
        for (at, task) in project.tasks.iter().enumerate() {
            task.needs.iter().for_each(|need| unlocks[need.task].push((at, need.lag)));
        }
        let mut free = Vec::with_capacity(project.periods * project.resources.len());
        for resource in &project.resources {
            let capacity = resource.capacity.iter().copied().chain(std::iter::repeat(0));
            free.extend(capacity.take(project.periods));
        }
        let mut shop = Instance { project, order, unlocks, free, earliest: vec![None; project.tasks.len()] };
        for at in 0..shop.order.len() {
            let task = shop.order[at];
            shop.earliest[task] = shop.earliest_alone(task);
        }
        Ok(shop)
    }

    /// The project after it.
    pub(crate) fn project(&self) -> &'p Project {
        self.project
    }

    fn earliest_alone(&self, task: usize) -> Option<usize> {
        let t = &self.project.tasks[task];
        let mut from = t.release;
        for need in &t.needs {
            from = from.max(self.earliest[need.task]?.saturating_add(need.lag));
        }
        let from = t.fixed_start.unwrap_or(from);
        let soonest = |mode: usize| match t.modes.get(mode)? {
            mode if mode.work_profile == WorkProfile::Effort => self.min_finish(mode, from),
            _ => self.fit(&self.free, task, mode, from).map(|(_, finish)| finish),
        };
        (0..t.modes.len()).filter_map(soonest).min()
    }

    /// A finish that no way to spread a mode's work beats: that of the slowest team by itself, and of all the work by
    /// the cap. How people are shared out among teams may make one that begins later finish first.
    pub(super) fn min_finish(&self, mode: &Mode, from: usize) -> Option<usize> {
        let row = |resource: usize, period: usize| self.free[resource * self.project.periods + period];
        let most = mode.at_most.unwrap_or(ResourceUnits::MAX);
        let done = |amount: i128, at: &dyn Fn(usize) -> i128| {
            let (mut left, mut period) = (amount, from);
            while left > 0 {
                if period >= self.project.periods {
                    return None;
                }
                left -= at(period).min(i128::from(most));
                period += 1;
            }
            (period <= self.project.periods).then_some(period)
        };
        let mut finish = done(mode.uses.iter().map(|u| i128::from(u.amount)).sum(), &|period| {
            mode.uses.iter().map(|u| i128::from(row(u.resource, period))).sum()
        })?;
        for used in &mode.uses {
            finish = finish.max(done(i128::from(used.amount), &|period| i128::from(row(used.resource, period)))?);
        }
        Some(finish)
    }

    /// The earliest start at `from` or later, and its finish, of a task in a mode, within what is free; a fixed task
    /// only at its start.
    pub(super) fn fit(&self, free: &[ResourceUnits], task: usize, mode: usize, from: usize) -> Option<(usize, usize)> {
        let task = &self.project.tasks[task];
        let mode = task.modes.get(mode)?;
        let only = task.fixed_start.is_some();
        match mode.work_profile {
            WorkProfile::Constant(periods) => self.fit_constant(free, &mode.uses, periods, from, only),
            WorkProfile::Interruptible(periods) => self.fit_interruptible(free, &mode.uses, periods, from, only),
            WorkProfile::Effort => self.fit_effort(free, mode, &task.holds, from, only),
        }
    }

    fn fit_constant(
        &self,
        free: &[ResourceUnits],
        uses: &[Use],
        periods: usize,
        from: usize,
        only: bool,
    ) -> Option<(usize, usize)> {
        let mut start = from;
        'start: loop {
            let finish = start.checked_add(periods).filter(|f| *f <= self.project.periods)?;
            for used in uses {
                let row = used.resource * self.project.periods;
                // The last period that lacks something tells the next start that can do.
                if let Some(lack) = (start..finish).rev().find(|p| free[row + p] < used.amount) {
                    if only {
                        return None;
                    }
                    start = lack + 1;
                    continue 'start;
                }
            }
            return Some((start, finish));
        }
    }

    /// Whether a task that is not done in the last period has people until then: work that must be done, in one way.
    pub(super) fn may_end_unfinished(&self, task: usize) -> bool {
        let task = &self.project.tasks[task];
        !task.optional
            && task.fixed_start.is_none()
            && task.modes.len() == 1
            && task.modes[0].work_profile == WorkProfile::Effort
    }

    /// Whether all of a mode's resources are there at all in a period.
    pub(super) fn is_available(&self, uses: &[Use], period: usize) -> bool {
        uses.iter().all(|u| self.free[u.resource * self.project.periods + period] >= u.amount)
    }

    fn fit_interruptible(
        &self,
        free: &[ResourceUnits],
        uses: &[Use],
        periods: usize,
        from: usize,
        only: bool,
    ) -> Option<(usize, usize)> {
        if periods == 0 {
            return (from <= self.project.periods).then_some((from, from));
        }
        let (mut start, mut done) = (None, 0);
        for period in from..self.project.periods {
            if !self.is_available(uses, period) {
                if only && start.is_none() {
                    start = Some(period);
                }
                continue;
            }
            if uses.iter().any(|u| free[u.resource * self.project.periods + period] < u.amount) {
                if only {
                    return None;
                }
                (start, done) = (None, 0);
                continue;
            }
            start = start.or(Some(period));
            done += 1;
            if done == periods {
                return start.map(|start| (start, period + 1));
            }
        }
        None
    }

    fn fit_effort(
        &self,
        free: &[ResourceUnits],
        mode: &Mode,
        holds: &[usize],
        mut from: usize,
        only: bool,
    ) -> Option<(usize, usize)> {
        loop {
            let first = std::cell::Cell::new(None);
            let finish = self.spread(free, mode, from, |_, period, _| {
                first.set(first.get().or(Some(period)));
            })?;
            let start = first.get().unwrap_or(finish);
            let free = |held: usize, period: usize| free[held * self.project.periods + period];
            let full = (start..finish).rev().find(|period| holds.iter().any(|held| free(*held, *period) < 1));
            match full {
                None => return Some((if only { from } else { start }, finish)),
                Some(_) if only => return None,
                Some(full) => from = full + 1,
            }
        }
    }

    /// Spreads a mode's work over what is free from a period on; the finish if it all fits. `take` sees each amount
    /// by resource and period.
    pub(super) fn spread(
        &self,
        free: &[ResourceUnits],
        mode: &Mode,
        from: usize,
        mut take: impl FnMut(usize, usize, ResourceUnits),
    ) -> Option<usize> {
        let mut left: Vec<(ResourceUnits, usize)> = mode.uses.iter().map(|u| (u.amount, u.resource)).collect();
        let mut open: i128 = left.iter().map(|(amount, _)| i128::from(*amount)).sum();
        let mut period = from;
        while open > 0 {
            if period >= self.project.periods {
                return None;
            }
            let mut room = mode.at_most.unwrap_or(ResourceUnits::MAX);
            if mode.at_most.is_some() {
                // Where people are few, the team with the most left to do goes first: it would finish last.
                left.sort_unstable_by_key(|(amount, resource)| (std::cmp::Reverse(*amount), *resource));
            }
            for (left, resource) in &mut left {
                let amount = (*left).min(free[*resource * self.project.periods + period]).min(room);
                if amount > 0 {
                    take(*resource, period, amount);
                    *left -= amount;
                    room -= amount;
                    open -= i128::from(amount);
                }
            }
            period += 1;
        }
        (period <= self.project.periods).then_some(period)
    }
}

impl Instance<'_> {
    /// The periods a task takes at least, were it alone, in its shortest mode.
    pub(super) fn min_duration(&self, task: usize) -> usize {
        let modes = 0..self.project.tasks[task].modes.len();
        modes.map(|mode| self.min_mode_duration(task, mode)).min().unwrap_or(0)
    }

    /// The periods a task takes at least in a mode; more than there are if it fits in none.
    pub(super) fn min_mode_duration(&self, task: usize, mode: usize) -> usize {
        let mode = &self.project.tasks[task].modes[mode];
        let in_all = |amount: i128, most: ResourceUnits| match (amount, most) {
            (..=0, _) => 0,
            (_, ..=0) => self.project.periods + 1,
            (amount, most) => usize::try_from((amount - 1) / i128::from(most) + 1).unwrap_or(usize::MAX),
        };
        match mode.work_profile {
            WorkProfile::Constant(periods) | WorkProfile::Interruptible(periods) => periods,
            WorkProfile::Effort => {
                let all: i128 = mode.uses.iter().map(|u| i128::from(u.amount)).sum();
                let together = mode.at_most.map_or(0, |most| in_all(all, most));
                let teams = mode.uses.iter().map(|u| in_all(i128::from(u.amount), self.max_capacity(u.resource)));
                teams.max().unwrap_or(0).max(together)
            }
        }
    }

    fn max_capacity(&self, resource: usize) -> ResourceUnits {
        let row = resource * self.project.periods;
        self.free[row..row + self.project.periods].iter().copied().max().unwrap_or(0)
    }

    /// Whether each task must be placed, or one that must needs it.
    pub(super) fn mandatory_tasks(&self) -> Vec<bool> {
        let mut must: Vec<bool> = self.project.tasks.iter().map(|t| !t.optional).collect();
        for task in self.order.iter().rev().filter(|t| self.project.tasks[**t].fixed_start.is_none()) {
            if must[*task] {
                self.project.tasks[*task].needs.iter().for_each(|n| must[n.task] = true);
            }
        }
        must
    }

    /// The latest finish of each task in a schedule as long as the horizon, by its successors alone.
    pub(super) fn latest_finishes(&self) -> Vec<usize> {
        let mut latest = vec![self.project.periods; self.project.tasks.len()];
        for task in self.order.iter().rev() {
            for (next, lag) in &self.unlocks[*task] {
                let before = latest[*next].saturating_sub(self.min_duration(*next)).saturating_sub(*lag);
                latest[*task] = latest[*task].min(before);
            }
        }
        latest
    }

    /// The share of its resources' whole capacity that a task uses, summed over them; of its first mode.
    pub(super) fn capacity_share(&self, task: usize) -> f64 {
        let Some(mode) = self.project.tasks[task].modes.first() else { return 0.0 };
        let periods = match mode.work_profile {
            WorkProfile::Constant(periods) | WorkProfile::Interruptible(periods) => periods as f64,
            WorkProfile::Effort => 1.0,
        };
        let share = mode.uses.iter().map(|u| {
            let row = u.resource * self.project.periods;
            let all: f64 = self.free[row..row + self.project.periods].iter().map(|free| *free as f64).sum();
            u.amount as f64 * periods / all.max(1.0)
        });
        share.sum()
    }
}

//! Capacity that is taken and given back.

use super::compact_project::{CompactMode, CompactProject, usize_range};
use super::model::{ResourceUnits, WorkProfile};

/// A task that had its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlacementStep {
    pub task: u32,
    /// [`LEFT_OUT`] if it was left out.
    pub mode: u32,
    pub start: u32,
    pub finish: u32,
}

/// The mode of what is left out.
pub(super) const LEFT_OUT: u32 = u32::MAX;

/// What was taken of a resource in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReservedCell {
    pub resource: u32,
    pub period: u32,
    pub amount: ResourceUnits,
}

/// A ground on which tasks are placed.
pub(super) trait ResourceProfile {
    /// Whether mode and start of a task tell all that it takes.
    const USE_IS_FIXED: bool;

    fn new(flat: &CompactProject) -> Self;

    /// Start and finish of a task in a mode, as early as it fits from a period on, or only there if it is fixed; what it
    /// takes is taken, and noted if it is not the same whenever it starts there. None if it fits nowhere: `open` work,
    /// which must be done, has the people all the same that it would have had until the last period.
    fn place(
        &mut self,
        flat: &CompactProject,
        mode: usize,
        from: usize,
        only: bool,
        open: bool,
        taken: &mut Vec<ReservedCell>,
    ) -> Option<(usize, usize)>;

    /// Gives back what some steps took.
    fn release(&mut self, flat: &CompactProject, steps: &[PlacementStep], taken: &[ReservedCell]);

    /// Takes it again.
    fn reserve(&mut self, flat: &CompactProject, steps: &[PlacementStep], taken: &[ReservedCell]);
}

/// A row of free amounts for each resource: for every pace.
#[derive(Debug, Clone)]
pub(super) struct DenseProfile {
    free: Vec<ResourceUnits>,
    /// By resource: nothing is free in any period before it.
    first: Vec<usize>,
    /// What is left to do, by resource, of the work that is being placed.
    left: Vec<(ResourceUnits, u32)>,
}

impl ResourceProfile for DenseProfile {
    // How work is spread hangs on what was free at the time.
    const USE_IS_FIXED: bool = false;

    fn new(flat: &CompactProject) -> DenseProfile {
        DenseProfile { free: flat.free.to_vec(), first: vec![0; flat.resources], left: Vec::new() }
    }

    fn place(
        &mut self,
        flat: &CompactProject,
        mode: usize,
        from: usize,
        only: bool,
        open: bool,
        taken: &mut Vec<ReservedCell>,
    ) -> Option<(usize, usize)> {
        let mode = &flat.modes[mode];
        let open = open && mode.work_profile == WorkProfile::Effort;
        let before = taken.len();
        let placed = match mode.work_profile {
            WorkProfile::Effort => self.place_effort(flat, mode, from, only, open, taken),
            WorkProfile::Constant(periods) => self.place_constant(flat, mode, periods, from, only, taken),
            WorkProfile::Interruptible(periods) => self.place_interruptible(flat, mode, periods, from, only, taken),
        };
        match placed {
            Some((start, finish)) => Some((if only { from } else { start }, finish)),
            None if open => None,
            None => {
                self.release(flat, &[], &taken[before..]);
                taken.truncate(before);
                None
            }
        }
    }

    fn release(&mut self, flat: &CompactProject, _: &[PlacementStep], taken: &[ReservedCell]) {
        for t in taken {
            let (resource, period) = (t.resource as usize, t.period as usize);
            self.free[resource * flat.periods + period] += t.amount;
            self.first[resource] = self.first[resource].min(period);
        }
    }

    fn reserve(&mut self, flat: &CompactProject, _: &[PlacementStep], taken: &[ReservedCell]) {
        for t in taken {
            self.free[t.resource as usize * flat.periods + t.period as usize] -= t.amount;
        }
    }
}

impl DenseProfile {
    /// Work with a place held in what its teams have in work: it begins where each place is free until it is done.
    fn place_effort(
        &mut self,
        flat: &CompactProject,
        mode: &CompactMode,
        mut from: usize,
        only: bool,
        open: bool,
        taken: &mut Vec<ReservedCell>,
    ) -> Option<(usize, usize)> {
        if mode.holds.is_empty() {
            return self.spread(flat, mode, from, taken);
        }
        let holds = &flat.holds[usize_range(&mode.holds)];
        let before = taken.len();
        loop {
            let spread = self.spread(flat, mode, from, taken);
            let first = || taken[before..].iter().map(|t| t.period as usize).min();
            let (start, finish) = match spread {
                Some(placed) => placed,
                None if open && from < flat.periods => (first().unwrap_or(flat.periods), flat.periods),
                None => return None,
            };
            let row = |held: &u32| *held as usize * flat.periods;
            let full = |held: &u32| (start..finish).rev().find(|period| self.free[row(held) + period] < 1);
            let Some(full) = holds.iter().filter_map(full).max() else {
                for (held, period) in holds.iter().flat_map(|held| (start..finish).map(move |period| (held, period))) {
                    self.free[row(held) + period] -= 1;
                    taken.push(ReservedCell { resource: *held, period: period as u32, amount: 1 });
                }
                return spread;
            };
            self.release(flat, &[], &taken[before..]);
            taken.truncate(before);
            if only {
                return None;
            }
            from = full + 1;
        }
    }

    fn spread(
        &mut self,
        flat: &CompactProject,
        mode: &CompactMode,
        from: usize,
        taken: &mut Vec<ReservedCell>,
    ) -> Option<(usize, usize)> {
        let uses = &flat.uses[usize_range(&mode.uses)];
        let (mut start, mut finish, mut ends) = (usize::MAX, from, true);
        let Some(most) = mode.at_most else {
            for (resource, amount) in uses.iter().filter(|(_, amount)| *amount > 0) {
                let row = *resource as usize * flat.periods;
                let first = &mut self.first[*resource as usize];
                let (mut left, mut period) = (*amount, from.max(*first));
                while left > 0 {
                    if period >= flat.periods {
                        ends = false;
                        break;
                    }
                    let free = &mut self.free[row + period];
                    let amount = left.min(*free);
                    if amount > 0 {
                        taken.push(ReservedCell { resource: *resource, period: period as u32, amount });
                        *free -= amount;
                        left -= amount;
                        start = start.min(period);
                    }
                    if *free == 0 && *first == period {
                        *first += 1;
                    }
                    period += 1;
                }
                finish = finish.max(period);
            }
            return (ends && finish <= flat.periods).then_some((start.min(finish), finish));
        };
        self.left.clear();
        self.left.extend(uses.iter().filter(|(_, amount)| *amount > 0).map(|(resource, amount)| (*amount, *resource)));
        let mut period = self.left.iter().map(|(_, r)| self.first[*r as usize]).min().unwrap_or(0).max(from);
        let mut open = self.left.len();
        if open == 0 {
            period = from;
        }
        while open > 0 {
            if period >= flat.periods {
                return None;
            }
            if self.left.len() > 1 {
                // Where people are few, the team with the most left to do goes first: it would finish last.
                self.left.sort_unstable_by_key(|(amount, resource)| (std::cmp::Reverse(*amount), *resource));
            }
            let mut room = most;
            for (left, resource) in &mut self.left {
                let free = &mut self.free[*resource as usize * flat.periods + period];
                let amount = (*left).min(*free).min(room);
                if amount > 0 {
                    taken.push(ReservedCell { resource: *resource, period: period as u32, amount });
                    *free -= amount;
                    *left -= amount;
                    room -= amount;
                    open -= usize::from(*left == 0);
                    start = start.min(period);
                }
                let first = &mut self.first[*resource as usize];
                if *free == 0 && *first == period {
                    *first += 1;
                }
            }
            period += 1;
        }
        (period <= flat.periods).then_some((start.min(period), period))
    }

    fn place_constant(
        &mut self,
        flat: &CompactProject,
        mode: &CompactMode,
        periods: usize,
        from: usize,
        only: bool,
        taken: &mut Vec<ReservedCell>,
    ) -> Option<(usize, usize)> {
        let uses = &flat.uses[usize_range(&mode.uses)];
        let mut start = from;
        'start: loop {
            let finish = start.checked_add(periods).filter(|f| *f <= flat.periods)?;
            for (resource, amount) in uses {
                let row = *resource as usize * flat.periods;
                // The last period that lacks something tells the next start that can do.
                if let Some(lack) = self.free[row + start..row + finish].iter().rposition(|free| free < amount) {
                    if only {
                        return None;
                    }
                    start += lack + 1;
                    continue 'start;
                }
            }
            self.reserve_mode(flat, mode, start..finish, taken);
            return Some((start, finish));
        }
    }

    fn place_interruptible(
        &mut self,
        flat: &CompactProject,
        mode: &CompactMode,
        periods: usize,
        from: usize,
        only: bool,
        taken: &mut Vec<ReservedCell>,
    ) -> Option<(usize, usize)> {
        if periods == 0 {
            return (from <= flat.periods).then_some((from, from));
        }
        let uses = &flat.uses[usize_range(&mode.uses)];
        let within = |free: &[ResourceUnits], period: usize| {
            uses.iter().all(|(resource, amount)| free[*resource as usize * flat.periods + period] >= *amount)
        };
        let (mut start, mut done) = (None, 0);
        for period in from..flat.periods {
            // Who is not there at all is waited for; who is at something else is not.
            if !within(&flat.free, period) {
                if only {
                    start = start.or(Some(period));
                }
                continue;
            }
            if !within(&self.free, period) {
                if only {
                    return None;
                }
                (start, done) = (None, 0);
                continue;
            }
            start = start.or(Some(period));
            done += 1;
            if let Some(start) = start.filter(|_| done == periods) {
                let at_work = (start..period + 1).filter(|p| within(&flat.free, *p));
                self.reserve_mode(flat, mode, at_work, taken);
                return Some((start, period + 1));
            }
        }
        None
    }

    /// Takes a mode's amounts in some periods.
    fn reserve_mode(
        &mut self,
        flat: &CompactProject,
        mode: &CompactMode,
        periods: impl Iterator<Item = usize>,
        taken: &mut Vec<ReservedCell>,
    ) {
        for period in periods {
            for (resource, amount) in flat.uses[usize_range(&mode.uses)].iter().filter(|(_, amount)| *amount > 0) {
                self.free[*resource as usize * flat.periods + period] -= amount;
                taken.push(ReservedCell { resource: *resource, period: period as u32, amount: *amount });
            }
        }
    }
}

//! Capacity for steady tasks, eight periods in a word.

use super::compact_project::{CompactProject, usize_range};
use super::model::{ResourceUnits, WorkProfile};
use super::resource_profile::{PlacementStep, ReservedCell, ResourceProfile};
use std::ops::Range;

/// Periods of a word: lanes of 16 bits.
const LANES: usize = 8;
/// One in each lane.
const LANE_ONES: u128 = 0x0001_0001_0001_0001_0001_0001_0001_0001;
/// The top bit of each lane: it stays as long as no more is taken off the lane than there is.
const LANE_TOP_BITS: u128 = LANE_ONES << 15;
/// What a lane can hold.
const MAX_LANE: ResourceUnits = 0x7fff;

/// Free amounts as lanes of words, so that all periods of a word are compared at once (as in Lamport, 1975).
#[derive(Debug, Clone)]
pub(super) struct PackedProfile {
    /// A resource's words side by side, top bits set.
    free: Vec<u128>,
    words: usize,
    /// The tops of the periods that there are.
    there: Vec<u128>,
    /// Mode by mode.
    modes: Vec<PackedMode>,
    /// The first word of a resource, and its amount in each lane.
    uses: Vec<(usize, u128)>,
}

#[derive(Debug, Clone)]
struct PackedMode {
    periods: usize,
    uses: Range<usize>,
}

/// The lower lanes of a word.
fn low_lanes(lanes: usize) -> u128 {
    if lanes >= LANES { u128::MAX } else { (1 << (16 * lanes)) - 1 }
}

impl PackedProfile {
    /// Whether a project can be laid out in lanes: all steady, no amount too large.
    pub(crate) fn is_applicable(flat: &CompactProject) -> bool {
        let steady =
            flat.modes.iter().all(|m| matches!(m.work_profile, WorkProfile::Constant(_)) && m.holds.is_empty());
        steady && flat.free.iter().chain(flat.uses.iter().map(|(_, amount)| amount)).all(|amount| *amount <= MAX_LANE)
    }

    /// The first start from a period on from which so many periods can do.
    fn fit(&self, mode: &PackedMode, from: usize) -> Option<usize> {
        if self.words == 1 && from < LANES {
            return self.fit_word(mode, from);
        }
        let mut word = from / LANES;
        // Periods in a row that can do, up to this word.
        let mut run = 0;
        let mut within = !low_lanes(from % LANES);
        while word < self.words {
            let mut good = self.there[word] & within;
            for (row, amount) in &self.uses[mode.uses.clone()] {
                good &= self.free[row + word] - amount;
            }
            within = u128::MAX;
            let ahead = ((!good & LANE_TOP_BITS).trailing_zeros() / 16) as usize;
            if run + ahead >= mode.periods && run > 0 {
                return Some(word * LANES - run);
            }
            if mode.periods <= LANES {
                let mut starts = good;
                for next in 1..mode.periods {
                    starts &= good >> (16 * next);
                }
                if starts != 0 {
                    return Some(word * LANES + (starts.trailing_zeros() / 16) as usize);
                }
            }
            run = if ahead == LANES { run + LANES } else { ((!good & LANE_TOP_BITS).leading_zeros() / 16) as usize };
            word += 1;
            if run >= mode.periods {
                return Some(word * LANES - run);
            }
        }
        None
    }

    /// The same where there is one word.
    fn fit_word(&self, mode: &PackedMode, from: usize) -> Option<usize> {
        let mut starts = self.there[0] & !low_lanes(from);
        for (row, amount) in &self.uses[mode.uses.clone()] {
            starts &= self.free[*row] - amount;
        }
        let mut periods = mode.periods;
        while periods > 1 && starts != 0 {
            // Twice as many in a row with each step.
            let half = periods / 2;
            let later = if half < LANES { starts >> (16 * half) } else { 0 };
            starts &= later;
            periods -= half;
        }
        (starts != 0).then(|| (starts.trailing_zeros() / 16) as usize)
    }

    fn change(&mut self, mode: usize, start: usize, add: bool) {
        let PackedProfile { free, modes, uses, .. } = self;
        let mode = &modes[mode];
        for (row, amount) in &uses[mode.uses.clone()] {
            let (mut at, mut left) = (start, mode.periods);
            while left > 0 {
                let (word, lane) = (at / LANES, at % LANES);
                let here = left.min(LANES - lane);
                let part = (amount & low_lanes(here)) << (16 * lane);
                let free = &mut free[row + word];
                *free = if add { *free + part } else { *free - part };
                at += here;
                left -= here;
            }
        }
    }
}

impl ResourceProfile for PackedProfile {
    const USE_IS_FIXED: bool = true;

    fn new(flat: &CompactProject) -> PackedProfile {
        let words = flat.periods.div_ceil(LANES);
        let row = |resource: usize| {
            let row = &flat.free[resource * flat.periods..(resource + 1) * flat.periods];
            let mut lanes = vec![LANE_TOP_BITS; words];
            for (period, free) in row.iter().enumerate() {
                lanes[period / LANES] |= (*free as u128) << (16 * (period % LANES));
            }
            lanes
        };
        let there = (0..words).map(|word| LANE_TOP_BITS & low_lanes(flat.periods - word * LANES)).collect();
        let uses = flat.uses.iter().map(|(r, amount)| (*r as usize * words, LANE_ONES * *amount as u128)).collect();
        let mode = |mode: &super::compact_project::CompactMode| {
            let WorkProfile::Constant(periods) = mode.work_profile else {
                return PackedMode { periods: usize::MAX, uses: 0..0 };
            };
            PackedMode { periods, uses: usize_range(&mode.uses) }
        };
        let modes = flat.modes.iter().map(mode).collect();
        PackedProfile { free: (0..flat.resources).flat_map(row).collect(), words, there, modes, uses }
    }

    fn place(
        &mut self,
        flat: &CompactProject,
        mode: usize,
        from: usize,
        only: bool,
        _: bool,
        _: &mut Vec<ReservedCell>,
    ) -> Option<(usize, usize)> {
        let steady = &self.modes[mode];
        let periods = steady.periods;
        let start = if periods == 0 { Some(from) } else { self.fit(steady, from) };
        let start = start.filter(|start| !only || *start == from)?;
        let finish = start.checked_add(periods).filter(|f| *f <= flat.periods)?;
        self.change(mode, start, false);
        Some((start, finish))
    }

    fn release(&mut self, _: &CompactProject, steps: &[PlacementStep], _: &[ReservedCell]) {
        for step in steps.iter().filter(|s| s.mode != super::resource_profile::LEFT_OUT) {
            self.change(step.mode as usize, step.start as usize, true);
        }
    }

    fn reserve(&mut self, _: &CompactProject, steps: &[PlacementStep], _: &[ReservedCell]) {
        for step in steps.iter().filter(|s| s.mode != super::resource_profile::LEFT_OUT) {
            self.change(step.mode as usize, step.start as usize, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instance::Instance;
    use crate::resource_profile::DenseProfile;
    use crate::{Mode, Project, Resource, Task, Use};
    use proptest::prelude::*;

    fn project(capacity: Vec<ResourceUnits>, tasks: &[(usize, ResourceUnits)]) -> Project {
        let task = |(periods, amount): &(usize, ResourceUnits)| Task {
            modes: vec![Mode {
                work_profile: WorkProfile::Constant(*periods),
                uses: vec![Use { resource: 0, amount: *amount }],
                at_most: None,
            }],
            ..Task::default()
        };
        let periods = capacity.len();
        Project {
            periods,
            resources: vec![Resource { capacity }],
            tasks: tasks.iter().map(task).collect(),
            makespan_cost: 1.0,
        }
    }

    #[test]
    fn lanes_are_for_steady_tasks_of_small_amounts() {
        let can =
            |project: &Project| PackedProfile::is_applicable(&CompactProject::new(&Instance::new(project).unwrap()));
        let steady = project(vec![2; 4], &[(2, 1)]);
        assert!(can(&steady));
        let mut work = steady.clone();
        work.tasks[0].modes[0].work_profile = WorkProfile::Effort;
        assert!(!can(&work));
        assert!(!can(&project(vec![MAX_LANE + 1; 4], &[(2, 1)])) && !can(&project(vec![2; 4], &[(2, MAX_LANE + 1)])));
    }

    proptest! {
        #[test]
        fn lanes_place_as_rows_do(
            capacity in proptest::collection::vec(0..6i64, 0..40),
            tasks in proptest::collection::vec((0..20usize, 0..5i64, 0..45usize), 1..12),
        ) {
            let all: Vec<(usize, ResourceUnits)> = tasks.iter().map(|(periods, amount, _)| (*periods, *amount)).collect();
            let project = project(capacity, &all);
            let flat = CompactProject::new(&Instance::new(&project).unwrap());
            let (mut lanes, mut rows) = (PackedProfile::new(&flat), DenseProfile::new(&flat));
            let (mut taken, mut placed) = (Vec::new(), Vec::new());
            for (task, (_, _, from)) in tasks.iter().enumerate() {
                let at = lanes.place(&flat, task, *from, false, false, &mut taken);
                prop_assert_eq!(at, rows.place(&flat, task, *from, false, false, &mut taken));
                let Some((start, finish)) = at else { continue };
                let (task, mode) = (task as u32, task as u32);
                placed.push(PlacementStep { task, mode, start: start as u32, finish: finish as u32 });
            }
            let empty = PackedProfile::new(&flat);
            lanes.release(&flat, &placed, &[]);
            prop_assert_eq!(lanes.free, empty.free);
        }
    }
}

//! Forward-backward improvement: a schedule pushed to the right and back to the left.

use super::compact_project::CompactProject;
use super::incremental_sgs::IncrementalSgs;
use super::instance::Instance;
use super::model::{Precedence, Project, WorkProfile};
use super::packed_profile::PackedProfile;
use super::resource_profile::{DenseProfile, ResourceProfile};
use super::valued_list::ValuedList;

impl Instance<'_> {
    /// Whether the length of the schedule is all that counts, of steady tasks that must all be placed: where pushing
    /// to the right and back helps.
    pub(super) fn is_makespan_only(&self) -> bool {
        let plain = |t: &super::model::Task| {
            let steady = t.modes.iter().all(|m| matches!(m.work_profile, WorkProfile::Constant(_)));
            steady && !t.optional && t.worth.is_empty() && t.tardiness_cost == 0.0 && t.fixed_start.is_none()
        };
        self.project().makespan_cost > 0.0 && self.project().tasks.iter().all(plain)
    }

    /// The project with time running backwards.
    pub(super) fn reversed(&self) -> Project {
        let mut mirror = self.project().clone();
        for resource in &mut mirror.resources {
            resource.capacity.resize(self.project().periods, 0);
            resource.capacity.reverse();
        }
        for (task, t) in mirror.tasks.iter_mut().enumerate() {
            t.release = 0;
            t.needs = self.unlocks[task].iter().map(|(task, lag)| Precedence { task: *task, lag: *lag }).collect();
        }
        mirror
    }
}

/// A project backwards.
pub(super) enum ReversedSgs {
    Packed(IncrementalSgs<PackedProfile>),
    Dense(IncrementalSgs<DenseProfile>),
}

impl ReversedSgs {
    /// Where pushing to the right and back helps.
    pub(crate) fn new(shop: &Instance<'_>) -> Option<ReversedSgs> {
        let mirrored = shop.is_makespan_only().then(|| shop.reversed())?;
        let flat = CompactProject::new(&Instance::new(&mirrored).ok()?);
        Some(if PackedProfile::is_applicable(&flat) {
            ReversedSgs::Packed(IncrementalSgs::new(flat))
        } else {
            ReversedSgs::Dense(IncrementalSgs::new(flat))
        })
    }

    fn run(&mut self, list: &[usize]) {
        match self {
            ReversedSgs::Packed(walk) => walk.run(list, 0),
            ReversedSgs::Dense(walk) => walk.run(list, 0),
        }
    }

    fn placed(&self, task: usize) -> Option<(usize, usize)> {
        match self {
            ReversedSgs::Packed(walk) => walk.placed(task),
            ReversedSgs::Dense(walk) => walk.placed(task),
        }
    }

    /// Justifies a list to the right and to the left as long as it helps (double justification: Valls, Ballestín and
    /// Quintanilla, 2005).
    pub(crate) fn justify<G: ResourceProfile>(
        &mut self,
        walk: &mut IncrementalSgs<G>,
        mut best: ValuedList,
    ) -> ValuedList {
        loop {
            walk.run(&best.list, 0);
            let mut list = best.list.clone();
            // Those that finish last are first when time runs backwards.
            list.sort_by_key(|t| std::cmp::Reverse(walk.placed(*t).map(|(_, finish)| finish)));
            self.run(&list);
            list.sort_by_key(|t| std::cmp::Reverse(self.placed(*t).map(|(_, finish)| finish)));
            walk.run(&list, 0);
            if walk.value() <= best.value {
                return best;
            }
            best = ValuedList { value: walk.value(), list };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Resource, Task};

    #[test]
    fn a_capacity_that_ends_early_is_nothing_at_the_start_of_the_mirror() {
        let project = Project {
            periods: 5,
            resources: vec![Resource { capacity: vec![3, 2] }],
            tasks: vec![Task {
                modes: vec![crate::Mode { work_profile: WorkProfile::Constant(1), uses: Vec::new(), at_most: None }],
                ..Task::default()
            }],
            makespan_cost: 1.0,
        };
        assert_eq!(Instance::new(&project).unwrap().reversed().resources[0].capacity, [0, 0, 0, 2, 3]);
    }
}

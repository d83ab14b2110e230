//! Forward-backward improvement: a schedule pushed to the right and back to the left.

use super::list::Lister;
use super::model::{Need, Pace, Project};
use super::shop::Shop;

impl Shop<'_> {
    /// Whether the length of the schedule is all that counts, of steady tasks that must all be placed: where pushing
    /// to the right and back helps.
    pub(super) fn steady_length(&self) -> bool {
        let plain = |t: &super::model::Task| {
            let steady = t.modes.iter().all(|m| matches!(m.pace, Pace::Steady(_)));
            steady && !t.optional && t.worth.is_empty() && t.late == 0.0 && t.fixed.is_none()
        };
        self.project().makespan > 0.0 && self.project().tasks.iter().all(plain)
    }

    /// The project with time running backwards.
    pub(super) fn mirrored(&self) -> Project {
        let mut mirror = self.project().clone();
        for resource in &mut mirror.resources {
            resource.capacity.resize(self.project().periods, 0);
            resource.capacity.reverse();
        }
        for (task, t) in mirror.tasks.iter_mut().enumerate() {
            t.release = 0;
            t.needs = self.unlocks[task].iter().map(|(task, lag)| Need { task: *task, lag: *lag }).collect();
        }
        mirror
    }
}

/// Justifies a list to the right and to the left as long as it helps (double justification: Valls, Ballestín and
/// Quintanilla, 2005).
pub(super) fn justify(
    shop: &Shop<'_>,
    mirror: &Shop<'_>,
    lister: &mut Lister<'_, '_>,
    mut best: (Vec<usize>, (usize, f64)),
) -> (Vec<usize>, (usize, f64)) {
    let mut backward = Lister::new(mirror);
    loop {
        lister.run(&best.0);
        let mut list = best.0.clone();
        // Those that finish last are first when time runs backwards.
        list.sort_by_key(|t| std::cmp::Reverse(lister.placed(*t).map(|(_, finish)| finish)));
        backward.run(&list);
        list.sort_by_key(|t| std::cmp::Reverse(backward.placed(*t).map(|(_, finish)| finish)));
        lister.run(&list);
        let value = lister.value();
        if value.0 > best.1.0 || (value.0 == best.1.0 && value.1 <= best.1.1) {
            return best;
        }
        debug_assert_eq!(shop.project().tasks.len(), list.len());
        best = (list, value);
    }
}

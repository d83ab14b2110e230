//! Dates that a plan is likely to mean: no clock is asked.

use super::super::candidate::{CandidateCollector, CandidateKind as Kind};
use super::super::knowledge::Knowledge;
use crate::quantity::{Grain, Period};

/// Offers the quarters of the plan's horizon, then its months.
pub(super) fn offer(known: &Knowledge<'_>, pool: &mut CandidateCollector<'_>) {
    let Some((from, to)) = known.plan.settings.horizon else { return };
    for (grain, doc) in [(Grain::Quarter, "a quarter"), (Grain::Month, "a month")] {
        let first = Period::containing(from.first(), grain);
        let all = std::iter::successors(Some(first), |p| p.next());
        // A horizon of decades is cut: who means a far month writes it.
        for period in all.take_while(|p| p.first() <= to.last()).take(36) {
            pool.add(Kind::Word, &period.to_string(), &format!("{doc} of the plan's horizon"));
        }
    }
}

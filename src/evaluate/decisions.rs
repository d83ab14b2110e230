//! Which decision holds.

use super::world::World;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Plan, Verdict};
use crate::quantity::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// The decision that holds about each initiative, by index: the latest up to today, unless it has ended. A decision
/// dated later does not hold yet. One that ended by its `until` still took the place of those before it: they do not
/// come back.
pub(super) fn in_force(plan: &Plan, today: Date) -> HashMap<Arc<str>, usize> {
    let mut latest: HashMap<Arc<str>, usize> = HashMap::new();
    for (index, decision) in plan.decisions.iter().enumerate().filter(|(_, d)| d.on <= today) {
        let held = latest.entry(decision.about.clone()).or_insert(index);
        if decision.on > plan.decisions[*held].on {
            *held = index;
        }
    }
    latest.retain(|_, index| plan.decisions[*index].until.is_none_or(|until| until >= today));
    latest
}

/// Decisions that stand though the day of their review has passed.
pub(super) fn overdue(world: &World) -> Vec<Diagnostic> {
    let today = world.today;
    let mut found = Vec::new();
    for (index, decision) in world.plan.decisions.iter().enumerate() {
        let stands = world.verdict(&decision.about) == Some(index);
        let Some(review) = decision.review.filter(|r| stands && *r < today) else { continue };
        let span = decision.record.fact("review").map_or(decision.record.header, |f| f.span);
        let said = format!("the review of `{}` was due on {review}", decision.record.id);
        found.push(
            Diagnostic::new(Code::REVIEW_OVERDUE, span, said)
                .help("it still stands: look at it again, and set a new `review` or a new decision"),
        );
    }
    found
}

/// The place of a verdict in the order: committed first, then undecided, then deferred; `None` is listed apart.
pub(super) fn group(verdict: Option<Verdict>) -> Option<u8> {
    match verdict {
        Some(Verdict::Commit) => Some(0),
        None => Some(1),
        Some(Verdict::Defer) => Some(2),
        Some(Verdict::Decline | Verdict::Sunset) => None,
    }
}

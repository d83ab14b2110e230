//! Which decision holds.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Decision, Plan, Verdict};
use crate::quantity::Date;
use std::collections::HashMap;

/// The decision that holds about an initiative: the latest, unless it has ended.
pub(super) fn in_force<'p>(plan: &'p Plan, about: &str, today: Date) -> Option<(usize, &'p Decision)> {
    let mine = plan.decisions.iter().enumerate().filter(|(_, d)| *d.about == *about);
    mine.max_by_key(|(_, d)| d.on).filter(|(_, d)| d.until.is_none_or(|until| until >= today))
}

/// The verdict that holds about each initiative.
pub(super) fn verdicts(plan: &Plan, today: Date) -> HashMap<&str, &Decision> {
    let mut latest: HashMap<&str, &Decision> = HashMap::new();
    for decision in &plan.decisions {
        let held = latest.entry(&decision.about).or_insert(decision);
        if decision.on > held.on {
            *held = decision;
        }
    }
    latest.retain(|_, d| d.until.is_none_or(|until| until >= today));
    latest
}

/// Decisions that stand though the day of their review has passed.
pub(super) fn overdue(plan: &Plan, today: Date) -> Vec<Diagnostic> {
    let standing = verdicts(plan, today);
    let mut found = Vec::new();
    for decision in &plan.decisions {
        let stands = standing.get(&*decision.about).is_some_and(|d| std::ptr::eq(*d, decision));
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

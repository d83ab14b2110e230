//! Decisions whose review is overdue.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Evaluated;

/// Reports decisions in force of which the day of the review has passed.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let today = evaluated.today();
    let mut found = Vec::new();
    for decision in evaluated.plan().decisions.iter() {
        let in_force = evaluated.decision(&decision.about).is_some_and(|d| std::ptr::eq(d, decision));
        let Some(review) = decision.review.filter(|r| in_force && *r < today) else { continue };
        let span = decision.record.fact("review").map_or(decision.record.header, |f| f.span);
        let said = format!("the review of `{}` was due on {review}", decision.record.id);
        found.push(
            Diagnostic::new(Code::REVIEW_OVERDUE, span, said)
                .help("it is still in force: look at it again, and set a new `review` or a new decision"),
        );
    }
    found
}

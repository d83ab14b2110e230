//! Phases that are out of order: by their dates, or by the way an initiative goes.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Evaluated;
use crate::model::{Clause, Datum, Plan};

/// Reports them.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let mut found = Vec::new();
    for initiative in &plan.initiatives {
        let facts: Vec<_> = initiative.record.all("phase").collect();
        for pair in facts.windows(2) {
            let (Some(before), Some(after)) = (pair[0].first(), pair[1].first()) else { continue };
            let (Some(earlier), Some(later)) = (name(before), name(after)) else { continue };
            let from = |c: &Clause| c.date("from").copied();
            let said = match (from(before), from(after)) {
                (Some(a), Some(b)) if b.last() < a.first() => format!(
                    "`{}` is in `{later}` from {b}, below `{earlier}` from {a}: the last line is the phase it is in",
                    initiative.id()
                ),
                // What went back says why.
                _ if pair[1].because.is_none()
                    && after.because.is_none()
                    && workflow_position(plan, earlier)
                        .zip(workflow_position(plan, later))
                        .is_some_and(|(a, b)| b < a) =>
                {
                    format!("`{}` goes back from `{earlier}` to `{later}`", initiative.id())
                }
                _ => continue,
            };
            let d = Diagnostic::new(Code::PHASES_OUT_OF_ORDER, after.span, said).also(before.span, "the line before");
            found.push(d.help(
                "put the lines in the order of their dates, and correct the date that is wrong; what really went back says why, as in `phase: discovery from 2026-05 because \"…\"`",
            ));
        }
    }
    found
}

fn name(clause: &Clause) -> Option<&str> {
    match &clause.head {
        Datum::Word(phase) | Datum::Reference { id: phase, .. } => Some(phase),
        _ => None,
    }
}

/// The place of a phase on the way from an idea to what is done; none for one that stands aside, as when paused.
fn workflow_position(plan: &Plan, phase: &str) -> Option<f64> {
    let phase = plan.other_item("phase", phase)?;
    let on_the_way = phase.is_yes("open") || phase.is_yes("delivered");
    phase.number("order").filter(|_| on_the_way)
}

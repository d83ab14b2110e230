//! Shares of teams, of somebody's time and of the work of an initiative: parts of one whole.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Datum, Fact, Plan};
use crate::quantity::print;
use crate::source::Span;

/// What rounding may add to shares that are the whole.
const ROUNDING_TOLERANCE: f64 = 1e-6;

/// What has shares of teams that are no parts of a whole, or more than all of it together.
pub(super) fn check(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    for person in plan.other_items.get("person").into_iter().flatten() {
        diagnostics.extend(person.all("team").filter_map(|fact| wrong(&person.id, "somebody's time", fact)));
    }
    for initiative in &plan.initiatives {
        let record = &initiative.record;
        diagnostics.extend(record.all("team").filter_map(|fact| wrong(&record.id, "the work", fact)));
    }
}

fn wrong(id: &str, whole: &str, fact: &Fact) -> Option<Diagnostic> {
    let wrong = |span: Span, said: String| Diagnostic::new(Code::BAD_SHARES, span, said);
    let mut sum = 0.0;
    let mut written = 0;
    for clause in &fact.clauses {
        let Some(Datum::Quantity(share)) = clause.tail("=") else { continue };
        let is_share = share.unit.is_percent() || share.unit.is_number();
        let amount = share.amount.point().filter(|s| is_share && *s > 0.0 && *s <= 1.0 + ROUNDING_TOLERANCE);
        let Some(amount) = amount else {
            let said = format!("`{id}` has a share of a team that is no share of {whole}");
            let help = "a share is above 0% and at most 100%: `team: platform = 60%, web = 40%`";
            return Some(wrong(clause.span, said).help(help));
        };
        sum += amount;
        written += 1;
    }
    let open = fact.clauses.len() > written;
    if sum > 1.0 + ROUNDING_TOLERANCE {
        let percent = print::number((sum * 100.0).round());
        let said = format!("the shares of the teams of `{id}` are {percent}% of {whole}");
        return Some(wrong(fact.span, said).help("make them 100% together, or less"));
    }
    if open && written > 0 && sum > 1.0 - ROUNDING_TOLERANCE {
        let said = format!("the teams of `{id}` that have a share leave none for the others");
        return Some(wrong(fact.span, said).help("give each team its share, or take out those that have none"));
    }
    None
}

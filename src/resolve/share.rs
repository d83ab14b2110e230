//! People who work for several teams: nobody has more than all their time.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Datum, Fact, Plan};
use crate::quantity::{Quantity, print};

/// What rounding may add to shares that are the whole.
const ROUNDED: f64 = 1e-6;

/// People whose shares of teams are no shares, or more than all of their time together.
pub(super) fn check(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    for person in plan.others.get("person").into_iter().flatten() {
        diagnostics.extend(person.all("team").filter_map(|fact| wrong(&person.id, fact)));
    }
}

fn wrong(id: &str, fact: &Fact) -> Option<Diagnostic> {
    let shares = fact.clauses.iter().filter_map(|c| match c.tail("=") {
        Some(Datum::Quantity(share)) => Some(share),
        _ => None,
    });
    let shares: Vec<_> = shares.collect();
    let wrong = |said: String| Diagnostic::new(Code::BAD_SHARES, fact.span, said);
    let is_share = |q: &&&Quantity| (q.unit.is_percent() || q.unit.is_number()) && q.amount.low() >= 0.0;
    if shares.iter().filter(is_share).count() < shares.len() {
        let said = format!("`{id}` has a share of a team that is no share of somebody's time");
        return Some(wrong(said).help("write it as a percentage: `team: platform = 60%, web = 40%`"));
    }
    let sum: f64 = shares.iter().map(|q| q.amount.point().unwrap_or(q.amount.low())).sum();
    let open = fact.clauses.len() > shares.len();
    let percent = || format!("{}%", print::number((sum * 100.0).round()));
    if sum > 1.0 + ROUNDED {
        let said = format!("`{id}` works for teams {} of the time", percent());
        return Some(wrong(said).help("make the shares 100% together, or less where there is other work"));
    }
    if open && !shares.is_empty() && sum > 1.0 - ROUNDED {
        let said = format!("the teams of `{id}` that have a share leave none for the others");
        return Some(wrong(said).help("give each team its share, or take out those that have none"));
    }
    None
}

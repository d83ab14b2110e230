//! The teams of an initiative or a person, with their shares.

use super::record::{Clause, Datum, Record};
use std::sync::Arc;

/// The teams that stand in `team`, each once, with the share of the work or of the time: as written, and what has none
/// takes an equal part of what the others leave. So the shares of teams without any are equal.
pub fn team_shares(record: &Record) -> Vec<(&Arc<str>, f64)> {
    let team = |clause: &'_ Clause| match (&clause.head, clause.tail("=")) {
        (Datum::Reference { .. }, Some(Datum::Quantity(share))) => {
            Some(share.amount.point().unwrap_or(share.amount.low()))
        }
        _ => None,
    };
    let clauses = || record.all("team").flat_map(|f| &f.clauses).filter(|c| matches!(c.head, Datum::Reference { .. }));
    let written: f64 = clauses().filter_map(team).sum();
    let open = clauses().filter(|c| team(c).is_none()).count();
    let part = (1.0 - written).max(0.0) / open.max(1) as f64;
    let mut shares: Vec<(&Arc<str>, f64)> = Vec::new();
    for clause in clauses() {
        let Datum::Reference { id, .. } = &clause.head else { continue };
        let share = team(clause).unwrap_or(part).max(0.0);
        match shares.iter_mut().find(|(t, _)| *t == id) {
            Some((_, sum)) => *sum += share,
            None => shares.push((id, share)),
        }
    }
    shares
}

//! What initiatives do to metrics, held against the metrics' units.

use super::numbers::{UnitCache, mismatch};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Clause, Datum, Plan, Record};
use crate::quantity::{Note, Unit, print};

/// Checks each `moves: METRIC by CHANGE` of an initiative: the change is in the metric's unit, that of a percentage in
/// points.
pub(super) fn check(plan: &Plan, initiative: &Record, units: &mut UnitCache) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for clause in initiative.all("moves").flat_map(|f| &f.clauses) {
        let Datum::Reference { id: metric, .. } = &clause.head else { continue };
        if let Some(unit) = plan.metric(metric).and_then(|m| m.unit.as_ref()) {
            found.extend(problem(clause, metric, unit, units));
        }
    }
    found
}

fn problem(clause: &Clause, metric: &str, unit: &Unit, units: &mut UnitCache) -> Option<Diagnostic> {
    let Some(Datum::Quantity(change)) = clause.tail("by") else { return None };
    let written = print::amount(change.amount, &change.unit);
    if change.unit.is_number() {
        // A bare number is in the metric's unit; of a percentage it could be points or a part.
        let said = format!("`{metric}` is in `%`, and its change, `{written}`, has no unit");
        let d = Diagnostic::new(Code::MISSING_UNIT, clause.span, said);
        return unit.is_percent().then(|| d.help(format!("write the change in points, as in `{written} pp`")));
    }
    let points = units.parse("pp").ok().filter(|_| unit.is_percent());
    match units.convert(&change.unit, points.as_ref().unwrap_or(unit)) {
        Err(wrong) => Some(mismatch(clause.span, &written, &wrong, None)),
        Ok(conversion) => conversion.note.map(|note| {
            let code = if note == Note::RelativeChange { Code::PERCENT_OR_POINTS } else { Code::PEOPLE_ARE_NOT_EVENTS };
            Diagnostic::new(code, clause.span, note.message(&written)).help(note.help())
        }),
    }
}

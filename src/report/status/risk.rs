//! Risks by what is to be expected of them.

use crate::evaluate::Evaluated;
use crate::model::{Datum, Record};
use crate::report::status::RiskRow;

/// The risks of an initiative, the greatest first: by likelihood × delay, the weeks to expect; then by likelihood.
pub(super) fn risks(evaluated: &Evaluated, record: &Record) -> Vec<RiskRow> {
    let weeks = evaluated.plan().units.parse("weeks").ok();
    let number = |risk: &Record, field: &str, unit| match risk.value(field)? {
        Datum::Quantity(quantity) => evaluated.number(quantity, unit),
        _ => None,
    };
    let mut rows: Vec<RiskRow> = record
        .blocks
        .iter()
        .filter(|b| &*b.kind == "risk")
        .map(|risk| {
            let (likelihood, delay) = (number(risk, "likelihood", None), number(risk, "delay", weeks.as_ref()));
            RiskRow {
                id: risk.id.to_string(),
                title: risk.title().to_string(),
                likelihood,
                delay_weeks: delay,
                expected_weeks: likelihood.zip(delay).map(|(l, d)| l * d),
                cost: match risk.value("cost") {
                    Some(Datum::Quantity(q)) => Some(crate::quantity::print::amount(q.amount, &q.unit)),
                    _ => None,
                },
                owner: risk.word("owner").map(|o| o.to_string()),
                mitigation: risk.text("mitigation").map(|m| m.to_string()),
                due: match risk.value("due") {
                    Some(Datum::Date(period)) => Some(*period),
                    _ => None,
                },
            }
        })
        .collect();
    // What nobody has put a number on may be anything: it comes after, in the order written.
    let size = |r: &RiskRow| (r.expected_weeks.unwrap_or(-1.0), r.likelihood.unwrap_or(-1.0));
    rows.sort_by(|a, b| size(b).0.total_cmp(&size(a).0).then(size(b).1.total_cmp(&size(a).1)));
    rows
}

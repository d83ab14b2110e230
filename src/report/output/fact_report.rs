//! A fact that is a range, as people read it.

use crate::evaluate::ScoreRow;
use crate::model::{Datum, Framework, Record};
use crate::quantity::{Amount, Unit, print};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A fact that is a range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactReport {
    /// The input that it is, or is part of; `effort` where that is the initiative's own.
    pub input: String,
    /// Its path from its initiative, as `rice.reach` or `effort[core]`.
    pub fact: String,
    /// Its 5th percentile, in `unit`.
    pub low: f64,
    /// Its 95th.
    pub high: f64,
    /// The unit.
    pub unit: String,
    /// It as it is written.
    pub text: String,
    /// It without its unit, where that comes after the number.
    #[serde(skip)]
    pub brief: String,
    /// Its name for people.
    #[serde(skip)]
    pub name: String,
    /// The unit as one.
    #[serde(skip)]
    pub measure: Unit,
}

/// The fact of a path, which is in these inputs of an initiative's row.
pub(in crate::report) fn fact_report(
    framework: &Framework,
    row: &ScoreRow,
    path: &str,
    inputs: &[usize],
    ends: (f64, f64),
) -> FactReport {
    let names: Vec<&str> = inputs.iter().map(|i| &*framework.inputs[*i].id).collect();
    let value = &row.inputs[inputs[0]];
    let part = path.strip_suffix(']').and_then(|p| p.split_once('['));
    let name = match part {
        Some((_, team)) => format!("{} by {team}", names.join(", ")),
        None => names.join(", "),
    };
    let amount = match value.amount.filter(|_| part.is_none()) {
        Some(amount) => amount,
        None => Amount::Range { low: ends.0, high: ends.1, likely: None },
    };
    let value_unit = value.unit.clone();
    FactReport {
        input: names[0].to_string(),
        fact: path.to_string(),
        low: ends.0,
        high: ends.1,
        unit: value.unit.to_string(),
        text: print::amount(amount, &value.unit),
        brief: match amount {
            Amount::Point(value) => value_without_unit(value, &value_unit),
            Amount::Range { low, high, .. } => {
                format!("{} to {}", value_without_unit(low, &value_unit), value_without_unit(high, &value_unit))
            }
        },
        name,
        measure: value.unit.clone(),
    }
}

/// A range of the initiative's own effort, where the framework does not ask for it; its ends in the unit of the choice.
pub(in crate::report) fn effort_report(record: &Record, path: &str, ends: (f64, f64), unit: &Unit) -> FactReport {
    let team = path.strip_suffix(']').and_then(|p| p.split_once('[')).map(|(_, team)| team);
    let written = record.fact("effort").filter(|_| team.is_none()).and_then(|f| match &f.first()?.head {
        Datum::Quantity(quantity) => Some((quantity.amount, quantity.unit.clone())),
        _ => None,
    });
    let range = Amount::Range { low: ends.0, high: ends.1, likely: None };
    let (amount, measure) = written.unwrap_or_else(|| (range, unit.clone()));
    FactReport {
        input: "effort".into(),
        fact: path.to_string(),
        low: ends.0,
        high: ends.1,
        unit: unit.to_string(),
        text: print::amount(amount, &measure),
        brief: format!(
            "{} to {}",
            value_without_unit(amount.low(), &measure),
            value_without_unit(amount.high(), &measure)
        ),
        name: team.map_or("effort".into(), |team| format!("effort by {team}")),
        measure: unit.clone(),
    }
}

/// A value whose unit stands beside it already.
pub(in crate::report) fn value_without_unit(value: f64, unit: &Unit) -> String {
    let shown = print::quantity(value, unit);
    // Money and percents carry theirs in front or close after.
    match shown.split_once(' ') {
        Some((number, _)) => number.to_string(),
        None => shown,
    }
}

/// A share as a percentage: whole ones, except where less than one is left.
pub(in crate::report) fn percent(share: f64) -> String {
    let places = if share > 0.0 && share < 0.0095 { 1000.0 } else { 100.0 };
    match (share * places).round() / places {
        0.0 if share > 0.0 => "<0.1%".to_string(),
        rounded => print::quantity(rounded, &Unit::percent()),
    }
}

/// The most names that a line lists.
const MAX_NAMES_SHOWN: usize = 12;

/// Names in a line; of many the first.
pub(in crate::report) fn list_names(names: &[impl AsRef<str>]) -> String {
    let shown = names.len().min(MAX_NAMES_SHOWN);
    let text = names[..shown].iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    match names.len() - shown {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

//! Every fact of a plan as a line of JSON, with its type: for a warehouse, a spreadsheet, another tool.
//!
//! `cargo run --example exporter -- examples/first.plan`

use planwright::{Datum, Scored, Source, View};
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;

/// A value with its type. What the plan leaves open is null, and says so.
fn value(datum: &Datum) -> Value {
    match datum {
        Datum::Hole => json!({ "type": "unknown", "value": null }),
        Datum::None => json!({ "type": "none", "value": null }),
        Datum::Truth(truth) => json!({ "type": "truth", "value": truth }),
        Datum::Quantity(quantity) => {
            let (low, high) = (quantity.amount.low(), quantity.amount.high());
            json!({ "type": "quantity", "low": low, "high": high, "unit": quantity.unit.to_string() })
        }
        Datum::Level { name, value, unit } => {
            json!({ "type": "level", "value": name.as_ref(), "number": value, "unit": unit.to_string() })
        }
        Datum::Word(word) => json!({ "type": "word", "value": word.as_ref() }),
        Datum::Reference { kind, id } => json!({ "type": "reference", "kind": kind.as_ref(), "value": id.as_ref() }),
        Datum::Text(text) => json!({ "type": "text", "value": text.as_ref() }),
        Datum::Date(period) => json!({ "type": "date", "value": period.to_string() }),
        Datum::Dates(from, to) => json!({ "type": "dates", "from": from.to_string(), "to": to.to_string() }),
        other => json!({ "type": "other", "value": format!("{other:?}") }),
    }
}

/// A line for each value of each fact of each item.
pub(crate) fn lines(scored: &Scored) -> Vec<Value> {
    let mut lines = Vec::new();
    for item in scored.evaluated.plan().items() {
        for (path, fact) in item.every_fact() {
            for clause in &fact.clauses {
                let (kind, id) = (item.kind.as_ref(), item.id.as_ref());
                lines.push(json!({ "kind": kind, "id": id, "field": path, "is": value(&clause.head) }));
            }
        }
    }
    lines
}

#[allow(dead_code, reason = "the tests call what it calls")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or("examples/first.plan".into());
    let scored = Source::open(Path::new(&path))?.evaluate(&View::default())?;
    lines(&scored).iter().for_each(|line| println!("{line}"));
    Ok(())
}

//! Recomputes the scores that a spreadsheet holds.
//!
//! A row agrees when stored and computed are equal at the stored precision, rounded half up or half even. The stored
//! precision is the column's, not the cell's: the most decimals written anywhere in it, since spreadsheets drop zeros
//! (`3` beside `3.25` is 3.00). Numbers are taken as the columns have them and never converted; only percentages are
//! what they say, so that a confidence of 90 is 0.9.

mod report;
mod rounding;

pub use report::{Above, AuditReport, AuditRow, OutOfOrder};
pub use rounding::{Rounding, fitting};

use super::Refusal;
use super::mapping::{Mapping, Role};
use super::reading::{self, Cell, Scale, is_missing};
use super::table::{Number, Row, Table};
use crate::model::Framework;

/// The score of a framework's inputs, given in its order and units; `None` where it has none.
pub type Score<'s> = &'s dyn Fn(&[Option<f64>]) -> Option<f64>;

/// Audits a table: recomputes each row's score from its inputs, and compares it with the score column.
///
/// `mapping` says which columns are the framework's inputs, `score_column` which one holds the scores (see
/// [`score_column`](super::mapping::score_column)).
///
/// # Errors
/// A framework none of whose inputs has a column.
pub fn audit(
    table: &Table,
    mapping: &Mapping,
    framework: &Framework,
    score_column: usize,
    score: Score<'_>,
) -> Result<AuditReport, Refusal> {
    let inputs: Vec<Option<(usize, Scale)>> = framework
        .inputs
        .iter()
        .map(|input| {
            let column = mapping.input(&framework.id, &input.id)?;
            // A header in thousands concerns both sides alike in a spreadsheet's own formula.
            let mut scale = Scale::of(table, column, input.unit.is_percent());
            scale.suffix = None;
            Some((column, scale))
        })
        .collect();
    if inputs.iter().all(Option::is_none) {
        let names: Vec<&str> = framework.inputs.iter().map(|i| &*i.id).collect();
        return Err(Refusal::new(format!("no column holds an input of {}", framework.title()))
            .help(format!("it takes {}: name their columns with `--map input=column`", super::refusal::list(&names))));
    }
    let stored = Stored::of(table, score_column);
    let title = mapping.column(&Role::Title).or_else(|| mapping.column(&Role::Id));
    let mut rows: Vec<AuditRow> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut missing = Vec::new();
        let mut values = Vec::with_capacity(inputs.len());
        for (input, column) in framework.inputs.iter().zip(&inputs) {
            let read = column.as_ref().map(|(c, scale)| reading::cell(row.cell(*c), framework, input, scale));
            let value = match read {
                Some(Cell::Level(_, value)) => Some(value),
                Some(Cell::Number(number)) => Some(number.value()),
                Some(Cell::Unreadable(why)) => {
                    let cell = column.as_ref().map_or("", |(c, _)| row.cell(*c));
                    missing.push(format!("{} (`{}` {why})", input.id, super::refusal::shown(cell)));
                    None
                }
                Some(Cell::Missing) | None => {
                    missing.push(input.id.to_string());
                    None
                }
            };
            values.push(value);
        }
        let computed = score(&values).filter(|s| s.is_finite());
        let title = title.map_or(String::new(), |c| row.cell(c).to_string());
        rows.push(stored.compare(row, title, computed, missing));
    }
    let out_of_order = out_of_order(&rows, framework.lower_is_better);
    let disagree = rows.iter().filter(|r| r.agrees == Some(false)).count();
    Ok(AuditReport { schema: "planwright/2".into(), by: framework.id.to_string(), rows, disagree, out_of_order })
}

/// The column of stored scores.
struct Stored {
    column: usize,
    scale: Scale,
    decimals: usize,
}

impl Stored {
    fn of(table: &Table, column: usize) -> Stored {
        let scale = Scale::of(table, column, false);
        let mut stored = Stored { column, scale, decimals: 0 };
        stored.decimals =
            table.rows.iter().filter_map(|r| stored.read(r)).map(|n| rounding::decimals(&n)).max().unwrap_or(0);
        stored
    }

    /// The plain digits of a row's stored score.
    fn read(&self, row: &Row) -> Option<String> {
        let text = row.cell(self.column);
        let number = Number::read(text, self.scale.convention).ok().filter(|_| !is_missing(text))?;
        let places = match number.suffix {
            Some('K') => 3,
            Some('M') => 6,
            Some(_) => 9,
            None => 0,
        };
        Some(super::table::shift(&number.digits, places - if number.percent { 2 } else { 0 }))
    }

    fn compare(&self, row: &Row, title: String, computed: Option<f64>, missing: Vec<String>) -> AuditRow {
        let digits = self.read(row);
        let stored = digits.as_deref().and_then(|d| d.parse::<f64>().ok()).map(|s| s + 0.0);
        let rounding = digits.as_deref().zip(computed).and_then(|(d, c)| fitting(d, c, self.decimals));
        let agrees = stored.map(|_| rounding.is_some_and(Rounding::agrees));
        AuditRow { line: row.line, title, stored, computed, rounding, agrees, missing }
    }
}

/// The rows whose stored score ranks before that of the row above; rows without a score are passed over.
fn out_of_order(rows: &[AuditRow], lower_is_better: bool) -> Vec<OutOfOrder> {
    let scored: Vec<(&AuditRow, f64)> = rows.iter().filter_map(|r| Some((r, r.stored?))).collect();
    let before = |a: f64, b: f64| if lower_is_better { a < b } else { a > b };
    let wrong = scored.windows(2).filter(|pair| before(pair[1].1, pair[0].1));
    wrong
        .map(|pair| {
            let above = Above { line: pair[0].0.line, title: pair[0].0.title.clone(), score: pair[0].1 };
            OutOfOrder { line: pair[1].0.line, title: pair[1].0.title.clone(), score: pair[1].1, above }
        })
        .collect()
}

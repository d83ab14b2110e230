//! Recomputes the scores that a spreadsheet holds.
//!
//! A row agrees when stored and computed are equal at the stored precision, rounded half up or half even. The stored
//! precision is the column's, not the cell's: the most decimals written anywhere in it, since spreadsheets drop zeros
//! (`3` beside `3.25` is 3.00). Numbers are taken as the columns have them and never converted; only percentages are
//! what they say, so that a confidence of 90 is 0.9, unless the stored scores fit another [`Reading`].

mod interpretation;
mod report;
mod rounding;

pub use interpretation::TableInterpretation;
pub use report::{AuditReport, AuditRow, OutOfOrder, RowAbove};
pub use rounding::{Rounding, infer_rounding};

use super::ImportError;
use super::error::cell_excerpt;
use super::mapping::{Mapping, Role};
use super::reading::{self as cells, NumberFormat, ReadCell, is_missing};
use super::table::{Number, SourceTable, TableRow};
use crate::model::Framework;

/// The score of a framework's inputs, given in its order and units; `None` where it has none.
pub type ScoreFn<'s> = &'s dyn Fn(&[Option<f64>]) -> Option<f64>;

/// Audits a table: recomputes each row's score from its inputs, and compares it with the score column.
///
/// `mapping` says which columns are the framework's inputs, `score_column` which one holds the scores (see
/// [`score_column`](super::mapping::score_column)), `reading` how the inputs' numbers are meant.
///
/// # Errors
/// A framework none of whose inputs has a column.
pub fn audit(
    table: &SourceTable,
    mapping: &Mapping,
    framework: &Framework,
    score_column: usize,
    reading: &TableInterpretation,
    score: ScoreFn<'_>,
) -> Result<AuditReport, ImportError> {
    let inputs = &reading.columns;
    if inputs.iter().all(Option::is_none) {
        let names: Vec<&str> = framework.inputs.iter().map(|i| &*i.id).collect();
        return Err(ImportError::new(format!("no column holds an input of {}", framework.title())).help(format!(
            "it takes {}: name their columns with `--map input=column`",
            super::error::quoted_list(&names)
        )));
    }
    let stored = StoredScores::of(table, score_column);
    let title = mapping.column(&Role::Title).or_else(|| mapping.column(&Role::Id));
    let mut rows: Vec<AuditRow> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut missing = Vec::new();
        let mut values = Vec::with_capacity(inputs.len());
        for (input, column) in framework.inputs.iter().zip(inputs) {
            let read = column.as_ref().map(|(c, scale)| cells::cell(row.cell(*c), framework, input, scale));
            let cell = column.as_ref().map_or("", |(c, _)| row.cell(*c));
            let value = match read {
                Some(ReadCell::Level(_, value)) => Some(value),
                Some(ReadCell::Number(number)) if number.high.is_some() => {
                    missing.push(format!("{} (`{}` is a range)", input.id, cell_excerpt(cell)));
                    None
                }
                Some(ReadCell::Number(number)) => Some(number.value()),
                Some(ReadCell::Unreadable(why)) => {
                    missing.push(format!("{} (`{}` {why})", input.id, cell_excerpt(cell)));
                    None
                }
                Some(ReadCell::Missing) | None => {
                    if input.default.is_none() {
                        missing.push(format!("{} missing", input.id));
                    }
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
    let count = |verdict: Option<bool>| rows.iter().filter(|r| r.agrees == verdict).count();
    let (disagree, not_compared) = (count(Some(false)), count(None));
    let readings = reading.notes.clone();
    let schema = "planwright/2".into();
    Ok(AuditReport { schema, by: framework.id.to_string(), readings, rows, disagree, not_compared, out_of_order })
}

/// The column of stored scores.
struct StoredScores {
    column: usize,
    scale: NumberFormat,
    decimals: usize,
}

impl StoredScores {
    fn of(table: &SourceTable, column: usize) -> StoredScores {
        let scale = NumberFormat::of(table, column, false);
        let mut stored = StoredScores { column, scale, decimals: 0 };
        stored.decimals =
            table.rows.iter().filter_map(|r| stored.read(r).ok()).map(|n| rounding::decimals(&n)).max().unwrap_or(0);
        stored
    }

    /// The plain digits of a row's stored score.
    ///
    /// # Errors
    /// Why there are none.
    fn read(&self, row: &TableRow) -> Result<String, String> {
        let text = row.cell(self.column);
        if text.is_empty() {
            return Err("no score is stored".into());
        }
        let none = |why: &str| format!("the stored score `{}` {why}", cell_excerpt(text));
        if is_missing(text) {
            return Err(none("is none"));
        }
        if text.starts_with('#') {
            return Err(none("is an error of the spreadsheet"));
        }
        let number = Number::read(text, self.scale.convention).map_err(|why| none(&why))?;
        if number.high.is_some() {
            return Err(none("is a range"));
        }
        let places = match number.suffix {
            Some('K') => 3,
            Some('M') => 6,
            Some(_) => 9,
            None => 0,
        };
        Ok(super::table::shift(&number.digits, places - if number.percent { 2 } else { 0 }))
    }

    fn compare(&self, row: &TableRow, title: String, computed: Option<f64>, missing: Vec<String>) -> AuditRow {
        let digits = self.read(row);
        let stored = digits.as_deref().ok().and_then(|d| d.parse::<f64>().ok()).map(|s| s + 0.0);
        let rounding = digits.as_deref().ok().zip(computed).and_then(|(d, c)| infer_rounding(d, c, self.decimals));
        let agrees = stored.zip(computed).map(|_| rounding.is_some_and(Rounding::agrees));
        let why = match (&digits, computed) {
            (Err(why), _) => Some(why.clone()),
            (_, Some(_)) => None,
            (_, None) if missing.is_empty() => Some("the formula has no result for its inputs".into()),
            (_, None) => Some(missing.join(", ")),
        };
        AuditRow { line: row.line, title, stored, computed, rounding, agrees, why }
    }
}

/// The rows whose stored score ranks before that of the row above; rows without a score are passed over.
fn out_of_order(rows: &[AuditRow], lower_is_better: bool) -> Vec<OutOfOrder> {
    let scored: Vec<(&AuditRow, f64)> = rows.iter().filter_map(|r| Some((r, r.stored?))).collect();
    let before = |a: f64, b: f64| if lower_is_better { a < b } else { a > b };
    let wrong = scored.windows(2).filter(|pair| before(pair[1].1, pair[0].1));
    wrong
        .map(|pair| {
            let above = RowAbove { line: pair[0].0.line, title: pair[0].0.title.clone(), score: pair[0].1 };
            OutOfOrder { line: pair[1].0.line, title: pair[1].0.title.clone(), score: pair[1].1, above }
        })
        .collect()
}

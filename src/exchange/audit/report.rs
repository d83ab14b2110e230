//! What an audit says: the contract of `plan audit --format json`.

use super::Rounding;
use schemars::JsonSchema;
use serde::Serialize;

/// The audit of a table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AuditReport {
    /// `planwright/2`.
    pub schema: String,
    /// The framework.
    pub by: String,
    /// Every row of the table.
    pub rows: Vec<AuditRow>,
    /// How many rows disagree.
    pub disagree: usize,
    /// Rows whose stored score ranks before that of the row directly above.
    pub out_of_order: Vec<OutOfOrder>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AuditRow {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its title.
    pub title: String,
    /// The score as stored; `null` where there is none.
    pub stored: Option<f64>,
    /// The score from the row's inputs, in full; `null` where an input is missing or the formula fails.
    pub computed: Option<f64>,
    /// The way of rounding that makes the stored score of the computed one; `null` where none does.
    pub rounding: Option<Rounding>,
    /// Whether they agree at the stored precision, rounded half up or half even; `null` where nothing is stored.
    /// A stored score of a row whose inputs are missing does not agree.
    pub agrees: Option<bool>,
    /// Inputs that the row does not give, or that can't be read, with the reason.
    #[serde(skip)]
    pub missing: Vec<String>,
}

/// A row that stands below one it should stand above.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OutOfOrder {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its title.
    pub title: String,
    /// Its stored score.
    pub score: f64,
    /// The row directly above.
    pub above: Above,
}

/// The row above.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Above {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its title.
    pub title: String,
    /// Its stored score.
    pub score: f64,
}

impl AuditReport {
    /// Whether anything was found: what `plan audit` exits with 1 for.
    pub fn has_findings(&self) -> bool {
        self.disagree > 0 || !self.out_of_order.is_empty()
    }
}

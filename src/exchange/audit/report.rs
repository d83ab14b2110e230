//! What an audit says: the contract of `plan audit --format json`.

use super::Rounding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The audit of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct AuditReport {
    /// `planwright/2`.
    pub schema: String,
    /// The framework.
    pub by: String,
    /// How the numbers of its columns were read, where that is not what their headers say, in words.
    pub readings: Vec<String>,
    /// Every row of the table.
    pub rows: Vec<AuditRow>,
    /// How many rows disagree.
    pub disagree: usize,
    /// How many rows could not be compared.
    pub not_compared: usize,
    /// Rows whose stored score ranks before that of the row directly above.
    pub out_of_order: Vec<OutOfOrder>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Whether they agree at the stored precision, rounded half up or half even; `null` where they could not be compared.
    pub agrees: Option<bool>,
    /// Why they could not be compared: what is stored, or which inputs are missing or can't be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A row that stands below one it should stand above.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutOfOrder {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its title.
    pub title: String,
    /// Its stored score.
    pub score: f64,
    /// The row directly above.
    pub above: RowAbove,
}

/// The row above.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RowAbove {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its title.
    pub title: String,
    /// Its stored score.
    pub score: f64,
}

impl AuditReport {
    /// Whether anything was found: what `plan audit` exits with 1 for. A table of which no row could be compared is no
    /// table that agrees.
    pub fn has_findings(&self) -> bool {
        self.disagree > 0 || self.not_compared == self.rows.len() || !self.out_of_order.is_empty()
    }

    /// How many rows agree.
    pub fn agree(&self) -> usize {
        self.rows.len() - self.disagree - self.not_compared
    }
}

//! How a table was taken, and what was not.

use crate::exchange::refusal::shown;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// What an import did, for people and programs. Nothing of a table is lost without a line here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct ImportReport {
    /// How many rows became initiatives.
    pub rows: usize,
    /// The columns that were carried over.
    pub mapping: Vec<Mapped>,
    /// What was guessed.
    pub guesses: Vec<String>,
    /// The columns that were not carried over.
    pub skipped_columns: Vec<SkippedColumn>,
    /// The rows that were not carried over.
    pub skipped_rows: Vec<SkippedRow>,
    /// The cells that hold something that was not carried over.
    pub skipped_cells: Vec<SkippedCell>,
    /// How many cells of the columns carried over say that there is no value.
    pub missing: usize,
    /// What is odd.
    pub warnings: Vec<String>,
}

/// A column and what it became.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Mapped {
    /// The column's header.
    pub column: String,
    /// The field: `title`, `rice.reach`, `theme`.
    pub field: String,
    /// `asked`, `name`, `alias` or `content`: how the two were brought together.
    pub how: String,
    /// The unit that its numbers got.
    pub unit: Option<String>,
}

/// A column that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SkippedColumn {
    /// The column's header.
    pub column: String,
    /// Why.
    pub reason: String,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SkippedRow {
    /// Its line, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// A cell that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SkippedCell {
    /// Its row's line, from 1.
    pub line: u64,
    /// The column's header.
    pub column: String,
    /// What it holds.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// The most lines of one sort that are printed; programs get them all.
const MOST: usize = 20;

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        writeln!(f, "{} imported", count(self.rows, "row"))?;
        for m in &self.mapping {
            let unit = m.unit.as_ref().map_or(String::new(), |u| format!(" in {u}"));
            writeln!(f, "  `{}` → {}{unit} ({})", shown(&m.column), m.field, m.how)?;
        }
        self.guesses.iter().try_for_each(|g| writeln!(f, "guessed: {g}"))?;
        for c in &self.skipped_columns {
            writeln!(f, "not carried over: column `{}`: {}", shown(&c.column), c.reason)?;
        }
        for r in self.skipped_rows.iter().take(MOST) {
            writeln!(f, "not carried over: line {}: {}", r.line, r.reason)?;
        }
        for c in self.skipped_cells.iter().take(MOST) {
            writeln!(
                f,
                "not carried over: line {}, `{}`: `{}` {}",
                c.line,
                shown(&c.column),
                shown(&c.value),
                c.reason
            )?;
        }
        let more = self.skipped_rows.len().saturating_sub(MOST) + self.skipped_cells.len().saturating_sub(MOST);
        if more > 0 {
            writeln!(f, "… and {more} more")?;
        }
        if self.missing > 0 {
            writeln!(f, "{} without a value left out", count(self.missing, "cell"))?;
        }
        self.warnings.iter().take(MOST).try_for_each(|w| writeln!(f, "warning: {w}"))?;
        match self.warnings.len().saturating_sub(MOST) {
            0 => Ok(()),
            more => writeln!(f, "… and {more} more warnings"),
        }
    }
}

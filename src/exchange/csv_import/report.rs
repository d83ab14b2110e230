//! How a table was taken, and what was not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an import did, for people and programs. Nothing of a table is lost without a line here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportReport {
    /// How many rows became initiatives.
    pub rows: usize,
    /// The columns that were carried over.
    pub mapping: Vec<MappedColumn>,
    /// What was guessed.
    pub guesses: Vec<String>,
    /// The words of columns of phases, and what each was taken for.
    pub words: Vec<PhaseWord>,
    /// What columns of people name.
    pub people: Vec<PeopleColumn>,
    /// Kind and name of items that rows refer to and that were declared for them.
    pub declared: Vec<(String, String)>,
    /// The columns that were not carried over.
    pub skipped_columns: Vec<SkippedColumn>,
    /// The rows that were not carried over.
    pub skipped_rows: Vec<SkippedRow>,
    /// The cells, or parts of them, that hold something that was not carried over.
    pub skipped_cells: Vec<SkippedCell>,
    /// What is to be said of cells that were carried over.
    pub remarks: Vec<Remark>,
    /// How many cells of the columns carried over say that there is no value.
    pub missing: usize,
    /// Whether the table has a column of names.
    pub has_ids: bool,
    /// Rows whose name another has: the line, the name and the one given instead.
    pub renamed: Vec<(u64, String, String)>,
    /// Titles that several rows have, with their lines.
    pub same_titles: Vec<(String, Vec<u64>)>,
    /// What is odd.
    pub warnings: Vec<String>,
}

/// A column and what it became.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MappedColumn {
    /// The column's header.
    pub column: String,
    /// The field: `title`, `rice.reach`, `theme`.
    pub field: String,
    /// `asked`, `name`, `alias` or `content`: how the two were brought together.
    pub how: String,
    /// The unit that its numbers got.
    pub unit: Option<String>,
}

/// A word of a column of phases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PhaseWord {
    /// The column's header.
    pub column: String,
    /// The word as it is first spelt.
    pub word: String,
    /// The phase that it means; `null` where it means none that is known.
    pub phase: Option<String>,
    /// Whether it was asked to say nothing.
    pub left_out: bool,
    /// The known word that may have been meant, and its phase.
    pub near: Option<(String, String)>,
    /// The field that keeps a word without a phase.
    pub kept_as: String,
    /// The lines of its rows.
    pub lines: Vec<u64>,
}

/// How many rows name somebody in a column of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PeopleColumn {
    /// The column's header.
    pub column: String,
    /// Rows that name a person.
    pub persons: usize,
    /// Rows that name a team and no person.
    pub teams: usize,
}

/// A column that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SkippedColumn {
    /// The column's header.
    pub column: String,
    /// Why.
    pub reason: String,
    /// What to write behind `--field` to keep it.
    pub keep: Option<String>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SkippedRow {
    /// Its line, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// A cell that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// What is to be said of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Remark {
    /// Its row's line, from 1.
    pub line: u64,
    /// The column's header.
    pub column: String,
    /// What it holds.
    pub value: String,
    /// What it does, as `names a team and no person`.
    pub said: String,
}

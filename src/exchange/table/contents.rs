//! The columns and rows of a table.

use super::header::Header;
use super::numeric_cell::DecimalSeparator;
use crate::exchange::ImportError;
use std::collections::{BTreeMap, BTreeSet};

/// The most columns that are read.
pub const MAX_COLUMNS: usize = 2_000;
/// The most rows that are read.
pub const MAX_ROWS: usize = 1_000_000;
/// The longest cell that is carried over, in bytes.
pub const MAX_CELL: usize = 65_536;

/// A table with a header.
#[derive(Debug, Clone, Default)]
pub struct SourceTable {
    /// The columns in order.
    pub columns: Vec<Header>,
    /// The rows in order; each has as many cells as there are columns.
    pub rows: Vec<TableRow>,
    /// `,`, `;`, `|` or a tab.
    pub delimiter: char,
    /// What stands before decimals, where somebody said so.
    pub decimal: Option<DecimalSeparator>,
    /// Rows that could not be read as rows of this table, with their line and the reason.
    pub skipped: Vec<(u64, String)>,
    /// Columns that others are made of.
    pub composed: BTreeSet<usize>,
    /// What is odd but read all the same, with its line.
    pub warnings: Vec<(u64, String)>,
    /// What was guessed about the file, in words.
    pub guesses: Vec<String>,
    /// Columns that were joined of others, with these.
    pub joined: BTreeMap<usize, Vec<usize>>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct TableRow {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells, white space around them taken off.
    pub cells: Vec<String>,
}

impl TableRow {
    /// The cell of a column; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl SourceTable {
    /// A table of records, each a list of columns with their cells, and the lines that they begin on.
    ///
    /// # Errors
    /// A table larger than the limits of this module.
    pub(in crate::exchange) fn of_records(
        records: Vec<(u64, Vec<(String, String)>)>,
    ) -> Result<SourceTable, ImportError> {
        let mut at: BTreeMap<String, usize> = BTreeMap::new();
        let mut names: Vec<String> = Vec::new();
        for (name, _) in records.iter().flat_map(|(_, record)| record) {
            at.entry(name.clone()).or_insert_with(|| {
                names.push(name.clone());
                names.len() - 1
            });
        }
        let mut table =
            SourceTable { delimiter: ',', decimal: Some(DecimalSeparator::Point), ..SourceTable::default() };
        table.header_of(names)?;
        for (line, record) in records {
            let mut cells = vec![String::new(); table.columns.len()];
            record.into_iter().for_each(|(name, cell)| cells[at[&name]] = cell.trim().to_string());
            table.push(TableRow { line, cells })?;
        }
        Ok(table)
    }

    /// The columns that a list in one field stands in: this one, the parts that it was joined of, and those that repeat
    /// its name.
    pub fn list_columns(&self, column: usize) -> Vec<usize> {
        if let Some(parts) = self.joined.get(&column) {
            return parts.clone();
        }
        let key = &self.columns[column].key;
        let repeats = |c: &usize| !key.is_empty() && self.columns[*c].repeats.as_ref() == Some(key);
        std::iter::once(column).chain((0..self.columns.len()).filter(repeats)).collect()
    }

    /// The cells of a column that hold something, with their lines.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = (u64, &str)> {
        self.rows.iter().map(move |r| (r.line, r.cell(column))).filter(|(_, c)| !c.is_empty())
    }

    /// The column of this header: as written, else by what it comes to.
    pub fn column(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let wanted = Header::read(name).key;
        let at = |test: &dyn Fn(&Header) -> bool| self.columns.iter().position(test);
        at(&|c| c.written == name)
            .or_else(|| at(&|c| c.written.eq_ignore_ascii_case(name)))
            .or_else(|| at(&|c| !wanted.is_empty() && c.key == wanted))
    }

    pub(super) fn header_of(&mut self, mut cells: Vec<String>) -> Result<(), ImportError> {
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() > MAX_COLUMNS {
            return Err(ImportError::new(format!("the table has more than {MAX_COLUMNS} columns")));
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, cell) in cells.into_iter().enumerate() {
            let name = if cell.is_empty() {
                format!("column {}", index + 1)
            } else {
                cell.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let count = seen.entry(name.to_lowercase()).or_default();
            *count += 1;
            let mut header = Header::read(if cell.is_empty() { "" } else { &name });
            header.written = name.clone();
            if *count > 1 {
                header.written = format!("{name} ({count})");
                // Only the first of a name is taken for what the name says; for a list the others count too.
                header.base.clear();
                header.repeats = Some(std::mem::take(&mut header.key));
            }
            self.columns.push(header);
        }
        Ok(())
    }

    pub(super) fn push(&mut self, mut row: TableRow) -> Result<(), ImportError> {
        if self.rows.len() >= MAX_ROWS {
            return Err(too_many());
        }
        let (given, wanted) = (row.cells.len(), self.columns.len());
        let filled = row.cells.iter().rposition(|c| !c.is_empty()).map_or(0, |last| last + 1);
        if filled > wanted {
            let said = format!(
                "it has {given} cells and the header {wanted}: does a cell with `{}` lack its quotes?",
                self.delimiter
            );
            self.skipped.push((row.line, said));
            return Ok(());
        }
        if given < wanted {
            self.warnings.push((
                row.line,
                format!("the row has {given} cells and the header {wanted}; the rest is taken as empty"),
            ));
        }
        if let Some(long) = row.cells.iter_mut().find(|c| c.len() > MAX_CELL) {
            self.skipped.push((row.line, format!("it has a cell of {} bytes", long.len())));
            return Ok(());
        }
        row.cells.resize(wanted, String::new());
        self.rows.push(row);
        Ok(())
    }

    /// Columns without header and without content are the rest of a wider sheet.
    pub(super) fn drop_empty_columns(&mut self) {
        let keep: Vec<bool> = (0..self.columns.len())
            .map(|i| !self.columns[i].key.is_empty() || self.columns[i].is_repeated() || self.cells(i).next().is_some())
            .collect();
        if keep.iter().all(|k| *k) {
            return;
        }
        let mut flags = keep.iter();
        self.columns.retain(|_| flags.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut flags = keep.iter();
            row.cells.retain(|_| flags.next().copied().unwrap_or(true));
        }
    }
}

/// What is said of a table with too many rows.
pub(super) fn too_many() -> ImportError {
    ImportError::new(format!("the table has more than {MAX_ROWS} rows")).help("split it into several files")
}

//! A spreadsheet as text: read, its columns named, nothing interpreted yet.

mod compose;
mod decode;
mod header;
mod number;
mod read;
mod sniff;

pub use header::{Header, Hints};
pub(super) use header::{person_time, time, words};
pub(super) use number::shift;
pub use number::{Convention, Number, evidence};

use super::Refusal;

/// The most columns that are read.
pub const MAX_COLUMNS: usize = 2_000;
/// The most rows that are read.
pub const MAX_ROWS: usize = 1_000_000;
/// The longest cell that is carried over, in bytes.
pub const MAX_CELL: usize = 65_536;

/// A table with a header.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The columns in order.
    pub columns: Vec<Header>,
    /// The rows in order; each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// `,`, `;` or a tab.
    pub delimiter: char,
    /// Rows that could not be read as rows of this table, with their line and the reason.
    pub skipped: Vec<(u64, String)>,
    /// Columns that others are made of.
    pub composed: std::collections::BTreeSet<usize>,
    /// What is odd but read all the same, with its line.
    pub warnings: Vec<(u64, String)>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells, white space around them taken off.
    pub cells: Vec<String>,
}

impl Row {
    /// The cell of a column; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Table {
    /// Reads CSV: UTF-8 (or UTF-16 with its mark), parted by `,`, `;` or tabs, whichever the header has; cells in
    /// quotes may span lines. Rows that are longer than the header are set aside, shorter ones read with a warning.
    ///
    /// # Errors
    /// Where it is no text, empty, or larger than the limits of this module.
    ///
    /// ```
    /// let table = planwright::exchange::Table::read(b"name;reach\nSSO;1.200,5\n").unwrap();
    /// assert_eq!((table.delimiter, table.rows[0].cell(0)), (';', "SSO"));
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Table, Refusal> {
        read::read(&decode::text(bytes)?)
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
}

//! A spreadsheet as text: read, its columns named, nothing interpreted yet.

mod compose;
mod decode;
mod header;
mod number;
mod other;
mod pipes;
mod read;
mod sniff;

pub use header::{Header, Hints};
pub(super) use header::{person_time, time, words};
pub use number::{Convention, Number, evidence};
pub(super) use number::{is_currency, shift};

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
    /// `,`, `;`, `|` or a tab.
    pub delimiter: char,
    /// What stands before decimals, where somebody said so.
    pub decimal: Option<Convention>,
    /// Rows that could not be read as rows of this table, with their line and the reason.
    pub skipped: Vec<(u64, String)>,
    /// Columns that others are made of.
    pub composed: std::collections::BTreeSet<usize>,
    /// What is odd but read all the same, with its line.
    pub warnings: Vec<(u64, String)>,
    /// What was guessed about the file, in words.
    pub guesses: Vec<String>,
    /// Columns that were joined of others, with these.
    pub joined: std::collections::BTreeMap<usize, Vec<usize>>,
}

/// What a person says about how a file is to be read, where it is not left to the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Format {
    /// The label of its encoding, as `windows-1251`.
    pub encoding: Option<String>,
    /// What stands before decimals.
    pub decimal: Option<Convention>,
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
    /// Reads CSV: UTF-8, UTF-16 or Windows-1252, parted by `,`, `;`, `|` or tabs, whichever the header has; cells in
    /// quotes may span lines. Of a Markdown text, its first table. Rows that are longer than the header are set aside, shorter ones read with a warning.
    ///
    /// # Errors
    /// Where it is no text, empty, or larger than the limits of this module.
    ///
    /// ```
    /// let table = planwright::exchange::Table::read(b"name;reach\nSSO;1.200,5\n").unwrap();
    /// assert_eq!((table.delimiter, table.rows[0].cell(0)), (';', "SSO"));
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Table, Refusal> {
        Table::read_as(bytes, &Format::default())
    }

    /// The same, with what somebody said about the file.
    ///
    /// # Errors
    /// As [`Table::read`]; an encoding that there is not, or that the file is not in.
    pub fn read_as(bytes: &[u8], format: &Format) -> Result<Table, Refusal> {
        let decoded = decode::text(bytes, format.encoding.as_deref())?;
        let mut table = match pipes::header_line(&decoded.text) {
            Some(header) => pipes::read(&decoded.text, header)?,
            None => match other::refusal(&decoded.text) {
                Some(refusal) => return Err(refusal),
                None => read::read(&decoded.text)?,
            },
        };
        table.guesses.extend(decoded.guess);
        table.decimal = format.decimal;
        Ok(table)
    }

    /// A table of records, each a list of columns with their cells, and the lines that they begin on.
    ///
    /// # Errors
    /// A table larger than the limits of this module.
    pub(super) fn of_records(records: Vec<(u64, Vec<(String, String)>)>) -> Result<Table, Refusal> {
        let mut at: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        let mut names: Vec<String> = Vec::new();
        for (name, _) in records.iter().flat_map(|(_, record)| record) {
            at.entry(name.clone()).or_insert_with(|| {
                names.push(name.clone());
                names.len() - 1
            });
        }
        let mut table = Table { delimiter: ',', decimal: Some(Convention::Point), ..Table::default() };
        table.header_of(names)?;
        for (line, record) in records {
            let mut cells = vec![String::new(); table.columns.len()];
            record.into_iter().for_each(|(name, cell)| cells[at[&name]] = cell.trim().to_string());
            table.push(Row { line, cells })?;
        }
        Ok(table)
    }

    /// The columns that a list in one field stands in: this one, the parts that it was joined of, and those that repeat
    /// its name.
    pub fn together(&self, column: usize) -> Vec<usize> {
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
}

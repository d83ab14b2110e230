//! A line of a file that holds a metric's measurements.

use crate::source::Span;

/// One line of the file.
#[derive(Debug, Default)]
pub(super) struct CsvLine {
    pub cells: Vec<String>,
    pub span: Option<Span>,
}

impl CsvLine {
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

//! The formats in which a command prints a table.

use clap::ValueEnum;

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// For a terminal
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For pull requests and documents
    Md,
}

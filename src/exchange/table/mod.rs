//! A spreadsheet as text: read, its columns named, nothing interpreted yet.

mod composed_columns;
mod contents;
mod decode;
mod delimited;
mod foreign_formats;
mod header;
mod markdown;
mod numeric_cell;
mod read;
mod sniff;

pub use contents::{MAX_CELL, MAX_COLUMNS, MAX_ROWS, SourceTable, TableRow};
pub use header::{Header, UnitHints};
pub(super) use header::{person_time, time, words};
pub use numeric_cell::{DecimalSeparator, Number, infer_separator};
pub(super) use numeric_cell::{is_currency, shift};
pub use read::TableOptions;

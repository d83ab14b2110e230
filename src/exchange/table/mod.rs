//! A spreadsheet as text: read, its columns named, nothing interpreted yet.

mod compose;
mod contents;
mod decode;
mod delimited;
mod header;
mod number;
mod other;
mod pipes;
mod read;
mod sniff;

pub use contents::{MAX_CELL, MAX_COLUMNS, MAX_ROWS, SourceTable, TableRow};
pub use header::{Header, Hints};
pub(super) use header::{person_time, time, words};
pub use number::{Convention, Number, evidence};
pub(super) use number::{is_currency, shift};
pub use read::Format;

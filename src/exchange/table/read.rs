//! The bytes of a file → table, in whichever form it is.

use super::contents::SourceTable;
use super::numeric_cell::DecimalSeparator;
use super::{decode, delimited, foreign_formats, markdown};
use crate::exchange::ImportError;

/// What a person says about how a file is to be read, where it is not left to the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// The label of its encoding, as `windows-1251`.
    pub encoding: Option<String>,
    /// What stands before decimals.
    pub decimal: Option<DecimalSeparator>,
}

impl SourceTable {
    /// Reads CSV: UTF-8, UTF-16 or Windows-1252, parted by `,`, `;`, `|` or tabs, whichever the header has; cells in
    /// quotes may span lines. Of a Markdown text, its first table. Rows that are longer than the header are set aside, shorter ones read with a warning.
    ///
    /// # Errors
    /// Where it is no text, empty, or larger than the limits of this module.
    ///
    /// ```
    /// let table = planwright::exchange::SourceTable::read(b"name;reach\nSSO;1.200,5\n").unwrap();
    /// assert_eq!((table.delimiter, table.rows[0].cell(0)), (';', "SSO"));
    /// ```
    pub fn read(bytes: &[u8]) -> Result<SourceTable, ImportError> {
        SourceTable::read_as(bytes, &TableOptions::default())
    }

    /// The same, with what somebody said about the file.
    ///
    /// # Errors
    /// As [`SourceTable::read`]; an encoding that there is not, or that the file is not in.
    pub fn read_as(bytes: &[u8], format: &TableOptions) -> Result<SourceTable, ImportError> {
        let decoded = decode::text(bytes, format.encoding.as_deref())?;
        let mut table = match markdown::header_line(&decoded.text) {
            Some(header) => markdown::read(&decoded.text, header)?,
            None => match foreign_formats::detect_foreign_format(&decoded.text) {
                Some(refusal) => return Err(refusal),
                None => delimited::read(&decoded.text)?,
            },
        };
        table.guesses.extend(decoded.guess);
        table.decimal = format.decimal;
        Ok(table)
    }
}

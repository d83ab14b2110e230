//! A file from elsewhere, to be imported or audited: its bytes, how its text is read, why it is refused.

use super::context::CommandContext;
use super::failure::Failure;
use clap::Args;
use planwright::exchange::table::{DecimalSeparator, TableOptions};
use planwright::exchange::{ImportError, wrap_text};
use std::path::Path;

/// How the text of a table is read.
#[derive(Debug, Args)]
pub(super) struct ReadingArgs {
    /// The encoding of the file, such as windows-1251; by default guessed
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The decimal mark of numbers, `.` or `,`; by default guessed
    #[arg(long, value_name = "MARK")]
    decimal: Option<String>,
}

impl ReadingArgs {
    /// What they say.
    pub(super) fn format(&self) -> Result<TableOptions, ImportError> {
        let decimal = match self.decimal.as_deref() {
            None => None,
            Some("." | "point") => Some(DecimalSeparator::Point),
            Some("," | "comma") => Some(DecimalSeparator::Comma),
            Some(other) => {
                let refusal = ImportError { message: format!("`{other}` can't come before decimals"), help: None };
                return Err(ImportError { help: Some("write `--decimal .` or `--decimal ,`".into()), ..refusal });
            }
        };
        Ok(TableOptions { encoding: self.encoding.clone(), decimal })
    }
}

/// What can't be done with a spreadsheet.
pub(super) fn import_failure(refusal: ImportError) -> Failure {
    // Their beginnings, `error: ` and `help: `, count for the width.
    let fold = |start: &str, text: &str| {
        let folded = wrap_text(&format!("{start}{text}"));
        folded.trim_end().strip_prefix(start).unwrap_or(text).to_string()
    };
    let failure = Failure::usage(fold("error: ", &refusal.message));
    match refusal.help {
        Some(help) => failure.help(fold("help: ", &help)),
        None => failure,
    }
}

/// The bytes of a file, or of standard input.
pub(super) fn bytes(path: &Path, face: &CommandContext) -> Result<Vec<u8>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(face.stdin.clone().unwrap_or_default().into_bytes());
    }
    let failed = |e: std::io::Error| Failure::outside(format!("`{}` can't be read: {e}", path.display()));
    let data = std::fs::metadata(path).map_err(failed)?;
    if !data.is_file() || data.len() > planwright::source::MAX_FILE_BYTES {
        return Err(Failure::outside(format!("`{}` is no file of at most 64 MiB", path.display())));
    }
    std::fs::read(path).map_err(failed)
}

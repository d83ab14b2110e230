//! What a command writes, and what it says where that fails.

use super::failure::Failure;

use super::output::Output;
use planwright::source::{ExpectedContent, is_conflict, write};
use std::path::Path;

/// How often a command begins anew where others write what it has read; each time at least one of them is done.
const MAX_ATTEMPTS: usize = 1_000;

/// What came of writing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WriteOutcome {
    /// It is written.
    Written,
    /// Somebody else wrote there since it was read.
    Conflict,
}

/// Writes a file that a person knows as `shown`.
pub(super) fn write_file(
    path: &Path,
    shown: &str,
    text: &str,
    before: ExpectedContent<'_>,
) -> Result<WriteOutcome, Failure> {
    match write(path, text, before) {
        Ok(()) => Ok(WriteOutcome::Written),
        Err(e) if is_conflict(&e) => Ok(WriteOutcome::Conflict),
        // The system's own words come with a capital and a number.
        Err(e) if e.raw_os_error().is_some() => {
            Err(Failure::outside(format!("`{shown}` can't be written: {}", e.kind())))
        }
        Err(e) => Err(Failure::outside(format!("`{shown}` can't be written: {e}"))),
    }
}

/// Runs what reads, changes and writes; anew where it gives nothing, since it was overtaken.
pub(super) fn retry_on_conflict<T>(mut run: impl FnMut() -> Result<Option<T>, Failure>) -> Result<T, Failure> {
    for _ in 0..MAX_ATTEMPTS {
        if let Some(done) = run()? {
            return Ok(done);
        }
    }
    Err(Failure::outside("the files change faster than they can be read").help("run it again when nobody else writes"))
}

/// Prints a text that is no plan, or writes it into a file and says so in the words of `said`. No plan is overwritten.
pub(super) fn print_or_write(
    path: Option<&Path>,
    text: String,
    said: impl FnOnce(&Path) -> String,
) -> Result<Output, Failure> {
    let Some(path) = path.filter(|p| p.as_os_str() != "-") else { return Ok(Output::text(text)) };
    if is_plan(path) {
        let said = format!("`{}` is a plan, and what would be written there is none", path.display());
        return Err(Failure::usage(said).help("name another file"));
    }
    let mut output = Output::text("");
    write_file(path, &path.display().to_string(), &text, ExpectedContent::Anything)?;
    output.notes.push(said(path));
    Ok(output)
}

/// Whether a path names a plan, itself or by a link.
fn is_plan(path: &Path) -> bool {
    let named = |p: &Path| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("plan"));
    named(path)
        || path.canonicalize().is_ok_and(|p| named(&p))
        // A link to what is not there yet.
        || path.read_link().is_ok_and(|p| named(&p))
}

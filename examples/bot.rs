//! A bot that comments on a pull request: what the change does to the ranking, and what is wrong with the plan after it.
//!
//! `cargo run --example bot -- PROBE_PREFIX AFTER`, two checkouts of the plan; the comment goes to standard output.

use planwright::diagnostic::CheckResult;
use planwright::report::findings;
use planwright::{Effect, Scored, Severity, Source, View};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// The comment in Markdown, and whether the check passes.
pub(crate) fn comment(before: &Scored, after: &Scored) -> (String, bool) {
    let moves = Effect::between(before, after).markdown();
    let found = CheckResult::in_sources(after.check(), None);
    let wrong = findings::markdown(&found.in_scope, &after.sources);
    (format!("### What moves\n\n{moves}\n### What is wrong\n\n{wrong}"), found.status(Severity::Error).exit_code() == 0)
}

/// The plan of a folder or file, as it stands today.
pub(crate) fn read(path: &Path) -> Result<Scored, planwright::Error> {
    Source::open(path)?.evaluate(&View::default())
}

#[allow(dead_code, reason = "the tests call what it calls")]
fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let (Some(before), Some(after)) = (paths.next(), paths.next()) else {
        return Err("name two folders: the plan before the change, and after it".into());
    };
    let (comment, passes) = comment(&read(Path::new(&before))?, &read(Path::new(&after))?);
    print!("{comment}");
    Ok(if passes { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! A bot that comments on a pull request: what the change does to the ranking, and what is wrong with the plan after it.
//!
//! `cargo run --example bot -- BEFORE AFTER`, two checkouts of the plan; the comment goes to standard output.

use planwright::diagnostic::Findings;
use planwright::report::{findings, plain};
use planwright::session::{Effect, Standing};
use planwright::{Scored, Severity, Source, View};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// The comment in Markdown, and whether the check passes.
pub(crate) fn comment(before: &Scored, after: &Scored) -> (String, bool) {
    let mut out = String::new();
    let effect = Effect::between(before, after);
    for shift in &effect.shifts {
        let _ = writeln!(out, "### What moves by {}\n", plain(&shift.by));
        for moved in &shift.moves {
            let place = |standing: Option<Standing>| standing.map_or("unranked".into(), |s| format!("{}.", s.rank));
            let (was, is) = (place(moved.before), place(moved.after));
            let _ = writeln!(out, "- {}: {was} → {is}", plain(&moved.title));
        }
        out.push('\n');
    }
    if effect.shifts.is_empty() {
        out.push_str("Nothing moves.\n\n");
    }
    let found = Findings::among(after.check(), None);
    out.push_str(&findings::markdown(&found.here, &after.sources));
    (out, found.verdict(Severity::Error).exit_code() == 0)
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

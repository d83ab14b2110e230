//! Planwright inside another program: open a plan, rank it, say what is wrong with it, exit as `plan check` does.
//!
//! `cargo run --example embed -- examples/first.plan`

use planwright::diagnostic::CheckResult;
use planwright::report::rank::RankOptions;
use planwright::{Severity, Source, View};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn main() -> Result<ExitCode, Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or("examples/first.plan".into());
    let scored = Source::open(Path::new(&path))?.evaluate(&View::default())?;
    print!("{}", scored.rank(&RankOptions::default())?.markdown(&scored.evaluated, None, false));
    let findings = CheckResult::in_sources(scored.check(), None);
    findings.in_scope.iter().for_each(|finding| eprintln!("{}", finding.located(&scored.sources)));
    Ok(ExitCode::from(findings.status(Severity::Error).exit_code()))
}

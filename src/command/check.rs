//! `plan check`.

use super::plan::PlanArgs;
use super::{Exit, Face, Failure, Output};
use crate::diagnostic::Severity;
use clap::{Args, ValueEnum};

/// Find mistakes.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    /// End with status 1 where there are warnings too
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Deny {
    Warnings,
}

impl Check {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        let shown = self.plan.load(face, &[], None)?;
        let mut found = shown.scored.check();
        if let Some(sources) = &shown.sources {
            found.retain(|d| sources.contains(&d.label.span.source) || d.is_error());
        }
        let denied = self.deny.is_some() && found.iter().any(|d| d.severity >= Severity::Warning);
        let mut output = Output::text("").with(found, shown.scored.sources);
        output.findings_are_result = true;
        if denied {
            output.exit = Exit::Problems;
        }
        Ok(output)
    }
}

//! `plan explain`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs, ScoreArgs, TextFormat, ViewArgs};
use clap::Args;
use planwright::report::{explain, json};
use std::path::PathBuf;

/// Show how a score came about.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The initiative
    id: String,
    /// Files or folders of the plan
    #[arg(default_value = ".", value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TextFormat::Text)]
    pub(super) format: TextFormat,
}

impl ExplainArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or has no such initiative or framework.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let by: Vec<String> = self.score.frameworks();
        let args = PlanArgs { paths: self.paths.clone(), view: self.view.clone() };
        let shown = args
            .load(face, &LoadOptions { by: &by, weights: self.score.weights.as_deref(), ..LoadOptions::default() })?;
        let index = shown.initiative(&self.id)?;
        let by = shown.framework(self.score.by.as_deref(), self.score.weights.as_deref())?;
        let evaluated = &shown.scored.evaluated;
        let report = explain::report(evaluated, &shown.scored.sources, index, &by);
        let report = report.ok_or_else(|| shown.no_score_failure(index, &by))?;
        let out = match (self.format, evaluated.plan().frameworks.get(by.as_str())) {
            (TextFormat::Text, Some(framework)) => report.text(framework),
            _ => json(&report),
        };
        let found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        Ok(found.add_to(Output::text(out), shown.scored.sources))
    }
}

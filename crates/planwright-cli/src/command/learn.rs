//! `plan learn`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, LoadedPlan, PlanArgs, ScoreArgs};
use super::table_format::TableFormat;
use clap::Args;
use planwright::diagnostic::sanitize;
use planwright::evaluation::{ChoiceRule, NoBudget};
use planwright::report::{csv, json, learn, markdown};

/// Show what is worth finding out before choosing.
#[derive(Debug, Args)]
pub struct LearnArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// Choose the N best; by default 5, or half of a shorter list
    #[arg(long, value_name = "N", conflicts_with = "capacity")]
    top: Option<usize>,
    /// Choose what fits into this effort, such as '12 person-months'
    #[arg(long, value_name = "EFFORT")]
    capacity: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(super) format: TableFormat,
}

impl LearnArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or an option names something that is not there.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let by: Vec<String> = self.score.frameworks();
        let shown = self
            .plan
            .load(face, &LoadOptions { by: &by, weights: self.score.weights.as_deref(), ..LoadOptions::default() })?;
        let by = shown.framework(self.score.by.as_deref(), self.score.weights.as_deref())?;
        let evaluated = &shown.scored.evaluated;
        let choice = self.choice(&shown, &by)?;
        let report = learn::report(evaluated, &by, &choice, shown.sources.as_deref());
        let report = report.ok_or_else(|| Failure::usage(format!("there is no framework `{by}`")))?;
        let out = match self.format {
            TableFormat::Json => json(&report),
            TableFormat::Csv => csv(&report.table()),
            TableFormat::Md => markdown(&report.table()),
            TableFormat::Table => sanitize(&report.text(face.layout)).into_owned(),
        };
        let found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        Ok(found.add_to(Output::text(out), shown.scored.sources))
    }

    fn choice(&self, shown: &LoadedPlan, by: &str) -> Result<ChoiceRule, Failure> {
        let evaluated = &shown.scored.evaluated;
        let Some(text) = &self.capacity else { return Ok(evaluated.top_choice(by, self.top)) };
        evaluated.capacity_choice(by, text).map_err(|error| match error {
            NoBudget::LessIsBetter(by) => {
                Failure::usage(format!("`--capacity` adds scores up, and under `{by}` less is better"))
                    .help("choose with `--top N`")
            }
            error => Failure::usage(format!("`--capacity {text}`: {error}"))
                .help("write an effort, as `--capacity '12 person-months'`"),
        })
    }
}

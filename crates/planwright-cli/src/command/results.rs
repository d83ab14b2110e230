//! `plan results`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs};
use super::table_format::TableFormat;
use clap::Args;
use planwright::report::{Layout, csv, json, results, text, unescaped, wrap_line};

/// Compare results with success criteria, and estimates with actuals.
#[derive(Debug, Args)]
pub struct ResultsArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    /// Only this initiative
    #[arg(long, value_name = "ID")]
    only: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(super) format: TableFormat,
}

/// The widest that lines for people get, also where nothing says how wide the place is.
const MAX_TEXT_WIDTH: usize = 80;

impl ResultsArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or has no such initiative.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let shown = self.plan.load(face, &LoadOptions::default())?;
        let evaluated = &shown.scored.evaluated;
        let initiatives: Vec<usize> = match &self.only {
            Some(id) => vec![shown.initiative(id)?],
            None => {
                let inside = |i: &usize| {
                    let source = evaluated.plan().initiatives[*i].record.header.source;
                    shown.sources.as_ref().is_none_or(|s| s.contains(&source))
                };
                (0..evaluated.plan().initiatives.len()).filter(inside).collect()
            }
        };
        let report = results::report(evaluated, &initiatives);
        let mut notes = Vec::new();
        let out = match self.format {
            TableFormat::Json => json(&report),
            TableFormat::Csv => csv(&report.table()),
            TableFormat::Md => report.markdown(),
            TableFormat::Table => {
                if report.is_empty() {
                    notes.push(
                        "no success criteria: write them as `success { activation: 35% by 2026-Q4 }`".to_string(),
                    );
                }
                let layout = Layout { width: Some(face.layout.width.unwrap_or(MAX_TEXT_WIDTH)) };
                let table = if report.is_empty() { String::new() } else { text(&report.table(), face.layout) + "\n" };
                let foot: String = report.notes(unescaped).iter().map(|l| wrap_line(l, layout)).collect();
                table + &*planwright::diagnostic::sanitize(&foot)
            }
        };
        let found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        Ok(found.add_to(Output { notes, ..Output::text(out) }, shown.scored.sources))
    }
}

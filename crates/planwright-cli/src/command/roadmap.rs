//! `plan roadmap`.

use super::audience_roadmap::{audience_roadmap, last_day};
use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs};
use clap::{Args, ValueEnum};
use planwright::quantity::Date;
use planwright::report::document::{html, markdown};
use planwright::report::{csv, json, roadmap};

/// Show what gets done when, and tell it to an audience in its own words.
#[derive(Debug, Args)]
pub struct RoadmapArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    /// Whom it is for: `executive`, `engineering`, `design`, `sales`, `customer_success`, `finance`, `legal`,
    /// `marketing`, `customer_board`, or one of the plan's own; by default everything, for the team
    #[arg(long = "for", value_name = "AUDIENCE")]
    audience: Option<String>,
    /// The framework to order by; by default the plan's `rank_by`
    #[arg(long, value_name = "FRAMEWORK")]
    by: Option<String>,
    /// What an initiative is worth, as a formula over its facts, instead of its score; what is worth more is done
    /// earlier: 'arr / effort'
    #[arg(long, value_name = "FORMULA")]
    worth: Option<String>,
    /// The last day it covers, instead of the audience's or the plan's horizon
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = RoadmapFormat::Table)]
    pub(super) format: RoadmapFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RoadmapFormat {
    /// For people
    Table,
    /// For documents
    Md,
    /// A page that needs nothing else
    Html,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// A Gantt chart
    Mermaid,
}

impl RoadmapArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, has no such audience, or the roadmap would end before today.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let by: Vec<String> = self.by.iter().cloned().collect();
        let shown = self.plan.load(
            face,
            &LoadOptions { by: &by, all: true, folders: &roadmap::AUDIENCE_FOLDERS, ..LoadOptions::default() },
        )?;
        let (audience, by, worth) = (self.audience.clone(), self.by.clone(), self.worth.clone());
        let wanted = roadmap::AudienceRoadmapOptions { audience, by, worth, until: self.until };
        let told = audience_roadmap(&shown, &wanted)?;
        let name = wanted.name();
        let report = &told.report;
        if self.format == RoadmapFormat::Mermaid && report.periods.is_empty() {
            let failure = Failure::usage(format!("the roadmap of `{name}` hides dates, so it can't be a Gantt chart"));
            return Err(failure.help("choose another `--format`"));
        }
        let out = match self.format {
            _ if told.withheld => String::new(),
            RoadmapFormat::Table => roadmap::text(report, face.layout),
            RoadmapFormat::Md => markdown(&roadmap::page(report)),
            RoadmapFormat::Html => html(&roadmap::page(report)),
            RoadmapFormat::Json => json(report),
            RoadmapFormat::Csv => csv(&roadmap::table(report)),
            RoadmapFormat::Mermaid => roadmap::mermaid(report),
        };
        let mut found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        found.errors.in_scope.extend(told.diagnostics);
        let mut output = found.add_to(Output::text(out), shown.scored.sources);
        output.notes.extend(told.assumed);
        output.notes.extend(told.left_out.iter().map(|left_out| left_out.summary(name)));
        if told.withheld {
            output.notes.push(format!("`{name}` sees nothing until this is fixed"));
            output.exit = output.exit.max(Exit::Problems);
        }
        Ok(output)
    }
}

//! `plan chart`.

use super::audience_roadmap::{audience_roadmap, last_day};
use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs, ScoreArgs};
use super::report::{print_or_write_page, ranking};
use super::sampling::SamplingArgs;
use clap::{Args, ValueEnum};
use planwright::quantity::Date;
use planwright::report::{chart, html_report, metrics, roadmap, status};
use std::path::PathBuf;

/// Draw a chart as SVG.
#[derive(Debug, Args)]
pub struct ChartArgs {
    /// What to draw
    #[arg(value_enum)]
    what: ChartKind,
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// The file to write to, instead of printing
    #[arg(short, long, value_name = "FILE.svg")]
    output: Option<PathBuf>,
    /// With `ranking`: draw the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// With `roadmap`: the audience
    #[arg(long = "for", value_name = "AUDIENCE")]
    audience: Option<String>,
    /// With `roadmap`: the last day it covers, instead of the audience's or the plan's horizon
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
    /// With `metrics`: only these
    #[arg(long, value_name = "METRIC", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    sampling: SamplingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ChartKind {
    /// Scores with their intervals
    Ranking,
    /// Bars by team and quarter, with each team's load
    Roadmap,
    /// What waits for what
    Needs,
    /// Metrics over time, with their targets
    Metrics,
    /// Risks by likelihood and delay
    Risks,
}

impl ChartArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, an option names something that is not there, there is nothing to draw, or the
    /// file can't be written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let by = self.score.frameworks();
        let weights = self.score.weights.as_deref();
        let shown =
            self.plan.load(face, &LoadOptions { by: &by, weights, all: true, folders: &roadmap::AUDIENCE_FOLDERS })?;
        let (evaluated, sources) = (&shown.scored.evaluated, &shown.scored.sources);
        let mut found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        let mut notes = Vec::new();
        let drawn = match self.what {
            ChartKind::Ranking => {
                let by = shown.framework(self.score.by.as_deref(), weights)?;
                let report = ranking(&shown, &by, self.top, self.sampling)?;
                chart::ranking(&report, self.top, false).ok_or("no initiative is ranked")
            }
            ChartKind::Roadmap => {
                let wanted = roadmap::AudienceRoadmapOptions {
                    audience: self.audience.clone(),
                    by: self.score.by.clone(),
                    until: self.until,
                    ..roadmap::AudienceRoadmapOptions::default()
                };
                let told = audience_roadmap(&shown, &wanted)?;
                found.errors.in_scope.extend(told.diagnostics);
                notes = told.assumed;
                if told.withheld {
                    notes = vec![format!("`{}` sees nothing until this is fixed", wanted.name())];
                    let output = Output { notes, exit: Exit::Problems, ..Output::text("") };
                    return Ok(found.add_to(output, shown.scored.sources));
                }
                match told.report.periods.is_empty() {
                    true => Err("this audience sees no dates, so that it can't be a chart of bars"),
                    false => chart::roadmap(&told.report, false).ok_or(match told.report.left_out.is_empty() {
                        true => "nothing is placed: work needs an `effort`",
                        false => "this audience sees none of the initiatives; `plan roadmap --for` says why",
                    }),
                }
            }
            ChartKind::Needs => chart::dependencies(evaluated, false).ok_or("no open initiative `needs` another"),
            ChartKind::Metrics => {
                if let Some(unknown) = self.only.iter().find(|id| evaluated.plan().metric(id).is_none()) {
                    return Err(super::metrics::no_metric(&shown, unknown));
                }
                let wanted = |m: &planwright::model::Metric| {
                    self.only.is_empty() || self.only.iter().any(|id| *id == *m.record.id)
                };
                let report = metrics::report(evaluated, sources, None, None, None, &wanted);
                chart::metrics(&report).ok_or("no metric has two values with a date")
            }
            ChartKind::Risks => {
                let report = status::report(evaluated, &status::StatusOptions::default());
                chart::risks(&html_report::risk_points(&report), false)
                    .ok_or("no risk has a `likelihood` and a `delay`")
            }
        };
        let drawn = drawn
            .map_err(|why| Failure { exit: Exit::Problems, ..Failure::usage(format!("nothing to draw: {why}")) })?;
        let mut output = print_or_write_page(self.output.as_deref(), drawn.to_svg_file())?;
        output.notes.extend(notes);
        Ok(found.add_to(output, shown.scored.sources))
    }
}

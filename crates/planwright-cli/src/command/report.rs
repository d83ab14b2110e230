//! `plan report`.

use super::audience_roadmap::{audience_roadmap, last_day};
use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, LoadedPlan, PlanArgs, ScoreArgs};
use super::sampling::{SamplingArgs, add_odds};
use super::write::print_or_write;
use clap::Args;
use planwright::quantity::Date;
use planwright::report::html_report::{HtmlReport, SourceLinks, page};
use planwright::report::{metrics, rank, roadmap, status};
use std::path::{Path, PathBuf};

/// Write the whole plan as one self-contained page of HTML.
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// The file to write to, instead of printing
    #[arg(short, long, value_name = "FILE.html")]
    output: Option<PathBuf>,
    /// The last day the roadmap covers, instead of the plan's horizon
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
    /// Where links to the plan's lines lead, such as 'https://example.org/blob/main/{file}#L{line}'; else to the files
    #[arg(long, value_name = "ADDRESS")]
    links: Option<String>,
    #[command(flatten)]
    sampling: SamplingArgs,
}

impl ReportArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, an option names something that is not there, or the file can't be written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let links = self.links()?;
        let by = self.score.frameworks();
        let weights = self.score.weights.as_deref();
        let shown =
            self.plan.load(face, &LoadOptions { by: &by, weights, all: true, folders: &roadmap::AUDIENCE_FOLDERS })?;
        let evaluated = &shown.scored.evaluated;
        let ranking = self.ranking(&shown)?;
        let by = ranking.as_ref().map(|r| r.by.clone());
        let wanted =
            roadmap::AudienceRoadmapOptions { by, until: self.until, ..roadmap::AudienceRoadmapOptions::default() };
        let told = audience_roadmap(&shown, &wanted)?;
        let sources = &shown.scored.sources;
        let wanted = status::StatusOptions { decisions: true, ..status::StatusOptions::default() };
        let overview = HtmlReport {
            evaluated,
            sources,
            ranking,
            roadmap: told.report,
            notes: told.assumed,
            metrics: metrics::report(evaluated, sources, None, None, None, &|_| true),
            status: status::report(evaluated, &wanted),
            links,
        };
        let out = page(&overview);
        let mut found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        found.errors.in_scope.extend(told.diagnostics);
        let output = print_or_write_page(self.output.as_deref(), out)?;
        Ok(found.add_to(output, shown.scored.sources))
    }

    fn links(&self) -> Result<SourceLinks, Failure> {
        match &self.links {
            Some(address) => SourceLinks::web(address).map_err(|e| {
                Failure::usage(format!("links can't be made of `--links {address}`: {e}"))
                    .help("write it as 'https://example.org/blob/main/{file}#L{line}'")
            }),
            None => {
                let folder = self.output.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
                Ok(SourceLinks::Files { from: folder.to_path_buf() })
            }
        }
    }

    /// The ranking with its odds; none where the plan ranks by nothing and nobody asks for it.
    fn ranking(&self, shown: &LoadedPlan) -> Result<Option<rank::RankReport>, Failure> {
        match shown.framework(self.score.by.as_deref(), self.score.weights.as_deref()) {
            Ok(by) => ranking(shown, &by, None, self.sampling).map(Some),
            Err(failure) if self.score.by.is_some() || self.score.weights.is_some() => Err(failure),
            Err(_) => Ok(None),
        }
    }
}

/// The ranking with its odds, of which `top` tells how often each is among so many; without odds where there are too
/// many initiatives to draw.
pub(super) fn ranking(
    shown: &LoadedPlan,
    by: &str,
    top: Option<usize>,
    sampling: SamplingArgs,
) -> Result<rank::RankReport, Failure> {
    let evaluated = &shown.scored.evaluated;
    let wanted = rank::RankOptions { by: Some(by), ..rank::RankOptions::default() };
    let none = |_| Failure::usage(format!("there is no framework `{by}`"));
    let mut report = rank::report(evaluated, &shown.scored.sources, &wanted).map_err(none)?;
    // A ranking that is too long to be sampled stays one of point values.
    let _ = add_odds(&mut report, evaluated, false, sampling.draws(top));
    Ok(report)
}

/// Prints a text, or writes it into a file and says so.
pub(super) fn print_or_write_page(path: Option<&Path>, text: String) -> Result<Output, Failure> {
    print_or_write(path, text, |path| format!("wrote {}", path.display()))
}

//! `plan metrics`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, LoadedPlan, PlanArgs, ViewArgs};
use clap::{Args, ValueEnum};
use planwright::RoadmapOptions;
use planwright::diagnostic::{closest_match, sanitize};
use planwright::report::{json, metrics};
use std::path::{Path, PathBuf};

/// Show the metrics: how each stands, and where it is heading.
#[derive(Debug, Args)]
pub struct MetricsArgs {
    /// A metric to show in full, and files or folders of the plan; an argument that is a path is read as one
    #[arg(value_name = "[ID] [PATHS]")]
    pub(super) words: Vec<String>,
    #[command(flatten)]
    view: ViewArgs,
    /// Use the names that an audience has for them, such as `finance`
    #[arg(long = "for", value_name = "AUDIENCE")]
    audience: Option<String>,
    /// Show them by the parts of a set, such as `heart`, and which parts no metric measures
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = MetricsFormat::Table)]
    pub(super) format: MetricsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MetricsFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// For pull requests and documents
    Md,
}

impl MetricsArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or has no such metric.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let (id, paths) = self.parts();
        let args = PlanArgs { paths, view: self.view.clone() };
        let shown = args.load(face, &LoadOptions::default())?;
        let evaluated = &shown.scored.evaluated;
        let plan = evaluated.plan();
        if let Some(id) = id
            && plan.metric(id).is_none()
        {
            return Err(no_metric(&shown, id));
        }
        let is_shown = |m: &planwright::model::Metric| match id {
            Some(id) => &*m.record.id == id,
            None => shown.sources.as_ref().is_none_or(|s| s.contains(&m.record.header.source)),
        };
        let (audience, set) = (self.audience.as_deref(), self.set.as_deref());
        // Who moves a metric is told of one, and to programs.
        let moved = |m: &planwright::model::Metric| is_shown(m) && !evaluated.movers(m).is_empty();
        let told = (id.is_some() || self.format == MetricsFormat::Json) && plan.metrics.iter().any(moved);
        let roadmap = match told {
            true => Some(
                evaluated.roadmap(&RoadmapOptions::default()).map_err(super::audience_roadmap::no_roadmap_failure)?,
            ),
            false => None,
        };
        let report = metrics::report(evaluated, &shown.scored.sources, audience, set, roadmap.as_deref(), &is_shown);
        if let (Some(set), None) = (set, &report.set) {
            let known: Vec<String> =
                plan.other_items.get("metric_set").into_iter().flatten().map(|s| s.id.to_string()).collect();
            let failure = Failure::usage(format!("no metric covers a part of a set `{set}`"));
            return Err(failure.help(match known.as_slice() {
                [] => format!(
                    "say what a metric covers, as in `covers: {set} = retention`; `plan std list` lists the sets"
                ),
                known => format!("the plan's metrics cover parts of {}", known.join(", ")),
            }));
        }
        let out = match (self.format, id) {
            (MetricsFormat::Json, _) => json(&report),
            (MetricsFormat::Md, _) => report.markdown(),
            (MetricsFormat::Table, None) => report.text(face.layout),
            (MetricsFormat::Table, Some(_)) => {
                report.metrics.iter().map(|m| m.detail(report.interval, face.layout)).collect()
            }
        };
        let mut output = Output::text(match self.format {
            MetricsFormat::Table => sanitize(&out).into_owned(),
            _ => out,
        });
        if report.metrics.is_empty() && self.format == MetricsFormat::Table {
            output.notes.push(
                "no metrics here: declare one, as `metric nrr \"Net revenue retention\" { role: north_star; unit: % }`"
                    .into(),
            );
        }
        if let Some(audience) = &self.audience
            && !plan.metrics.iter().any(|m| metrics::audience_name(m, audience).is_some())
        {
            output.notes.push(format!("no metric says what `{audience}` calls it: add `called: {audience} = \"…\"`"));
        }
        let found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        Ok(found.add_to(output, shown.scored.sources))
    }

    /// The metric asked for, and the paths.
    fn parts(&self) -> (Option<&str>, Vec<PathBuf>) {
        let is_path = |word: &str| word == "-" || word.contains(['/', '\\']) || Path::new(word).exists();
        let (id, rest) = match self.words.split_first() {
            Some((first, rest)) if !is_path(first) => (Some(first.as_str()), rest),
            _ => (None, self.words.as_slice()),
        };
        let paths: Vec<PathBuf> = rest.iter().map(PathBuf::from).collect();
        (id, if paths.is_empty() { vec![PathBuf::from(".")] } else { paths })
    }
}

pub(super) fn no_metric(shown: &LoadedPlan, id: &str) -> Failure {
    let names = shown.scored.evaluated.plan().metrics.iter().map(|m| &*m.record.id);
    let failure = Failure::usage(format!("there is no metric `{id}`"));
    match closest_match(id, names) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`plan metrics` lists them by name"),
    }
}

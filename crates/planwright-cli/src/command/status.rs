//! `plan status`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, LoadedPlan, PlanArgs, ViewArgs};
use clap::{Args, ValueEnum};
use planwright::diagnostic::closest_match;
use planwright::evaluation::QueryError;
use planwright::report::{json, markdown, status, text};
use std::path::PathBuf;

/// Show where every initiative stands: its phase, what the gate ahead asks for, risks, blockers.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// One initiative, to show all of it; or a file or folder of the plan
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Files or folders of the plan
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
    /// Only initiatives in this phase
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// Only initiatives for which this formula is true, such as 'team == "core"' or 'owner.id == "mia"'
    #[arg(long = "where", value_name = "FORMULA")]
    filter: Option<String>,
    /// Every request, with how long it has waited for an answer
    #[arg(long)]
    requests: bool,
    /// Every decision, with its review date
    #[arg(long)]
    decisions: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = StatusFormat::Table)]
    pub(super) format: StatusFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatusFormat {
    /// For people
    Table,
    /// For programs
    Json,
    /// For documents
    Md,
}

impl StatusArgs {
    /// The first word is a path where such a file or folder exists, else an initiative.
    fn split(&self) -> (Option<&str>, Vec<PathBuf>) {
        let is_path =
            |w: &str| w == "-" || w.contains(['/', '\\']) || w.ends_with(".plan") || PathBuf::from(w).exists();
        let (id, first) = match self.id.as_deref() {
            Some(word) if is_path(word) => (None, Some(PathBuf::from(word))),
            id => (id, None),
        };
        let mut paths: Vec<PathBuf> = first.into_iter().chain(self.paths.iter().cloned()).collect();
        if paths.is_empty() {
            paths.push(".".into());
        }
        (id, paths)
    }

    /// Whether a path is standard input.
    pub(super) fn reads_stdin(&self) -> bool {
        self.split().1.iter().any(|p| p.as_os_str() == "-")
    }

    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or has no such initiative or phase.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let (id, paths) = self.split();
        let shown = PlanArgs { paths, view: self.view.clone() }.load(face, &LoadOptions::default())?;
        let evaluated = &shown.scored.evaluated;
        let initiative = id.map(|id| shown.initiative(id)).transpose()?;
        if let Some(phase) = &self.phase {
            known_phase(&shown, phase)?;
        }
        let among = self
            .filter
            .as_deref()
            .map(|filter| evaluated.matching_initiatives(filter))
            .transpose()
            .map_err(bad_filter)?;
        let wanted = status::StatusOptions {
            initiative,
            phase: self.phase.as_deref(),
            requests: self.requests,
            decisions: self.decisions,
            among,
        };
        let report = status::report(evaluated, &wanted);
        let tables = || {
            let requests = self.requests.then(|| report.request_table());
            requests.into_iter().chain(self.decisions.then(|| report.decision_table()))
        };
        let out = match (self.format, initiative.and(report.items.first())) {
            (StatusFormat::Json, _) => json(&report),
            (StatusFormat::Table, Some(item)) => item.text(face.layout),
            (StatusFormat::Md, Some(item)) => item.markdown(),
            (StatusFormat::Table, None) if self.requests || self.decisions => {
                tables().map(|t| text(&t, face.layout)).collect::<Vec<_>>().join("\n")
            }
            (StatusFormat::Md, None) if self.requests || self.decisions => {
                tables().map(|t| markdown(&t)).collect::<Vec<_>>().join("\n")
            }
            (StatusFormat::Table, None) => report.text(face.layout),
            (StatusFormat::Md, None) => report.markdown(),
        };
        let found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        let mut output = Output::text(out);
        if report.items.is_empty() && self.format != StatusFormat::Json {
            output.notes.push("no initiative is on its way: none is open or has a gate ahead".into());
        }
        output = found.add_to(output, shown.scored.sources);
        Ok(output)
    }
}

fn known_phase(shown: &LoadedPlan, phase: &str) -> Result<(), Failure> {
    let plan = shown.scored.evaluated.plan();
    let known: Vec<&str> = plan.other_items.get("phase").into_iter().flatten().map(|p| &*p.id).collect();
    if known.contains(&phase) {
        return Ok(());
    }
    let failure = Failure::usage(format!("there is no phase `{phase}`"));
    Err(match closest_match(phase, known.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("the phases are {}", known.join(", "))),
    })
}

/// A formula of `--where` that can't be read or fails.
fn bad_filter(error: QueryError) -> Failure {
    Failure { help: error.help, ..Failure::usage(format!("--where: {}", error.message)) }
}

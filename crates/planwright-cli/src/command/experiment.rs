//! `plan experiment`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs, ViewArgs};
use clap::{Args, ValueEnum};
use planwright::diagnostic::{Diagnostic, closest_match};
use planwright::report::{experiment, json};
use std::path::PathBuf;

/// Show what an experiment says.
#[derive(Debug, Args)]
pub struct ExperimentArgs {
    /// An initiative, for all of its experiments, or `initiative.experiment`
    id: String,
    /// Files or folders of the plan
    #[arg(default_value = ".", value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ExperimentFormat::Text)]
    pub(super) format: ExperimentFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExperimentFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

impl ExperimentArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, or has no such experiment.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let args = PlanArgs { paths: self.paths.clone(), view: self.view.clone() };
        let shown = args.load(face, &LoadOptions::default())?;
        let evaluated = &shown.scored.evaluated;
        // An initiative's own name may hold a dot, where its file is used `as` something.
        let by_id = &evaluated.plan().by_id;
        let (initiative, wanted) = match self.id.rsplit_once('.') {
            Some((initiative, experiment)) if !by_id.contains_key(self.id.as_str()) => (initiative, Some(experiment)),
            _ => (self.id.as_str(), None),
        };
        let index = shown.initiative(initiative)?;
        let mut found = evaluated.experiments(index);
        if found.is_empty() {
            return Err(Failure::usage(format!("`{initiative}` has no experiment"))
                .help("`plan doc experiment` shows how one is written"));
        }
        if let Some(wanted) = wanted {
            let names: Vec<String> = found.iter().map(|e| e.id.to_string()).collect();
            found.retain(|e| &*e.id == wanted);
            if found.is_empty() {
                let failure = Failure::usage(format!("`{initiative}` has no experiment `{wanted}`"));
                return Err(match closest_match(wanted, names.iter().map(String::as_str)) {
                    Some(near) => failure.help(format!("did you mean `{initiative}.{near}`?")),
                    None => failure.help(format!("it has {}", names.join(", "))),
                });
            }
        }
        // What the text says itself needs no second word; a mistake does, at its place.
        let mistakes: Vec<Diagnostic> =
            found.iter().flat_map(|e| &e.findings).filter(|d| d.is_error()).cloned().collect();
        let report = experiment::report(&self.id, found);
        let out = match self.format {
            ExperimentFormat::Text => planwright::diagnostic::sanitize(&report.text(face.layout)).into_owned(),
            ExperimentFormat::Json => json(&report),
        };
        let mut found = super::diagnostic_summary::DiagnosticSummary { warnings: 0, ..shown.diagnostic_summary() };
        found.errors.in_scope.extend(mistakes);
        Ok(found.add_to(Output::text(out), shown.scored.sources))
    }
}

//! `plan diff`.

mod state;

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::ViewArgs;
use crate::clock;
use clap::{Args, ValueEnum};
use planwright::report::diff::{DiffSide, report};
use planwright::report::json;
use planwright::{Parsed, Scored, View};
use state::{PlanState, StateLookup};
use std::path::PathBuf;

/// Show what changed in meaning between two states of the plan: facts, scores, ranks and dates, and why.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What to compare: a revision, a range (`main..HEAD`; `main...HEAD` from where they parted), a file or folder, or a
    /// scenario; by default HEAD with the working tree, and one state with the working tree
    #[arg(value_name = "STATE")]
    states: Vec<String>,
    /// The plan's file or folder
    #[arg(long, default_value = ".", value_name = "PATH")]
    plan: PathBuf,
    /// Compare with what is staged, instead of the working tree
    #[arg(long)]
    staged: bool,
    #[command(flatten)]
    view: ViewArgs,
    /// Only this framework's scores and ranks
    #[arg(long, value_name = "FRAMEWORK")]
    by: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = DiffFormat::Table)]
    pub(super) format: DiffFormat,
    /// Exit with status 1 if anything changed
    #[arg(long)]
    exit_code: bool,
}

/// How `plan diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For a terminal
    Table,
    /// For a comment on a pull request
    Md,
    /// For programs
    Json,
}

impl DiffArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where a state is not known, can't be read, or has no plan.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        // clap takes a trailing `--` away; it says that the words before it are no paths.
        let only_revisions = std::env::args_os().any(|word| word == "--");
        let lookup = StateLookup { face, plan: &self.plan, only_revisions };
        let (from, to) = lookup.pair(&self.states, self.staged)?;
        let lookup = match &to {
            PlanState::Path(path) if self.states.len() == 1 => StateLookup { plan: path, ..lookup },
            _ => lookup,
        };
        let (before, after) = (self.scored(&lookup, &from)?, self.scored(&lookup, &to)?);
        if let Some(by) = &self.by {
            let known = [&before, &after].map(|side| side.evaluated.framework(Some(by)));
            if let [Err(error), Err(_)] = known {
                return Err(error.into());
            }
        }
        let found = report(
            &DiffSide::new(from.label(), &before.evaluated, &before.sources),
            &DiffSide::new(to.label(), &after.evaluated, &after.sources),
        );
        let mut output = Output::text(match self.format {
            DiffFormat::Table => found.text(face.layout),
            DiffFormat::Md => found.markdown(),
            DiffFormat::Json => json(&found),
        });
        for (state, scored) in [(&from, &before), (&to, &after)] {
            let errors = scored.problems().iter().filter(|d| d.is_error()).count();
            if errors > 0 {
                let errors = if errors == 1 { "1 error".to_string() } else { format!("{errors} errors") };
                output.notes.push(format!("{}: {errors}; what they concern is left out", state.label()));
            }
        }
        if self.exit_code && !found.is_empty() {
            output.exit = Exit::Problems;
        }
        Ok(output)
    }

    fn scored(&self, lookup: &StateLookup<'_>, state: &PlanState) -> Result<Scored, Failure> {
        let parsed: Parsed = lookup.parsed(state)?;
        let held = lookup.face.open_plan(std::slice::from_ref(&self.plan));
        let base = match (state, held) {
            (PlanState::WorkingTree | PlanState::Scenario(_), Some(held)) => held.view.clone(),
            _ => View::default(),
        };
        let scenario = match state {
            PlanState::Scenario(name) => name.clone(),
            _ => self.view.scenario.clone().or(base.scenario),
        };
        let view = View {
            scenario,
            by: self.by.iter().cloned().collect(),
            known: self.by.iter().cloned().collect(),
            today: self.view.today.or(base.today),
            day: base.day.or_else(clock::today),
            ..base
        };
        let failed = |error: planwright::ViewError| {
            let failure = Failure::from(error);
            Failure { message: format!("{}: {}", state.label(), failure.message), ..failure }
        };
        Ok(parsed.resolve(&view).map_err(failed)?.evaluate())
    }
}

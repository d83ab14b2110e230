//! `plan sensitivity`.

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs, ScoreArgs, ViewArgs};
use super::table_format::TableFormat;
use clap::Args;
use planwright::diagnostic::sanitize;
use planwright::report::{csv, json, markdown, sensitivity};
use std::path::{Path, PathBuf};

/// Show which range makes a score as unsure as it is.
#[derive(Debug, Args)]
pub struct SensitivityArgs {
    /// An initiative to show as a tornado, and files or folders of the plan; an argument that is a path is read as one
    #[arg(value_name = "[ID] [PATHS]")]
    pub(super) words: Vec<String>,
    #[command(flatten)]
    view: ViewArgs,
    #[command(flatten)]
    score: ScoreArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(super) format: TableFormat,
}

impl SensitivityArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read, has no such initiative or framework, or the initiative has no score.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let (id, paths) = self.parts();
        let by: Vec<String> = self.score.frameworks();
        let args = PlanArgs { paths, view: self.view.clone() };
        let shown = args
            .load(face, &LoadOptions { by: &by, weights: self.score.weights.as_deref(), ..LoadOptions::default() })?;
        let by = shown.framework(self.score.by.as_deref(), self.score.weights.as_deref())?;
        let evaluated = &shown.scored.evaluated;
        let one = id.map(|id| shown.initiative(id)).transpose()?;
        if let Some(index) = one {
            let column = evaluated.column(&by);
            let row = column.as_ref().and_then(|c| c.row(index)).ok_or_else(|| shown.no_score_failure(index, &by))?;
            if row.score.is_none() {
                let id = evaluated.plan().initiatives[index].id();
                let missing: Vec<String> = row.missing.iter().map(|m| format!("`{}`", m.name)).collect();
                let why = if missing.is_empty() { "its formula fails".into() } else { missing.join(", ") + " missing" };
                let said = format!("`{id}` has no score by `{by}`: {why}");
                let failure = Failure { exit: Exit::Problems, ..Failure::usage(said) };
                return Err(failure.help(format!("`plan explain {id} --by {by}` shows what it has")));
            }
        }
        let report = sensitivity::report(evaluated, &by, one, shown.sources.as_deref());
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

    /// The initiative asked for, and the paths.
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

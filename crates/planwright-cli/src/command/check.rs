//! `plan check`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{LoadOptions, PlanArgs};
use super::write::{WriteOutcome, retry_on_conflict, write_file};
use clap::{Args, ValueEnum};
use planwright::diagnostic::{CheckResult, Diagnostic, Severity};
use planwright::edit::apply_fixes;
use planwright::source::ExpectedContent;

/// Find mistakes.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    /// Exit with status 1 on warnings too
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Apply the fixes that can't change the meaning, and check again
    #[arg(long)]
    fix: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Deny {
    Warnings,
}

impl CheckArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where the plan can't be read.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        if self.fix
            && let Some(held) = face.open_plan(&self.plan.paths)
        {
            // Fixes go into files, so that it is the files that are checked.
            let plan = PlanArgs { paths: held.paths.clone(), view: self.plan.view.clone() };
            return CheckArgs { plan, ..*self }.run(&face.on_disk());
        }
        let mut notes = Vec::new();
        let shown = match self.fix {
            false => self.plan.load(face, &LoadOptions::default())?,
            true => retry_on_conflict(|| {
                let shown = self.plan.load(face, &LoadOptions::default())?;
                match self.apply(&shown, face, &mut notes)? {
                    Some(0) => Ok(Some(shown)),
                    Some(_) => self.plan.load(face, &LoadOptions::default()).map(Some),
                    None => Ok(None),
                }
            })?,
        };
        let found = CheckResult::in_sources(shown.scored.check(), shown.sources.as_deref());
        notes.extend(found.out_of_scope_summary());
        if self.fix {
            notes.extend(left_to_the_author(&found.in_scope));
        }
        let deny = match self.deny {
            Some(Deny::Warnings) => Severity::Warning,
            None => Severity::Error,
        };
        let exit = found.status(deny).into();
        let mut output = Output { exit, ..Output::text("") }.with(found.in_scope, shown.scored.sources);
        output.findings_are_result = true;
        output.notes = shown.enclosing_plan.into_iter().chain(notes).collect();
        Ok(output)
    }

    /// Writes the files with their safe fixes made, and notes what it did, a line a file; how many files it wrote, or
    /// nothing where another writer came first.
    fn apply(
        &self,
        shown: &super::plan_args::LoadedPlan,
        face: &CommandContext,
        notes: &mut Vec<String>,
    ) -> Result<Option<usize>, Failure> {
        if super::plan_args::open(&self.plan.paths, face)?.root.is_none() {
            return Err(Failure::usage("fixes are written into files, and standard input is none"));
        }
        let found = shown.scored.check();
        let mut written = 0;
        for (id, source) in shown.scored.sources.iter() {
            let Some(path) = shown.files.get(&id) else { continue };
            if shown.sources.as_ref().is_some_and(|s| !s.contains(&id)) {
                continue;
            }
            let (text, count) = apply_fixes(&found, id, &source.text);
            if count > 0 {
                if write_file(path, &source.name, &text, ExpectedContent::Text(&source.text))? == WriteOutcome::Conflict
                {
                    return Ok(None);
                }
                written += 1;
                let times = if count == 1 { "1 fix".to_string() } else { format!("{count} fixes") };
                notes.push(format!("{times} in {}", source.name));
            }
        }
        Ok(Some(written))
    }
}

/// How many fixes `--fix` does not make, and why.
fn left_to_the_author(found: &[Diagnostic]) -> Option<String> {
    let left = found.iter().filter(|d| !d.fixes.is_empty() && d.fixes.iter().all(|f| !f.safe)).count();
    match left {
        0 => None,
        1 => Some("1 fix is not applied, since it might change what you meant: write it yourself".into()),
        n => Some(format!("{n} fixes are not applied, since they might change what you meant: write them yourself")),
    }
}

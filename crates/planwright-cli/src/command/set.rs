//! `plan set` and `plan add`.

use super::context::CommandContext;
use super::display_path::{enclosing_plan_note, with_display_paths};
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::{open, read};
use super::write::{WriteOutcome, retry_on_conflict, write_file};
use crate::clock;
use clap::Args;
use planwright::Scored;
use planwright::diagnostic::{Diagnostic, introduced};
use planwright::edit::{Address, Edit, EditError, add, apply, set};
use planwright::language::SyntaxTree;
use planwright::language::diff;
use planwright::source::ExpectedContent;
use std::path::PathBuf;

/// Change one value in its file; comments and layout stay.
#[derive(Debug, Args)]
pub struct SetArgs {
    #[command(flatten)]
    pub(super) change: ValueArgs,
}

/// Append a line of a repeated field after its kin.
#[derive(Debug, Args)]
pub struct AddArgs {
    #[command(flatten)]
    pub(super) change: ValueArgs,
}

#[derive(Debug, Args)]
pub(super) struct ValueArgs {
    /// Which value, such as `streaks.rice.effort` or `minutes.actual[2026-03]`
    address: String,
    /// The value as it would be written in a plan, such as '3 person-months because "measured"'
    #[arg(allow_hyphen_values = true)]
    value: String,
    /// A file or folder of the plan
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Write nothing; print what would change
    #[arg(long)]
    pub(super) dry_run: bool,
}

type EditFn = fn(&Address, &str, &[&SyntaxTree]) -> Result<Vec<Edit>, EditError>;

impl SetArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where there is no such place, or the file can't be written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        self.change.run(face, set)
    }
}

impl AddArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where there is no such place, or the file can't be written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        self.change.run(face, add)
    }
}

fn edit_failure(error: EditError) -> Failure {
    let failure = Failure::usage(error.message);
    match error.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

impl ValueArgs {
    fn run(&self, face: &CommandContext, make: EditFn) -> Result<Output, Failure> {
        retry_on_conflict(|| self.attempt(face, make))
    }

    /// Reads the plan, makes the change and writes it; nothing where another writer came first.
    fn attempt(&self, face: &CommandContext, make: EditFn) -> Result<Option<Output>, Failure> {
        let paths = std::slice::from_ref(&self.path);
        let source = open(paths, face)?;
        let Some(root) = source.root.clone() else {
            return Err(Failure::usage("a value is changed in a file").help("name the plan's file or folder"));
        };
        let mut parsed = read(paths, face)?;
        // What is not there may stand in a file that can't be read.
        let missing = parsed.loaded.unreadable_diagnostics();
        let unread = Some(parsed.loaded.diagnostics.clone()).filter(|_| !missing.is_empty());
        let unread = unread.map(|found| Box::new((found, parsed.loaded.sources.clone())));
        let refused = |error| Failure { findings: unread.clone(), ..edit_failure(error) };
        let address = Address::parse(&self.address).map_err(refused)?;
        let files: Vec<&SyntaxTree> = parsed.loaded.files.iter().map(|f| &*f.parsed).collect();
        let mut edits = make(&address, &self.value, &files).map_err(refused)?;
        let Some(first) = edits.first().map(|e| e.span.source) else { return Ok(Some(Output::text(""))) };
        let Some(file) = parsed.loaded.files.iter().position(|f| f.parsed.source == first) else {
            return Err(Failure::usage(format!("`{}` is in no file", self.address)));
        };
        let (name, before) = (parsed.loaded.files[file].path.clone(), parsed.loaded.files[file].parsed.text.clone());
        let after = apply(&before, &mut edits).map_err(refused)?;
        let view = clock::view();
        let errors_before = errors(&parsed.resolve(&view)?.evaluate());
        let mut files = parsed.own_files();
        let mut output = Output::text("");
        output.notes.extend(enclosing_plan_note(paths, Some(&root)));
        // What the change would break is said before anything is written.
        let source = parsed.loaded.sources.add(planwright::source::SourceText::new(name.clone(), after.as_str()));
        files.insert(source, root.join(&*name));
        parsed.loaded.files[file].parsed =
            std::sync::Arc::new(planwright::language::parse(source, after.as_str().into()));
        let scored = parsed.resolve(&view)?.evaluate();
        let errors_after = errors(&scored);
        let new = introduced(errors_before, errors_after);
        if !new.is_empty() {
            output.notes.push(format!("`{name}` was not changed: the plan would have new errors"));
            let sources = with_display_paths(&scored.sources, Some(&root), &files);
            output = output.with(new, sources);
            output.exit = Exit::Problems;
            return Ok(Some(output));
        }
        // The rest of the plan is changed all the same.
        output = output.with(missing, with_display_paths(&scored.sources, Some(&root), &files));
        if self.dry_run {
            output.text = diff(&name, &before, &after);
            return Ok(Some(output));
        }
        let path = root.join(&*name);
        if write_file(&path, &name, &after, ExpectedContent::Text(&before))? == WriteOutcome::Conflict {
            return Ok(None);
        }
        output.notes.push(format!("changed {name}"));
        Ok(Some(output))
    }
}

/// What `plan check` calls errors.
fn errors(scored: &Scored) -> Vec<Diagnostic> {
    scored.check().into_iter().filter(Diagnostic::is_error).collect()
}

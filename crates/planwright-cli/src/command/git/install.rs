//! `plan git install` and `plan git remove`.

use super::settings_block::{with_block, without_block};
use crate::command::context::CommandContext;
use crate::command::failure::Failure;
use crate::command::output::Output;
use crate::command::write::{WriteOutcome, write_file};
use clap::Args;
use planwright::source::ExpectedContent;
use planwright_git::{GitError, Repository};
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// What git is told of files that end in `.plan`.
const ATTRIBUTES: &str = "*.plan merge=planwright diff=planwright\n";

/// What the two names stand for.
const CONFIG: &str = "[merge \"planwright\"]
\tname = plans by what they mean
\tdriver = plan git merge-driver --marker-size %L --path %P %O %A %B
[diff \"planwright\"]
\ttextconv = plan git textconv
\txfuncname = \"^[a-z_]+ [A-Za-z][A-Za-z0-9_]*\"
";

/// Enter the merge driver and the form of diffs into this repository.
#[derive(Debug, Args)]
pub(super) struct InstallArgs {
    /// Write without asking
    #[arg(long)]
    yes: bool,
}

/// Take out of this repository what `install` wrote.
#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    /// Write without asking
    #[arg(long)]
    yes: bool,
}

/// A file as it is and as it shall be.
struct FileChange {
    path: PathBuf,
    before: Option<String>,
    after: String,
}

impl InstallArgs {
    pub(super) fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let changes = changes(|text| with_block(text, ATTRIBUTES), |text| with_block(text, CONFIG))?;
        if changes.is_empty() {
            return Ok(said("git merges and shows plans by what they mean already"));
        }
        let files = listed(&changes);
        let what = format!(
            "{files}:\n\n{ATTRIBUTES}\n{CONFIG}\n`.gitattributes` is for everybody, once committed; the configuration is \
             yours alone, and others run `plan git install` too.\n"
        );
        agree(self.yes, face, &format!("This adds to {what}"))?;
        write_all(&changes)?;
        let mut output = said(&format!("wrote {files}; `plan git remove` takes it out again"));
        if !is_on_path() {
            output.notes.push("git will look for `plan` on your PATH, where it is not: add its folder to it".into());
        }
        Ok(output)
    }
}

impl RemoveArgs {
    pub(super) fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        let changes = changes(without_block, without_block)?;
        if changes.is_empty() {
            return Ok(said("there is nothing of `plan git install` here"));
        }
        let files = listed(&changes);
        agree(self.yes, face, &format!("This takes the lines of `plan git install` out of {files}.\n"))?;
        write_all(&changes)?;
        Ok(said(&format!("wrote {files}")))
    }
}

/// Whether git would find the command that it is told to run.
fn is_on_path() -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let name = format!("plan{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&folders).any(|folder| folder.join(&name).is_file())
}

fn said(note: &str) -> Output {
    let mut output = Output::text("");
    output.notes.push(note.to_string());
    output
}

fn listed(changes: &[FileChange]) -> String {
    changes.iter().map(|c| format!("`{}`", c.path.display())).collect::<Vec<_>>().join(" and ")
}

/// The files that change: the attributes at the top of the working tree, and the repository's configuration.
fn changes(attributes: impl Fn(&str) -> String, config: impl Fn(&str) -> String) -> Result<Vec<FileChange>, Failure> {
    let repository = Repository::discover(Path::new("."))?;
    let Some(root) = repository.root() else {
        return Err(GitError::Bare { folder: PathBuf::from(".") }.into());
    };
    let mut found = Vec::new();
    for (path, edit) in
        [(root.join(".gitattributes"), &attributes as &dyn Fn(&str) -> String), (repository.config_file(), &config)]
    {
        let before = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(Failure::outside(format!("`{}` can't be read: {}", path.display(), error.kind())));
            }
        };
        let after = edit(before.as_deref().unwrap_or_default());
        if after != before.as_deref().unwrap_or_default() {
            found.push(FileChange { path, before, after });
        }
    }
    Ok(found)
}

fn write_all(changes: &[FileChange]) -> Result<(), Failure> {
    for change in changes {
        let before = change.before.as_deref().map_or(ExpectedContent::Nothing, ExpectedContent::Text);
        let shown = change.path.display().to_string();
        if write_file(&change.path, &shown, &change.after, before)? == WriteOutcome::Conflict {
            return Err(Failure::outside(format!("somebody else writes `{shown}`")).help("run it again"));
        }
    }
    Ok(())
}

/// Asks on a terminal whether to write; elsewhere only `--yes` does.
fn agree(yes: bool, face: &CommandContext, what: &str) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    let refused = || Failure::usage("nothing is written").help("`--yes` writes without asking");
    if face.plan.is_some() || !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(refused());
    }
    let mut err = std::io::stderr();
    let mut line = String::new();
    let asked = write!(err, "{what}\nWrite it? [y/N] ").and_then(|()| err.flush());
    let read = asked.and_then(|()| std::io::stdin().lock().read_line(&mut line));
    match (read, line.trim()) {
        (Ok(_), "y" | "Y" | "yes") => Ok(()),
        _ => Err(refused()),
    }
}

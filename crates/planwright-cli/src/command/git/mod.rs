//! `plan git`: what git calls, and how it comes to call it.

mod install;
mod merge_driver;
mod settings_block;

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use clap::{Args, Subcommand};
use planwright::language::{format, parse};
use planwright::source::{SourceSet, SourceText};
use std::path::PathBuf;

/// Let git merge and show plans by what they mean.
#[derive(Debug, Args)]
pub struct GitArgs {
    #[command(subcommand)]
    command: GitCommand,
}

#[derive(Debug, Subcommand)]
enum GitCommand {
    /// Enter the merge driver and the form of diffs into this repository; asks before it writes
    Install(install::InstallArgs),
    /// Take out of this repository what `install` wrote
    Remove(install::RemoveArgs),
    /// Merge three states of a plan into the second file, as git calls it
    MergeDriver(merge_driver::MergeDriverArgs),
    /// Print a plan in the canonical layout, so that a diff shows no change of layout; as git calls it
    Textconv(TextconvArgs),
}

/// Print a plan in the canonical layout.
#[derive(Debug, Args)]
struct TextconvArgs {
    /// The file
    file: PathBuf,
}

impl GitArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where there is no repository, or a file can't be read or written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
        match &self.command {
            GitCommand::Install(args) => args.run(face),
            GitCommand::Remove(args) => args.run(face),
            GitCommand::MergeDriver(args) => args.run(),
            GitCommand::Textconv(args) => {
                let text = read_text(&args.file)?;
                let mut sources = SourceSet::default();
                let id = sources.add(SourceText::new(args.file.display().to_string(), ""));
                Ok(Output::text(format(&parse(id, text.as_str().into()))))
            }
        }
    }
}

/// The text of a file that git names.
fn read_text(path: &std::path::Path) -> Result<String, Failure> {
    let failed = |why: String| Failure::outside(format!("`{}` can't be read: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| failed(error.kind().to_string()))?;
    String::from_utf8(bytes).map_err(|_| failed("it is not UTF-8".into()))
}

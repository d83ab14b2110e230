//! `plan init`.

use super::context::CommandContext;
use super::failure::Failure;
use super::output::Output;
use super::write::{WriteOutcome, write_file};
use clap::Args;
use planwright::source::{ExpectedContent, find_workspace};
use std::path::{Path, PathBuf};

/// What a first plan looks like: it checks clean, and its comments teach.
const PLAN_TEMPLATE: &str = include_str!("init.plan");
const PLAN_FILE_NAME: &str = "plan.plan";

/// Write a first plan with comments that explain it; never overwrites.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to write it to; it is created if it does not exist
    #[arg(default_value = ".")]
    dir: PathBuf,
}

impl InitArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where there is a plan already, or the file can't be written.
    pub fn run(&self, _: &CommandContext) -> Result<Output, Failure> {
        let path = self.dir.join(PLAN_FILE_NAME);
        let there = || {
            let failure = Failure::outside(format!("`{}` is there already", path.display()));
            failure.help("choose another folder, or edit that plan")
        };
        if path.exists() {
            return Err(there());
        }
        // A second `plan` block would stand beside the first.
        let here = self.dir.canonicalize().ok().filter(|d| d.is_dir());
        if here.is_some_and(|dir| find_workspace(&dir).is_ok_and(|found| found == Some(dir))) {
            return Err(Failure::outside(format!("`{}` is a plan's folder already", self.dir.display()))
                .help("choose another folder, or edit the plan in this one"));
        }
        let failed =
            |path: &Path, e: std::io::Error| Failure::outside(format!("`{}` can't be written: {e}", path.display()));
        std::fs::create_dir_all(&self.dir).map_err(|e| failed(&self.dir, e))?;
        if write_file(&path, &path.display().to_string(), PLAN_TEMPLATE, ExpectedContent::Nothing)?
            == WriteOutcome::Conflict
        {
            return Err(there());
        }
        let here = if self.dir == Path::new(".") { String::new() } else { format!(" {}", self.dir.display()) };
        let mut output = Output::text("");
        output.notes.push(format!("wrote {}; now try `plan rank{here}`", path.display()));
        Ok(output)
    }
}

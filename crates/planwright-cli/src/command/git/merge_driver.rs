//! `plan git merge-driver`: three states of a plan become one.

use super::read_text;
use crate::command::exit::Exit;
use crate::command::failure::Failure;
use crate::command::output::Output;
use crate::command::write::{WriteOutcome, write_file};
use clap::Args;
use planwright::edit::{ConflictLabels, merge_three_way};
use planwright::source::ExpectedContent;
use std::path::PathBuf;

/// Merge three states of a plan into the second file, as git calls it (`%O %A %B`).
#[derive(Debug, Args)]
pub(super) struct MergeDriverArgs {
    /// The common ancestor
    base: PathBuf,
    /// Our state; the merged plan is written here
    ours: PathBuf,
    /// Their state
    theirs: PathBuf,
    /// How many characters the markers of a conflict have
    #[arg(long, default_value_t = 7, value_name = "N")]
    marker_size: usize,
    /// What the file is called in the repository
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
}

impl MergeDriverArgs {
    /// Merges; exit status 1 where conflicts are left, as git wants it.
    pub(super) fn run(&self) -> Result<Output, Failure> {
        let (base, ours, theirs) = (read_text(&self.base)?, read_text(&self.ours)?, read_text(&self.theirs)?);
        let labels = ConflictLabels { marker_length: self.marker_size, ..ConflictLabels::default() };
        let merged = merge_three_way(&base, &ours, &theirs, &labels);
        let shown = self.path.clone().unwrap_or_else(|| self.ours.display().to_string());
        if merged.text != ours
            && write_file(&self.ours, &shown, &merged.text, ExpectedContent::Text(&ours))? == WriteOutcome::Conflict
        {
            return Err(Failure::outside(format!("`{shown}` changed while it was merged")).help("merge again"));
        }
        let mut output = Output::text("");
        output.notes.extend(merged.places.iter().map(|place| format!("{shown}: conflict in {place}")));
        if merged.conflicts > 0 {
            output.exit = Exit::Problems;
        }
        Ok(output)
    }
}

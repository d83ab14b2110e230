//! `plan fmt`.

use super::plan::open;
use super::{Exit, Face, Failure, Output};
use clap::Args;
use planwright::format::{diff, format};
use planwright::source::{SourceSet, write_atomic};
use std::path::{Path, PathBuf};

/// Bring files into the one canonical layout.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files or folders, `-` for standard input
    #[arg(default_value = ".", value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    /// Write nothing; end with status 1 and name the files that would change
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    /// Runs it.
    ///
    /// # Errors
    /// Where files can't be read or written.
    pub fn run(&self, face: &Face) -> Result<Output, Failure> {
        let mut output = Output::text("");
        if self.paths.iter().any(|p| p.as_os_str() == "-") {
            let parsed = open(&self.paths, face)?.parse().map_err(|e| Failure::outside(e.to_string()))?;
            for file in &parsed.loaded.files {
                let formatted = format(&file.parsed);
                let same = formatted == *file.parsed.text;
                match (self.diff, self.check) {
                    (true, _) => output.text += &diff(&file.path, &file.parsed.text, &formatted),
                    (false, true) => {}
                    (false, false) => output.text += &formatted,
                }
                if !same && (self.check || self.diff) {
                    output.exit = Exit::Problems;
                }
            }
            // What could not be read was left as it is.
            return Ok(output.with(parsed.loaded.diagnostics, parsed.loaded.sources));
        }
        let mut changed = 0;
        let mut diagnostics = Vec::new();
        let mut sources = SourceSet::default();
        for path in self.files(face)? {
            let shown = path.display().to_string();
            let shown = shown.strip_prefix("./").unwrap_or(&shown);
            let text = std::fs::read(&path).map_err(|e| Failure::outside(format!("`{shown}` can't be read: {e}")))?;
            let Ok(text) = String::from_utf8(text) else {
                return Err(Failure::outside(format!("`{shown}` is not UTF-8 text")));
            };
            let id = sources.add(planwright::source::Source::new(shown, text.as_str()));
            let parsed = planwright::syntax::parse(id, text.as_str().into());
            diagnostics.extend(parsed.diagnostics.iter().cloned());
            let formatted = format(&parsed);
            if formatted == text {
                continue;
            }
            changed += 1;
            if self.diff {
                output.text += &diff(shown, &text, &formatted);
            } else if self.check {
                output.notes.push(format!("{shown} is not in the canonical layout"));
            } else {
                write_atomic(&path, &formatted)
                    .map_err(|e| Failure::outside(format!("`{shown}` can't be written: {e}")))?;
                output.notes.push(format!("formatted {shown}"));
            }
        }
        if changed > 0 && (self.check || self.diff) {
            output.exit = Exit::Problems;
        }
        Ok(output.with(diagnostics, sources))
    }

    /// The files below the paths: those of folders as a workspace lists them, a file as it is named.
    fn files(&self, face: &Face) -> Result<Vec<PathBuf>, Failure> {
        let mut files = Vec::new();
        for path in face.paths(&self.paths) {
            if !path.exists() {
                return Err(Failure::outside(format!("there is no file or folder `{}`", path.display())));
            }
            if path.is_dir() {
                let found = planwright::source::all_plan_files(path).map_err(|e| Failure::outside(e.to_string()))?;
                files.extend(found.iter().map(|f| path.join(Path::new(f))));
            } else {
                files.push(path.clone());
            }
        }
        files.sort();
        files.dedup();
        Ok(files)
    }
}

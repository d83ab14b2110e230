//! `plan fmt`.

use super::context::CommandContext;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::plan_args::open;
use super::write::{WriteOutcome, retry_on_conflict, write_file};
use clap::Args;
use planwright::language::read_file;
use planwright::language::{diff, format};
use planwright::source::{DiskFiles, ExpectedContent, SourceSet, Span, find_workspace};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

/// Format files in the one canonical layout.
#[derive(Debug, Args)]
pub struct FmtArgs {
    /// Files or folders, `-` for standard input
    #[arg(default_value = ".", value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    /// Write nothing; exit with status 1 and name the files that would change
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change
    #[arg(long)]
    diff: bool,
}

impl FmtArgs {
    /// Runs it.
    ///
    /// # Errors
    /// Where files can't be read or written.
    pub fn run(&self, face: &CommandContext) -> Result<Output, Failure> {
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
        let mut homes = WorkspaceCache::default();
        let mut changed = 0;
        let mut diagnostics = Vec::new();
        let mut sources = SourceSet::default();
        for path in self.files(face)? {
            let shown = path.display().to_string();
            let shown = shown.strip_prefix("./").unwrap_or(&shown);
            let id = sources.add(planwright::source::SourceText::new(shown, ""));
            let place = homes.locate(&path).map_err(|e| Failure::outside(format!("`{shown}` can't be read: {e}")))?;
            let mut done = false;
            let file = retry_on_conflict(|| {
                let text = match read_file(&place.0, &place.1) {
                    Ok(text) => text,
                    Err(why) => return Ok(Some(Err(why))),
                };
                let parsed = planwright::language::parse(id, text.as_str().into());
                let formatted = format(&parsed);
                if formatted != text && !self.diff && !self.check {
                    if write_file(&path, shown, &formatted, ExpectedContent::Text(&text))? == WriteOutcome::Conflict {
                        return Ok(None);
                    }
                    done = true;
                }
                Ok(Some(Ok((parsed, formatted))))
            })?;
            let (parsed, formatted) = match file {
                Ok(file) => file,
                Err(why) => {
                    diagnostics.push(why.into_diagnostic(Span::new(id, 0, 0)));
                    continue;
                }
            };
            sources.set_text(id, parsed.text.clone());
            diagnostics.extend(parsed.diagnostics.iter().cloned());
            let same = formatted == *parsed.text;
            changed += usize::from(!same);
            if done {
                output.notes.push(format!("formatted {shown}"));
            } else if !same && self.diff {
                output.text += &diff(shown, &parsed.text, &formatted);
            } else if !same {
                output.notes.push(format!("{shown} is not in the canonical layout"));
            }
        }
        if changed > 0 && (self.check || self.diff) {
            output.exit = Exit::Problems;
        }
        Ok(output.with(diagnostics, sources))
    }

    /// Whether it prints what would change.
    pub(super) fn is_diff(&self) -> bool {
        self.diff
    }

    /// The files below the paths: those of folders as a workspace lists them, a file as it is named.
    fn files(&self, face: &CommandContext) -> Result<Vec<PathBuf>, Failure> {
        let mut files = Vec::new();
        for path in face.paths(&self.paths) {
            if std::fs::symlink_metadata(path).is_err() {
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

/// The workspaces of files, each found once: no file is read from outside its own.
#[derive(Debug, Default)]
struct WorkspaceCache(HashMap<PathBuf, (PathBuf, DiskFiles)>);

impl WorkspaceCache {
    /// The files of the workspace that a path lies in, or of its folder, and its name among them. A link is looked at
    /// where it stands, and not where it leads.
    fn locate(&mut self, path: &Path) -> io::Result<(DiskFiles, String)> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !self.0.contains_key(folder) {
            let real = folder.canonicalize()?;
            let root = find_workspace(&real)?.unwrap_or_else(|| real.clone());
            self.0.insert(folder.to_path_buf(), (real, DiskFiles { root, only: None }));
        }
        let (real, files) = &self.0[folder];
        let full = real.join(path.file_name().unwrap_or_default());
        let name = full.strip_prefix(&files.root).unwrap_or(&full).to_string_lossy().replace('\\', "/");
        Ok((files.clone(), name))
    }
}

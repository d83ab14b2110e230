//! Where the plan's own files are, as a person in the current folder names them.

use planwright::source::{PathDisplay, SourceId, SourceSet};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the whole plan is read from, where that is not the folder that a person asked for.
pub(super) fn enclosing_plan_note(paths: &[PathBuf], root: Option<&Path>) -> Option<String> {
    let root = root?;
    let asked = paths.iter().find(|path| {
        let real = path.canonicalize().ok();
        let folder = real.as_deref().map(|p| if p.is_dir() { p } else { p.parent().unwrap_or(p) });
        folder.is_some_and(|f| f != root)
    })?;
    let shown = match current_folder() {
        Some(here) if here == root => "this folder".to_string(),
        Some(here) => format!("`{}`", PathDisplay::new(root, here).name(root).unwrap_or(root.display().to_string())),
        None => format!("`{}`", root.display()),
    };
    let part = if asked == Path::new(".") { "this folder".to_string() } else { format!("`{}`", asked.display()) };
    Some(format!("{part} is part of the plan in {shown}"))
}

/// The current folder without links.
fn current_folder() -> Option<PathBuf> {
    std::env::current_dir().and_then(|d| d.canonicalize()).ok()
}

/// The sources with the plan's own files named so that a person in the current folder can open them.
pub fn with_display_paths(sources: &SourceSet, root: Option<&Path>, files: &BTreeMap<SourceId, PathBuf>) -> SourceSet {
    match root.zip(current_folder()) {
        Some((root, here)) => PathDisplay::new(root, here).rename_sources(sources, files),
        None => sources.clone(),
    }
}

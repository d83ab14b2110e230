//! Where the plan's own files are, as a person in the current folder names them.

use planwright::pipeline::Parsed;
use planwright::source::{SourceId, SourceSet};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A path as a person in the current folder writes it; `None` where they are nowhere above or in the workspace.
fn from_here(path: &Path, root: &Path, here: &Path) -> Option<String> {
    let parts = |p: &Path| p.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    if let Ok(below) = path.strip_prefix(here) {
        return Some(parts(below));
    }
    if !here.starts_with(root) {
        return None;
    }
    let up = here.ancestors().enumerate().find_map(|(up, folder)| Some((up, path.strip_prefix(folder).ok()?)));
    up.map(|(up, below)| format!("{}{}", "../".repeat(up), parts(below)))
}

/// The sources with the plan's own files named so that a person in the current folder can open them. Elsewhere they keep
/// their places in the workspace, so that the same plan gives the same text wherever it lies.
pub fn renamed(sources: &SourceSet, root: Option<&Path>, files: &BTreeMap<SourceId, PathBuf>) -> SourceSet {
    let here = std::env::current_dir().and_then(|d| d.canonicalize());
    let (Some(root), Ok(here)) = (root, here) else { return sources.clone() };
    let mut out = SourceSet::default();
    for (id, source) in sources.iter() {
        let mut source = source.clone();
        if let Some(name) = files.get(&id).and_then(|path| from_here(path, root, &here)) {
            source.name = name.into();
        }
        out.add(source);
    }
    out
}

/// The plan's own files in its workspace: what was read and is no part of the library.
pub fn own_files(parsed: &Parsed) -> BTreeMap<SourceId, PathBuf> {
    let Some(root) = &parsed.root else { return BTreeMap::new() };
    let plans = parsed.loaded.files.iter().filter(|f| !f.standard).map(|f| (f.parsed.source, &*f.path));
    let libraries = parsed.loaded.libraries.iter().map(|l| (l.source, &*l.name));
    let data = parsed.loaded.data.values().flatten().map(|d| (d.source, &*d.path));
    plans.chain(libraries).chain(data).map(|(id, name)| (id, root.join(name))).collect()
}

//! Where the plan's own files are, as a person in the current folder names them.

use planwright::pipeline::Parsed;
use planwright::resolve::{Unread, read_file};
use planwright::source::{DiskFiles, SourceId, SourceSet};
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

/// Where the whole plan is read from, where that is not the folder that a person asked for.
pub(super) fn around(paths: &[PathBuf], root: Option<&Path>) -> Option<String> {
    let root = root?;
    let asked = paths.iter().find(|path| {
        let real = path.canonicalize().ok();
        let folder = real.as_deref().map(|p| if p.is_dir() { p } else { p.parent().unwrap_or(p) });
        folder.is_some_and(|f| f != root)
    })?;
    let here = std::env::current_dir().and_then(|d| d.canonicalize()).ok();
    let shown = match here {
        Some(here) if here == root => "this folder".to_string(),
        Some(here) => format!("`{}`", from_here(root, root, &here).unwrap_or(root.display().to_string())),
        None => format!("`{}`", root.display()),
    };
    let part = if asked == Path::new(".") { "this folder".to_string() } else { format!("`{}`", asked.display()) };
    Some(format!("{part} is part of the plan in {shown}"))
}

/// Reports the files that a person names and the plan does not hold, though they stand in its folder.
pub(super) fn report_strangers(parsed: &mut Parsed, paths: &[PathBuf]) {
    let Some(root) = parsed.root.clone() else { return };
    let known: Vec<PathBuf> = own_files(parsed).into_values().collect();
    let real = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_path_buf());
    for path in paths {
        let Ok(full) = path.canonicalize() else { continue };
        if full.is_dir() || known.contains(&full) || known.iter().any(|k| real(k) == full) {
            continue;
        }
        let name = full.strip_prefix(&root).unwrap_or(path).display().to_string().replace('\\', "/");
        let disk = DiskFiles { root: root.clone(), only: None };
        let why = match read_file(&disk, &name) {
            Err(why) => why,
            Ok(_) => Unread::stranger(&name),
        };
        parsed.loaded.report_unread(&name, why);
    }
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
    let unread = parsed.loaded.unread.iter().map(|(id, name)| (*id, &**name));
    plans.chain(libraries).chain(data).chain(unread).map(|(id, name)| (id, root.join(name))).collect()
}

//! Whether the files of the plan changed on the disk.

use planwright::Parsed;
use planwright::source::plan_files;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How a file or folder looked when it was read; `None` where it is gone.
type Stamp = Option<(SystemTime, u64)>;

/// The files that were read, each as it was then, and which others there were.
#[derive(Debug, Default)]
pub(super) struct FileWatcher {
    files: BTreeMap<PathBuf, Stamp>,
    folders: BTreeMap<PathBuf, Stamp>,
    root: Option<PathBuf>,
    listed: BTreeSet<String>,
}

fn stamp(path: &Path) -> Stamp {
    let data = std::fs::metadata(path).ok()?;
    Some((data.modified().ok()?, data.len()))
}

fn listed(root: Option<&Path>) -> BTreeSet<String> {
    root.and_then(|root| plan_files(root).ok()).unwrap_or_default().into_iter().collect()
}

impl FileWatcher {
    /// The files of a plan as they are now.
    pub(super) fn of(parsed: &Parsed) -> Self {
        let stamped = |path: PathBuf| (path.clone(), stamp(&path));
        let files: BTreeMap<PathBuf, Stamp> = parsed.own_files().into_values().map(stamped).collect();
        let folders = files.keys().filter_map(|f| Some(f.parent()?.to_path_buf())).chain(parsed.root.clone());
        let folders = folders.map(stamped).collect();
        FileWatcher { files, folders, root: parsed.root.clone(), listed: listed(parsed.root.as_deref()) }
    }

    /// The same after reading again: a file that was there before is still looked for.
    pub(super) fn renewed(&self, parsed: &Parsed) -> Self {
        let mut watch = FileWatcher::of(parsed);
        for path in self.files.keys() {
            watch.files.entry(path.clone()).or_insert_with(|| stamp(path));
        }
        watch
    }

    /// The files that are not as they were, and new ones, by name.
    pub(super) fn changed(&mut self) -> Vec<String> {
        let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let mut changed: Vec<String> =
            self.files.iter().filter(|(path, then)| stamp(path) != **then).map(|(path, _)| name(path)).collect();
        // Only a folder that changed can have a new file; an editor's own files are none of the plan's.
        if self.folders.iter().any(|(path, then)| stamp(path) != *then) {
            self.folders = std::mem::take(&mut self.folders).into_keys().map(|p| (p.clone(), stamp(&p))).collect();
            let now = listed(self.root.as_deref());
            changed.extend(now.difference(&self.listed).map(|new| name(Path::new(new))));
            self.listed = now;
        }
        changed.dedup();
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planwright::Source;

    #[test]
    fn changed_gone_and_new_files_are_seen_once() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        write("a.plan", "plan a \"A\" { }\n");
        write("b.plan", "");
        let parsed = || Source::open(dir.path()).unwrap().parse().unwrap();
        let mut watch = FileWatcher::of(&parsed());
        assert!(watch.changed().is_empty());
        write("a.plan", "plan a \"Another\" { }\n");
        assert_eq!(watch.changed(), ["a.plan"]);
        let mut watch = watch.renewed(&parsed());
        std::fs::remove_file(dir.path().join("b.plan")).unwrap();
        assert_eq!(watch.changed(), ["b.plan"]);
        let mut watch = watch.renewed(&parsed());
        assert!(watch.changed().is_empty());
        write("b.plan", "# back\n");
        write("c.plan", "");
        write("notes.txt", "");
        assert_eq!(watch.changed(), ["b.plan", "c.plan"]);
    }
}

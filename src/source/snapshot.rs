//! Files as they were at another time: held in memory, of any folder.

use super::Files;
use super::item_scanner::has_item;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

/// The files of a workspace in a snapshot of a folder tree: of a commit, an archive, an upload.
///
/// ```
/// use planwright::source::{Files, SnapshotFiles};
/// let files = [("plans/a.plan", "plan x { }"), ("plans/sub/b.plan", ""), ("other/c.plan", "")];
/// let files = files.map(|(path, text)| (path.to_string(), text.as_bytes().into())).into();
/// let snapshot = SnapshotFiles::workspace(files, "plans/sub");
/// assert_eq!(snapshot.root(), "plans");
/// assert_eq!(snapshot.plan_files().unwrap(), ["a.plan", "sub/b.plan"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct SnapshotFiles {
    root: String,
    files: BTreeMap<String, Arc<[u8]>>,
    /// Whether the root has a `plan` block; else only the files directly in it belong together.
    has_plan: bool,
}

impl SnapshotFiles {
    /// The workspace that a folder belongs to, as on a disk: the nearest folder upward whose `.plan` files have a `plan`
    /// block, with all below it but for workspaces within. Without one, the files directly in the folder. Paths are
    /// separated by `/`; the top of the tree is the empty path.
    pub fn workspace(files: BTreeMap<String, Arc<[u8]>>, folder: &str) -> SnapshotFiles {
        let with_plan: BTreeSet<String> = files
            .iter()
            .filter(|(path, bytes)| path.ends_with(".plan") && has_item(&String::from_utf8_lossy(bytes), "plan"))
            .map(|(path, _)| parent(path).to_string())
            .collect();
        let folder = folder.trim_matches('/');
        let found = ancestors(folder).find(|f| with_plan.contains(*f));
        let (root, has_plan) = (found.unwrap_or(folder).to_string(), found.is_some());
        let inside = |path: &str| -> Option<String> {
            let relative = if root.is_empty() { path } else { path.strip_prefix(&*root)?.strip_prefix('/')? };
            Some(relative.to_string())
        };
        let nested = |path: &str| ancestors(parent(path)).take_while(|f| *f != root).any(|f| with_plan.contains(f));
        let files = files
            .into_iter()
            .filter(|(path, _)| !path.ends_with(".plan") || !nested(path))
            .filter_map(|(path, bytes)| Some((inside(&path)?, bytes)))
            .collect();
        SnapshotFiles { root, files, has_plan }
    }

    /// The workspace's folder in the snapshot; empty for its top.
    pub fn root(&self) -> &str {
        &self.root
    }
}

impl Files for SnapshotFiles {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).map(|bytes| bytes.to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn plan_files(&self) -> io::Result<Vec<String>> {
        let is_plan = |path: &&String| {
            let hidden = path.split('/').any(|part| part.starts_with('.'));
            path.ends_with(".plan") && !hidden && (self.has_plan || !path.contains('/'))
        };
        Ok(self.files.keys().filter(is_plan).cloned().collect())
    }
}

/// The folder that a path is in; the empty path at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder, then those above it to the top.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |f| (!f.is_empty()).then(|| parent(f)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(paths: &[(&str, &str)], folder: &str) -> (String, Vec<String>) {
        let files = paths.iter().map(|(path, text)| (path.to_string(), text.as_bytes().into())).collect();
        let snapshot = SnapshotFiles::workspace(files, folder);
        (snapshot.root().to_string(), snapshot.plan_files().unwrap())
    }

    #[test]
    fn a_workspace_is_the_nearest_folder_with_a_plan_block() {
        let files = [
            ("a.plan", "plan x { }"),
            ("sub/b.plan", "team t { }"),
            ("sub/own/c.plan", "plan y { }"),
            ("sub/own/deep/d.plan", ""),
            (".hidden/e.plan", ""),
        ];
        assert_eq!(snapshot(&files, "sub"), (String::new(), vec!["a.plan".into(), "sub/b.plan".into()]));
        assert_eq!(snapshot(&files, "sub/own/deep").1, ["c.plan", "deep/d.plan"]);
        assert_eq!(snapshot(&files, "gone/too").1, ["a.plan", "sub/b.plan"]);
        assert_eq!(snapshot(&files[1..2], "").1, Vec::<String>::new());
        assert_eq!(snapshot(&files[1..2], "sub"), ("sub".to_string(), vec!["b.plan".to_string()]));
        assert_eq!(snapshot(&[("subway/a.plan", "")], "sub").1, Vec::<String>::new());
    }
}

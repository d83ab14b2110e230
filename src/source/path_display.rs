//! What files of a workspace are called by somebody who stands in a folder.

use super::source_id::SourceId;
use super::source_set::SourceSet;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where somebody stands who reads about a workspace: in its folder, above it or within. A plan in a subfolder of a
/// repository is read from the repository's root, where an annotation wants `product/plans/a.plan` and not `a.plan`.
///
/// Paths are only compared, never looked up: both folders are given in the same way, as full paths without links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathDisplay {
    root: PathBuf,
    folder: PathBuf,
}

impl PathDisplay {
    /// In `folder`, reading about the workspace whose folder is `root`.
    pub fn new(root: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        PathDisplay { root: root.into(), folder: folder.into() }
    }

    /// A path in the workspace as it is written here, with `/`; `None` where here is neither above it nor in the
    /// workspace.
    ///
    /// ```
    /// use planwright::source::PathDisplay;
    /// use std::path::Path;
    /// let file = Path::new("/repository/plans/teams/core.plan");
    /// let named = |folder: &str| PathDisplay::new("/repository/plans", folder).name(file);
    /// assert_eq!(named("/repository").as_deref(), Some("plans/teams/core.plan"));
    /// assert_eq!(named("/repository/plans/metrics").as_deref(), Some("../teams/core.plan"));
    /// assert_eq!(named("/elsewhere"), None);
    /// ```
    pub fn name(&self, path: &Path) -> Option<String> {
        let parts = |p: &Path| p.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        if let Ok(below) = path.strip_prefix(&self.folder) {
            return Some(parts(below));
        }
        if !self.folder.starts_with(&self.root) {
            return None;
        }
        let mut above = self.folder.ancestors().enumerate();
        let (up, below) = above.find_map(|(up, folder)| Some((up, path.strip_prefix(folder).ok()?)))?;
        Some(format!("{}{}", "../".repeat(up), parts(below)))
    }

    /// The sources with these files named so that they can be opened from here. Elsewhere they keep their places in the
    /// workspace, so that the same plan gives the same text wherever it lies; sources that are no files keep their names.
    pub fn rename_sources(&self, sources: &SourceSet, files: &BTreeMap<SourceId, PathBuf>) -> SourceSet {
        let mut out = SourceSet::default();
        for (id, source) in sources.iter() {
            let mut source = source.clone();
            if let Some(name) = files.get(&id).and_then(|path| self.name(path)) {
                source.name = name.into();
            }
            out.add(source);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::SourceText;
    use super::*;

    #[test]
    fn files_are_named_from_where_somebody_stands() {
        let name = |folder: &str, path: &str| PathDisplay::new("/r/plans", folder).name(Path::new(path));
        assert_eq!(name("/r/plans", "/r/plans/a.plan").as_deref(), Some("a.plan"));
        assert_eq!(name("/r", "/r/plans/sub/a.plan").as_deref(), Some("plans/sub/a.plan"));
        assert_eq!(name("/r/plans/x/y", "/r/plans/x/a.plan").as_deref(), Some("../a.plan"));
        assert_eq!(name("/r/plans/x", "/r/plans").as_deref(), Some("../"));
        assert_eq!((name("/r/other", "/r/plans/a.plan"), name("/r/pl", "/r/plans/a.plan")), (None, None));
    }

    #[test]
    fn only_files_of_the_workspace_get_other_names() {
        let mut sources = SourceSet::default();
        let file = sources.add(SourceText::new("a.plan", "text"));
        sources.add(SourceText::new("std/frameworks/rice.plan", ""));
        let files = BTreeMap::from([(file, PathBuf::from("/r/plans/a.plan"))]);
        let names = |folder: &str| {
            let renamed = PathDisplay::new("/r/plans", folder).rename_sources(&sources, &files);
            assert_eq!(&*renamed.get(file).unwrap().text, "text");
            renamed.iter().map(|(_, s)| s.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names("/r"), ["plans/a.plan", "std/frameworks/rice.plan"]);
        assert_eq!(names("/elsewhere"), ["a.plan", "std/frameworks/rice.plan"]);
    }
}

//! The folder that belongs to a page whose reader types along. Blocks of the page write its files, commands of the page
//! run in it and may change them, so that a chapter shows the same plan that its commands read.

use crate::ROOT;
use crate::support::Files;
use std::path::Path;
use tempfile::TempDir;

/// A folder that comes into being with the first file that a page writes. Until then commands run in the root of the
/// repository, where the examples are.
#[derive(Default)]
pub(super) struct PageFolder(Option<TempDir>);

impl PageFolder {
    /// Where the commands of the page run.
    pub(super) fn path(&self) -> &Path {
        self.0.as_ref().map_or(Path::new(ROOT), TempDir::path)
    }

    /// Whether the page has files of its own: only then may a command write.
    pub(super) fn is_own(&self) -> bool {
        self.0.is_some()
    }

    /// Adds text at the end of a file, as a reader does who types what the next block shows.
    pub(super) fn append(&mut self, name: &str, text: &str) {
        let root = self.0.get_or_insert_with(|| tempfile::tempdir().expect("a temporary folder"));
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).unwrap();
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::write(path, before + text).unwrap();
    }

    /// The files of the workspace that a file belongs to: those of its folder and of the folders in it.
    pub(super) fn workspace_of(&self, name: &str) -> Files {
        let root = self.path().join(name);
        let root = root.parent().expect("a file lies in a folder");
        let (mut files, mut folders) = (Files::new(), vec![root.to_path_buf()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
                match std::fs::read_to_string(&entry) {
                    _ if entry.is_dir() => folders.push(entry),
                    Ok(text) => drop(files.insert(entry.strip_prefix(root).unwrap().display().to_string(), text)),
                    Err(_) => {}
                }
            }
        }
        files
    }
}

//! Files of a tree or of the index, as they are gathered.

use crate::entry_name;
use crate::error::GitError;
use crate::limits::{MAX_DEPTH, MAX_ENTRIES, MAX_SUM_BYTES};
use crate::objects::damaged;
use crate::repository::Repository;
use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use gix::objs::tree::EntryKind;
use gix::objs::{Kind, TreeRefIter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file as the repository has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TreeFile {
    /// Its path from the top of the repository.
    pub path: PathBuf,
    /// The id of its content: equal ids stand for equal bytes.
    pub object: String,
    /// Its content, raw: line ends and encodings are not converted. Files that are equal may share it.
    pub bytes: Arc<[u8]>,
}

/// The files under a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TreeFiles {
    /// The files that are wanted, by their paths.
    pub files: Vec<TreeFile>,
    /// What is no file, whether wanted or not, by its path.
    pub skipped: Vec<Skipped>,
}

/// Something under a folder that is not read as a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Skipped {
    /// Its path from the top of the repository, with `�` for what is not text if the name is no valid one.
    pub path: PathBuf,
    /// Why it is not read.
    pub why: SkipReason,
}

/// Why something is not read as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SkipReason {
    /// It is a symbolic link; where it leads is not looked at.
    Symlink,
    /// It is a submodule, another repository.
    Submodule,
    /// No file of this machine can have its name; what is in such a folder is not read either.
    InvalidName,
    /// Another file of the same folder has its name.
    DuplicateName,
}

impl std::fmt::Display for SkipReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Symlink => "is a symbolic link",
            Self::Submodule => "is a submodule, another repository",
            Self::InvalidName => "has a name that no file can have here",
            Self::DuplicateName => "has the same name as another file",
        })
    }
}

/// Gathers files within the limits.
pub(crate) struct Gathering<'r, W> {
    repository: &'r Repository,
    wanted: W,
    found: TreeFiles,
    entries: usize,
    bytes: usize,
}

impl<'r, W: Fn(&Path) -> bool> Gathering<'r, W> {
    pub(crate) fn new(repository: &'r Repository, wanted: W) -> Self {
        Self { repository, wanted, found: TreeFiles::default(), entries: 0, bytes: 0 }
    }

    /// Counts an entry that is looked at.
    pub(crate) fn count(&mut self) -> Result<(), GitError> {
        self.entries += 1;
        if self.entries > MAX_ENTRIES {
            let what = "the number of files and folders".to_string();
            return Err(GitError::TooLarge { what, limit: MAX_ENTRIES.to_string() });
        }
        Ok(())
    }

    pub(crate) fn is_wanted(&self, path: &Path) -> bool {
        (self.wanted)(path)
    }

    /// The path of a name in a folder; if it is no name here, that is noted.
    pub(crate) fn path(&mut self, folder: &Path, name: &BStr) -> Option<PathBuf> {
        match entry_name::part(name) {
            Some(part) => Some(folder.join(part)),
            None => {
                // Not `join`: an absolute name would take the folder's place.
                let separator = if folder.as_os_str().is_empty() { "" } else { "/" };
                let path = PathBuf::from(format!("{}{separator}{}", folder.display(), name.to_str_lossy()));
                self.skip(path, SkipReason::InvalidName);
                None
            }
        }
    }

    pub(crate) fn skip(&mut self, path: PathBuf, why: SkipReason) {
        self.found.skipped.push(Skipped { path, why });
    }

    /// Takes what stands at a path, folders with all that is in them.
    pub(crate) fn add(&mut self, path: PathBuf, kind: EntryKind, id: ObjectId) -> Result<(), GitError> {
        let mut open = vec![(path, kind, id, 0)];
        while let Some((path, kind, id, depth)) = open.pop() {
            match kind {
                EntryKind::Blob | EntryKind::BlobExecutable => self.add_file(path, id)?,
                EntryKind::Link => self.skip(path, SkipReason::Symlink),
                EntryKind::Commit => self.skip(path, SkipReason::Submodule),
                EntryKind::Tree if depth == MAX_DEPTH => {
                    let what = format!("the depth of `{}`", path.display());
                    return Err(GitError::TooLarge { what, limit: format!("{MAX_DEPTH} folders") });
                }
                EntryKind::Tree => {
                    let bytes = self.repository.bytes(id, Kind::Tree)?;
                    for entry in TreeRefIter::from_bytes(&bytes, id.kind()) {
                        let entry = entry.map_err(|error| damaged(id, &error.to_string()))?;
                        self.count()?;
                        if let Some(path) = self.path(&path, entry.filename) {
                            open.push((path, entry.mode.kind(), entry.oid.to_owned(), depth + 1));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: PathBuf, id: ObjectId) -> Result<(), GitError> {
        if !self.is_wanted(&path) {
            return Ok(());
        }
        let bytes = self.repository.bytes(id, Kind::Blob).map_err(|error| match error {
            GitError::TooLarge { limit, .. } => GitError::TooLarge { what: format!("`{}`", path.display()), limit },
            error => error,
        })?;
        self.bytes += bytes.len();
        if self.bytes > MAX_SUM_BYTES {
            return Err(GitError::TooLarge { what: "the sum of the files".to_string(), limit: "256 MiB".to_string() });
        }
        self.found.files.push(TreeFile { path, object: id.to_string(), bytes });
        Ok(())
    }

    /// All that was found, in order.
    pub(crate) fn finish(self) -> TreeFiles {
        let TreeFiles { mut files, mut skipped } = self.found;
        // By content too, so that the file that stays of two with one name is the same everywhere.
        files.sort_by(|a, b| (&a.path, &a.object).cmp(&(&b.path, &b.object)));
        files.dedup_by(|file, kept| {
            let is_double = file.path == kept.path;
            if is_double {
                skipped.push(Skipped { path: file.path.clone(), why: SkipReason::DuplicateName });
            }
            is_double
        });
        skipped.sort();
        TreeFiles { files, skipped }
    }
}

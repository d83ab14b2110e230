//! The files of a commit.

use crate::commit::Commit;
use crate::error::GitError;
use crate::objects::damaged;
use crate::repository::Repository;
use crate::tree_files::{Gathering, TreeFiles};
use gix::ObjectId;
use gix::bstr::BString;
use gix::objs::tree::EntryKind;
use gix::objs::{Kind, TreeRefIter};
use std::path::{Component, Path, PathBuf};

impl Repository {
    /// The files of a commit under a folder (`under` from the top of the repository; empty for all; it may be a file)
    /// that are wanted. `wanted` gets paths from the top too. A folder that the commit does not have has no files.
    ///
    /// Links, submodules and names that no file can have here are not read, and listed as skipped.
    ///
    /// # Errors
    ///
    /// [`GitError::TooLarge`] beyond one of the [`limits`](crate::limits), [`GitError::Missing`],
    /// [`GitError::NotFetched`] or [`GitError::Damaged`] for an object that can't be read, [`GitError::Outside`] if
    /// `under` leads out of the repository.
    pub fn files(&self, commit: &Commit, under: &Path, wanted: impl Fn(&Path) -> bool) -> Result<TreeFiles, GitError> {
        let mut gathering = Gathering::new(self, wanted);
        if let Some((kind, id)) = self.entry(commit, under)? {
            gathering.add(normal(under), kind, id)?;
        }
        Ok(gathering.finish())
    }

    /// The id of what a commit has at a path: a folder's tree, or a file's blob. Equal ids stand for equal content, so
    /// that what was computed from it can be kept. None if there is nothing.
    ///
    /// # Errors
    ///
    /// As [`Repository::files`], for the folders on the way.
    pub fn subtree(&self, commit: &Commit, under: &Path) -> Result<Option<String>, GitError> {
        Ok(self.entry(commit, under)?.map(|(_, id)| id.to_string()))
    }

    /// What a commit has at a path.
    fn entry(&self, commit: &Commit, under: &Path) -> Result<Option<(EntryKind, ObjectId)>, GitError> {
        self.descend(self.id_of(&commit.tree)?, &self.names(under)?)
    }

    /// What a tree has at the end of the names.
    pub(crate) fn descend(&self, tree: ObjectId, names: &[BString]) -> Result<Option<(EntryKind, ObjectId)>, GitError> {
        let mut at = (EntryKind::Tree, tree);
        for name in names {
            if at.0 != EntryKind::Tree {
                return Ok(None);
            }
            match self.child(at.1, name)? {
                Some(child) => at = child,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// The entry of a tree that has the name; of several, the first.
    fn child(&self, tree: ObjectId, name: &BString) -> Result<Option<(EntryKind, ObjectId)>, GitError> {
        let bytes = self.bytes(tree, Kind::Tree)?;
        for entry in TreeRefIter::from_bytes(&bytes, tree.kind()) {
            let entry = entry.map_err(|error| damaged(tree, &error.to_string()))?;
            if entry.filename == name {
                return Ok(Some((entry.mode.kind(), entry.oid.to_owned())));
            }
        }
        Ok(None)
    }

    /// The names on the way to a path in the repository.
    pub(crate) fn names(&self, path: &Path) -> Result<Vec<BString>, GitError> {
        let outside = || {
            let root = self.root().unwrap_or_else(|| self.git.git_dir()).to_path_buf();
            GitError::Outside { path: path.to_path_buf(), root }
        };
        let names = path.components().filter(|part| *part != Component::CurDir).map(|part| match part {
            Component::Normal(name) => gix::path::os_str_into_bstr(name).map(BString::from).map_err(|_| outside()),
            _ => Err(outside()),
        });
        names.collect()
    }
}

/// A path without `.` in it.
pub(crate) fn normal(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

//! The files of the index: what the next commit would have.

use crate::error::GitError;
use crate::repository::{Repository, unreadable};
use crate::tree::normal;
use crate::tree_files::{Gathering, TreeFiles};
use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::entry::{Flags, Stage};
use gix::index::file::init::OpenError;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl Repository {
    /// The staged files under a folder that are wanted; see [`Repository::files`]. It is read anew each time. A file
    /// that `git add --intent-to-add` only announced is not there yet; what a sparse checkout leaves out is.
    ///
    /// # Errors
    ///
    /// [`GitError::Conflict`] if a wanted file is in conflict, [`GitError::Bare`] without a working tree,
    /// [`GitError::Unreadable`] for a damaged index, and the errors of [`Repository::files`].
    pub fn index_files(&self, under: &Path, wanted: impl Fn(&Path) -> bool) -> Result<TreeFiles, GitError> {
        if self.root().is_none() {
            return Err(GitError::Bare { folder: self.git.git_dir().to_path_buf() });
        }
        let names = self.names(under)?;
        let prefix = BString::from(names.join(&b'/'));
        let mut gathering = Gathering::new(self, wanted);
        let Some(index) = self.open_index()? else { return Ok(gathering.finish()) };
        for entry in index.entries() {
            gathering.count()?;
            let Some(mode) = entry.mode.to_tree_entry_mode() else { continue };
            if entry.flags.contains(Flags::INTENT_TO_ADD) {
                continue;
            }
            // Of a folder that a sparse checkout leaves out, the index may have the tree alone; its path ends in a slash.
            let path = entry.path(&index);
            let path = path.strip_suffix(b"/").map_or(path, BStr::new);
            if mode.is_tree() && is_within(prefix.as_bstr(), path) {
                let rest = names.get(path.split_str("/").count()..).unwrap_or_default();
                if let Some((kind, id)) = self.descend(entry.id, rest)? {
                    gathering.add(normal(under), kind, id)?;
                }
            } else if is_within(path, prefix.as_bstr()) {
                let Some(path) = whole_path(&mut gathering, path) else { continue };
                if entry.stage() == Stage::Unconflicted {
                    gathering.add(path, mode.kind(), entry.id)?;
                } else if gathering.is_wanted(&path) {
                    return Err(GitError::Conflict { path });
                }
            }
        }
        Ok(gathering.finish())
    }

    /// The index; none before anything was staged.
    fn open_index(&self) -> Result<Option<gix::index::File>, GitError> {
        let is_absent = |error: &gix::Error| {
            error.downcast_any_ref::<OpenError>().is_some_and(|error| error.source.kind() == ErrorKind::NotFound)
        };
        match self.git.open_index() {
            Ok(index) => Ok(Some(index)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) if error.is_resource_exhausted() => {
                Err(GitError::TooLarge { what: "the index".to_string(), limit: "16 MiB".to_string() })
            }
            Err(error) => Err(unreadable("the index", &error)),
        }
    }
}

/// Whether a path is a folder or in it.
fn is_within(path: &BStr, folder: &BStr) -> bool {
    let rest = path.strip_prefix(folder.as_bytes());
    folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}

/// The path of this machine; if a part of it is no name here, that is noted.
fn whole_path<W: Fn(&Path) -> bool>(gathering: &mut Gathering<'_, W>, path: &BStr) -> Option<PathBuf> {
    let mut whole = PathBuf::new();
    for name in path.split_str("/") {
        whole = gathering.path(&whole, name.as_bstr())?;
    }
    Some(whole)
}

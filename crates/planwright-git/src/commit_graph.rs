//! Commits and their parents, as a walk over the history needs them.

use crate::error::GitError;
use crate::objects::damaged;
use crate::repository::Repository;
use gix::ObjectId;
use gix::objs::{CommitRef, Kind};

/// A commit among others.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) id: ObjectId,
    /// When it was committed, in seconds since 1970.
    pub(crate) seconds: i64,
    /// Its parents, as far as the repository has the history.
    pub(crate) parents: Vec<ObjectId>,
    /// Whether it has parents that a shallow clone left out.
    pub(crate) is_cut: bool,
}

impl Repository {
    pub(crate) fn node(&self, id: ObjectId) -> Result<Node, GitError> {
        let bytes = self.bytes(id, Kind::Commit)?;
        let commit = CommitRef::from_bytes(&bytes, id.kind()).map_err(|error| damaged(id, &error.to_string()))?;
        let seconds = commit.committer().map_or(0, |committer| committer.seconds());
        let parents: Vec<ObjectId> = commit.parents().collect();
        // The first commit of a history can stand among the shallow ones; nothing is cut off there.
        let is_cut = !parents.is_empty() && self.shallow.contains(&id);
        Ok(Node { id, seconds, parents: if is_cut { Vec::new() } else { parents }, is_cut })
    }

    /// The id that a commit was given with.
    pub(crate) fn id_of(&self, hex: &str) -> Result<ObjectId, GitError> {
        ObjectId::from_hex(hex.as_bytes()).map_err(|_| GitError::NoRevision { spec: hex.to_string(), near: Vec::new() })
    }
}

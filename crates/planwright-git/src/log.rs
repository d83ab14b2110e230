//! The history of a commit.

use crate::commit::Commit;
use crate::commit_graph::Node;
use crate::error::GitError;
use crate::limits::MAX_COMMITS;
use crate::repository::Repository;
use gix::ObjectId;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// Which commits a log has, and in which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogOrder {
    /// The commit, its first parent, the first parent of that, and so on: what happened on the branch itself.
    #[default]
    FirstParent,
    /// All commits that the commit builds on, newest first by the time of the commit, and no commit before one that
    /// builds on it. Of two at the same second the smaller id comes first.
    Topological,
}

/// What a log leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogOptions {
    /// Which commits, in which order.
    pub order: LogOrder,
    /// Leaves out commits that were committed before this time, in seconds since 1970-01-01 in UTC, and what can be
    /// reached only over them.
    pub since: Option<i64>,
    /// The most commits that are given.
    pub max: Option<usize>,
}

/// A history, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Log {
    /// The commits, in order.
    pub commits: Vec<Commit>,
    /// Whether one of them builds on commits that this clone leaves out: what is older can't be told.
    pub is_shallow: bool,
}

impl Repository {
    /// The commits that a commit builds on, with itself first.
    ///
    /// # Errors
    ///
    /// [`GitError::TooLarge`] for more than [`MAX_COMMITS`](crate::limits::MAX_COMMITS) commits, and what can be wrong
    /// with an object.
    pub fn log(&self, from: &Commit, options: LogOptions) -> Result<Log, GitError> {
        let start = self.id_of(&from.id)?;
        let nodes = match options.order {
            LogOrder::FirstParent => self.first_parents(start, options)?,
            LogOrder::Topological => self.newest_first(start, options)?,
        };
        let is_shallow = nodes.iter().any(|node| node.is_cut);
        let commits = nodes.iter().map(|node| self.commit(node.id)).collect::<Result<_, _>>()?;
        Ok(Log { commits, is_shallow })
    }

    fn first_parents(&self, start: ObjectId, options: LogOptions) -> Result<Vec<Node>, GitError> {
        let mut nodes = Vec::new();
        let mut next = Some(start);
        while let Some(id) = next.filter(|_| options.max.is_none_or(|max| nodes.len() < max)) {
            let node = self.node(id)?;
            if is_too_old(&node, options) {
                break;
            }
            next = node.parents.first().copied();
            nodes.push(node);
            check_number(nodes.len())?;
        }
        Ok(nodes)
    }

    fn newest_first(&self, start: ObjectId, options: LogOptions) -> Result<Vec<Node>, GitError> {
        let mut nodes = self.reachable(start, options)?;
        // How many commits build on each and are still to come.
        let mut waiting: HashMap<ObjectId, usize> = HashMap::new();
        for parent in nodes.values().flat_map(|node| &node.parents) {
            *waiting.entry(*parent).or_default() += 1;
        }
        let mut ready: BinaryHeap<(i64, Reverse<ObjectId>)> = BinaryHeap::new();
        ready.extend(nodes.get(&start).map(|node| (node.seconds, Reverse(start))));
        let mut ordered = Vec::new();
        while let Some((_, Reverse(id))) = ready.pop().filter(|_| options.max.is_none_or(|max| ordered.len() < max)) {
            let Some(node) = nodes.remove(&id) else { continue };
            for parent in &node.parents {
                let Some(left) = waiting.get_mut(parent) else { continue };
                *left -= 1;
                if let Some(next) = nodes.get(parent).filter(|_| *left == 0) {
                    ready.push((next.seconds, Reverse(*parent)));
                }
            }
            ordered.push(node);
        }
        Ok(ordered)
    }

    /// All commits that are not too old, with what they build on.
    fn reachable(&self, start: ObjectId, options: LogOptions) -> Result<HashMap<ObjectId, Node>, GitError> {
        let mut nodes = HashMap::new();
        let mut old = HashSet::new();
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            if nodes.contains_key(&id) || old.contains(&id) {
                continue;
            }
            let node = self.node(id)?;
            if is_too_old(&node, options) {
                old.insert(id);
                continue;
            }
            open.extend(&node.parents);
            nodes.insert(id, node);
            check_number(nodes.len())?;
        }
        Ok(nodes)
    }
}

fn is_too_old(node: &Node, options: LogOptions) -> bool {
    options.since.is_some_and(|since| node.seconds < since)
}

/// Refuses a history that is too long.
pub(crate) fn check_number(commits: usize) -> Result<(), GitError> {
    if commits <= MAX_COMMITS {
        return Ok(());
    }
    Err(GitError::TooLarge { what: "the history".to_string(), limit: format!("{MAX_COMMITS} commits") })
}

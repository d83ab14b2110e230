//! Where two histories parted.

use crate::commit::Commit;
use crate::commit_graph::Node;
use crate::error::GitError;
use crate::log::check_number;
use crate::repository::Repository;
use gix::ObjectId;
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// Reachable from the first commit.
const LEFT: u8 = 1;
/// Reachable from the second.
const RIGHT: u8 = 2;
const BOTH: u8 = LEFT | RIGHT;
/// Behind a commit that is reachable from both, and so not where they parted.
const BEHIND: u8 = 4;

impl Repository {
    /// The commit where two histories parted: one that both build on, and that no other such commit builds on. After
    /// criss-cross merges there are several; then it is the newest by the time of the commit, and of two at the same
    /// second that of the smaller id.
    ///
    /// None if the histories have nothing in common.
    ///
    /// # Errors
    ///
    /// [`GitError::Shallow`] if nothing in common was found in a clone that leaves out a part of the history,
    /// [`GitError::TooLarge`] for more than [`MAX_COMMITS`](crate::limits::MAX_COMMITS) commits, and what can be wrong
    /// with an object.
    pub fn merge_base(&self, a: &Commit, b: &Commit) -> Result<Option<Commit>, GitError> {
        let (left, right) = (self.id_of(&a.id)?, self.id_of(&b.id)?);
        let mut painting = Painting::default();
        painting.reach(self, left, LEFT)?;
        painting.reach(self, right, RIGHT)?;
        painting.run(self)?;
        let common = painting.common();
        for candidate in &common {
            if !self.is_behind_another(*candidate, &common)? {
                return self.commit(*candidate).map(Some);
            }
        }
        if painting.is_cut {
            let wanted = format!("what `{}` and `{}` have in common", a.short, b.short);
            return Err(GitError::Shallow { wanted });
        }
        Ok(None)
    }

    /// Whether another of the commits builds on this one. Painting sees that but where clocks were wrong.
    fn is_behind_another(&self, commit: ObjectId, among: &[ObjectId]) -> Result<bool, GitError> {
        if among.len() == 1 {
            return Ok(false);
        }
        let mut open: Vec<ObjectId> = among.iter().filter(|other| **other != commit).copied().collect();
        let mut seen: HashSet<ObjectId> = open.iter().copied().collect();
        while let Some(id) = open.pop() {
            for parent in self.node(id)?.parents {
                if parent == commit {
                    return Ok(true);
                }
                if seen.insert(parent) {
                    open.push(parent);
                    check_number(seen.len())?;
                }
            }
        }
        Ok(false)
    }
}

/// The walk from both commits, newest first, that marks from where each commit is reached; git's own method.
#[derive(Default)]
struct Painting {
    commits: HashMap<ObjectId, Painted>,
    open: BinaryHeap<(i64, Reverse<ObjectId>)>,
    /// How many of the open ones are not behind others.
    fresh: usize,
    /// Whether the walk met the end of a shallow clone.
    is_cut: bool,
}

struct Painted {
    node: Node,
    marks: u8,
    is_open: bool,
}

impl Painting {
    /// Marks a commit, and takes it up again if the mark is new to it.
    fn reach(&mut self, repository: &Repository, id: ObjectId, marks: u8) -> Result<(), GitError> {
        let painted = match self.commits.entry(id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let node = repository.node(id)?;
                self.is_cut |= node.is_cut;
                entry.insert(Painted { node, marks: 0, is_open: false })
            }
        };
        let all = painted.marks | marks;
        if all == painted.marks {
            return Ok(());
        }
        let was_fresh = painted.is_open && painted.marks & BEHIND == 0;
        self.fresh -= usize::from(was_fresh);
        self.fresh += usize::from(all & BEHIND == 0);
        painted.marks = all;
        if !painted.is_open {
            painted.is_open = true;
            self.open.push((painted.node.seconds, Reverse(id)));
        }
        check_number(self.commits.len())
    }

    /// Walks on until all that is left is behind what both have.
    fn run(&mut self, repository: &Repository) -> Result<(), GitError> {
        while self.fresh > 0 {
            let Some((_, Reverse(id))) = self.open.pop() else { return Ok(()) };
            let Some(painted) = self.commits.get_mut(&id) else { continue };
            painted.is_open = false;
            let marks = painted.marks;
            self.fresh -= usize::from(marks & BEHIND == 0);
            let passed = if marks & BOTH == BOTH { marks | BEHIND } else { marks };
            for parent in painted.node.parents.clone() {
                self.reach(repository, parent, passed)?;
            }
        }
        Ok(())
    }

    /// The commits that both reach and that are not behind others, newest first.
    fn common(&self) -> Vec<ObjectId> {
        let found = self.commits.values().filter(|painted| painted.marks & (BOTH | BEHIND) == BOTH);
        let mut found: Vec<_> = found.map(|painted| (Reverse(painted.node.seconds), painted.node.id)).collect();
        found.sort();
        found.into_iter().map(|(_, id)| id).collect()
    }
}

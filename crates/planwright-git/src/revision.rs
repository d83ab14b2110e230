//! From the name of a revision to its commit.

use crate::commit::Commit;
use crate::error::GitError;
use crate::limits::{MAX_COMMITS, MAX_TAG_STEPS};
use crate::objects::damaged;
use crate::repository::{Repository, unreadable};
use crate::revision_spec::{RevisionSpec, Step};
use gix::ObjectId;
use gix::objs::{Kind, TagRef};
use std::collections::HashSet;

/// The digits that an abbreviated id needs at least, as git has it.
const MIN_DIGITS: usize = 4;

impl Repository {
    /// The commit that a revision names: a branch, a tag (annotated or not), any other reference, `HEAD` or `@`, an id
    /// or its first four digits or more, what `git describe` prints; each with any number of `~N`, `^N`, `^{}` and
    /// `^{commit}` after it. What names both a reference and an id means the reference, unless the id is whole.
    ///
    /// Not understood are what depends on the clock or on the user's settings, or names no commit: `@{u}`, `main@{1}`,
    /// `:/text`, `^{/text}`, `HEAD:path`, and ranges, for which see [`Repository::range`].
    ///
    /// # Errors
    ///
    /// [`GitError::NoRevision`], [`GitError::Ambiguous`], [`GitError::UnsupportedSpec`], [`GitError::NotACommit`],
    /// [`GitError::Unborn`], [`GitError::NoSuchParent`], [`GitError::Shallow`], and what can be wrong with an object.
    pub fn revision(&self, spec: &str) -> Result<Commit, GitError> {
        let parsed = RevisionSpec::parse(spec)?;
        let mut id = self.peeled(self.named(parsed.base)?, spec)?;
        for step in parsed.steps {
            let (parent, times) = match step {
                Step::Parent(number) => (number, 1),
                Step::Ancestor(times) => (1, times),
            };
            for _ in 0..times.min(MAX_COMMITS) {
                id = self.parent(id, parent, spec)?;
            }
        }
        self.commit(id)
    }

    /// The object of a name or an id, without steps.
    fn named(&self, base: &str) -> Result<ObjectId, GitError> {
        if let Ok(id) = ObjectId::from_hex(base.as_bytes())
            && id.kind() == self.git.object_hash()
        {
            return self.whole_id(id, base);
        }
        if let Some(id) = self.reference(base)? {
            return Ok(id);
        }
        let described = base.rsplit_once("-g").map(|(_, digits)| digits);
        for digits in std::iter::once(base).chain(described) {
            if let Some(id) = self.abbreviated(digits, base)? {
                return Ok(id);
            }
        }
        match self.unborn_branch() {
            Some(branch) if base == "HEAD" || base == branch => Err(GitError::Unborn { branch }),
            _ => Err(GitError::NoRevision { spec: base.to_string(), near: self.near_names(base) }),
        }
    }

    /// A whole id, if the repository has its object.
    fn whole_id(&self, id: ObjectId, spec: &str) -> Result<ObjectId, GitError> {
        match self.object(id) {
            Ok(_) => Ok(id),
            Err(GitError::Missing { .. }) if self.is_shallow() => {
                Err(GitError::Shallow { wanted: format!("the commit `{spec}`") })
            }
            Err(GitError::Missing { .. }) => Err(GitError::NoRevision { spec: spec.to_string(), near: Vec::new() }),
            Err(error) => Err(error),
        }
    }

    /// The object that a reference leads to; none if there is no such reference, or it leads to no object yet.
    fn reference(&self, name: &str) -> Result<Option<ObjectId>, GitError> {
        // What can't be a name names nothing.
        let Ok(name) = <&gix::refs::PartialNameRef>::try_from(name) else { return Ok(None) };
        let found = self.git.try_find_reference(name);
        let Some(mut found) = found.map_err(|error| unreadable("a branch or a tag", &error))? else { return Ok(None) };
        match found.follow_to_object() {
            Ok(id) => Ok(Some(id.detach())),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(unreadable("a branch or a tag", &error)),
        }
    }

    /// The branch that `HEAD` is on, if it has no commit.
    fn unborn_branch(&self) -> Option<String> {
        self.git.head().ok().filter(gix::Head::is_unborn).and_then(|_| self.branch())
    }

    /// The commit, or the tag of one, whose id begins with the digits; `spec` is what the user wrote.
    fn abbreviated(&self, digits: &str, spec: &str) -> Result<Option<ObjectId>, GitError> {
        if digits.len() < MIN_DIGITS {
            return Ok(None);
        }
        let hash = self.git.object_hash();
        // Filled up to a whole id, so that it is one of the repository's kind.
        let Ok(whole) = ObjectId::from_hex(format!("{digits:0<0$}", hash.len_in_hex()).as_bytes()) else {
            return Ok(None);
        };
        let Ok(prefix) = gix::hash::Prefix::new(&whole, digits.len()) else { return Ok(None) };
        let mut all = HashSet::new();
        let found = self.git.objects.lookup_prefix(prefix, Some(&mut all));
        found.map_err(|error| unreadable("the list of objects", &error))?;
        let mut all: Vec<ObjectId> = all.into_iter().collect();
        all.sort();
        if let [only] = all[..] {
            return Ok(Some(only));
        }
        let leads_to_commit = |id: &&ObjectId| matches!(self.object(**id), Ok((Kind::Commit | Kind::Tag, _)));
        let commits: Vec<ObjectId> = all.iter().filter(leads_to_commit).copied().collect();
        match (&commits[..], &all[..]) {
            ([], []) => Ok(None),
            ([only], _) => Ok(Some(*only)),
            ([], [first, ..]) => Ok(Some(*first)),
            _ => Err(GitError::Ambiguous {
                spec: spec.to_string(),
                candidates: commits.iter().map(|id| self.short(*id)).collect(),
            }),
        }
    }

    /// The commit that an object is, or that a tag leads to.
    fn peeled(&self, start: ObjectId, spec: &str) -> Result<ObjectId, GitError> {
        let mut id = start;
        for _ in 0..MAX_TAG_STEPS {
            let (kind, bytes) = self.object(id)?;
            match kind {
                Kind::Commit => return Ok(id),
                Kind::Tag => {
                    let tag = TagRef::from_bytes(&bytes, id.kind());
                    id = tag.map_err(|error| damaged(id, &error.to_string()))?.target();
                }
                Kind::Tree | Kind::Blob => {
                    return Err(GitError::NotACommit { spec: spec.to_string(), kind: kind.to_string() });
                }
            }
        }
        Err(damaged(start, "its tags lead to too many others"))
    }

    /// The parent of that number, from 1.
    fn parent(&self, id: ObjectId, number: usize, spec: &str) -> Result<ObjectId, GitError> {
        let node = self.node(id)?;
        match node.parents.get(number.saturating_sub(1)) {
            Some(parent) => Ok(*parent),
            None if node.is_cut => Err(GitError::Shallow { wanted: format!("the commit `{spec}`") }),
            None => Err(GitError::NoSuchParent { spec: spec.to_string() }),
        }
    }
}

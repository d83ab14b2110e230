//! Two ends of a comparison.

use crate::commit::Commit;
use crate::error::GitError;
use crate::repository::Repository;

/// The two ends that a range names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Range {
    /// The older end: what is left of two dots, and the merge base of both sides for three.
    pub from: Commit,
    /// The newer end: what is right of the dots.
    pub to: Commit,
}

impl Repository {
    /// The ends of `A..B`, which are A and B, or of `A...B`, which are their merge base and B: what B changed since it
    /// left A. A side that is left out is `HEAD`.
    ///
    /// # Errors
    ///
    /// [`GitError::NotARange`] without dots, [`GitError::NoMergeBase`] if three dots have no common history between
    /// them, and the errors of [`Repository::revision`] for each side.
    pub fn range(&self, spec: &str) -> Result<Range, GitError> {
        let not_a_range = || GitError::NotARange { spec: spec.to_string() };
        let (from, rest) = spec.split_once("..").ok_or_else(not_a_range)?;
        let (to, from_base) = rest.strip_prefix('.').map_or((rest, false), |to| (to, true));
        if to.contains("..") || to.starts_with('.') {
            return Err(not_a_range());
        }
        let named = |side: &str| self.revision(if side.is_empty() { "HEAD" } else { side });
        let (left, right) = (named(from)?, named(to)?);
        if !from_base {
            return Ok(Range { from: left, to: right });
        }
        match self.merge_base(&left, &right)? {
            Some(base) => Ok(Range { from: base, to: right }),
            None => Err(GitError::NoMergeBase { from: from.to_string(), to: to.to_string() }),
        }
    }
}

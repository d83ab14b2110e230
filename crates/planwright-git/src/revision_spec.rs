//! How a revision is written: a name or an id, then steps back from it.

use crate::error::GitError;

/// A step from a commit to one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The parent of that number, from 1.
    Parent(usize),
    /// So many first parents back.
    Ancestor(usize),
}

/// A revision in its parts: `main~2^2` is `main`, two back, second parent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RevisionSpec<'s> {
    pub(crate) base: &'s str,
    pub(crate) steps: Vec<Step>,
}

impl<'s> RevisionSpec<'s> {
    /// Takes a revision apart. An empty base stands for `HEAD`'s absence and names nothing.
    ///
    /// # Errors
    ///
    /// [`GitError::UnsupportedSpec`] with the part that is not understood.
    pub(crate) fn parse(spec: &'s str) -> Result<Self, GitError> {
        let refuse = |part: &str| GitError::UnsupportedSpec { spec: spec.to_string(), part: part.to_string() };
        // No name of a branch or a tag has these.
        for part in ["@{", "..", ":"] {
            if spec.contains(part) {
                return Err(refuse(part));
            }
        }
        let end = spec.find(['~', '^']).unwrap_or(spec.len());
        let (base, mut rest) = spec.split_at(end);
        if base.is_empty() && !rest.is_empty() {
            return Err(refuse(rest));
        }
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = step(rest).ok_or_else(|| refuse(rest))?;
            steps.extend(step);
            rest = after;
        }
        Ok(Self { base: if base == "@" { "HEAD" } else { base }, steps })
    }
}

/// The first step of a text and what follows it; a step may lead nowhere, as `^0` does.
fn step(text: &str) -> Option<(Option<Step>, &str)> {
    for stays in ["^{commit}", "^{}"] {
        if let Some(after) = text.strip_prefix(stays) {
            return Some((None, after));
        }
    }
    let after = text.strip_prefix(['~', '^'])?;
    let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = after.split_at(digits);
    // A number without an end is further back than any history.
    let number = if number.is_empty() { 1 } else { number.parse().unwrap_or(usize::MAX) };
    let is_known = after.is_empty() || after.starts_with(['~', '^']);
    let made = if text.starts_with('~') { Step::Ancestor(number) } else { Step::Parent(number) };
    is_known.then_some(((number > 0).then_some(made), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specs_are_taken_apart() {
        let parsed = |spec| RevisionSpec::parse(spec).map(|s| (s.base.to_string(), s.steps));
        let of = |base: &str, steps: &[Step]| Ok((base.to_string(), steps.to_vec()));
        assert_eq!(parsed("main"), of("main", &[]));
        assert_eq!(parsed("@~"), of("HEAD", &[Step::Ancestor(1)]));
        assert_eq!(parsed("v1~2^2^^0^{commit}^{}"), of("v1", &[Step::Ancestor(2), Step::Parent(2), Step::Parent(1)]));
        assert_eq!(parsed("a~99999999999999999999999"), of("a", &[Step::Ancestor(usize::MAX)]));
        for spec in ["@{u}", "main@{1}", ":/text", "HEAD:a.plan", "^main", "~1", "a^{tree}", "a^{/x}", "a~b", "a..b"] {
            assert!(matches!(parsed(spec), Err(GitError::UnsupportedSpec { .. })), "{spec}");
        }
    }
}

//! One of the two states that are compared.

use crate::evaluate::Evaluated;
use crate::model::{Fact, Record};
use crate::source::SourceSet;

/// One of the two states of a plan.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DiffSide<'a> {
    /// What it is called: a revision, a file, `the working tree`.
    pub label: String,
    /// The plan with its scores.
    pub evaluated: &'a Evaluated,
    /// The texts that it was read from.
    pub sources: &'a SourceSet,
}

impl<'a> DiffSide<'a> {
    /// A state of a plan under a name.
    pub fn new(label: impl Into<String>, evaluated: &'a Evaluated, sources: &'a SourceSet) -> DiffSide<'a> {
        DiffSide { label: label.into(), evaluated, sources }
    }

    /// The plan's own items, without those of the library.
    pub(super) fn items(&self) -> Vec<&Record> {
        let is_own = |r: &&Record| self.sources.get(r.header.source).is_some_and(|source| !source.is_standard());
        self.evaluated.plan().items().filter(is_own).collect()
    }

    /// A fact's values as they are written, without the reasons, in one line.
    pub(super) fn text(&self, fact: &Fact) -> String {
        let each = fact.clauses.iter().map(|clause| DiffSide::one_line(self.sources.slice(clause.span)));
        each.collect::<Vec<_>>().join(", ")
    }

    /// A text with its blanks and line ends as single blanks.
    pub(super) fn one_line(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

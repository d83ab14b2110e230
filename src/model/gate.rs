//! What must be on file before a phase is entered.

use super::FormulaSource;
use crate::source::Span;
use std::sync::Arc;

/// What an initiative must have on file to enter a phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Its name.
    pub id: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// The phase that it leads into.
    pub enter: Arc<str>,
    /// The context that asks for it beside the gates of all; `None` where it is for everybody.
    pub context: Option<Arc<str>>,
    /// What it asks for, in the order written.
    pub checks: Vec<GateCheck>,
    /// Where its header stands.
    pub header: Span,
}

/// One thing that a gate asks for: values that must be there, and what must hold of them.
#[derive(Debug, Clone, PartialEq)]
pub struct GateCheck {
    /// Its name: that of the check, or the path that must be there.
    pub id: Arc<str>,
    /// What it says in words.
    pub title: Option<Arc<str>>,
    /// What must be there before anything is asked about it.
    pub have: Vec<RequiredValue>,
    /// What the formula is asked of, one at a time; the initiative where nothing is said.
    pub each: Option<Vec<PathStep>>,
    /// Where it applies.
    pub when: Option<FormulaSource>,
    /// What must hold.
    pub must: Option<FormulaSource>,
    /// What to add: a line of the initiative.
    pub help: Option<Arc<str>>,
    /// Where it stands.
    pub header: Span,
}

/// A value that must be there.
#[derive(Debug, Clone, PartialEq)]
pub struct RequiredValue {
    /// Its path as written: `problem.statement`.
    pub path: Arc<str>,
    /// The way to it.
    pub steps: Vec<PathStep>,
    /// The line to add, with `…` for the value: `problem { statement: "…" }`.
    pub line: String,
}

/// A step from an initiative, or a block in it, to what a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// The title.
    Title,
    /// A field.
    Field(Arc<str>),
    /// The block of this kind.
    Block(Arc<str>),
    /// Every block of a kind that may stand several times.
    Every(Arc<str>),
    /// The block of this kind and name.
    Named(Arc<str>, Arc<str>),
}

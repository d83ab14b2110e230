//! A compiled formula.

use super::mentions::{CallUse, Mentions, NameUse};
use super::source_map::RewrittenText;
use rhai::AST;
use std::sync::Arc;

/// What a formula is to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpectedType {
    /// A number, as a score.
    Number,
    /// True or false, as a rule.
    Truth,
    /// Any value, as a column.
    Any,
}

/// A compiled formula; cheap to clone, may be evaluated on any thread by the sandbox that compiled it.
#[derive(Clone, Debug)]
pub struct Formula(pub(super) Arc<CompiledFormula>);

#[derive(Debug)]
pub(super) struct CompiledFormula {
    pub ast: AST,
    pub text: RewrittenText,
    pub mentions: Mentions,
    pub want: ExpectedType,
    /// The free variables, each once.
    pub free: Vec<Arc<str>>,
}

impl Formula {
    /// Its free names with their fields, in the order of their places; local `let`s are not among them.
    pub fn names(&self) -> &[NameUse] {
        &self.0.mentions.names
    }

    /// Its questions to the plan: `has`, `score`, `position`, `ranking`, `in_team`.
    pub fn calls(&self) -> &[CallUse] {
        &self.0.mentions.calls
    }

    /// What it is to give.
    pub fn expected_type(&self) -> ExpectedType {
        self.0.want
    }

    /// The text it was compiled from.
    pub fn text(&self) -> &str {
        self.0.text.original()
    }
}

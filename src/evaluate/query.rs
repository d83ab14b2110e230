//! Formulas asked from outside: `--where` and `--column`.

use super::evaluated::Evaluated;
use super::facts::{Item, Place};
use super::scope::FactScope;
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{CallError, Formula as Compiled, Lookup, Outcome, Record as Facts, Scope, Value, Want};
use crate::model::Code as Formula;
use crate::source::Span;
use std::fmt;
use std::sync::Arc;

/// A compiled question about each initiative.
#[derive(Debug)]
pub struct Query<'e> {
    pub(super) evaluated: &'e Evaluated,
    formula: Compiled,
}

/// Why a question can't be asked, or has no answer.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryError {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The bytes of the question that it is about.
    pub range: std::ops::Range<usize>,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

impl QueryError {
    /// As a finding about a formula that stands in the plan.
    pub fn diagnostic(self, code: Code, formula: &Formula) -> Diagnostic {
        let start = formula.span.start as usize;
        let span = Span::new(formula.span.source, start + self.range.start, start + self.range.end);
        let help = self.help.unwrap_or_else(|| "`plan help formulas` shows what formulas may say".into());
        Diagnostic::new(code, span, self.message).help(help)
    }
}

impl<'e> Query<'e> {
    pub(super) fn new(evaluated: &'e Evaluated, text: &str, truth: bool) -> Result<Self, QueryError> {
        let want = if truth { Want::Truth } else { Want::Any };
        let none = || QueryError { message: "formulas can't be evaluated".into(), help: None, range: 0..text.len() };
        let sandbox = evaluated.sandbox.as_ref().ok_or_else(none)?;
        match sandbox.compile(text, want) {
            Ok(formula) => Ok(Query { evaluated, formula }),
            Err(e) => Err(QueryError { message: e.message, help: e.help, range: e.offset..e.offset + e.length }),
        }
    }

    /// The answer for an initiative; `None` where it touches a value that is missing.
    ///
    /// # Errors
    /// Where the formula fails for it.
    pub fn ask(&self, initiative: usize, framework: Option<&str>) -> Result<Option<Value>, QueryError> {
        let world = &self.evaluated.world;
        let column = framework.and_then(|f| world.column(f));
        let row = column.as_ref().map(|c| (&**c, c.row(initiative)));
        let scope = FactScope { world, item: Item::new(world, Place::Initiative(initiative)), row };
        self.answer(&scope)
    }

    /// The answer for a block of an initiative, by its index among the blocks there; its facts stand bare.
    ///
    /// # Errors
    /// Where the formula fails for it.
    pub fn ask_block(&self, initiative: usize, block: usize) -> Result<Option<Value>, QueryError> {
        let item = Item::new(&self.evaluated.world, Place::Initiative(initiative));
        match item.block(block) {
            Some(facts) => self.answer(&BlockScope { facts }),
            None => Ok(None),
        }
    }

    pub(super) fn answer(&self, scope: &dyn Scope) -> Result<Option<Value>, QueryError> {
        let Some(sandbox) = &self.evaluated.sandbox else { return Ok(None) };
        match sandbox.evaluate(&self.formula, scope) {
            Outcome::Value(value) => Ok(Some(value)),
            Outcome::Unknown { .. } => Ok(None),
            Outcome::Failed(e) => {
                Err(QueryError { message: e.message, help: e.help, range: e.offset..e.offset + e.length })
            }
        }
    }
}

/// The facts of one block, bare.
struct BlockScope {
    facts: Arc<dyn Facts>,
}

impl Scope for BlockScope {
    fn variable(&self, name: &str) -> Lookup {
        self.facts.get(name)
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
}

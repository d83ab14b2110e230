//! Formulas asked from outside: `--where`, `--column` and `--worth`.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::facts::ItemRecord;
use crate::evaluate::index::ItemRef;
use crate::evaluate::scope::FactScope;
use crate::evaluate::scores::Evaluated;
use crate::formula::{
    CallError, EvalOutcome, ExpectedType, Formula as Compiled, Lookup, RecordValue as Facts, Scope, Value,
};
use crate::model::FormulaSource as Formula;
use crate::source::Span;
use std::fmt;
use std::sync::Arc;

/// A compiled question about each initiative.
#[derive(Debug)]
pub struct Query<'e> {
    pub(in crate::evaluate) evaluated: &'e Evaluated,
    formula: Compiled,
}

/// Why a question can't be asked, or has no answer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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

impl Evaluated {
    /// Compiles a formula over the facts of an initiative, as `--where` and `--column` take it; with `truth` it must ask
    /// whether something is so.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn query(&self, text: &str, truth: bool) -> Result<Query<'_>, QueryError> {
        Query::new(self, text, truth)
    }

    /// The initiatives for which a formula is true, by their index; where it can't be told, they are left out.
    ///
    /// # Errors
    /// Where the formula can't be read, or fails for one of them.
    pub fn matching_initiatives(&self, formula: &str) -> Result<Vec<usize>, QueryError> {
        let query = self.query(formula, true)?;
        let mut found = Vec::new();
        for index in 0..self.plan().initiatives.len() {
            if query.ask(index, None)? == Some(Value::Truth(true)) {
                found.push(index);
            }
        }
        Ok(found)
    }

    /// What each initiative is worth by a formula over its facts, the inputs of a framework standing bare; `None` where
    /// a value is missing.
    ///
    /// # Errors
    /// Where the formula can't be read, fails or gives no number.
    pub fn worth_values(&self, formula: &str, framework: Option<&str>) -> Result<Vec<Option<f64>>, QueryError> {
        let query = self.query(formula, false)?;
        let ask = |index: usize| match query.ask(index, framework)? {
            Some(Value::Number(n)) => Ok(Some(n)),
            None => Ok(None),
            Some(_) => Err(QueryError {
                message: "it gives no number".into(),
                help: Some("as `reach * impact`: the framework's inputs are used by name alone".into()),
                range: 0..formula.len(),
            }),
        };
        (0..self.plan().initiatives.len()).map(ask).collect()
    }
}

impl<'e> Query<'e> {
    pub(in crate::evaluate) fn new(evaluated: &'e Evaluated, text: &str, truth: bool) -> Result<Self, QueryError> {
        let want = if truth { ExpectedType::Truth } else { ExpectedType::Any };
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
        let world = &self.evaluated.scored_plan;
        let column = framework.and_then(|f| world.column(f));
        let row = column.as_ref().map(|c| (&**c, c.row(initiative)));
        let scope =
            FactScope { scored_plan: world, item: ItemRecord::new(world, ItemRef::Initiative(initiative)), row };
        self.evaluate(&scope)
    }

    /// The answer for a block of an initiative, by its index among the blocks there; its facts stand bare.
    ///
    /// # Errors
    /// Where the formula fails for it.
    pub(crate) fn ask_block(&self, initiative: usize, block: usize) -> Result<Option<Value>, QueryError> {
        let item = ItemRecord::new(&self.evaluated.scored_plan, ItemRef::Initiative(initiative));
        match item.block(block) {
            Some(facts) => self.evaluate(&BlockScope { facts }),
            None => Ok(None),
        }
    }

    pub(in crate::evaluate) fn evaluate(&self, scope: &dyn Scope) -> Result<Option<Value>, QueryError> {
        let Some(sandbox) = &self.evaluated.sandbox else { return Ok(None) };
        match sandbox.evaluate(&self.formula, scope) {
            EvalOutcome::Value(value) => Ok(Some(value)),
            EvalOutcome::Unknown { .. } => Ok(None),
            EvalOutcome::Failed(e) => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    const PLAN: &str = r#"
team core "Core" { }
initiative a "A" { team: core; ice { impact: 5; confidence: 6; ease: 9 } }
initiative b "B" { ice { impact: 2; confidence: 6 } }
"#;

    fn evaluated() -> Evaluated {
        Source::text("p.plan", PLAN).parse().unwrap().resolve(&View::default()).unwrap().evaluate().evaluated
    }

    #[test]
    fn initiatives_are_picked_and_weighed_by_formulas() {
        let evaluated = evaluated();
        assert_eq!(evaluated.matching_initiatives("team == \"core\""), Ok(vec![0]));
        assert!(evaluated.matching_initiatives("team ==").is_err());
        assert_eq!(evaluated.worth_values("impact * ease", Some("ice")), Ok(vec![Some(45.0), None]));
        let error = evaluated.worth_values("\"text\"", None).unwrap_err();
        assert_eq!((error.to_string(), error.help.is_some()), ("it gives no number".into(), true));
    }
}

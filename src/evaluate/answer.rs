//! Questions to the whole plan, as a person asks them.

use super::evaluated::Evaluated;
use super::formulas;
use super::scope::PlanScope;
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{Outcome, Value, Want};
use crate::model::Code as Text;
use crate::quantity::Unit;
use crate::source::{SourceId, Span};

/// What a formula over the plan gives.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The value; `None` where it touches one that is missing.
    pub value: Option<Value>,
    /// The values that are missing, by their paths.
    pub missing: Vec<String>,
    /// The unit of a number, where the formula names just one fact.
    pub unit: Option<Unit>,
}

impl Evaluated {
    /// What a formula over the whole plan gives; it sees what an expectation sees. `source` is the text's own, for
    /// places in it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn ask(&self, formula: &str, source: SourceId) -> Result<Answer, Diagnostic> {
        let code = Text { text: formula.into(), span: Span::new(source, 0, formula.len()) };
        let Some(sandbox) = &self.sandbox else {
            return Err(Diagnostic::new(Code::FORMULA_FAILED, code.span, "formulas can't be evaluated"));
        };
        let compiled = sandbox
            .compile(formula, Want::Any)
            .map_err(|e| formulas::compile_error(&self.world.plan, Some(&code), &e))?;
        match sandbox.evaluate(&compiled, &PlanScope { world: &self.world }) {
            Outcome::Value(value) => Ok(Answer { value: Some(value), missing: Vec::new(), unit: None }),
            Outcome::Unknown { names } => Ok(Answer { value: None, missing: names, unit: None }),
            Outcome::Failed(failed) => Err(formulas::failure(&self.world.plan, &code, &failed)),
        }
    }
}

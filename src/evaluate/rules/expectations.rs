//! Expectations about the whole plan.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::formulas;
use crate::evaluate::scope::PlanScope;
use crate::evaluate::scores::{Evaluated, ScoredPlan};
use crate::formula::{EvalOutcome, EvaluationTrace, ExpectedType, FailureKind, Sandbox, TraceRead, Value};
use crate::model::Expect;
use std::sync::Arc;

/// What the parts of an expectation came to: "; `nrr.latest` is 1.04". Empty where it read nothing.
fn read_values_text(working: &EvaluationTrace) -> String {
    const MAX_VALUES_SHOWN: usize = 4;
    let is = |r: &TraceRead| format!("`{}` is {}", r.text, r.shown());
    let mut parts: Vec<String> = working.readings.iter().take(MAX_VALUES_SHOWN).map(is).collect();
    if working.readings.len() > MAX_VALUES_SHOWN {
        parts.push("…".into());
    }
    if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) }
}

/// What came of an expectation.
#[derive(Debug, Clone)]
pub struct ExpectationResult {
    /// Its name.
    pub id: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// What is wrong, where it does not hold.
    pub problem: Option<Diagnostic>,
}

/// Expectations that can't be asked at all: what does not compile, and names that the plan does not have. Whether
/// the others hold is for [`Evaluated::expectation_results`] to say.
fn invalid_expectations(world: &Arc<ScoredPlan>, sandbox: &Sandbox) -> Vec<Diagnostic> {
    // Where only some frameworks were scored, a question about another one has no answer here.
    let all_scored = world.columns().len() >= world.plan.frameworks.len();
    let mistake = |expect: &Expect| {
        let code = &expect.that;
        let formula = match sandbox.compile(&code.text, ExpectedType::Truth) {
            Ok(formula) => formula,
            Err(error) => return Some(formulas::compile_error(&world.plan, Some(code), &error)),
        };
        match sandbox.evaluate(&formula, &PlanScope { scored_plan: world }) {
            EvalOutcome::Failed(failure) => match failure.kind {
                FailureKind::UnknownName => Some(formulas::failure_diagnostic(&world.plan, code, &failure)),
                FailureKind::Question if all_scored => Some(formulas::failure_diagnostic(&world.plan, code, &failure)),
                _ => None,
            },
            _ => None,
        }
    };
    world.plan.expects.iter().filter_map(mistake).collect()
}

fn problem(world: &Arc<ScoredPlan>, sandbox: &Sandbox, expect: &Expect) -> Option<Diagnostic> {
    let code = &expect.that;
    let formula = match sandbox.compile(&code.text, ExpectedType::Truth) {
        Ok(formula) => formula,
        Err(error) => return Some(formulas::compile_error(&world.plan, Some(code), &error)),
    };
    let title = expect.title.as_deref().unwrap_or(&expect.id);
    match sandbox.evaluate(&formula, &PlanScope { scored_plan: world }) {
        EvalOutcome::Value(Value::Truth(true)) => None,
        EvalOutcome::Value(_) => {
            let got = read_values_text(&sandbox.trace(&formula, &PlanScope { scored_plan: world }));
            let said = format!("`{}` does not hold: {title}{got}", expect.id);
            let d = Diagnostic::new(Code::EXPECT_FAILED, code.span, said);
            Some(match &expect.because {
                Some(because) => d.help(format!("it was expected because {because}")),
                None => d.help("change the plan, or what is expected of it"),
            })
        }
        EvalOutcome::Unknown { names } => {
            let missing: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
            let said = format!("`{}` can't be answered: {} is missing", expect.id, missing.join(", "));
            Some(
                Diagnostic::new(Code::EXPECT_FAILED, code.span, said)
                    .help("fill the value in; an unscored initiative has no score and no position"),
            )
        }
        EvalOutcome::Failed(failure) => Some(formulas::failure_diagnostic(&world.plan, code, &failure)),
    }
}

impl Evaluated {
    /// Every expectation.
    pub fn expectation_results(&self) -> Vec<ExpectationResult> {
        let Some(sandbox) = &self.sandbox else { return Vec::new() };
        let result = |e: &Expect| {
            let problem = problem(&self.scored_plan, sandbox, e);
            ExpectationResult { id: e.id.clone(), title: e.title.clone(), problem }
        };
        self.scored_plan.plan.expects.iter().map(result).collect()
    }

    /// What is wrong with expectations, so that they can't be asked.
    pub(crate) fn expectation_findings(&self) -> Vec<Diagnostic> {
        self.sandbox.as_ref().map_or(Vec::new(), |s| invalid_expectations(&self.scored_plan, s))
    }
}

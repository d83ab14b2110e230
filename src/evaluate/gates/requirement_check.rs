//! One part of a gate, asked of one initiative.

use super::gate_check::{Requirement, RequirementState};
use super::presence::{Presence, presence};
use crate::evaluate::facts::{CheckSubject, check_subjects};
use crate::evaluate::formulas;
use crate::evaluate::scope::FactScope;
use crate::formula::{CallError, EvalOutcome, Formula, Lookup, Sandbox, Scope, Value};
use crate::model::{Datum, FormulaSource, Record};

/// What a check sees of one of several: its own fields, then those of the initiative.
struct EachScope<'a> {
    subject: &'a CheckSubject,
    outer: &'a FactScope<'a>,
}

impl Scope for EachScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        match self.subject.facts.get(name) {
            Lookup::NoSuchName { .. } => self.outer.variable(name),
            found => found,
        }
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        self.outer.call(name, args)
    }
}

/// What comes of a part; `None` where it does not apply.
pub(in crate::evaluate) fn check_requirement(
    asks: &Requirement<'_>,
    sandbox: &Sandbox,
    scope: &FactScope<'_>,
    record: &Record,
) -> Option<RequirementState> {
    if let Some(reason) = waiver_reason(asks, record) {
        return Some(RequirementState::Waived(reason));
    }
    let part = asks.part;
    // Of several, each is asked by itself whether it applies.
    if part.each.is_none()
        && let (Some(when), Some(code)) = (&asks.when, &part.when)
    {
        match sandbox.evaluate(when, scope) {
            EvalOutcome::Value(Value::Truth(true)) => {}
            EvalOutcome::Failed(failure) => {
                return Some(RequirementState::Failed(Box::new(formulas::failure_diagnostic(
                    &scope.scored_plan.plan,
                    code,
                    &failure,
                ))));
            }
            _ => return None,
        }
    }
    let mut absent = Vec::new();
    for need in &part.have {
        if let Presence::Absent(lacking) = presence(record, &need.steps) {
            absent.push(match lacking.as_slice() {
                [] => need.path.to_string(),
                some => format!("{} ({})", need.path, some.join(", ")),
            });
        }
    }
    if !absent.is_empty() {
        return Some(RequirementState::Absent(absent));
    }
    let (Some(must), Some(code)) = (&asks.must, &part.must) else { return Some(RequirementState::Passed) };
    let Some(steps) = &part.each else {
        return Some(match check_one(must, code, sandbox, scope, scope, record) {
            CheckAnswer::Holds => RequirementState::Passed,
            CheckAnswer::Broken => RequirementState::Broken(Vec::new()),
            CheckAnswer::Unknown(names) => RequirementState::Unknown(names),
            CheckAnswer::Failed(failed) => failed,
        });
    };
    let (mut broken, mut unknown) = (Vec::new(), Vec::new());
    let mut asked = !part.have.is_empty();
    for subject in check_subjects(&scope.item, steps) {
        let each = EachScope { subject: &subject, outer: scope };
        let applies = asks.when.as_ref().is_none_or(|w| sandbox.evaluate(w, &each).truth() == Some(true));
        if !applies {
            continue;
        }
        asked = true;
        match check_one(must, code, sandbox, &each, scope, record) {
            CheckAnswer::Holds => {}
            CheckAnswer::Broken => broken.push(subject.name),
            CheckAnswer::Unknown(names) => unknown.extend(names.into_iter().map(|n| format!("{}.{n}", subject.name))),
            CheckAnswer::Failed(failed) => return Some(failed),
        }
    }
    // Where there is none of them, nothing was asked.
    asked.then_some(match (broken.is_empty(), unknown.is_empty()) {
        (true, true) => RequirementState::Passed,
        (true, false) => RequirementState::Unknown(unknown),
        _ => RequirementState::Broken(broken),
    })
}

enum CheckAnswer {
    Holds,
    Broken,
    Unknown(Vec<String>),
    Failed(RequirementState),
}

fn check_one(
    must: &Formula,
    code: &FormulaSource,
    sandbox: &Sandbox,
    scope: &dyn Scope,
    plan: &FactScope<'_>,
    record: &Record,
) -> CheckAnswer {
    match sandbox.evaluate(must, scope) {
        EvalOutcome::Value(Value::Truth(true)) => CheckAnswer::Holds,
        EvalOutcome::Value(_) => CheckAnswer::Broken,
        // What does not apply, for a reason, is not asked further.
        EvalOutcome::Unknown { names } if names.iter().all(|n| has_reason(record, n)) => CheckAnswer::Holds,
        EvalOutcome::Unknown { names } => CheckAnswer::Unknown(names),
        EvalOutcome::Failed(failure) => CheckAnswer::Failed(RequirementState::Failed(Box::new(
            formulas::failure_diagnostic(&plan.scored_plan.plan, code, &failure),
        ))),
    }
}

/// Whether a path leads to `none because "…"`.
fn has_reason(record: &Record, path: &str) -> bool {
    let path = path.strip_prefix("it.").unwrap_or(path);
    match path.split_once('.') {
        Some((block, rest)) => record.block(block).is_some_and(|b| has_reason(b, rest)),
        None => record.all(path).any(|fact| {
            let because = |c: &crate::model::Clause| c.because.is_some() || fact.because.is_some();
            fact.clauses.iter().any(|c| c.head == Datum::None && because(c))
        }),
    }
}

/// The reason for which the initiative waives a part, where it does.
fn waiver_reason(asks: &Requirement<'_>, record: &Record) -> Option<Option<std::sync::Arc<str>>> {
    for fact in record.all("waive") {
        for clause in &fact.clauses {
            let Datum::Word(word) = &clause.head else { continue };
            let covers =
                |path: &String| path.strip_prefix(&**word).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            if *asks.part.id == **word || asks.about.iter().any(covers) {
                return Some(clause.because.clone().or_else(|| fact.because.clone()));
            }
        }
    }
    None
}

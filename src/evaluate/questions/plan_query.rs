//! Questions to the whole plan, as a person asks them.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::formulas;
use crate::evaluate::scope::PlanScope;
use crate::evaluate::scores::{Evaluated, InputValue};
use crate::formula::{CallError, EvalOutcome, ExpectedType, Formula, Lookup, Scope, Value};
use crate::model::{DataPoint, Fact, FormulaSource as Text, Metric, Record};
use crate::quantity::Unit;
use crate::source::{SourceId, Span};
use std::sync::Arc;

/// What a formula over the plan gives.
#[derive(Debug, Clone)]
pub struct PlanAnswer {
    /// The value; `None` where it touches one that is missing.
    pub value: Option<Value>,
    /// The values that are missing, by their paths.
    pub missing: Vec<String>,
    /// What it is about, where the formula does no more than name something.
    pub subject: NamedSubject,
}

/// What a formula names.
#[derive(Debug, Clone, PartialEq)]
pub enum NamedSubject {
    /// It computes.
    Computed,
    /// An item: its kind and its full name.
    Item(Arc<str>, Arc<str>),
    /// A block of an item: the item's kind and full name, and the way to the block.
    Block(Arc<str>, Arc<str>, Vec<Arc<str>>),
    /// A field, as it was written: each of its lines.
    Field(Vec<Fact>),
    /// An input of a framework for an initiative.
    Input(InputValue),
    /// The score of an initiative: its index, and the framework.
    Score(usize, Arc<str>),
    /// A number of a metric: in its unit, and when.
    Measure(Option<Unit>, Option<DataPoint>),
    /// The initiatives in the order of a framework.
    Ranking(Arc<str>),
}

/// What helps where a name is unknown and none is near it.
const UNKNOWN_NAME_HELP: &str =
    "use initiatives and metrics by name, `team.x`, `person.x`, `framework.x`, and after a dot what `plan doc` lists";

/// What the plan's names mean, under names of the asker's own.
struct BindingScope<'a> {
    plan: PlanScope<'a>,
    own: &'a [(Arc<str>, Value)],
}

impl Scope for BindingScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        match self.own.iter().rev().find(|(own, _)| **own == *name) {
            Some((_, value)) => Lookup::Value(value.clone()),
            None => self.plan.variable(name),
        }
    }

    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError> {
        self.plan.call(name, args)
    }
}

impl Evaluated {
    /// What a formula over the whole plan gives; it sees what an expectation sees, and `own` names before. `source` is the
    /// text's own, for places in it. A path may lead to an input of a framework, `detection.rice.effort`, and to an item,
    /// `team.ingest`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn ask(&self, formula: &str, source: SourceId, own: &[(Arc<str>, Value)]) -> Result<PlanAnswer, Diagnostic> {
        let code = Text { text: formula.into(), span: Span::new(source, 0, formula.len()) };
        let Some(sandbox) = &self.sandbox else {
            return Err(Diagnostic::new(Code::FORMULA_FAILED, code.span, "formulas can't be evaluated"));
        };
        let compiled = sandbox
            .compile(formula, ExpectedType::Any)
            .map_err(|e| formulas::compile_error(&self.scored_plan.plan, Some(&code), &e))?;
        let subject = self.formula_subject(&compiled, formula, own);
        if let NamedSubject::Input(input) = &subject {
            let missing = if input.value.is_none() { vec![formula.trim().to_string()] } else { Vec::new() };
            return Ok(PlanAnswer { value: input.value.map(Value::Number), missing, subject });
        }
        let scope = BindingScope { plan: PlanScope { scored_plan: &self.scored_plan }, own };
        match sandbox.evaluate(&compiled, &scope) {
            EvalOutcome::Value(value) => Ok(PlanAnswer { value: Some(value), missing: Vec::new(), subject }),
            EvalOutcome::Unknown { names } => Ok(PlanAnswer { value: None, missing: names, subject }),
            EvalOutcome::Failed(failed) => {
                let mut problem = formulas::failure_diagnostic(&self.scored_plan.plan, &code, &failed);
                if failed.help.is_none() && problem.code == Code::UNKNOWN_NAME {
                    problem.help = Some(UNKNOWN_NAME_HELP.to_string());
                }
                Err(problem)
            }
        }
    }

    fn formula_subject(&self, formula: &Formula, text: &str, own: &[(Arc<str>, Value)]) -> NamedSubject {
        let (start, length) = (text.len() - text.trim_start().len(), text.trim().len());
        if let [call] = formula.calls()
            && &*call.name == "ranking"
            && let [Some(by)] = call.args.as_slice()
            && text.trim().starts_with("ranking")
            && text.trim().ends_with(')')
            && formula.names().is_empty()
        {
            return NamedSubject::Ranking(by.text.clone());
        }
        let [name] = formula.names() else { return NamedSubject::Computed };
        let whole = (name.offset, name.length) == (start, length) && !name.continued;
        let path: Vec<&str> = name.path.iter().map(|p| &**p).collect();
        if !whole || own.iter().any(|(n, _)| **n == *path[0]) {
            return NamedSubject::Computed;
        }
        self.resolve_path(&path).unwrap_or(NamedSubject::Computed)
    }

    /// What a path names.
    pub fn resolve_path(&self, path: &[&str]) -> Option<NamedSubject> {
        let plan = &self.scored_plan.plan;
        let (first, rest) = path.split_first()?;
        if let Some(index) = plan.by_id.get(*first) {
            let record = &plan.initiatives[*index].record;
            return match rest {
                [by] if self.column(by).is_some() => Some(NamedSubject::Score(*index, Arc::from(*by))),
                [by, input] if plan.frameworks.contains_key(*by) => {
                    let column = self.column(by)?;
                    let (at, _) = column.framework.input(input)?;
                    Some(NamedSubject::Input(column.row(*index)?.inputs.get(at)?.clone()))
                }
                rest => in_record(record, rest),
            };
        }
        if let Some(metric) = plan.metric(first) {
            return match rest {
                [name] => metric_fact(metric, name).or_else(|| in_record(&metric.record, rest)),
                rest => in_record(&metric.record, rest),
            };
        }
        match path {
            ["plan", rest @ ..] => in_record(plan.other_items.get("plan")?.first()?, rest),
            [kind, id, rest @ ..] => {
                let kind = if *kind == "metric" {
                    return self.resolve_path(&path[1..]);
                } else {
                    *kind
                };
                in_record(plan.other_item(kind, id)?, rest)
            }
            _ => None,
        }
    }
}

fn in_record(record: &Record, path: &[&str]) -> Option<NamedSubject> {
    let (kind, id) = (record.kind.clone(), record.id.clone());
    let (mut inner, mut way) = (record, Vec::new());
    for (at, name) in path.iter().enumerate() {
        if let Some(block) = inner.block(name) {
            way.push(block.kind.clone());
            inner = block;
        } else if at + 1 == path.len() {
            let facts: Vec<Fact> = inner.all(name).cloned().collect();
            return (!facts.is_empty()).then_some(NamedSubject::Field(facts));
        } else {
            return None;
        }
    }
    Some(if way.is_empty() { NamedSubject::Item(kind, id) } else { NamedSubject::Block(kind, id, way) })
}

fn metric_fact(metric: &Metric, name: &str) -> Option<NamedSubject> {
    let point = match name {
        "value" => metric.latest().or(metric.baseline.as_ref()),
        "latest" | "actual" => metric.latest(),
        "baseline" => metric.baseline.as_ref(),
        "target" => metric.targets.last(),
        "gap" => None,
        _ => return None,
    };
    Some(NamedSubject::Measure(metric.unit.clone(), point.cloned()))
}

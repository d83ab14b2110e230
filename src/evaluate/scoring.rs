//! From inputs to scores, framework by framework.

use super::column::{Column, Missing, Row};
use super::facts::{Item, Place};
use super::formulas;
use super::inputs::{InputReader, InputValue};
use super::scope::{SCORE_NAMES, ScoreScope};
use super::world::World;
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{Formula, Outcome, Sandbox, Want};
use crate::model::{Code as Text, Framework, Record, Scoring, Weighting};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A framework made ready.
pub(super) struct Scorer<'w> {
    pub world: &'w Arc<World>,
    pub sandbox: &'w Sandbox,
    pub framework: &'w Framework,
    formula: Option<Formula>,
    pub weights: Vec<f64>,
    weighting: Option<Arc<str>>,
    pub diagnostics: Vec<Diagnostic>,
    /// Failures by place, each with the initiatives that it happened to.
    failures: BTreeMap<FailurePlace, (Diagnostic, Vec<Arc<str>>)>,
}

/// Source and offset of a failure, and what it says.
type FailurePlace = (u32, u32, String);

/// What came of one set of inputs.
pub(super) enum Scored {
    Score(f64),
    Missing(Vec<Missing>),
    Failed,
}

impl<'w> Scorer<'w> {
    pub fn new(
        world: &'w Arc<World>,
        sandbox: &'w Sandbox,
        framework: &'w Framework,
        weighting: Option<&Weighting>,
    ) -> Self {
        let weighting = weighting.filter(|w| w.framework == framework.id);
        let weights = match weighting {
            Some(weighting) => weighting.weights.clone(),
            None => framework.inputs.iter().map(|i| i.weight).collect(),
        };
        let mut diagnostics = Vec::new();
        let formula = match &framework.scoring {
            Scoring::Formula(code) => compile(world, sandbox, framework, code, &mut diagnostics),
            _ => None,
        };
        let weighting = weighting.map(|w| w.id.clone());
        Scorer { world, sandbox, framework, formula, weights, weighting, diagnostics, failures: BTreeMap::new() }
    }

    /// Scores every initiative that has something of the framework.
    pub fn column(mut self, framework: Arc<Framework>) -> (Column, Vec<Diagnostic>) {
        let plan = self.world.plan.clone();
        let mut reader = InputReader::new(self.world, self.framework);
        let mut rows = Vec::new();
        for index in self.world.candidates(self.framework) {
            let record = &plan.initiatives[index].record;
            let block = record.block(&self.framework.id);
            let Some(inputs) = reader.read(Some(index), record, block) else { continue };
            let scored = self.score(&inputs, Some(index), record);
            let (score, missing, failed) = match scored {
                Scored::Score(score) => (Some(score), Vec::new(), false),
                Scored::Missing(missing) => (None, missing, false),
                Scored::Failed => (None, Vec::new(), true),
            };
            rows.push(Row { initiative: index, inputs, score, missing, failed });
        }
        let mut diagnostics = reader.diagnostics;
        if plan.unsound.contains(&framework.id) {
            // Its own mistake was reported, and bounds that contradict one another say nothing about a value.
            diagnostics.clear();
        }
        diagnostics.append(&mut self.diagnostics);
        diagnostics.extend(self.failures.into_values().map(|(d, ids)| name_initiatives(d, &ids)));
        (Column::new(framework, self.weights, self.weighting, rows), diagnostics)
    }

    /// The formula, where the framework has one and it is sound.
    pub fn formula(&self) -> Option<&Formula> {
        self.formula.as_ref()
    }

    /// The score of one set of inputs.
    pub fn score(&mut self, inputs: &[InputValue], initiative: Option<usize>, record: &Record) -> Scored {
        if self.world.plan.unsound.contains(&self.framework.id) {
            return Scored::Failed;
        }
        let absent = |(i, v): (usize, &InputValue)| {
            v.value.is_none().then(|| Missing { name: self.framework.inputs[i].id.to_string(), span: v.span })
        };
        let missing: Vec<Missing> = inputs.iter().enumerate().filter_map(absent).collect();
        match &self.framework.scoring {
            // A formula may do without an input: `x ?? 0`.
            Scoring::Formula(code) => self.computed(&code.clone(), inputs, missing, initiative, record),
            _ if !missing.is_empty() => Scored::Missing(missing),
            Scoring::Weighted { raw } => Scored::Score(weighted(self.framework, inputs, &self.weights, *raw)),
            Scoring::Classes(_) => Scored::Score(inputs[0].value.unwrap_or_default()),
        }
    }

    fn computed(
        &mut self,
        code: &Text,
        inputs: &[InputValue],
        missing: Vec<Missing>,
        initiative: Option<usize>,
        record: &Record,
    ) -> Scored {
        let Some(formula) = &self.formula else { return Scored::Failed };
        let place = Place::Initiative(initiative.unwrap_or(usize::MAX));
        let item = Item { world: self.world.clone(), place, path: "it".into() };
        let scope = ScoreScope {
            world: self.world,
            framework: self.framework,
            inputs,
            weights: &self.weights,
            initiative: item,
        };
        match self.sandbox.evaluate(formula, &scope) {
            Outcome::Value(value) => match value {
                crate::formula::Value::Number(score) => Scored::Score(score),
                _ => Scored::Failed,
            },
            Outcome::Unknown { names } => {
                // The formula stops at the first: every other input without a value that it reads is missing too.
                let reads = |m: &Missing| {
                    names.contains(&m.name)
                        || formula.names().iter().any(|n| n.path.len() == 1 && *n.path[0] == *m.name)
                };
                let mut all: Vec<Missing> = missing.into_iter().filter(reads).collect();
                let others: Vec<String> = names.into_iter().filter(|n| self.framework.input(n).is_none()).collect();
                let plain = |n: String| Missing { name: n.strip_prefix("it.").unwrap_or(&n).to_string(), span: None };
                all.extend(others.into_iter().map(plain));
                Scored::Missing(all)
            }
            Outcome::Failed(failed) => {
                let diagnostic = formulas::failure(&self.world.plan, code, &failed);
                let key = (diagnostic.label.span.source.0, diagnostic.label.span.start, diagnostic.message.clone());
                self.failures.entry(key).or_insert_with(|| (diagnostic, Vec::new())).1.push(record.id.clone());
                Scored::Failed
            }
        }
    }
}

fn compile(
    world: &World,
    sandbox: &Sandbox,
    framework: &Framework,
    code: &Text,
    out: &mut Vec<Diagnostic>,
) -> Option<Formula> {
    match sandbox.compile(&code.text, Want::Number) {
        Ok(formula) => {
            let known: Vec<&str> = framework.inputs.iter().map(|i| &*i.id).chain(SCORE_NAMES).collect();
            let unknown = formulas::unknown_names(
                code,
                &formula,
                &known,
                "a score sees its inputs, and behind `it.` the facts of the initiative",
            );
            let sound = unknown.is_empty();
            out.extend(unknown);
            sound.then_some(formula)
        }
        Err(error) => {
            out.push(formulas::compile_error(&world.plan, Some(code), &error));
            None
        }
    }
}

/// The weighted score: each input scaled to 0..1 over its range, turned round where lower is better, times its
/// weight, weights normalised, times 100 (Keeney and Raiffa, 1976). `raw` is the weighted mean of the values.
fn weighted(framework: &Framework, inputs: &[InputValue], weights: &[f64], raw: bool) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for ((input, value), weight) in framework.inputs.iter().zip(inputs).zip(weights) {
        let value = value.value.unwrap_or_default();
        let scaled = input.scaled(value, raw);
        sum += weight * scaled;
        total += weight;
    }
    if total == 0.0 { 0.0 } else { sum / total * if raw { 1.0 } else { 100.0 } }
}

/// The initiatives that a formula failed for.
fn name_initiatives(d: Diagnostic, ids: &[Arc<str>]) -> Diagnostic {
    let shown: Vec<String> = ids.iter().take(3).map(|i| format!("`{i}`")).collect();
    let more = ids.len().saturating_sub(3);
    let names = if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") };
    let message = format!("{} (for {names})", d.message);
    let help =
        d.help.clone().unwrap_or_else(|| "change the formula so that it gives a number for every initiative".into());
    let unknown = d.code == Code::UNKNOWN_NAME;
    Diagnostic { message: if unknown { d.message.clone() } else { message }, help: Some(help), ..d }
}

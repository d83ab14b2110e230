//! From inputs to scores, framework by framework.

use super::column::{Column, Missing, Row};
use super::facts::{Item, Place};
use super::formulas;
use super::found::Found;
use super::inputs::{InputReader, InputValue};
use super::scope::{SCORE_NAMES, ScoreScope};
use super::world::World;
use crate::diagnostic::Diagnostic;
use crate::formula::{Formula, Outcome, Sandbox, Want};
use crate::model::{Code as Text, Framework, Scoring, Weighting};
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
    /// How the formula failed last.
    failure: Option<Diagnostic>,
}

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
        Scorer { world, sandbox, framework, formula, weights, weighting, diagnostics, failure: None }
    }

    /// Scores every initiative that has something of the framework.
    pub fn column(mut self, framework: Arc<Framework>) -> (Column, Found) {
        let mut reader = InputReader::new(self.world, self.framework);
        let mut found = Found::default();
        let candidates = self.world.candidates(self.framework);
        let rows = candidates.into_iter().filter_map(|i| self.row(&mut reader, i, &mut found)).collect();
        found.framework.append(&mut self.diagnostics);
        (Column { framework, weights: self.weights, weighting: self.weighting, rows }, found)
    }

    /// Whether the formula may ask about other initiatives than the one that it scores.
    pub fn asks_around(&self) -> bool {
        let asks = |name: &str| matches!(name, "score" | "position" | "ranking");
        let own = self.formula.as_ref().is_some_and(|f| f.calls().iter().any(|c| asks(&c.name)));
        // What a function of a library asks is not known here.
        own || self.formula.is_some()
            && self
                .world
                .plan
                .libraries
                .iter()
                .any(|l| ["score", "position", "ranking"].iter().any(|w| l.text.contains(w)))
    }

    /// A column in which these initiatives are scored again; the rest is taken over. `None` where nothing about them
    /// changed.
    pub fn revised(mut self, old: &Column, found: &Found, touched: &[usize]) -> Option<(Column, Found)> {
        let mut reader = InputReader::new(self.world, self.framework);
        let (mut rows, mut found) = (old.rows.clone(), found.clone());
        let mut same = true;
        for initiative in touched {
            let before = (found.inputs.remove(initiative), found.failures.remove(initiative));
            let row = self.row(&mut reader, *initiative, &mut found);
            let now = (found.inputs.get(initiative), found.failures.get(initiative));
            same &= (before.0.as_ref(), before.1.as_ref()) == now;
            let place = rows.binary_search_by_key(initiative, |r| r.initiative);
            match (place, row) {
                (Ok(at), Some(row)) if rows[at] == row => {}
                (Err(_), None) => {}
                (place, row) => {
                    same = false;
                    match (place, row) {
                        (Ok(at), Some(row)) => rows[at] = row,
                        (Ok(at), None) => drop(rows.remove(at)),
                        (Err(at), Some(row)) => rows.insert(at, row),
                        (Err(_), None) => {}
                    }
                }
            }
        }
        let framework = old.framework.clone();
        (!same).then_some((Column { framework, weights: self.weights, weighting: self.weighting, rows }, found))
    }

    /// One initiative; `None` where it has nothing of the framework.
    fn row(&mut self, reader: &mut InputReader<'_>, index: usize, found: &mut Found) -> Option<Arc<Row>> {
        let plan = self.world.plan.clone();
        let record = &plan.initiatives[index].record;
        let inputs = reader.read(Some(index), record, record.block(&self.framework.id));
        let diagnostics = std::mem::take(&mut reader.diagnostics);
        // The mistake of a framework was reported, and bounds that contradict one another say nothing about a value.
        if !diagnostics.is_empty() && !plan.unsound.contains(&self.framework.id) {
            found.inputs.insert(index, diagnostics);
        }
        let inputs = inputs?;
        let (score, missing, failed) = match self.score(&inputs, Some(index)) {
            Scored::Score(score) => (Some(score), Vec::new(), false),
            Scored::Missing(missing) => (None, missing, false),
            Scored::Failed => (None, Vec::new(), true),
        };
        found.failures.extend(self.failure.take().map(|failure| (index, failure)));
        Some(Arc::new(Row { initiative: index, inputs, score, missing, failed }))
    }

    /// The formula, where the framework has one and it is sound.
    pub fn formula(&self) -> Option<&Formula> {
        self.formula.as_ref()
    }

    /// The score of one set of inputs.
    pub fn score(&mut self, inputs: &[InputValue], initiative: Option<usize>) -> Scored {
        if self.world.plan.unsound.contains(&self.framework.id) {
            return Scored::Failed;
        }
        let absent = |(i, v): (usize, &InputValue)| {
            v.value.is_none().then(|| Missing { name: self.framework.inputs[i].id.to_string(), span: v.span })
        };
        let missing: Vec<Missing> = inputs.iter().enumerate().filter_map(absent).collect();
        match &self.framework.scoring {
            // A formula may do without an input: `x ?? 0`.
            Scoring::Formula(code) => self.computed(&code.clone(), inputs, missing, initiative),
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
                self.failure = Some(formulas::failure(&self.world.plan, code, &failed));
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

//! From inputs to scores, framework by framework.

use super::score_unit;
use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::evaluate::facts::{CROSS_ITEM_FIELDS, ItemRecord};
use crate::evaluate::formulas;
use crate::evaluate::index::ItemRef;
use crate::evaluate::inputs::InputReader;
use crate::evaluate::scope::{InputExtremes, SCORE_NAMES, ScoreScope};
use crate::evaluate::scores::{
    Evaluated, InputValue, MissingInput, ScoreColumn, ScoreRow, ScoredPlan, ScoringDiagnostics,
};
use crate::formula::{EvalOutcome, ExpectedType, Formula, InputColumn, NameUse, NotLowered, Sandbox, Scratch};
use crate::limit::{carried, look};
use crate::model::{FormulaSource as Text, Framework, Scoring, Weighting};
use crate::source::Span;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// A framework made ready to score.
#[derive(Debug)]
pub(in crate::evaluate) struct FrameworkScorer {
    pub scored_plan: Arc<ScoredPlan>,
    pub sandbox: Arc<Sandbox>,
    pub framework: Arc<Framework>,
    formula: Option<Formula>,
    extremes: InputExtremes,
    program: OnceLock<Option<Result<crate::formula::ColumnProgram, NotLowered>>>,
    pub weights: Vec<f64>,
    weighting: Option<Arc<str>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of one set of inputs.
pub(in crate::evaluate) enum ScoreResult {
    Score(f64),
    Missing(Vec<MissingInput>),
    /// The formula failed, and how; a mistake in the framework itself was reported there.
    Failed(Option<Box<Diagnostic>>),
}

/// What was read for an initiative that has something of the framework.
struct ReadInputs {
    initiative: usize,
    inputs: Vec<InputValue>,
}

/// Fewer rows than this are worked on by one thread.
const MIN_PARALLEL_ROWS: usize = 2_000;

impl FrameworkScorer {
    pub(in crate::evaluate) fn new(
        world: &Arc<ScoredPlan>,
        sandbox: &Arc<Sandbox>,
        framework: &Arc<Framework>,
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
        let extremes = InputExtremes::default();
        FrameworkScorer {
            scored_plan: world.clone(),
            sandbox: sandbox.clone(),
            framework: framework.clone(),
            formula,
            extremes,
            program: OnceLock::new(),
            weights,
            weighting,
            diagnostics,
        }
    }

    /// Scores every initiative that has something of the framework.
    pub(in crate::evaluate) fn column(mut self) -> (ScoreColumn, ScoringDiagnostics) {
        let framework = self.framework.clone();
        let candidates = self.scored_plan.candidates(&framework);
        let mut found = ScoringDiagnostics::default();
        let mut reads = Vec::with_capacity(candidates.len());
        for (initiative, inputs, diagnostics) in self.read_all(&candidates) {
            if !diagnostics.is_empty() {
                found.inputs.insert(initiative, diagnostics);
            }
            reads.extend(inputs.map(|inputs| ReadInputs { initiative, inputs }));
        }
        let scores = self.scores(&reads);
        let rows = reads.into_iter().zip(scores).map(|(read, scored)| row(read, scored, &mut found)).collect();
        found.framework.append(&mut self.diagnostics);
        if let (Scoring::Formula(code), Some(formula)) = (&framework.scoring, &self.formula) {
            found.framework.extend(score_unit::mixed_units(&self.scored_plan, &framework, code, formula));
        }
        (ScoreColumn { framework, weights: self.weights, weighting: self.weighting, rows }, found)
    }

    /// The inputs of initiatives, on all threads where there are many.
    fn read_all(&self, candidates: &[usize]) -> Vec<(usize, Option<Vec<InputValue>>, Vec<Diagnostic>)> {
        let read = |initiatives: &[usize]| -> Vec<_> {
            let mut reader = InputReader::new(&self.scored_plan, &self.framework);
            let each = |i: &usize| {
                let (inputs, diagnostics) = self.read(&mut reader, *i);
                (*i, inputs, diagnostics)
            };
            initiatives.iter().inspect(|_| look()).map(each).collect()
        };
        if candidates.len() < MIN_PARALLEL_ROWS {
            return read(candidates);
        }
        candidates.par_chunks(512).flat_map_iter(carried(read)).collect()
    }

    fn read(&self, reader: &mut InputReader<'_>, initiative: usize) -> (Option<Vec<InputValue>>, Vec<Diagnostic>) {
        let record = &self.scored_plan.plan.initiatives[initiative].record;
        let inputs = reader.read(Some(initiative), record, record.block(&self.framework.id));
        let mut diagnostics = std::mem::take(&mut reader.diagnostics);
        if self.scored_plan.plan.unsound_frameworks.contains(&self.framework.id) {
            // Its own mistake was reported, and bounds that contradict one another say nothing about a value.
            diagnostics.clear();
        }
        (inputs, diagnostics)
    }

    /// The score of each: as columns where the formula is arithmetic and nothing is missing, else one by one.
    fn scores(&self, reads: &[ReadInputs]) -> Vec<ScoreResult> {
        let one = |read: &ReadInputs| self.score(&read.inputs, Some(read.initiative));
        let Some(program) =
            self.program().filter(|_| !self.scored_plan.plan.unsound_frameworks.contains(&self.framework.id))
        else {
            return match reads.len() < MIN_PARALLEL_ROWS {
                true => reads.iter().map(one).collect(),
                false => reads.par_iter().with_min_len(128).map(carried(one)).collect(),
            };
        };
        let sources: Vec<InputSupply> = program.inputs().iter().filter_map(|path| self.input_supply(path)).collect();
        let number = |read: &ReadInputs, supply: &InputSupply| match supply {
            InputSupply::Input(index) => read.inputs[*index].value,
            InputSupply::Number(number) => Some(*number),
        };
        let whole: Vec<usize> =
            (0..reads.len()).filter(|at| sources.iter().all(|s| number(&reads[*at], s).is_some())).collect();
        let gather = |s: &InputSupply| -> Vec<f64> { whole.iter().filter_map(|at| number(&reads[*at], s)).collect() };
        let columns: Vec<Vec<f64>> = sources.iter().map(gather).collect();
        let columns: Vec<InputColumn<'_>> = columns.iter().map(|c| InputColumn::Column(c)).collect();
        let mut scores = vec![0.0; whole.len()];
        program.run(&columns, &mut scores, &mut Scratch::default());
        let mut computed = whole.iter().zip(scores).peekable();
        let each = reads.iter().enumerate().map(|(at, read)| {
            let score = computed.next_if(|(next, _)| **next == at).map(|(_, score)| score);
            // What is not finite has failed: the interpreter says how.
            match score.filter(|s| s.is_finite()) {
                Some(score) => ScoreResult::Score(score),
                None => one(read),
            }
        });
        each.collect()
    }

    /// The formula over columns, where it is arithmetic over inputs and weights.
    fn program(&self) -> Option<&crate::formula::ColumnProgram> {
        self.column_program().as_ref()?.as_ref().ok()
    }

    /// The formula over columns, or what more than arithmetic over inputs and weights is in it; `None` where there is
    /// no formula.
    pub(crate) fn column_program(&self) -> &Option<Result<crate::formula::ColumnProgram, NotLowered>> {
        let lower = || Some(self.formula.as_ref()?.column(&|path| self.input_supply(path).is_some()));
        self.program.get_or_init(lower)
    }

    /// Whether many scores cost little: it computes whole columns, and does not run the formula for each.
    pub(crate) fn is_vectorized(&self) -> bool {
        matches!(self.framework.scoring, Scoring::Weighted { .. }) || self.program().is_some()
    }

    /// The scores of one initiative for many values of its inputs; NaN where the formula fails.
    pub(in crate::evaluate) fn score_samples(
        &self,
        inputs: &[InputColumn<'_>],
        initiative: usize,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        let at = |lanes: &InputColumn<'_>, lane: usize| match lanes {
            InputColumn::Column(values) => values[lane],
            InputColumn::Number(value) => *value,
        };
        match (&self.framework.scoring, self.program()) {
            (Scoring::Formula(_), Some(program)) => {
                let supplies = program.inputs().iter().filter_map(|path| self.input_supply(path));
                let lanes: Vec<InputColumn<'_>> = supplies
                    .map(|supply| match supply {
                        InputSupply::Input(index) => inputs[index],
                        InputSupply::Number(number) => InputColumn::Number(number),
                    })
                    .collect();
                program.run(&lanes, out, scratch);
            }
            (Scoring::Weighted { raw }, _) => {
                out.fill(0.0);
                let total: f64 = self.weights.iter().sum();
                for ((input, lanes), weight) in self.framework.inputs.iter().zip(inputs).zip(&self.weights) {
                    let scaled = input.scaling(*raw);
                    for (lane, out) in out.iter_mut().enumerate() {
                        *out += weight * scaled(at(lanes, lane));
                    }
                }
                let scale = if *raw { 1.0 } else { 100.0 };
                out.iter_mut().for_each(|sum| *sum = if total == 0.0 { 0.0 } else { *sum / total * scale });
            }
            _ => {
                let Some(column) = self.scored_plan.column(&self.framework.id) else { return out.fill(f64::NAN) };
                let Some(row) = column.row(initiative) else { return out.fill(f64::NAN) };
                let mut values = row.inputs.clone();
                for (lane, out) in out.iter_mut().enumerate() {
                    values.iter_mut().zip(inputs).for_each(|(value, lanes)| {
                        let sample = at(lanes, lane);
                        value.value = sample.is_finite().then_some(sample);
                    });
                    *out = match self.score(&values, Some(initiative)) {
                        ScoreResult::Score(score) => score,
                        _ => f64::NAN,
                    };
                }
            }
        }
    }

    /// Where a number of the formula comes from.
    fn input_supply(&self, path: &[Arc<str>]) -> Option<InputSupply> {
        match path {
            [name] => self.framework.input(name).map(|(index, _)| InputSupply::Input(index)),
            [group, name] if &**group == "weight" && self.framework.input(group).is_none() => {
                self.framework.input(name).map(|(index, _)| InputSupply::Number(self.weights[index]))
            }
            _ => None,
        }
    }

    /// Whether the formula may ask about other initiatives than the one that it scores.
    pub(crate) fn reads_other_items(&self) -> bool {
        let asks = |name: &str| matches!(name, "score" | "position" | "ranking" | "largest" | "smallest");
        let leads = |n: &NameUse| n.path.iter().any(|p| CROSS_ITEM_FIELDS.contains(&&**p));
        let own = self
            .formula
            .as_ref()
            .is_some_and(|f| f.calls().iter().any(|c| asks(&c.name)) || f.names().iter().any(leads));
        // What a function of a library asks is not known here.
        own || self.formula.is_some()
            && self
                .scored_plan
                .plan
                .libraries
                .iter()
                .any(|l| ["score", "position", "ranking"].iter().any(|w| l.text.contains(w)))
    }

    /// A column in which these initiatives are scored again; the rest is taken over. `None` where nothing about them
    /// changed.
    pub(crate) fn update(
        self,
        old: &ScoreColumn,
        found: &ScoringDiagnostics,
        touched: &[usize],
    ) -> Option<(ScoreColumn, ScoringDiagnostics)> {
        let mut reader = InputReader::new(&self.scored_plan, &self.framework);
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
        (!same).then_some((ScoreColumn { framework, weights: self.weights, weighting: self.weighting, rows }, found))
    }

    /// One initiative; `None` where it has nothing of the framework.
    fn row(
        &self,
        reader: &mut InputReader<'_>,
        initiative: usize,
        found: &mut ScoringDiagnostics,
    ) -> Option<Arc<ScoreRow>> {
        let (inputs, diagnostics) = self.read(reader, initiative);
        if !diagnostics.is_empty() {
            found.inputs.insert(initiative, diagnostics);
        }
        let read = ReadInputs { initiative, inputs: inputs? };
        let scored = self.score(&read.inputs, Some(initiative));
        Some(row(read, scored, found))
    }

    /// What the formula sees for one set of inputs.
    pub(in crate::evaluate) fn scope<'s>(
        &'s self,
        inputs: &'s [InputValue],
        initiative: Option<usize>,
    ) -> ScoreScope<'s> {
        let place = ItemRef::Initiative(initiative.unwrap_or(usize::MAX));
        let initiative = ItemRecord { scored_plan: self.scored_plan.clone(), item: place, path: "it".into() };
        let (world, framework, weights) = (&self.scored_plan, &*self.framework, &self.weights);
        ScoreScope { scored_plan: world, framework, inputs, weights, extremes: &self.extremes, initiative }
    }

    /// The formula, where the framework has one and it is sound.
    pub(in crate::evaluate) fn formula(&self) -> Option<&Formula> {
        self.formula.as_ref()
    }

    /// The score of one set of inputs.
    pub(in crate::evaluate) fn score(&self, inputs: &[InputValue], initiative: Option<usize>) -> ScoreResult {
        if self.scored_plan.plan.unsound_frameworks.contains(&self.framework.id) {
            return ScoreResult::Failed(None);
        }
        let absent = |(i, v): (usize, &InputValue)| {
            v.value.is_none().then(|| MissingInput { name: self.framework.inputs[i].id.to_string(), span: v.span })
        };
        let missing: Vec<MissingInput> = inputs.iter().enumerate().filter_map(absent).collect();
        match &self.framework.scoring {
            // A formula may do without an input: `x ?? 0`.
            Scoring::Formula(code) => self.score_by_formula(&code.clone(), inputs, missing, initiative),
            _ if !missing.is_empty() => ScoreResult::Missing(missing),
            Scoring::Weighted { raw } => {
                ScoreResult::Score(weighted_score(&self.framework, inputs, &self.weights, *raw))
            }
            Scoring::Classes(_) => ScoreResult::Score(inputs[0].value.unwrap_or_default()),
        }
    }

    fn score_by_formula(
        &self,
        code: &Text,
        inputs: &[InputValue],
        missing: Vec<MissingInput>,
        initiative: Option<usize>,
    ) -> ScoreResult {
        let Some(formula) = &self.formula else { return ScoreResult::Failed(None) };
        let scope = self.scope(inputs, initiative);
        match self.sandbox.evaluate(formula, &scope) {
            EvalOutcome::Value(value) => match value {
                crate::formula::Value::Number(score) => ScoreResult::Score(score),
                _ => ScoreResult::Failed(None),
            },
            EvalOutcome::Unknown { names } => {
                // The formula stops at the first: every other input without a value that it reads is missing too.
                let reads = |m: &MissingInput| {
                    names.contains(&m.name)
                        || formula.names().iter().any(|n| n.path.len() == 1 && *n.path[0] == *m.name)
                };
                let mut all: Vec<MissingInput> = missing.into_iter().filter(reads).collect();
                let others: Vec<String> = names.into_iter().filter(|n| self.framework.input(n).is_none()).collect();
                let plain =
                    |n: String| MissingInput { name: n.strip_prefix("it.").unwrap_or(&n).to_string(), span: None };
                all.extend(others.into_iter().map(plain));
                ScoreResult::Missing(all)
            }
            EvalOutcome::Failed(failed) => {
                ScoreResult::Failed(Some(Box::new(formulas::failure_diagnostic(&self.scored_plan.plan, code, &failed))))
            }
        }
    }
}

/// What a program's input is filled with.
#[derive(Debug, Clone, Copy)]
enum InputSupply {
    /// The framework's input of this index.
    Input(usize),
    /// One number for all.
    Number(f64),
}

fn row(read: ReadInputs, scored: ScoreResult, found: &mut ScoringDiagnostics) -> Arc<ScoreRow> {
    let ReadInputs { initiative, inputs } = read;
    let (score, missing, failed) = match scored {
        ScoreResult::Score(score) => (Some(score), Vec::new(), false),
        ScoreResult::Missing(missing) => (None, missing, false),
        ScoreResult::Failed(failure) => {
            found.failures.extend(failure.map(|f| (initiative, *f)));
            (None, Vec::new(), true)
        }
    };
    Arc::new(ScoreRow { initiative, inputs, score, missing, failed })
}

/// Questions for the largest or smallest of what is no input of the framework.
fn check_extreme_arguments(code: &Text, formula: &Formula, framework: &Framework) -> Vec<Diagnostic> {
    let wrong = formula.calls().iter().filter(|c| EXTREME_FUNCTIONS.contains(&&*c.name)).filter_map(|call| {
        let arg = call.args.first().and_then(Option::as_ref);
        if arg.is_some_and(|a| framework.input(&a.text).is_some()) {
            return None;
        }
        let (offset, length) = arg.map_or((call.offset, call.length), |a| (a.offset, a.length));
        let start = code.span.start as usize + offset;
        let span = Span::new(code.span.source, start, start + length);
        let known: Vec<&str> = framework.inputs.iter().map(|i| &*i.id).collect();
        let said = match arg {
            Some(arg) => format!("`{}` is no input of `{}`", arg.text, framework.id),
            None => format!("`{}` takes the name of an input", call.name),
        };
        let help = match arg.and_then(|a| closest_match(&a.text, known.iter().copied())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the inputs are {}; what is computed of them can't be compared", known.join(", ")),
        };
        Some(Diagnostic::new(Code::UNKNOWN_NAME, span, said).help(help))
    });
    wrong.collect()
}

/// The questions about an input over all initiatives that are ranked.
const EXTREME_FUNCTIONS: [&str; 2] = ["largest", "smallest"];

fn compile(
    world: &ScoredPlan,
    sandbox: &Sandbox,
    framework: &Framework,
    code: &Text,
    out: &mut Vec<Diagnostic>,
) -> Option<Formula> {
    match sandbox.compile(&code.text, ExpectedType::Number) {
        Ok(formula) => {
            let known: Vec<&str> = framework.inputs.iter().map(|i| &*i.id).chain(SCORE_NAMES).collect();
            let unknown = formulas::unknown_names(
                code,
                &formula,
                &known,
                "a score formula can use its inputs, and an initiative's fields as `it.field`",
            );
            let inputs: Vec<&str> = framework.inputs.iter().map(|i| &*i.id).collect();
            let of_one = formulas::single_argument_extremes(code, &formula, &inputs);
            let extremes = check_extreme_arguments(code, &formula, framework);
            let sound = unknown.is_empty() && of_one.is_empty() && extremes.is_empty();
            out.extend(unknown.into_iter().chain(of_one).chain(extremes));
            out.extend(formulas::unused_expressions(code, &formula));
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
fn weighted_score(framework: &Framework, inputs: &[InputValue], weights: &[f64], raw: bool) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for ((input, value), weight) in framework.inputs.iter().zip(inputs).zip(weights) {
        let value = value.value.unwrap_or_default();
        let scaled = input.scaled(value, raw);
        sum += weight * scaled;
        total += weight;
    }
    if total == 0.0 { 0.0 } else { sum / total * if raw { 1.0 } else { 100.0 } }
}

impl Evaluated {
    /// Scores as the columns were; one is made for many scores, since it compiles the formula.
    pub(in crate::evaluate) fn scorer(&self, framework: &Arc<Framework>) -> Option<FrameworkScorer> {
        let weighting = self.weights.as_deref().and_then(|w| self.weighting(w));
        Some(FrameworkScorer::new(&self.scored_plan, self.sandbox.as_ref()?, framework, weighting))
    }
}

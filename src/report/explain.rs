//! Floor 3: How one score came about.

use crate::evaluate::{Evaluated, ExecutionPath, InputOrigin, InputValue, ScoreColumn, ScoreRow};
use crate::formula::{TraceRead, TraceStep, Value};
use crate::model::{DecisionVerdict, Framework, Scoring};
use crate::quantity::print;
use crate::report::SCHEMA;
pub use crate::report::break_even::BreakEvenValue;
use crate::report::break_even::break_even_values;
use crate::report::rank::{DecisionReport, InputReport, SourcePlace, decision_report, input_report, place};
use crate::source::SourceSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

/// `plan explain --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ExplainReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The initiative's name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The framework.
    pub by: String,
    /// The score; null where something is missing.
    pub score: Option<f64>,
    /// Its place by score among the open initiatives.
    pub rank: Option<usize>,
    /// Its place by score where those of equal scores stand by their names.
    #[serde(skip)]
    pub place: Option<usize>,
    /// Its place after decisions; null where it was declined or is not ranked.
    pub order: Option<usize>,
    /// The decision that holds about it.
    pub decision: Option<DecisionReport>,
    /// What is missing.
    pub missing: Vec<String>,
    /// The parts of the score in the order of the inputs: of a weighted score what each adds, else each input's value.
    pub terms: Vec<ScoreTerm>,
    /// The inputs.
    pub inputs: BTreeMap<String, InputReport>,
    /// The formula, or how the score is made without one.
    pub formula: ExplainedFormula,
    /// Of a formula each `let` and then the result, with the numbers that they came from; of one without `let` the
    /// result. Empty where there is no formula.
    pub steps: Vec<StepReport>,
    /// What the formula read beside its inputs, each with its place: `it.arr`, `has("evidence")`, `metric.nrr.latest`.
    pub facts: Vec<ExplainedFact>,
    /// What the score is measured in, in words; null for a plain number, and where it can't be told.
    pub unit: Option<String>,
    /// What would move it up one place: one input changed, all else as it is.
    pub up: Option<NextRankUp>,
}

/// A part of a score.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ScoreTerm {
    /// What it is, as `effort: 3 person-months`.
    pub text: String,
    /// Its value.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// The reason given for it.
    pub because: Option<String>,
    /// Where it comes from: `block`, `initiative`, `from`, `default` or `absent`.
    pub origin: Cow<'static, str>,
}

/// A part of a formula.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StepReport {
    /// The name that a `let` gives it; null for the result.
    pub name: Option<String>,
    /// The expression as written.
    pub text: String,
    /// The same with values in place of names; null where there is nothing to replace.
    pub numbers: Option<String>,
    /// The value, where it is a number.
    pub value: Option<f64>,
    /// The value in words, `missing` where there is none.
    pub shown: String,
}

/// Something that a formula read.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ExplainedFact {
    /// As the formula says it.
    pub text: String,
    /// The value, where it is a number.
    pub value: Option<f64>,
    /// The value in words with its unit, `missing` where there is none.
    pub shown: String,
    /// Where it is written; null where it is computed or missing.
    pub source: Option<SourcePlace>,
    /// The reason given for it.
    pub because: Option<String>,
}

/// A formula with its place.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ExplainedFormula {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// Which way it is computed; null where there is no formula.
    pub path: Option<ExecutionPathReport>,
}

/// Which way a formula is computed; the scores are the same.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ExecutionPathReport {
    /// The way.
    pub by: ComputedBy,
    /// In words, with the reason.
    pub because: String,
}

/// What computes a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComputedBy {
    /// A program over whole columns of numbers.
    ColumnProgram,
    /// The interpreter, one initiative after the other.
    Interpreter,
}

impl ComputedBy {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ComputedBy::ColumnProgram => "column_program",
            ComputedBy::Interpreter => "interpreter",
        }
    }
}

/// What it would take to move up one place.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NextRankUp {
    /// The initiative above.
    pub above: String,
    /// Its score.
    pub score: f64,
    /// For each input that can do it alone, the value it would need.
    pub needs: Vec<BreakEvenValue>,
}

/// Explains the score of an initiative; `None` where it has nothing of the framework.
pub fn report(evaluated: &Evaluated, sources: &SourceSet, initiative: usize, by: &str) -> Option<ExplainReport> {
    let column = evaluated.column(by)?;
    let row = column.row(initiative)?;
    let framework = &column.framework;
    let record = &evaluated.plan().initiatives[initiative].record;
    let ranked = evaluated.ranking(by, false)?.get(initiative).cloned();
    let names = framework.inputs.iter().map(|i| i.id.to_string());
    let working = evaluated.score_trace(by, initiative).unwrap_or_default();
    Some(ExplainReport {
        schema: SCHEMA.into(),
        id: record.id.to_string(),
        title: record.title().to_string(),
        by: by.to_string(),
        score: row.score,
        rank: ranked.as_ref().map(|r| r.rank),
        place: ranked.as_ref().map(|r| r.place),
        order: ranked.as_ref().and_then(|r| r.order),
        decision: evaluated.decision(&record.id).map(decision_report),
        missing: row.missing.iter().map(|m| m.name.clone()).collect(),
        terms: terms(&column, row),
        inputs: names.zip(&row.inputs).map(|(n, i)| (n, input_report(sources, i))).collect(),
        formula: formula(framework, sources, evaluated.execution_path(by)),
        steps: working.steps.iter().map(step).collect(),
        facts: working.readings.iter().map(|r| fact(evaluated, sources, r, initiative)).collect(),
        unit: evaluated.score_unit(by, Some(initiative)).filter(|u| !u.is_number()).map(|u| u.score_text()),
        up: ranked.and_then(|r| next_rank_up(evaluated, &column, initiative, r.rank)),
    })
}

fn step(step: &TraceStep) -> StepReport {
    StepReport {
        name: step.name.as_ref().map(|n| n.to_string()),
        text: step.text.clone(),
        numbers: step.numbers.clone().filter(|n| *n != step.text),
        value: number(step.value.as_ref()),
        shown: step.shown(),
    }
}

fn number(value: Option<&Value>) -> Option<f64> {
    match value {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

fn fact(evaluated: &Evaluated, sources: &SourceSet, reading: &TraceRead, initiative: usize) -> ExplainedFact {
    let reference = evaluated.fact_reference(reading, initiative);
    let value = number(reading.value.as_ref());
    ExplainedFact {
        text: reading.text.clone(),
        value,
        shown: match (value, &reference.unit) {
            (Some(value), Some(unit)) if !reading.is_call => print::quantity(value, unit),
            _ => reading.shown(),
        },
        source: reference.span.map(|span| place(sources, span)),
        because: reference.because.map(|b| b.to_string()),
    }
}

fn formula(framework: &Framework, sources: &SourceSet, path: Option<ExecutionPath>) -> ExplainedFormula {
    let (span, text) = match &framework.scoring {
        Scoring::Formula(code) => (code.span, code.text.trim().to_string()),
        Scoring::Weighted { raw: false } => {
            (framework.header, "100 × the weighted mean of the inputs, each scaled to 0..1 over its range".into())
        }
        Scoring::Weighted { raw: true } => (framework.header, "the weighted mean of the inputs".into()),
        Scoring::Classes(_) => (framework.header, "the order of its class".into()),
    };
    let SourcePlace { file, line, .. } = place(sources, span);
    let path = path.map(|path| {
        let by = if path == ExecutionPath::Columns { ComputedBy::ColumnProgram } else { ComputedBy::Interpreter };
        ExecutionPathReport { by, because: path.display_text() }
    });
    ExplainedFormula { file, line, text, path }
}

fn terms(column: &ScoreColumn, row: &ScoreRow) -> Vec<ScoreTerm> {
    let total: f64 = column.weights.iter().sum();
    let inputs = column.framework.inputs.iter().zip(&row.inputs).zip(&column.weights);
    let term = |((input, value), weight): ((&crate::model::Input, &InputValue), &f64)| {
        let mut text = format!("{}: {}", input.id, input_text(value));
        let mut number = value.value;
        let mut unit = value.unit.to_string();
        if let (Scoring::Weighted { raw }, Some(v)) = (&column.framework.scoring, value.value) {
            let share = weight / total;
            let scaled = input.scaled(v, *raw);
            let adds = share * scaled * if *raw { 1.0 } else { 100.0 };
            let turned = if input.lower_is_better && !raw { ", lower is better" } else { "" };
            let _ = write!(
                text,
                " (weight {}{turned}) adds {}",
                print::quantity(share, &crate::quantity::Unit::percent()),
                print::number(adds)
            );
            number = Some(adds);
            unit = String::new();
        }
        let origin = match value.origin {
            InputOrigin::Parts => " (the sum of its parts)",
            InputOrigin::Block => "block",
            InputOrigin::Initiative => "initiative",
            InputOrigin::From => "from",
            InputOrigin::Default => "default",
            InputOrigin::Absent => "absent",
        };
        ScoreTerm {
            text,
            value: number,
            unit,
            because: value.because.as_ref().map(|b| b.to_string()),
            origin: origin.into(),
        }
    };
    inputs.map(term).collect()
}

/// An input's value for people: the word, the number, or a range with its median.
fn input_text(value: &InputValue) -> String {
    match (&value.level, value.amount, value.value) {
        (Some(level), _, Some(v)) => format!("{level} = {}", print::quantity(v, &value.unit)),
        (_, Some(amount), Some(v)) if amount.is_range() => {
            format!("{} (median {})", print::amount(amount, &value.unit), print::quantity(v, &value.unit))
        }
        (_, Some(amount), _) => print::amount(amount, &value.unit),
        _ => "?".to_string(),
    }
}

/// The initiative one place above, and the inputs that alone could reach its score.
fn next_rank_up(evaluated: &Evaluated, column: &ScoreColumn, initiative: usize, rank: usize) -> Option<NextRankUp> {
    let by = &column.framework.id;
    let ranking = evaluated.ranking(by, false)?;
    let mut by_rank: Vec<_> = ranking.rows.iter().filter(|r| r.rank < rank).collect();
    by_rank.sort_by_key(|r| r.rank);
    let above = by_rank.last()?;
    Some(NextRankUp {
        above: evaluated.plan().initiatives[above.initiative].id().to_string(),
        score: above.score,
        needs: break_even_values(evaluated, column, initiative, above.score),
    })
}

/// The lines of a formula, the first as it stands and the others without what they are indented by.
fn dedented(text: &str) -> impl Iterator<Item = &str> {
    let width = |line: &str| line.len() - line.trim_start().len();
    let rest = text.lines().skip(1).filter(|l| !l.trim().is_empty());
    let indent = rest.map(width).min().unwrap_or(0);
    text.lines().enumerate().map(move |(at, line)| if at == 0 { line } else { line.get(indent..).unwrap_or("") })
}

/// Where an initiative stands in the order, with the reason, in words that follow its rank.
pub(super) fn order_text(
    rank: usize,
    place: Option<usize>,
    order: Option<usize>,
    decision: Option<&DecisionReport>,
) -> String {
    // Without a decision equal scores have different places in the order too.
    let why = if order == place { " among equal scores" } else { " by decisions on others" };
    let place = order.map(|o| format!(", order {o}"));
    let Some(decision) = decision else {
        return place.filter(|_| order != Some(rank)).map_or(String::new(), |p| p + why);
    };
    let verdict = match DecisionVerdict::parse(&decision.verdict) {
        Some(DecisionVerdict::Commit) => "committed",
        Some(DecisionVerdict::Defer) => "deferred",
        Some(DecisionVerdict::Decline) => "declined",
        _ => &decision.verdict,
    };
    let because = decision.because.as_ref().map_or(String::new(), |b| format!(": {b}"));
    format!("{} by decision `{}` ({verdict}){because}", place.as_deref().unwrap_or(", no order"), decision.id)
}

impl ExplainReport {
    /// Each `let` with its value, then the result: as numbers, where there are any.
    fn working(&self) -> String {
        let mut out = String::new();
        for step in &self.steps {
            let value = match (&step.name, step.value, self.score) {
                // The result is the score, in the digits of scores.
                (None, Some(_), Some(score)) => print::number(score),
                _ => step.shown.clone(),
            };
            let shown = step.numbers.as_ref().unwrap_or(&step.text);
            let equals = if *shown == value { String::new() } else { format!(" = {value}") };
            let _ = match &step.name {
                Some(name) => writeln!(out, "  {name} = {shown}{equals}"),
                None => writeln!(out, "  = {shown}{equals}"),
            };
        }
        out
    }

    /// The explanation for people.
    pub fn text(&self, framework: &Framework) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{} ({}) by {}", self.title, self.id, framework.title());
        match (self.score, self.rank) {
            (Some(score), Some(rank)) => {
                out += &format!(
                    "score {}, rank {rank}{}\n\n",
                    print::number(score),
                    order_text(rank, self.place, self.order, self.decision.as_ref())
                );
            }
            (Some(score), None) => {
                out += &format!("score {}, not ranked: its phase is closed\n\n", print::number(score))
            }
            (None, _) if self.missing.is_empty() => out += "no score: the formula fails\n\n",
            (None, _) => out += &format!("no score: {} is missing\n\n", self.missing.join(", ")),
        }
        for line in dedented(&self.formula.text) {
            let _ = writeln!(out, "  {line}");
        }
        out += &self.working();
        if let Some(unit) = &self.unit {
            let _ = writeln!(
                out,
                "  {}",
                if unit.starts_with("per ") { format!("a number {unit}") } else { format!("in {unit}") }
            );
        }
        let path = self.formula.path.as_ref().map_or(String::new(), |p| format!("; {}", p.because));
        let _ = writeln!(out, "  ({}:{}{path})\n", crate::report::escape_cell(&self.formula.file), self.formula.line);
        for (term, name) in self.terms.iter().zip(framework.inputs.iter().map(|i| &*i.id)) {
            let _ = writeln!(out, "  {}", term.text);
            if let Some(because) = &term.because {
                let _ = writeln!(out, "      because {because}");
            }
            let note = match &*term.origin {
                "initiative" => "on the initiative: ",
                "default" => "the framework's default: ",
                "from" => "taken over: ",
                _ => "",
            };
            if let Some(place) = self.inputs.get(name).and_then(|i| i.source.as_ref()) {
                let _ = writeln!(
                    out,
                    "      {note}{}:{}:{}",
                    crate::report::escape_cell(&place.file),
                    place.line,
                    place.column
                );
            }
        }
        for fact in &self.facts {
            let _ = writeln!(out, "  {}: {}", fact.text, fact.shown);
            if let Some(because) = &fact.because {
                let _ = writeln!(out, "      because {because}");
            }
            if let Some(place) = &fact.source {
                let _ =
                    writeln!(out, "      {}:{}:{}", crate::report::escape_cell(&place.file), place.line, place.column);
            }
        }
        if let Some(up) = &self.up {
            let _ = writeln!(out, "\nTo draw level with {} ({}), one of:", up.above, print::number(up.score));
            for need in &up.needs {
                let _ = writeln!(out, "  {} {}", need.input, need.text);
            }
            if up.needs.is_empty() {
                let _ = writeln!(out, "  no single input can do it within its bounds");
            }
        }
        crate::diagnostic::sanitize(&out).into_owned()
    }
}

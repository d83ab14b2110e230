//! Aggregates: `count(cond)`, `sum(x)` … over the initiatives of a framework or plan. They take the place of loops
//! and closures: each argument is a formula of its own, evaluated once per initiative.

use super::compiled::{ExpectedType, Formula};
use super::lexer::{self, Lexeme};
use super::outcome::{EvalFailure, EvalOutcome, FailureKind, FormulaError, FormulaErrorKind};
use super::sandbox::Sandbox;
use super::value::{Scope, Value};
use super::{allowlist, limits};
use crate::diagnostic::closest_match;
use planwright_stats::descriptive;
use std::ops::Range;
use std::sync::Arc;

/// An aggregate function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Aggregate {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub signature: &'static str,
    /// What it gives, in one line.
    pub doc: &'static str,
    /// What each argument gives per initiative.
    wants: &'static [ExpectedType],
}

/// All aggregates, in the order of the reference.
pub(crate) static AGGREGATES: &[Aggregate] = &[
    Aggregate {
        name: "count",
        signature: "count(cond)",
        wants: &[ExpectedType::Truth],
        doc: "for how many initiatives `cond` is true",
    },
    Aggregate {
        name: "sum",
        signature: "sum(x)",
        wants: &[ExpectedType::Number],
        doc: "the sum of `x`, 0 where there is none",
    },
    Aggregate {
        name: "mean",
        signature: "mean(x)",
        wants: &[ExpectedType::Number],
        doc: "the arithmetic mean of `x`; unknown where there is none",
    },
    Aggregate {
        name: "share",
        signature: "share(x, cond)",
        wants: &[ExpectedType::Number, ExpectedType::Truth],
        doc: "the part of the sum of `x` for which `cond` is true, 0 to 1; unknown where the sum is 0",
    },
    Aggregate {
        name: "corr",
        signature: "corr(x, y)",
        wants: &[ExpectedType::Number, ExpectedType::Number],
        doc: "the rank correlation of `x` and `y`, -1 to 1 (Spearman 1904; ties by average ranks); unknown for fewer than two pairs or where one side is all equal",
    },
    Aggregate {
        name: "spread",
        signature: "spread(x)",
        wants: &[ExpectedType::Number],
        doc: "the largest `x` less the smallest; unknown where there is none",
    },
    Aggregate {
        name: "largest",
        signature: "largest(x)",
        wants: &[ExpectedType::Number],
        doc: "the largest `x`; unknown where there is none",
    },
    Aggregate {
        name: "smallest",
        signature: "smallest(x)",
        wants: &[ExpectedType::Number],
        doc: "the smallest `x`; unknown where there is none",
    },
    Aggregate {
        name: "commonest",
        signature: "commonest(x)",
        wants: &[ExpectedType::Number],
        doc: "the part of all initiatives with an `x` that have the most frequent one, 0 to 1; unknown where there is none",
    },
    Aggregate {
        name: "quantile",
        signature: "quantile(x, p)",
        wants: &[ExpectedType::Number, ExpectedType::Number],
        doc: "the value that the part `p` of all `x` stays below: 0.5 is the median (between two of them in proportion: Hyndman and Fan 1996, type 7); unknown where there is none",
    },
];

/// A formula with aggregates.
#[derive(Clone, Debug)]
pub struct AggregateFormula {
    outer: Formula,
    calls: Vec<Call>,
}

impl AggregateFormula {
    /// Whether it looks at many items together, as `count(open)`; else one is enough for it.
    pub(crate) fn is_aggregate(&self) -> bool {
        !self.calls.is_empty()
    }
}

#[derive(Clone, Debug)]
struct Call {
    aggregate: &'static Aggregate,
    args: Vec<Formula>,
    placeholder: Arc<str>,
    range: Range<usize>,
    /// As the user wrote it.
    written: Arc<str>,
}

impl AggregateFormula {
    /// The part outside the aggregates. Among its names are none of the aggregates' own.
    pub fn names(&self) -> impl Iterator<Item = &super::NameUse> {
        self.outer.names().iter().filter(|n| !n.path.first().is_some_and(|p| p.ends_with("__")))
    }

    /// Questions to the plan outside the aggregates.
    pub fn calls(&self) -> &[super::CallUse] {
        self.outer.calls()
    }

    /// The formulas that are evaluated per initiative, in the order of their places.
    pub fn item_formulas(&self) -> impl Iterator<Item = &Formula> {
        self.calls.iter().flat_map(|c| &c.args)
    }
}

/// What came of a formula with aggregates.
#[derive(Clone, Debug, PartialEq)]
pub struct AggregateOutcome {
    /// The outcome. A failure inside an aggregate has its place there.
    pub outcome: EvalOutcome,
    /// How often an initiative was left out of an aggregate because its value was unknown there; in `count`, and as
    /// the condition of `share`, unknown counts as not true.
    pub skipped: usize,
    /// Which initiative a failure happened at, counted from 0 in the order given.
    pub failed_at: Option<usize>,
}

impl Sandbox {
    /// Compiles a formula whose `count sum mean share corr spread …` range over initiatives.
    ///
    /// # Errors
    /// As [`Sandbox::compile`]; also an aggregate inside another, or more than [`limits::AGGREGATES`] of them.
    pub fn compile_aggregate(&self, text: &str, want: ExpectedType) -> Result<AggregateFormula, FormulaError> {
        Self::check_size(text)?;
        let words = lexer::tokenize(text)?;
        if words.is_empty() {
            return Err(FormulaError::new(FormulaErrorKind::Syntax, 0, text.len(), "the formula is empty"));
        }
        allowlist::check(&words, false)?;
        let mut outer = text.to_string();
        let mut calls: Vec<Call> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            at += 1;
            let field = at >= 2 && words[at - 2].is(".");
            let Some(aggregate) = find(word).filter(|_| !field && words.get(at).is_some_and(|w| w.is("("))) else {
                continue;
            };
            let (parts, close) = arguments(&words, at);
            // `count(list, value)` is asked of a list, as everywhere.
            if aggregate.name == "count" && parts.len() == 2 {
                continue;
            }
            if calls.len() >= limits::AGGREGATES {
                return Err(error_at(
                    word,
                    FormulaErrorKind::TooLarge,
                    format!("more than {} aggregates in one formula", limits::AGGREGATES),
                ));
            }
            at = close + 1;
            let end = words.get(close).map_or(text.len(), Lexeme::end);
            if parts.len() != aggregate.wants.len() {
                let given = super::mentions::argument_count(parts.len());
                return Err(error_at(
                    word,
                    FormulaErrorKind::WrongArguments,
                    format!("`{}` is given {given}", aggregate.name),
                )
                .help(format!("it is `{}`", aggregate.signature)));
            }
            let mut args = Vec::with_capacity(parts.len());
            for (part, want) in parts.iter().zip(aggregate.wants) {
                if let Some(inner) = words[part.clone()]
                    .iter()
                    .enumerate()
                    .find(|(i, w)| find(w).is_some() && words.get(part.start + i + 1).is_some_and(|n| n.is("(")))
                {
                    return Err(error_at(
                        inner.1,
                        FormulaErrorKind::Refused,
                        format!("`{}` is inside `{}`", inner.1.text, aggregate.name),
                    )
                    .help("an aggregate can't hold another; count a list with `len(…)`"));
                }
                let (first, last) = (&words[part.start], &words[part.end - 1]);
                args.push(self.compile(&blanked(text, first.offset..last.end()), *want)?);
            }
            let placeholder = format!("g{}__", calls.len());
            let range = word.offset..end;
            outer.replace_range(range.clone(), &format!("{placeholder:<width$}", width = range.len()));
            calls.push(Call {
                aggregate,
                args,
                placeholder: Arc::from(placeholder),
                written: Arc::from(&text[range.clone()]),
                range,
            });
        }
        let lists = allowlist::check_placeholders(&lexer::tokenize(&outer)?)?;
        let outer = self.compile_checked(&outer, lists, want).map_err(|error| suggest(error, text))?;
        Ok(AggregateFormula { outer, calls })
    }

    /// Evaluates a formula with aggregates over the scopes of initiatives.
    pub fn evaluate_aggregate(
        &self,
        formula: &AggregateFormula,
        scope: &dyn Scope,
        items: &mut dyn Iterator<Item = &dyn Scope>,
    ) -> AggregateOutcome {
        // What several aggregates are of is evaluated once. Blanks around it keep its place in the whole.
        let same =
            |a: &Formula, b: &Formula| a.expected_type() == b.expected_type() && a.text().trim() == b.text().trim();
        let mut distinct: Vec<&Formula> = Vec::new();
        for arg in formula.calls.iter().flat_map(|c| &c.args) {
            if !distinct.iter().any(|d| same(d, arg)) {
                distinct.push(arg);
            }
        }
        let mut columns: Vec<Vec<Option<Value>>> = vec![Vec::new(); distinct.len()];
        for (place, item) in items.enumerate() {
            for (arg, column) in distinct.iter().zip(&mut columns) {
                match self.evaluate(arg, item) {
                    EvalOutcome::Value(value) => column.push(Some(value)),
                    EvalOutcome::Unknown { .. } => column.push(None),
                    failed => return AggregateOutcome { outcome: failed, skipped: 0, failed_at: Some(place) },
                }
            }
        }
        let values_of = |call: &Call| -> Vec<Vec<Option<Value>>> {
            let at = |arg: &Formula| distinct.iter().position(|d| same(d, arg)).unwrap_or_default();
            let places: Vec<usize> = call.args.iter().map(at).collect();
            let count = columns.first().map_or(0, Vec::len);
            (0..count).map(|row| places.iter().map(|place| columns[*place][row].clone()).collect()).collect()
        };
        let mut skipped = 0;
        let mut results = Vec::with_capacity(formula.calls.len());
        for call in &formula.calls {
            match combine(call, &values_of(call), &mut skipped) {
                Ok(value) => results.push((call.placeholder.clone(), value)),
                Err(failure) => {
                    return AggregateOutcome { outcome: EvalOutcome::Failed(failure), skipped, failed_at: None };
                }
            }
        }
        let mut outcome = self.evaluate_with(&formula.outer, scope, &results);
        if let EvalOutcome::Unknown { names } = &mut outcome {
            for name in names {
                if let Some(call) = formula.calls.iter().find(|c| *c.placeholder == **name) {
                    *name = call.written.to_string();
                }
            }
        }
        AggregateOutcome { outcome, skipped, failed_at: None }
    }
}

/// One aggregate over the values of all initiatives.
fn combine(call: &Call, rows: &[Vec<Option<Value>>], skipped: &mut usize) -> Result<Value, EvalFailure> {
    let number = |value: &Option<Value>| match value {
        Some(Value::Number(n)) => Some(*n),
        _ => None,
    };
    let truth = |value: &Option<Value>| matches!(value, Some(Value::Truth(true)));
    let first: Vec<f64> = rows.iter().filter_map(|r| number(&r[0])).collect();
    *skipped += rows.iter().filter(|r| r.iter().any(Option::is_none)).count();
    let finite = |n: f64| {
        if n.is_finite() {
            Ok(Value::Number(n))
        } else {
            let message = format!("`{}` gives a number too large to hold", call.aggregate.name);
            let (offset, length) = (call.range.start, call.aggregate.name.len());
            Err(EvalFailure { kind: FailureKind::NotFinite, message, help: None, offset, length, library: None })
        }
    };
    match call.aggregate.name {
        "count" => finite(rows.iter().filter(|r| truth(&r[0])).count() as f64),
        "sum" => finite(first.iter().sum::<f64>() + 0.0),
        "mean" if first.is_empty() => Ok(Value::Missing),
        "mean" => finite(first.iter().sum::<f64>() / first.len() as f64),
        "share" => {
            let all: f64 = first.iter().sum();
            let part: f64 = rows.iter().filter(|r| truth(&r[1])).filter_map(|r| number(&r[0])).sum();
            if all == 0.0 { Ok(Value::Missing) } else { finite((part + 0.0) / all) }
        }
        "corr" => {
            let pairs: Vec<(f64, f64)> = rows.iter().filter_map(|r| Some((number(&r[0])?, number(&r[1])?))).collect();
            Ok(descriptive::spearman(&pairs).map_or(Value::Missing, Value::Number))
        }
        _ if first.is_empty() => Ok(Value::Missing),
        "commonest" => Ok(Value::Number(descriptive::mode_share(&first))),
        "quantile" => match rows.iter().find_map(|r| number(&r[1])) {
            Some(p) if (0.0..=1.0).contains(&p) => Ok(Value::Number(descriptive::quantile(&first, p))),
            Some(_) => Err(EvalFailure {
                kind: FailureKind::Domain,
                message: "`quantile` needs a part from 0 to 1".into(),
                help: Some("the median is `quantile(x, 0.5)`".into()),
                offset: call.range.start,
                length: call.aggregate.name.len(),
                library: None,
            }),
            None => Ok(Value::Missing),
        },
        _ => {
            let low = first.iter().copied().fold(f64::INFINITY, f64::min);
            let high = first.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            finite(match call.aggregate.name {
                "largest" => high,
                "smallest" => low,
                _ => high - low,
            })
        }
    }
}

fn find(word: &Lexeme<'_>) -> Option<&'static Aggregate> {
    AGGREGATES.iter().find(|a| a.name == word.text)
}

fn error_at(word: &Lexeme<'_>, kind: FormulaErrorKind, message: String) -> FormulaError {
    FormulaError::new(kind, word.offset, word.text.len(), message)
}

/// The words of each argument of the call whose `(` is `words[open]`, and the place of its `)`.
fn arguments(words: &[Lexeme<'_>], open: usize) -> (Vec<Range<usize>>, usize) {
    let (mut depth, mut start, mut parts) = (0usize, open + 1, Vec::new());
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "," if depth == 1 => {
                if at > start {
                    parts.push(start..at);
                }
                start = at + 1;
            }
            _ => {}
        }
        if depth == 0 {
            if at > start {
                parts.push(start..at);
            }
            return (parts, at);
        }
    }
    (parts, words.len())
}

/// The text with all but a part turned to spaces, so that places in it stay true.
fn blanked(text: &str, part: Range<usize>) -> String {
    let mut blank = " ".repeat(part.start);
    blank.push_str(text.get(part.clone()).unwrap_or_default());
    blank.push_str(&" ".repeat(text.len().saturating_sub(part.end)));
    blank
}

/// An unknown function may be a misspelt aggregate.
fn suggest(error: FormulaError, text: &str) -> FormulaError {
    let name = text.get(error.offset..error.offset + error.length).unwrap_or_default();
    match closest_match(name, AGGREGATES.iter().map(|a| a.name)) {
        Some(near) if error.kind == FormulaErrorKind::UnknownFunction => error.help(format!("did you mean `{near}`?")),
        _ => error,
    }
}

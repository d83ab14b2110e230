//! How a formula came to its value: each `let` with what it is given, and each thing that was read.

use super::compiled::{ExpectedType, Formula};
use super::lexer::{self, Lexeme, LexemeKind};
use super::outcome::EvalOutcome;
use super::sandbox::Sandbox;
use super::value::{Scope, Value};
use crate::quantity::print;
use std::ops::Range;
use std::sync::Arc;

/// How a formula came to its value.
#[derive(Clone, Debug, Default)]
pub(crate) struct EvaluationTrace {
    /// Its parts in order: each `let`, then the result.
    pub steps: Vec<TraceStep>,
    /// What was read beside names that stand alone, each once: `it.arr`, `has("evidence")`, `metric.nrr.latest`.
    pub readings: Vec<TraceRead>,
}

/// A part of a formula.
#[derive(Clone, Debug)]
pub(crate) struct TraceStep {
    /// The name that a `let` gives it; `None` for the result.
    pub name: Option<Arc<str>>,
    /// The expression as written, on one line and without comments.
    pub text: String,
    /// The same with numbers in place of names; `None` where nothing was replaced.
    pub numbers: Option<String>,
    /// What it comes to; `None` where it is unknown or fails.
    pub value: Option<Value>,
}

/// Something that a formula read.
#[derive(Clone, Debug)]
pub struct TraceRead {
    /// As written: `it.evidence.interviews`, `position("sso", "rice")`.
    pub text: String,
    /// The names of a path, and of a question about a path those that it names: of `has("evidence.interviews")` too.
    pub path: Vec<Arc<str>>,
    /// Whether it is a call: `has(…)`, `score(…)`.
    pub is_call: bool,
    /// What it comes to; `None` where it is missing.
    pub value: Option<Value>,
}

impl TraceStep {
    /// The value in words.
    pub(crate) fn shown(&self) -> String {
        self.value.as_ref().map_or_else(|| "missing".into(), shown)
    }
}

impl TraceRead {
    /// The value in words.
    pub fn shown(&self) -> String {
        self.value.as_ref().map_or_else(|| "missing".into(), shown)
    }
}

/// A value as people read it.
fn shown(value: &Value) -> String {
    match value.plain() {
        // Six digits are enough to compute with.
        Value::Number(number) => print::exact(format!("{number:.5e}").parse().unwrap_or(number)),
        Value::Truth(truth) => truth.to_string(),
        Value::Text(text) => format!("\"{text}\""),
        Value::List(items) => {
            let first: Vec<String> = items.iter().take(5).map(shown).collect();
            let rest = if items.len() > 5 { format!(", … ({} in all)", items.len()) } else { String::new() };
            format!("[{}{rest}]", first.join(", "))
        }
        Value::Record(record) => record.path(),
        Value::Missing => "missing".into(),
    }
}

/// A statement of a formula: its words, and the name that a `let` gives it.
struct StatementTokens<'a> {
    name: Option<Arc<str>>,
    expression: &'a [Lexeme<'a>],
    /// Where it begins in the text.
    start: usize,
}

impl Sandbox {
    /// How a formula comes to its value in a scope. What can't be told is left out; it never fails.
    pub(crate) fn trace(&self, formula: &Formula, scope: &dyn Scope) -> EvaluationTrace {
        let text = formula.text();
        let Ok(words) = lexer::tokenize(text) else { return EvaluationTrace::default() };
        let mut working = EvaluationTrace::default();
        let mut locals: Vec<Arc<str>> = Vec::new();
        for statement in statements(&words) {
            let [first, .., last] = statement.expression else {
                if let [only] = statement.expression {
                    self.step(&mut working, formula, scope, &statement, only.offset..only.end(), &locals);
                    locals.extend(statement.name);
                }
                continue;
            };
            self.step(&mut working, formula, scope, &statement, first.offset..last.end(), &locals);
            locals.extend(statement.name);
        }
        working
    }

    fn step(
        &self,
        working: &mut EvaluationTrace,
        formula: &Formula,
        scope: &dyn Scope,
        statement: &StatementTokens<'_>,
        place: Range<usize>,
        locals: &[Arc<str>],
    ) {
        let text = formula.text();
        let before = &text[..statement.start];
        // What stands before may have returned: then this part is never come to.
        const REACHED_MARKER: &str = "\u{1}reached";
        if !before.trim().is_empty()
            && self.value(&format!("{before}\n\"{REACHED_MARKER}\""), scope) != Some(Value::text(REACHED_MARKER))
        {
            return;
        }
        let come_to = |range: Range<usize>| self.value(&format!("{before}\n{}", &text[range]), scope);
        let within = |offset: usize, end: usize| place.start <= offset && end <= place.end;
        let mut found: Vec<(Range<usize>, Option<Value>)> = Vec::new();
        for call in formula.calls().iter().filter(|c| within(c.offset, c.offset + c.length)) {
            let Some(end) = closed(statement.expression, call.offset) else { continue };
            let range = call.offset..end;
            let value = come_to(range.clone());
            let path = match call.args.as_slice() {
                [Some(path)] => path.text.split('.').map(Arc::from).collect(),
                _ => Vec::new(),
            };
            working.read(TraceRead {
                text: joined(words_in(statement, &range)),
                path,
                is_call: true,
                value: value.clone(),
            });
            found.push((range, value));
        }
        for name in formula.names().iter().filter(|n| within(n.offset, n.offset + n.length) && !n.continued) {
            let range = name.offset..name.offset + name.length;
            let value = come_to(range.clone());
            if name.path.len() > 1 {
                working.read(TraceRead {
                    text: text[range.clone()].to_string(),
                    path: name.path.clone(),
                    is_call: false,
                    value: value.clone(),
                });
            }
            found.push((range, value));
        }
        for (at, word) in statement.expression.iter().enumerate() {
            let next = |sign| statement.expression.get(at + 1).is_some_and(|w| w.is(sign));
            let field = at > 0 && statement.expression[at - 1].is(".");
            if word.kind == LexemeKind::Name && !field && !next("(") && locals.iter().any(|l| **l == *word.text) {
                let range = word.offset..word.end();
                let value = come_to(range.clone());
                found.push((range, value));
            }
        }
        // Of a question about another one only the outer is replaced.
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, value)| {
            let replaced = range.start >= end && !matches!(value, Some(Value::Record(_) | Value::List(_)));
            if replaced {
                end = range.end;
            }
            replaced
        });
        let numbers = (!found.is_empty()).then(|| replaced(statement.expression, &found));
        let value = come_to(place.clone());
        working.steps.push(TraceStep {
            name: statement.name.clone(),
            text: joined(statement.expression.iter()),
            numbers,
            value,
        });
    }

    /// What a text comes to; `None` where it is unknown or fails.
    fn value(&self, text: &str, scope: &dyn Scope) -> Option<Value> {
        let formula = self.compile(text, ExpectedType::Any).ok()?;
        match self.evaluate(&formula, scope) {
            EvalOutcome::Value(value) => Some(value),
            _ => None,
        }
    }
}

impl EvaluationTrace {
    fn read(&mut self, reading: TraceRead) {
        if !self.readings.iter().any(|r| r.text == reading.text) {
            self.readings.push(reading);
        }
    }
}

/// The statements of a formula, cut where the engine cuts them: at `;`, and after an `if` that begins one.
fn statements<'a>(words: &'a [Lexeme<'a>]) -> Vec<StatementTokens<'a>> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0usize);
    let mut end = |from: usize, to: usize| {
        let (name, expression) = match &words[from..to] {
            [] => return,
            [l, name, eq, rest @ ..] if l.text == "let" && eq.is("=") => (Some(Arc::from(name.text)), rest),
            [r, rest @ ..] if r.kind == LexemeKind::Name && r.text == "return" => (None, rest),
            all => (None, all),
        };
        found.push(StatementTokens { name, expression, start: words[from].offset });
    };
    for (at, word) in words.iter().enumerate() {
        match word.text {
            "(" | "{" | "[" if word.kind == LexemeKind::Sign => depth += 1,
            ")" | "}" | "]" if word.kind == LexemeKind::Sign => {
                depth = depth.saturating_sub(1);
                let goes_on = words.get(at + 1).is_none_or(|w| w.text == "else" || w.is(";"));
                if depth == 0 && word.is("}") && words[start].text == "if" && !goes_on {
                    end(start, at + 1);
                    start = at + 1;
                }
            }
            ";" if depth == 0 => {
                end(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    end(start, words.len());
    found
}

/// Where the call that begins at `offset` ends.
fn closed(words: &[Lexeme<'_>], offset: usize) -> Option<usize> {
    let at = words.iter().position(|w| w.offset == offset)?;
    let mut depth = 0;
    for word in &words[at + 1..] {
        if word.is("(") {
            depth += 1;
        } else if word.is(")") {
            depth -= 1;
            if depth == 0 {
                return Some(word.end());
            }
        }
    }
    None
}

fn words_in<'a>(
    statement: &'a StatementTokens<'a>,
    range: &Range<usize>,
) -> impl Iterator<Item = &'a Lexeme<'a>> + use<'a> {
    let (start, end) = (range.start, range.end);
    statement.expression.iter().filter(move |w| start <= w.offset && w.end() <= end)
}

/// Words on one line, parted where they were parted.
fn joined<'a>(words: impl Iterator<Item = &'a Lexeme<'a>>) -> String {
    let (mut out, mut end) = (String::new(), None);
    for word in words {
        if end.is_some_and(|end| end < word.offset) {
            out.push(' ');
        }
        out += word.text;
        end = Some(word.end());
    }
    out
}

/// The same with values in place of what was found.
fn replaced(words: &[Lexeme<'_>], found: &[(Range<usize>, Option<Value>)]) -> String {
    let (mut out, mut end) = (String::new(), None);
    for word in words {
        let value = found.iter().find(|(range, _)| range.contains(&word.offset));
        if let Some((range, value)) = value {
            if word.offset == range.start {
                if end.is_some_and(|end| end < word.offset) {
                    out.push(' ');
                }
                let text = value.as_ref().map_or_else(|| "missing".into(), shown);
                // Two signs in a row would be read as one.
                out += &if text.starts_with('-') && !out.is_empty() { format!("({text})") } else { text };
            }
        } else {
            if end.is_some_and(|end| end < word.offset) {
                out.push(' ');
            }
            out += word.text;
        }
        end = Some(word.end());
    }
    out
}

//! From the engine's result or error to an [`EvalOutcome`], with its place.

use super::compiled::{CompiledFormula, ExpectedType};
use super::interrupt::EvalInterrupt;
use super::mentions::key;
use super::origin::MissingOrigin;
use super::outcome::{EvalFailure, EvalOutcome, FailureKind, LimitKind};
use super::source_map::RewrittenText;
use super::value::Value;
use rhai::{EvalAltResult, Position};
use std::sync::Arc;

/// What comes after a run.
pub(super) enum RunResult<'t> {
    /// An outcome.
    Done(EvalOutcome),
    /// A question to be answered before the formula runs again.
    Ask { name: Arc<str>, args: Vec<Value>, place: TextPosition<'t> },
}

/// A place in a text. Its bytes are found only where something is said of it: that reads the whole text.
#[derive(Clone, Copy)]
pub(super) struct TextPosition<'t> {
    text: &'t RewrittenText,
    position: Position,
}

impl TextPosition<'_> {
    /// Where it starts, and how many bytes it covers.
    pub(super) fn span(&self) -> (usize, usize) {
        self.text.span(self.position)
    }
}

/// A fault at its place.
pub(super) fn failure(fault: EvalInterrupt, offset: usize, length: usize, library: Option<Arc<str>>) -> EvalFailure {
    match fault {
        EvalInterrupt::Failed { kind, message, help } => EvalFailure { kind, message, help, offset, length, library },
        EvalInterrupt::Unknown | EvalInterrupt::Ask { .. } => EvalFailure {
            kind: FailureKind::WrongType,
            message: "there is no value here".into(),
            help: Some("end every branch with a value: an `if` needs an `else`".into()),
            offset,
            length,
            library,
        },
    }
}

/// A value that the formula gave.
pub(super) fn value(
    value: Value,
    compiled: &CompiledFormula,
    want: ExpectedType,
    touched: &[(MissingOrigin, String)],
) -> RunResult<'static> {
    let whole = |fault| RunResult::Done(EvalOutcome::Failed(failure(fault, 0, compiled.text.original().len(), None)));
    match (value, want) {
        (Value::Missing, _) => match unknown(&compiled.mentions.result, touched) {
            Some(outcome) => RunResult::Done(outcome),
            None => whole(EvalInterrupt::Unknown),
        },
        (Value::Number(n), ExpectedType::Number | ExpectedType::Any) if !n.is_finite() => {
            whole(EvalInterrupt::new(FailureKind::NotFinite, "the formula gives no finite number"))
        }
        (value @ Value::Number(_), ExpectedType::Number)
        | (value @ Value::Truth(_), ExpectedType::Truth)
        | (value, ExpectedType::Any) => RunResult::Done(EvalOutcome::Value(value)),
        (other, ExpectedType::Number) => {
            whole(EvalInterrupt::wrong_type(format!("the formula gives {}, and a number is needed", other.kind())))
        }
        (other, ExpectedType::Truth) => whole(EvalInterrupt::with_help(
            FailureKind::WrongType,
            format!("the formula gives {}, and true or false is needed", other.kind()),
            "compare it: `… > 0`",
        )),
    }
}

/// An error of the engine, with the libraries it may have happened in.
pub(super) fn error<'t>(
    error: EvalAltResult,
    compiled: &'t CompiledFormula,
    libraries: &'t [(Arc<str>, RewrittenText)],
    touched: &[(MissingOrigin, String)],
) -> RunResult<'t> {
    let mut error = error;
    let mut outer = None;
    let mut source = String::new();
    while let EvalAltResult::ErrorInFunctionCall(_, inside, inner, position) = error {
        outer.get_or_insert(position);
        if !inside.is_empty() {
            source = inside;
        }
        error = *inner;
    }
    let position = error.position();
    let library = libraries.iter().find(|(name, _)| outer.is_some() && **name == *source);
    let here = match library {
        Some(_) => outer.unwrap_or(position),
        None => position,
    };
    let place = TextPosition { text: library.map_or(&compiled.text, |(_, text)| text), position };
    let failed = |fault: EvalInterrupt| {
        let (offset, length) = place.span();
        EvalOutcome::Failed(failure(fault, offset, length, library.map(|(name, _)| name.clone())))
    };
    match fault(error) {
        EvalInterrupt::Ask { name, args } => RunResult::Ask { name, args, place },
        EvalInterrupt::Unknown => {
            let origins = compiled.mentions.origins.get(&key(here)).map_or(&[][..], Vec::as_slice);
            RunResult::Done(unknown(origins, touched).unwrap_or_else(|| failed(EvalInterrupt::Unknown)))
        }
        fault => RunResult::Done(failed(fault)),
    }
}

/// The missing values among the origins of a place; else the one read last.
fn unknown(origins: &[MissingOrigin], touched: &[(MissingOrigin, String)]) -> Option<EvalOutcome> {
    let mut names: Vec<String> = Vec::new();
    for (origin, name) in touched {
        if origins.contains(origin) && !names.contains(name) {
            names.push(name.clone());
        }
    }
    if names.is_empty() {
        names.push(touched.last()?.1.clone());
    }
    Some(EvalOutcome::Unknown { names })
}

/// The fault after an error of the engine.
fn fault(error: EvalAltResult) -> EvalInterrupt {
    use EvalAltResult as E;
    match error {
        E::ErrorRuntime(token, _) | E::ErrorTerminated(token, _) => token
            .try_cast::<EvalInterrupt>()
            .unwrap_or_else(|| EvalInterrupt::new(FailureKind::Internal, "the formula engine stopped")),
        E::ErrorTooManyOperations(_) => EvalInterrupt::Failed {
            kind: FailureKind::Limit(LimitKind::Operations),
            message: "the formula takes too many steps".into(),
            help: Some("a function may call itself without end".into()),
        },
        E::ErrorStackOverflow(_) => EvalInterrupt::Failed {
            kind: FailureKind::Limit(LimitKind::CallDepth),
            message: "functions call each other too deeply".into(),
            help: Some("a function may call itself without end".into()),
        },
        E::ErrorTooManyVariables(_) => EvalInterrupt::limit(LimitKind::Variables, "the formula has too many variables"),
        E::ErrorDataTooLarge(what, _) if what.to_lowercase().contains("string") => {
            EvalInterrupt::limit(LimitKind::Text, "the text is too long")
        }
        E::ErrorDataTooLarge(..) => EvalInterrupt::limit(LimitKind::List, "the list is too long"),
        E::ErrorMismatchDataType(wanted, given, _) => mismatch(&wanted, &given),
        E::ErrorMismatchOutputType(wanted, given, _) => mismatch(&wanted, &given),
        E::ErrorDotExpr(..) | E::ErrorIndexingType(..) | E::ErrorPropertyNotFound(..) => EvalInterrupt::with_help(
            FailureKind::WrongType,
            "a field is asked of a value that has none",
            "only groups such as `it` or `evidence` have fields, only lists have items",
        ),
        E::ErrorVariableNotFound(name, _) => {
            EvalInterrupt::new(FailureKind::UnknownName, format!("unknown name `{name}`"))
        }
        E::ErrorFunctionNotFound(..) => EvalInterrupt::wrong_type("values of these types can't be used together here"),
        _ => EvalInterrupt::new(FailureKind::Internal, "the formula can't be evaluated"),
    }
}

/// Only `&&`, `||` and `if` demand a type by themselves; all else goes through our own operators.
fn mismatch(wanted: &str, given: &str) -> EvalInterrupt {
    if given == "()" {
        return EvalInterrupt::Unknown;
    }
    let given = match given {
        "f64" | "i64" => "a number",
        "bool" => "a truth value",
        "string" | "char" => "a text",
        "list" | "array" => "a list",
        "fields" => "a group of fields",
        _ => "something else",
    };
    match wanted {
        "bool" => EvalInterrupt::with_help(
            FailureKind::WrongType,
            format!("true or false is needed here, not {given}"),
            "compare it: `… > 0`",
        ),
        _ => EvalInterrupt::wrong_type(format!("{given} can't be used here")),
    }
}

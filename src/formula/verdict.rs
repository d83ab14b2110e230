//! From the engine's result or error to an [`Outcome`], with its place.

use super::compiled::{Compiled, ExpectedType};
use super::fault::Fault;
use super::names::key;
use super::origin::Origin;
use super::outcome::{Failure, FailureKind, Limit, Outcome};
use super::place::RewrittenText;
use super::value::Value;
use rhai::{EvalAltResult, Position};
use std::sync::Arc;

/// What comes after a run.
pub(super) enum Step<'t> {
    /// An outcome.
    Done(Outcome),
    /// A question to be answered before the formula runs again.
    Ask { name: Arc<str>, args: Vec<Value>, place: Place<'t> },
}

/// A place in a text. Its bytes are found only where something is said of it: that reads the whole text.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    text: &'t RewrittenText,
    position: Position,
}

impl Place<'_> {
    /// Where it starts, and how many bytes it covers.
    pub(super) fn span(&self) -> (usize, usize) {
        self.text.span(self.position)
    }
}

/// A fault at its place.
pub(super) fn failure(fault: Fault, offset: usize, length: usize, library: Option<Arc<str>>) -> Failure {
    match fault {
        Fault::Failed { kind, message, help } => Failure { kind, message, help, offset, length, library },
        Fault::Unknown | Fault::Ask { .. } => Failure {
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
    compiled: &Compiled,
    want: ExpectedType,
    touched: &[(Origin, String)],
) -> Step<'static> {
    let whole = |fault| Step::Done(Outcome::Failed(failure(fault, 0, compiled.text.original().len(), None)));
    match (value, want) {
        (Value::Missing, _) => match unknown(&compiled.mentions.result, touched) {
            Some(outcome) => Step::Done(outcome),
            None => whole(Fault::Unknown),
        },
        (Value::Number(n), ExpectedType::Number | ExpectedType::Any) if !n.is_finite() => {
            whole(Fault::new(FailureKind::NotFinite, "the formula gives no finite number"))
        }
        (value @ Value::Number(_), ExpectedType::Number)
        | (value @ Value::Truth(_), ExpectedType::Truth)
        | (value, ExpectedType::Any) => Step::Done(Outcome::Value(value)),
        (other, ExpectedType::Number) => {
            whole(Fault::wrong_type(format!("the formula gives {}, and a number is needed", other.kind())))
        }
        (other, ExpectedType::Truth) => whole(Fault::with_help(
            FailureKind::WrongType,
            format!("the formula gives {}, and true or false is needed", other.kind()),
            "compare it: `… > 0`",
        )),
    }
}

/// An error of the engine, with the libraries it may have happened in.
pub(super) fn error<'t>(
    error: EvalAltResult,
    compiled: &'t Compiled,
    libraries: &'t [(Arc<str>, RewrittenText)],
    touched: &[(Origin, String)],
) -> Step<'t> {
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
    let place = Place { text: library.map_or(&compiled.text, |(_, text)| text), position };
    let failed = |fault: Fault| {
        let (offset, length) = place.span();
        Outcome::Failed(failure(fault, offset, length, library.map(|(name, _)| name.clone())))
    };
    match fault(error) {
        Fault::Ask { name, args } => Step::Ask { name, args, place },
        Fault::Unknown => {
            let origins = compiled.mentions.origins.get(&key(here)).map_or(&[][..], Vec::as_slice);
            Step::Done(unknown(origins, touched).unwrap_or_else(|| failed(Fault::Unknown)))
        }
        fault => Step::Done(failed(fault)),
    }
}

/// The missing values among the origins of a place; else the one read last.
fn unknown(origins: &[Origin], touched: &[(Origin, String)]) -> Option<Outcome> {
    let mut names: Vec<String> = Vec::new();
    for (origin, name) in touched {
        if origins.contains(origin) && !names.contains(name) {
            names.push(name.clone());
        }
    }
    if names.is_empty() {
        names.push(touched.last()?.1.clone());
    }
    Some(Outcome::Unknown { names })
}

/// The fault behind an error of the engine.
fn fault(error: EvalAltResult) -> Fault {
    use EvalAltResult as E;
    match error {
        E::ErrorRuntime(token, _) | E::ErrorTerminated(token, _) => {
            token.try_cast::<Fault>().unwrap_or_else(|| Fault::new(FailureKind::Internal, "the formula engine stopped"))
        }
        E::ErrorTooManyOperations(_) => Fault::Failed {
            kind: FailureKind::Limit(Limit::Operations),
            message: "the formula takes too many steps".into(),
            help: Some("a function may call itself without end".into()),
        },
        E::ErrorStackOverflow(_) => Fault::Failed {
            kind: FailureKind::Limit(Limit::CallDepth),
            message: "functions call each other too deeply".into(),
            help: Some("a function may call itself without end".into()),
        },
        E::ErrorTooManyVariables(_) => Fault::limit(Limit::Variables, "the formula has too many variables"),
        E::ErrorDataTooLarge(what, _) if what.to_lowercase().contains("string") => {
            Fault::limit(Limit::Text, "the text is too long")
        }
        E::ErrorDataTooLarge(..) => Fault::limit(Limit::List, "the list is too long"),
        E::ErrorMismatchDataType(wanted, given, _) => mismatch(&wanted, &given),
        E::ErrorMismatchOutputType(wanted, given, _) => mismatch(&wanted, &given),
        E::ErrorDotExpr(..) | E::ErrorIndexingType(..) | E::ErrorPropertyNotFound(..) => Fault::with_help(
            FailureKind::WrongType,
            "a field is asked of a value that has none",
            "only groups such as `it` or `evidence` have fields, only lists have items",
        ),
        E::ErrorVariableNotFound(name, _) => Fault::new(FailureKind::UnknownName, format!("there is no `{name}` here")),
        E::ErrorFunctionNotFound(..) => Fault::wrong_type("values of these types can't be used together here"),
        _ => Fault::new(FailureKind::Internal, "the formula can't be evaluated"),
    }
}

/// Only `&&`, `||` and `if` demand a type by themselves; all else goes through our own operators.
fn mismatch(wanted: &str, given: &str) -> Fault {
    if given == "()" {
        return Fault::Unknown;
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
        "bool" => Fault::with_help(
            FailureKind::WrongType,
            format!("true or false is needed here, not {given}"),
            "compare it: `… > 0`",
        ),
        _ => Fault::wrong_type(format!("{given} can't be used here")),
    }
}

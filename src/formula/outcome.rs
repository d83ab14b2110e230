//! What can come of a formula: at compilation an error, at evaluation a value, *unknown*, or a failure.

use super::value::Value;
use std::fmt;
use std::sync::Arc;

/// Why a formula or a library can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormulaErrorKind {
    /// It can't be read.
    Syntax,
    /// It uses something that formulas may not do.
    Refused,
    /// It is longer, deeper or wider than [`super::limits`] allow.
    TooLarge,
    /// It calls a function that does not exist.
    UnknownFunction,
    /// It calls a function with too few or too many arguments.
    WrongArguments,
    /// A function is defined twice, or has the name of a built-in one.
    Duplicate,
    /// A library function reads a name that is not one of its own.
    UnknownName,
}

/// An error found when a formula or a library is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// What sort of error.
    pub kind: FormulaErrorKind,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where it starts, in bytes of the text handed in (or of the library's text).
    pub offset: usize,
    /// How many bytes it covers.
    pub length: usize,
    /// The library it stands in; `None` for the formula itself.
    pub library: Option<Arc<str>>,
}

impl FormulaError {
    pub(super) fn new(kind: FormulaErrorKind, offset: usize, length: usize, message: impl Into<String>) -> Self {
        FormulaError { kind, message: message.into(), help: None, offset, length, library: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FormulaError {}

/// Which bound of [`super::limits`] an evaluation ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// Too many steps.
    Operations,
    /// Too many functions inside functions.
    CallDepth,
    /// A text too long.
    Text,
    /// A list too long.
    List,
    /// Too many variables.
    Variables,
    /// Too many questions to the plan.
    Questions,
    /// Took too long by the clock. The only limit that may depend on the machine.
    Time,
}

/// Why an evaluation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// A division by zero.
    DivisionByZero,
    /// A number too large to hold, or not a number.
    NotFinite,
    /// A function outside its domain, as the square root of a negative number.
    Domain,
    /// A bound was reached.
    Limit(LimitKind),
    /// A value of the wrong type for what is done with it.
    WrongType,
    /// A name that does not exist.
    UnknownName,
    /// A place in a list that it does not have.
    OutOfRange,
    /// A question to the plan was refused.
    Question,
    /// The user interrupted it.
    Cancelled,
    /// A defect of ours; the message says what happened.
    Internal,
}

/// A failed evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalFailure {
    /// What sort of failure.
    pub kind: FailureKind,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where it happened, in bytes of the text handed in (or of the library's text).
    pub offset: usize,
    /// How many bytes it covers.
    pub length: usize,
    /// The library it happened in; `None` for the formula itself.
    pub library: Option<Arc<str>>,
}

impl fmt::Display for EvalFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EvalFailure {}

/// What came of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub enum EvalOutcome {
    /// A value: never missing, and finite where it is a number.
    Value(Value),
    /// It touched a value that is missing.
    Unknown {
        /// The missing values, by their paths, in the order in which they were read; at least one.
        names: Vec<String>,
    },
    /// It failed.
    Failed(EvalFailure),
}

impl EvalOutcome {
    /// The number, where it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            EvalOutcome::Value(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }

    /// The truth value, where it is one.
    pub fn truth(&self) -> Option<bool> {
        match self {
            EvalOutcome::Value(Value::Truth(t)) => Some(*t),
            _ => None,
        }
    }
}

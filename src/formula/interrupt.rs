//! How an operator or function tells the evaluator that it can't go on.

use super::outcome::{FailureKind, LimitKind};
use super::value::Value;
use rhai::{Dynamic, EvalAltResult, Position};
use std::sync::Arc;

/// Why the evaluation stops.
#[derive(Clone, Debug)]
pub(super) enum EvalInterrupt {
    /// A missing value was touched.
    Unknown,
    /// It failed.
    Failed { kind: FailureKind, message: String, help: Option<String> },
    /// A question to the plan has no answer yet; the evaluator gets it and starts again.
    Ask { name: Arc<str>, args: Vec<Value> },
}

impl EvalInterrupt {
    pub(super) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        EvalInterrupt::Failed { kind, message: message.into(), help: None }
    }

    pub(crate) fn with_help(kind: FailureKind, message: impl Into<String>, help: impl Into<String>) -> Self {
        EvalInterrupt::Failed { kind, message: message.into(), help: Some(help.into()) }
    }

    pub(super) fn limit(limit: LimitKind, message: impl Into<String>) -> Self {
        EvalInterrupt::new(FailureKind::Limit(limit), message)
    }

    pub(crate) fn wrong_type(message: impl Into<String>) -> Self {
        EvalInterrupt::new(FailureKind::WrongType, message)
    }
}

/// Without a place: the engine fills in that of the call.
impl From<EvalInterrupt> for Box<EvalAltResult> {
    fn from(fault: EvalInterrupt) -> Self {
        EvalAltResult::ErrorRuntime(Dynamic::from(fault), Position::NONE).into()
    }
}

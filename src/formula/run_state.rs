//! What one evaluation remembers while it runs: the missing values that it read, the answers it was given, its start.
//!
//! Kept per thread as a stack, so that answering a question may evaluate another formula.

use super::interrupt::EvalInterrupt;
use super::limits;
use super::origin::MissingOrigin;
use super::outcome::{FailureKind, LimitKind};
use super::value::{CallError, Value};
use crate::clock::Instant;
use std::cell::RefCell;
use std::sync::Arc;

/// The answers to questions already put.
pub(super) type Answers = Vec<(Arc<str>, Vec<Value>, Result<Value, CallError>)>;

struct RunState {
    started: Instant,
    touched: Vec<(MissingOrigin, String)>,
    answers: Answers,
}

thread_local! {
    static RUNS: RefCell<Vec<RunState>> = const { RefCell::new(Vec::new()) };
}

/// A run in progress on this thread; ends when dropped.
pub(super) struct RunGuard(());

impl RunGuard {
    /// Starts a run; `started` is handed on where a run is repeated with one more answer.
    pub(super) fn start(started: Instant, touched: Vec<(MissingOrigin, String)>, answers: Answers) -> Self {
        RUNS.with_borrow_mut(|runs| runs.push(RunState { started, touched, answers }));
        RunGuard(())
    }

    /// Ends the run: what it touched, and the answers for the next one.
    pub(super) fn finish(self) -> (Vec<(MissingOrigin, String)>, Answers) {
        RUNS.with_borrow_mut(|runs| {
            runs.last_mut()
                .map(|r| (std::mem::take(&mut r.touched), std::mem::take(&mut r.answers)))
                .unwrap_or_default()
        })
    }
}

impl Drop for RunGuard {
    fn drop(&mut self) {
        RUNS.with_borrow_mut(|runs| runs.pop());
    }
}

/// Notes that a missing value was read.
pub(super) fn record_missing(origin: MissingOrigin, name: String) {
    RUNS.with_borrow_mut(|runs| {
        if let Some(run) = runs.last_mut() {
            run.touched.push((origin, name));
        }
    });
}

/// The answer to a question, where it was put before.
pub(super) fn cached_answer(name: &str, args: &[Value]) -> Option<Result<Value, CallError>> {
    RUNS.with_borrow(|runs| {
        let answers = &runs.last()?.answers;
        answers.iter().find(|(n, a, _)| &**n == name && a == args).map(|(.., answer)| answer.clone())
    })
}

/// Whether the run has taken too long.
pub(super) fn is_timed_out() -> bool {
    RUNS.with_borrow(|runs| runs.last().is_some_and(|run| run.started.elapsed() > limits::TIME))
}

/// The fault of a run that took too long.
pub(super) fn timed_out() -> EvalInterrupt {
    EvalInterrupt::Failed {
        kind: FailureKind::Limit(LimitKind::Time),
        message: format!("the formula took longer than {} ms", limits::TIME.as_millis()),
        help: Some("the machine may be busy: run it again".into()),
    }
}

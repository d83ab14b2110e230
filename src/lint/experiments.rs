//! Experiments whose figures can't be, whose groups lost members, or which have too few successes.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Reports what is wrong with the figures of every experiment.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    evaluated.experiment_findings()
}

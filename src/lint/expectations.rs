//! Expectations that can't be asked.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Reports expectations that are mistaken; whether the others hold is `plan test`'s to say.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    evaluated.expectation_findings()
}

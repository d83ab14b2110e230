//! Rules of the plan and of its frameworks that are broken.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Reports what the rules find.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    evaluated.broken_rules()
}

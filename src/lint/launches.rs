//! Launches: what is monitored, stages, the day.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Reports limits of launches that were broken, and stages that don't fit.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    evaluated.launch_findings()
}

//! What no roadmap can keep: dates before the earliest possible one, teams that have promised more than they can do.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Reports what no roadmap can keep, and commitments that contradict one another or are late.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    evaluated.roadmap_findings()
}

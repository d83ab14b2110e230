//! Gates that were passed without what they require.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Reports what is missing at gates that initiatives have passed, and what is wrong with waivers.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    evaluated.gate_findings()
}

//! Experiments whose figures can't be, whose groups lost members, or which have too few successes.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Reports what is wrong with the figures of every experiment.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let all = 0..evaluated.plan().initiatives.len();
    all.flat_map(|i| evaluated.experiments(i)).flat_map(|e| e.findings).collect()
}

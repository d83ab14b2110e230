//! Floor 7: what is probably not meant. One rule a file; each sees the evaluated plan.
//!
//! Most lints are not here: they are `rule` blocks of frameworks and plans, written in the language.

mod experiments;
mod mixed_nouns;

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;

/// Runs every lint, the rules of the plan and of its frameworks included.
pub fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let mut found = mixed_nouns::run(evaluated);
    found.extend(experiments::run(evaluated));
    found.extend(evaluated.lints());
    found
}

//! Floor 7: what is probably not meant. One rule a file; each sees the evaluated plan.
//!
//! Most lints are not here: they are `rule` blocks of frameworks and plans, written in the language.

mod audience_columns;
mod broken_rules;
mod document_paths;
mod expectations;
mod experiments;
mod gates;
mod infeasible_roadmap;
mod internal_names;
mod launches;
mod metric_effects;
mod mixed_nouns;
mod optimistic_capacity;
mod overdue_reviews;
mod phase_order;
mod wide_ranges;

pub(crate) use internal_names::internal_names;

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;
use crate::source::SourceSet;

/// Runs every lint, the rules of the plan and of its frameworks included. The sources are those that the plan was read
/// from: some lints point into a text.
pub fn run(evaluated: &Evaluated, sources: &SourceSet) -> Vec<Diagnostic> {
    let mut found = mixed_nouns::run(evaluated);
    found.extend(experiments::run(evaluated));
    found.extend(internal_names::run(evaluated, sources));
    found.extend(document_paths::run(evaluated));
    found.extend(audience_columns::run(evaluated));
    found.extend(optimistic_capacity::run(evaluated));
    found.extend(wide_ranges::run(evaluated));
    found.extend(metric_effects::run(evaluated));
    found.extend(phase_order::run(evaluated));
    found.extend(launches::run(evaluated));
    found.extend(broken_rules::run(evaluated));
    found.extend(overdue_reviews::run(evaluated));
    found.extend(gates::run(evaluated));
    found.extend(infeasible_roadmap::run(evaluated));
    found.extend(expectations::run(evaluated));
    found
}

//! Floor 7: what is probably not meant. One rule a file; each sees the evaluated plan.
//!
//! Most lints are not here: they are `rule` blocks of frameworks and plans, written in the language.

mod audience_columns;
mod broken_rules;
mod customer_words;
mod document_paths;
mod expectations;
mod experiments;
mod gates;
mod infeasible_roadmap;
mod launches;
mod mixed_nouns;
mod optimistic;
mod outcomes;
mod overdue_reviews;
mod phases;
mod wide_ranges;

pub(crate) use customer_words::internal_names;

use crate::diagnostic::Diagnostic;
use crate::evaluate::Evaluated;
use crate::source::SourceSet;

/// Runs every lint, the rules of the plan and of its frameworks included. The sources are those that the plan was read
/// from: some lints point into a text.
pub fn run(evaluated: &Evaluated, sources: &SourceSet) -> Vec<Diagnostic> {
    let mut found = mixed_nouns::run(evaluated);
    found.extend(experiments::run(evaluated));
    found.extend(customer_words::run(evaluated, sources));
    found.extend(document_paths::run(evaluated));
    found.extend(audience_columns::run(evaluated));
    found.extend(optimistic::run(evaluated));
    found.extend(wide_ranges::run(evaluated));
    found.extend(outcomes::run(evaluated));
    found.extend(phases::run(evaluated));
    found.extend(launches::run(evaluated));
    found.extend(broken_rules::run(evaluated));
    found.extend(overdue_reviews::run(evaluated));
    found.extend(gates::run(evaluated));
    found.extend(infeasible_roadmap::run(evaluated));
    found.extend(expectations::run(evaluated));
    found
}

//! Documents filled from their declarations.

use super::content::FilledDocument;
use crate::evaluate::Evaluated;
use crate::model::Record;

/// The documents that the plan and the library declare, in the order of the phases they are for.
pub fn declared(evaluated: &Evaluated) -> Vec<&Record> {
    let plan = evaluated.plan();
    let phase = |r: &Record| {
        let phase = r.word("for").and_then(|p| plan.other_item("phase", p));
        phase.and_then(|p| p.number("order")).unwrap_or(f64::MAX)
    };
    let mut all: Vec<&Record> = plan.other_items.get("document").into_iter().flatten().collect();
    all.sort_by(|a, b| phase(a).total_cmp(&phase(b)).then_with(|| a.id.cmp(&b.id)));
    all
}

/// A document about an initiative, by its index.
pub fn document(evaluated: &Evaluated, initiative: usize, document: &Record) -> FilledDocument {
    super::fill::document(evaluated, initiative, document)
}

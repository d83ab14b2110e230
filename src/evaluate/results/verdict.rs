//! What a result says it comes to, held against the figures.

use super::criterion::{Criterion, CriterionState};
use crate::evaluate::scores::Evaluated;
use crate::source::Span;
use std::sync::Arc;

/// The verdict of a result beside what the success criteria come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultVerdict {
    /// The verdict as written: `met`, `met_late`, `partly`, `missed` or `unclear`.
    pub reported: Arc<str>,
    /// What the figures come to, in the same words; none where no criterion can be judged.
    pub computed: Option<&'static str>,
    /// Where it stands.
    pub span: Span,
}

impl ResultVerdict {
    /// Whether it says what the figures say; where they say nothing, nothing contradicts it.
    pub fn agrees(&self) -> bool {
        self.computed.is_none_or(|figures| figures == &*self.reported)
    }
}

impl Evaluated {
    /// The last verdict of an initiative, by its index, held against its success criteria.
    pub fn verdict(&self, initiative: usize) -> Option<ResultVerdict> {
        let record = &self.plan().initiatives.get(initiative)?.record;
        let results = record.blocks.iter().filter(|b| &*b.kind == "result");
        let fact = results.filter_map(|r| r.all("verdict").next_back()).next_back()?;
        let clause = fact.first()?;
        let crate::model::Datum::Word(said) = &clause.head else { return None };
        Some(ResultVerdict {
            reported: said.clone(),
            computed: combined_verdict(&self.criteria(initiative)),
            span: clause.span,
        })
    }
}

/// What criteria come to together. One whose date has not come, or that can't be judged, says nothing.
fn combined_verdict(criteria: &[Criterion]) -> Option<&'static str> {
    let count = |state: CriterionState| criteria.iter().filter(|c| c.state == state).count();
    let (met, late, missed) =
        (count(CriterionState::Met), count(CriterionState::MetLate), count(CriterionState::Missed));
    match (met + late, missed, count(CriterionState::Unclear)) {
        (0, 0, 0) => None,
        (0, 0, _) => Some("unclear"),
        (0, _, _) => Some("missed"),
        (_, 0, _) if late > 0 => Some("met_late"),
        (_, 0, _) => Some("met"),
        _ => Some("partly"),
    }
}

//! Floor 7: Why one initiative scores above another: what each input contributes to the difference of their scores.

mod attribute;
mod score_change;
mod shapley;

#[cfg(test)]
mod tests;

pub(super) use attribute::algebraic_form;
pub use attribute::{Attribution, AttributionMethod, MAX_EXACT_INPUTS, NoAttribution};
pub use score_change::{ScoreCause, ScoreChange};

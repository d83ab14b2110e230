//! Floor 7: Why one initiative scores above another: what each input contributes to the difference of their scores.

mod attribute;
mod shapley;

#[cfg(test)]
mod tests;

pub(super) use attribute::shape_of;
pub use attribute::{Attribution, AttributionMethod, Incomparable, MOST_EXACT};

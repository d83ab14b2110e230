//! Floor 6: From inputs to scores, framework by framework.

mod evaluate;
mod framework_order;
mod framework_scorer;
mod score_unit;

pub(crate) use evaluate::evaluate;
pub(super) use framework_scorer::{FrameworkScorer, ScoreResult};

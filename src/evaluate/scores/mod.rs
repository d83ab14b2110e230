//! Floor 2: Scores as data: columns of a framework, inputs, rankings, and the plan that has them.

mod column;
mod evaluated;
mod input_value;
mod memo;
mod ranking;
mod scored_plan;
mod scoring_diagnostics;

pub use column::{MissingInput, ScoreColumn, ScoreRow};
pub use evaluated::Evaluated;
pub use input_value::{InputDistribution, InputOrigin, InputValue};
pub(super) use memo::Memo;
pub(super) use ranking::rounded;
pub use ranking::{Ranked, Ranking};
pub(super) use scored_plan::ScoredPlan;
pub(super) use scoring_diagnostics::ScoringDiagnostics;

//! Floor 2: Scores as data: columns of a framework, inputs, rankings, and the plan that has them.

mod evaluated;
mod input_value;
mod memo;
mod ranking;
mod score_column;
mod scored_plan;
mod scoring_diagnostics;

pub use evaluated::Evaluated;
pub use input_value::{InputDistribution, InputOrigin, InputValue};
pub(super) use memo::Memo;
pub(super) use ranking::round_for_comparison;
pub use ranking::{RankedInitiative, Ranking};
pub use score_column::{MissingInput, ScoreColumn, ScoreRow};
pub(super) use scored_plan::ScoredPlan;
pub(super) use scoring_diagnostics::ScoringDiagnostics;

//! Floor 6: plan → scores, ranks, and what rules and expectations say.
//!
//! Everything is computed at point values: the median of a range by the family it stands for
//! (see [`planwright_stats::distribution`]). A missing value never becomes a number: it leaves its initiative unscored.

mod attribution;
mod decomposition;
mod examples;
pub mod experiment;
mod facts;
mod forecast;
mod formulas;
mod gates;
mod impossible_values;
mod index;
mod inputs;
mod launch_monitoring;
mod metric_formulas;
mod portfolio;
mod questions;
pub mod results;
mod roadmap;
mod row_scorer;
mod rules;
mod scope;
mod scores;
mod scoring;
mod sensitivity;
mod simulation;
mod solver_limit;
mod target_outcome;
#[cfg(test)]
mod tests;
mod value_of_information;

pub use attribution::{Attribution, AttributionMethod, Incomparable, MOST_EXACT};
pub use examples::ExampleResult;
pub(crate) use facts::builders;
pub use facts::{DERIVED_FIELDS, DerivedField};
pub use forecast::{
    Counted, EnoughEvidence, Expected, FEWEST, Measured, MetricForecast, MetricMover, TargetForecast, TargetStatus,
};
pub use gates::{CheckedRequirement, GateChecks, RequirementState};
pub use launch_monitoring::MonitoredLimit;
pub use planwright_stats::distribution::{Distribution, Family};
pub use portfolio::{Budget, ForcedChoice, MOST_PRICED, NoChoice, Selection, SelectionCandidate, SelectionRequest};
pub use questions::{
    Answer, AnswerSubject, ExecutionPath, FactReference, NoFramework, NoInitiative, Query, QueryError,
};
pub use roadmap::{
    AudienceColumns, CommitmentState, CustomWorth, FinishOdds, ITEM_FACTS, Lateness, NoRoadmap, OptimalityProof,
    OptimizedStage, ROADMAP_FACTS, RiskCause, Roadmap, RoadmapConfidence, RoadmapOptions, ScheduleRisk, ScheduledItem,
    TeamLoad, WaitsFor,
};
pub use row_scorer::{GivenValue, NoInput, NoScorer, RowScorer, Scorer, UnevenColumns, Unscored, UnscoredCause};
pub use rules::ExpectResult;
pub use scores::{
    Evaluated, InputDistribution, InputOrigin, InputValue, MissingInput, Ranked, Ranking, ScoreColumn, ScoreRow,
};
pub(crate) use scoring::evaluate;
pub use sensitivity::{ApportionedVariance, OverallSensitivity, Sensitivity, VarianceDriver, overall};
pub use simulation::{
    Draws, FEWEST_SAMPLES, MOST_SAMPLES, Odds, PairwiseOdds, Progress, Sampling, Simulated, Simulation, TooManySamples,
};
pub use value_of_information::{
    CandidateStatus, DecisionFlip, InformationOption, InputInformation, NoAmount, TopOrCapacity, ValueOfInformation,
};

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
mod launch;
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
pub use gates::{CheckedRequirement, Gates, State};
pub use launch::MonitoredLimit;
pub use planwright_stats::distribution::{Distribution, Family};
pub use portfolio::{Asked, Budget, Candidate, ForcedChoice, MOST_PRICED, NoChoice, Selection};
pub use questions::{Answer, NoFramework, NoInitiative, Path, Query, QueryError, Reference, Subject};
pub use roadmap::{
    After, AudienceColumns, CommitmentState, Confidence, FinishOdds, ITEM_FACTS, Lateness, NoRoadmap, OptimalityProof,
    Planned, RiskCause, Roadmap, ScheduleRisk, Stage, TeamLoad, WHOLE, Wish, Worth,
};
pub use row_scorer::{Given, NoInput, NoScorer, RowScorer, Scorer, UnevenColumns, Unscored, UnscoredCause};
pub use rules::ExpectResult;
pub use scores::{Column, Evaluated, InputValue, Missing, Origin, Ranked, Ranking, Row, Spread};
pub(crate) use scoring::evaluate;
pub use sensitivity::{ApportionedVariance, OverallSensitivity, Sensitivity, VarianceDriver, overall};
pub use simulation::{
    Draws, FEWEST_SAMPLES, MOST_SAMPLES, Odds, PairwiseOdds, Sampling, Simulated, Simulation, TooMany, Work,
};
pub use value_of_information::{
    Choice, DecisionFlip, InformationOption, InputInformation, NoAmount, Standing, ValueOfInformation,
};

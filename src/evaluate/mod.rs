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

pub use attribution::{Attribution, AttributionMethod, MAX_EXACT_INPUTS, NoAttribution, ScoreCause, ScoreChange};
pub use examples::ExampleResult;
pub(crate) use facts::building_teams;
pub use facts::{DERIVED_FIELDS, DerivedField};
pub use forecast::{
    ExpectedEffect, ForecastValue, MIN_MEASUREMENTS, MeasuredEffect, MetricForecast, MetricMover, MoverContribution,
    TargetForecast, TargetStatus,
};
pub use gates::{CheckedRequirement, GateChecks, RequirementState};
pub use launch_monitoring::MonitoredLimit;
pub use planwright_stats::distribution::{Distribution, DistributionFamily};
pub use portfolio::{
    Budget, ForcedChoice, MAX_PRICED_CONSTRAINTS, NoChoice, Selection, SelectionCandidate, SelectionRequest,
};
pub use questions::{
    ExecutionPath, FactReference, NamedSubject, NoFramework, NoInitiative, PlanAnswer, Query, QueryError,
};
pub use roadmap::{
    CommitmentState, CustomWorth, FinishOdds, ITEM_FACTS, Lateness, NoRoadmap, OptimalityProof, OptimizedStage,
    ROADMAP_FACTS, RiskCause, Roadmap, RoadmapConfidence, RoadmapFormulas, RoadmapOptions, ScheduleRisk, ScheduledItem,
    TeamLoad, WaitsFor,
};
pub use row_scorer::{GivenValue, NoInput, NoScorer, RowScorer, Scorer, UnevenColumns, Unscored, UnscoredCause};
pub use rules::ExpectationResult;
pub use scores::{
    Evaluated, InputDistribution, InputOrigin, InputValue, MissingInput, RankedInitiative, Ranking, ScoreColumn,
    ScoreRow,
};
pub(crate) use scoring::evaluate;
pub use sensitivity::{ApportionedVariance, OverallSensitivity, Sensitivity, VarianceDriver, overall_sensitivity};
pub use simulation::{
    MAX_SAMPLES, MIN_SAMPLES, PairwiseOdds, Progress, Sampling, SamplingOptions, ScoreUncertainty, Simulation,
    SimulationOutcome, TooManySamples,
};
pub use value_of_information::{
    CandidateStatus, ChoiceRule, DecisionFlip, InformationOption, InputInformation, NoBudget, ValueOfInformation,
};

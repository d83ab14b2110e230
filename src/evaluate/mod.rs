//! Floor 6: plan → scores, ranks, and what rules and expectations say.
//!
//! Everything is computed at point values: the median of a range by the family it stands for
//! (see [`planwright_stats::distribution`]). A missing value never becomes a number: it leaves its initiative unscored.

mod amount;
mod answer;
mod attribution;
mod column;
mod computed;
mod decisions;
mod derived;
mod evaluated;
mod examples;
mod expects;
pub mod experiment;
mod factors;
mod facts;
mod formula_examples;
mod formulas;
mod found;
mod framework;
mod gates;
mod impossible;
mod information;
mod initiative;
mod inputs;
mod launch;
mod length;
mod measures;
mod outlook;
mod parts;
mod parts_effort;
mod path;
mod query;
mod ranking;
pub mod results;
mod roadmap;
mod rules;
mod scope;
mod score_unit;
mod scorer;
mod scoring;
mod sensitivity;
mod series;
mod simulate;
mod stopping;
mod template;
#[cfg(test)]
mod tests;
mod what_if;
mod working;
mod world;

pub use amount::NoAmount;
pub use answer::{Answer, Subject};
pub use attribution::{Attribution, Incomparable, MOST_EXACT, Method};
pub use column::{Column, Missing, Row};
pub(crate) use derived::builders;
pub use derived::{DERIVED, Derived};
pub use evaluated::Evaluated;
pub(crate) use evaluated::evaluate;
pub use examples::ExampleResult;
pub use expects::ExpectResult;
pub use framework::NoFramework;
pub use gates::{Gates, Judged, State};
pub use information::{Choice, Finding, Information, Prospect, Standing, Tip};
pub use initiative::NoInitiative;
pub use inputs::{InputValue, Origin, Spread};
pub use launch::Monitored;
pub use outlook::{Aim, Counted, Enough, Expected, FEWEST, Measured, Mover, Outlook, Track};
pub use path::Path;
pub use planwright_stats::distribution::{Distribution, Family};
pub use query::{Query, QueryError};
pub use ranking::{Ranked, Ranking};
pub use roadmap::{
    After, Asked, Budget, Candidate, Cause, Chances, CommitmentState, Confidence, Forced, Late, MOST_PRICED, NoChoice,
    NoRoadmap, Planned, Proof, Roadmap, STAND, Selection, Stage, TeamLoad, Telling, Uncertainty, WHOLE, Wish, Worth,
};
pub use scorer::{Given, NoInput, NoScorer, RowScorer, Scorer, Uneven, Unscored, UnscoredCause};
pub use sensitivity::{Apportioned, Driver, Overall, Sensitivity, overall};
pub use simulate::{Draws, Duel, FEWEST_SAMPLES, MOST_SAMPLES, Odds, Sampling, Simulated, Simulation, TooMany, Work};
pub use working::Reference;

//! Floor 6: plan → scores, ranks, and what rules and expectations say.
//!
//! Everything is computed at point values: the median of a range by the family it stands for
//! (see [`distribution`]). A missing value never becomes a number: it leaves its initiative unscored.

mod answer;
mod attribution;
mod column;
mod computed;
mod decisions;
mod derived;
pub mod distribution;
mod evaluated;
mod examples;
mod expects;
pub mod experiment;
mod factors;
mod facts;
mod formula_examples;
mod formulas;
mod found;
mod gates;
mod information;
mod inputs;
mod length;
mod measures;
mod outlook;
mod path;
mod query;
mod ranking;
pub mod results;
mod roadmap;
mod rules;
mod scope;
mod score_unit;
mod scoring;
mod sensitivity;
mod series;
mod simulate;
pub mod statistics;
mod template;
mod what_if;
mod working;
mod world;

pub use answer::{Answer, Subject};
pub use attribution::{Attribution, Incomparable, MOST_EXACT, Method};
pub use column::{Column, Missing, Row};
pub use derived::{DERIVED, Derived};
pub use evaluated::{Evaluated, evaluate};
pub use examples::ExampleResult;
pub use expects::ExpectResult;
pub use gates::{Gates, Judged, State};
pub use information::{Choice, Finding, Information, Prospect, Standing, Tip};
pub use inputs::{InputValue, Origin, Spread};
pub use outlook::{Expected, FEWEST, Mover, Outlook, Track};
pub use path::Path;
pub use query::{Query, QueryError};
pub use ranking::{Ranked, Ranking};
pub use roadmap::{
    After, Asked, Budget, Candidate, Cause, Confidence, Forced, MOST_PRICED, NoRoadmap, Planned, Promise, Proof,
    Refused, Roadmap, STAND, Selection, Stage, TeamLoad, Telling, Uncertainty, WHOLE, Wish, Worth,
};
pub use sensitivity::{Apportioned, Driver, Overall, Sensitivity, overall};
pub use simulate::{Duel, Odds, Sampling, Simulation, Work};
pub use working::Reference;

//! Floor 4: All that is computed about each initiative in one row, by its id: the ranking, its odds, the roadmap, decisions.
//!
//! Nothing is computed here: every number is that of [`rank`](super::rank), of what [`Evaluated::simulate`] samples, or of
//! [`Evaluated::roadmap`].
//!
//! [`Evaluated::simulate`]: crate::evaluate::Evaluated::simulate
//! [`Evaluated::roadmap`]: crate::evaluate::Evaluated::roadmap

mod build;
mod error;

pub use build::report;
pub use error::InitiativesError;

use crate::quantity::Date;
use crate::report::rank::uncertainty::RankInterval;
use crate::report::rank::{DecisionReport, IntervalReport};
use crate::report::roadmap::RoadmapState;
use serde::{Deserialize, Serialize};

/// What is asked about the initiatives of a plan. By default all that the plan says: its framework, samples and seed, the
/// quantiles 0.1, 0.5 and 0.9, with the roadmap.
#[derive(Debug, Clone, PartialEq)]
pub struct InitiativesOptions {
    /// The framework that scores and that the roadmap is ordered by; `None` is the plan's own: its `rank_by`, else the
    /// only one that an initiative has the inputs of.
    pub by: Option<String>,
    /// Whether initiatives in closed phases are ranked too. Rows have all initiatives either way.
    pub all: bool,
    /// The places that [`ScoreOdds::top_probability`] counts; `None` is 10, and of 10 or fewer the better half.
    pub top: Option<usize>,
    /// How many samples; `None` is the plan's `samples`, of which a large plan gets fewer. With 0 there are no odds of
    /// scores.
    pub samples: Option<u32>,
    /// What the samples of scores hang on; `None` is the plan's `seed`.
    pub seed: Option<u64>,
    /// At which quantiles scores and dates are told, each from 0 to 1.
    pub quantiles: Vec<f64>,
    /// Whether to place the initiatives on the roadmap, which takes longest; else its fields are `None`.
    pub roadmap: bool,
}

impl Default for InitiativesOptions {
    fn default() -> Self {
        let quantiles = vec![0.1, 0.5, 0.9];
        InitiativesOptions { by: None, all: false, top: None, samples: None, seed: None, quantiles, roadmap: true }
    }
}

/// The initiatives of a plan, a row each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InitiativesReport {
    /// The framework; `None` where the plan has none, and there are no scores.
    pub by: Option<String>,
    /// The weighting.
    pub weights: Option<String>,
    /// The scenario.
    pub scenario: Option<String>,
    /// How sure the scores are.
    pub certainty: ScoreCertainty,
    /// How many samples of the scores were drawn; `None` where none were.
    pub samples: Option<u32>,
    /// The places that [`ScoreOdds::top_probability`] counts; `None` where nothing was sampled.
    pub top: Option<usize>,
    /// Every initiative: those that are ranked in their order, then the others in the order of the plan.
    pub rows: Vec<InitiativeRow>,
}

impl InitiativesReport {
    /// The row of an initiative.
    pub fn get(&self, id: &str) -> Option<&InitiativeRow> {
        self.rows.iter().find(|row| row.id == id)
    }
}

/// How sure scores are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScoreCertainty {
    /// They were sampled: rows have odds.
    Sampled,
    /// No input of what is ranked is a range: scores and ranks are what they are.
    Certain,
    /// Nobody sampled them: no samples were asked for, or the plan is too large for those that nobody asks for.
    Unsampled,
    /// There are no scores: the plan has no framework.
    Unscored,
}

impl ScoreCertainty {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ScoreCertainty::Sampled => "sampled",
            ScoreCertainty::Certain => "certain",
            ScoreCertainty::Unsampled => "unsampled",
            ScoreCertainty::Unscored => "unscored",
        }
    }
}

/// One initiative. What is not known is `None`, never 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InitiativeRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The phase it is in.
    pub phase: Option<String>,
    /// Its score, of those that are ranked.
    pub score: Option<f64>,
    /// Its place by score; equal scores share the first of their places.
    pub rank: Option<usize>,
    /// Its place after decisions; `None` where it is declined, or has neither a score nor a commitment.
    pub order: Option<usize>,
    /// What is missing for a score; empty where nothing is, where it is not ranked, and where the formula fails.
    pub missing: Vec<String>,
    /// What ranges do to its score; `None` where scores are certain ([`ScoreCertainty::Certain`]: score and rank are exact) or
    /// were not sampled.
    pub odds: Option<ScoreOdds>,
    /// What the roadmap says of it; `None` where no roadmap was asked for.
    pub roadmap: Option<RoadmapPlace>,
    /// The decision that holds about it.
    pub decision: Option<DecisionReport>,
}

/// What ranges do to a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScoreOdds {
    /// The median of its score. The score itself is that of the medians of its inputs.
    pub median: f64,
    /// The 90% interval of its score.
    pub interval: IntervalReport,
    /// The 90% interval of its rank.
    pub rank_interval: RankInterval,
    /// The probability that it is among the first [`InitiativesReport::top`] by score.
    pub top_probability: f64,
    /// Its score at each quantile that was asked for.
    pub quantiles: Vec<ScoreQuantile>,
    /// The share of samples for which its formula fails, of which its other figures know nothing.
    pub failed: f64,
}

impl ScoreOdds {
    /// Its score at one of the quantiles that were asked for; `None` at any other.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.quantiles.iter().find(|q| q.p == p).map(|q| q.score)
    }
}

/// A score with the probability that it is not above it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoreQuantile {
    /// The probability, 0 to 1.
    pub p: f64,
    /// The score.
    pub score: f64,
}

/// Where an initiative is on the roadmap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoadmapPlace {
    /// What is promised of it.
    pub state: RoadmapState,
    /// Why that is its state, in words.
    pub because: String,
    /// The first day of work; `None` where it is not placed. Starts are not sampled.
    pub start: Option<Date>,
    /// The last day of work, risks left aside; `None` where it is not placed.
    pub finish: Option<Date>,
    /// Its date: its `due`, else the end of the quarter of `finish`.
    pub planned_by: Option<Date>,
    /// The probability that it is done by then, 0 to 1.
    pub in_time: Option<f64>,
    /// The day by which it is done with each of the probabilities that were asked for; empty where nothing is known.
    pub quantiles: Vec<DateQuantile>,
}

impl RoadmapPlace {
    /// The day by which it is done with one of the probabilities that were asked for; `None` at any other, and where that
    /// is not within two years of the end of the plan's horizon.
    pub fn quantile(&self, p: f64) -> Option<Date> {
        self.quantiles.iter().find(|q| q.p == p).and_then(|q| q.by)
    }
}

/// A day with the probability that something is done by then.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DateQuantile {
    /// The probability, 0 to 1.
    pub p: f64,
    /// The day; `None` where that is not within two years of the end of the plan's horizon.
    pub by: Option<Date>,
}

//! What gets done when: open initiatives placed on their teams' calendars.

mod build;
mod calendar;
mod choice;
mod forecast;
mod limits;
mod order;
mod project;
mod stand;
mod telling;
mod weight;
mod work;

#[cfg(test)]
mod tests;

pub use build::Wish;
pub use choice::{Asked, Budget, Candidate, Forced, MOST_PRICED, Refused, Selection};
pub(super) use limits::check;
pub use stand::STAND;
pub use telling::Telling;

use crate::quantity::{Date, Period};
use std::sync::Arc;

/// The roadmap of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Roadmap {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Its quarters, the first and the last perhaps in part.
    pub periods: Vec<Period>,
    /// The framework by which initiatives were ordered, where there is one.
    pub by: Option<Arc<str>>,
    /// Every initiative that is not over, in the order in which they were placed; what is declined comes last, also
    /// where its phase says so.
    pub items: Vec<Planned>,
    /// The teams with their load.
    pub teams: Vec<TeamLoad>,
    /// What was assumed where the plan says nothing, and what was made coarser, in words.
    pub assumed: Vec<String>,
}

/// How sure it is that an initiative is done within the roadmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// A decision commits it, or its forecast is at least the plan's `commit_at`.
    Committed,
    /// It is placed within the roadmap, and nobody promises it.
    Planned,
    /// It does not fit, or a decision defers it.
    Later,
    /// A decision declines it.
    Declined,
}

/// An initiative on the roadmap.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Its index in the plan.
    pub initiative: usize,
    /// How sure it is.
    pub promise: Promise,
    /// Whether a decision commits it, whatever the forecast says.
    pub decided: bool,
    /// The day on which work starts; none where it is not placed.
    pub start: Option<Date>,
    /// The last day of work, risks left aside; none where it is not placed.
    pub finish: Option<Date>,
    /// The probability that it is done by the end of each of [`Roadmap::periods`]; empty where nothing is known.
    pub done_by: Vec<f64>,
    /// The day by which it is done with a probability of one half.
    pub likely: Option<Date>,
    /// The day by which it is done with a probability of 80%.
    pub safe: Option<Date>,
    /// The probability that it is done by the day on which it is due; none without one, or where it is not placed.
    pub in_time: Option<f64>,
    /// Its work by team, in person-weeks.
    pub work: Vec<(Arc<str>, f64)>,
    /// How many weeks it may slip before something else on the roadmap does; none where it is not placed.
    pub slack: Option<f64>,
    /// Why it is not on the roadmap, in words: `no effort on file`.
    pub unplaced: Option<String>,
}

/// A team's load.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamLoad {
    /// The team.
    pub team: Arc<str>,
    /// What it can do in each of [`Roadmap::periods`], in person-weeks, its reserve taken off.
    pub capacity: Vec<f64>,
    /// What it is to do.
    pub load: Vec<f64>,
}

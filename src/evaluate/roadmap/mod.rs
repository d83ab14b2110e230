//! What gets done when: open initiatives placed on their teams' calendars.

mod build;
mod calendar;
mod certificate;
mod checked;
mod choice;
mod confidence;
mod dates;
mod forecast;
mod limits;
mod load;
mod order;
mod project;
mod risk;
mod sampler;
mod stand;
mod telling;
mod uncertainty;
mod value;
mod weight;
mod work;

#[cfg(test)]
mod tests;

pub use build::{Wish, Worth};
pub use certificate::{Proof, Stage};
pub use checked::NoRoadmap;
pub use choice::{Asked, Budget, Candidate, Forced, MOST_PRICED, Refused, Selection};
pub(super) use limits::check;
pub use stand::STAND;
pub use telling::{Telling, WHOLE};

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
    /// The formula of what initiatives are worth, where one took the place of the scores.
    pub worth: Option<String>,
    /// Every initiative that is not over, in the order in which they were placed; what is declined comes last, also
    /// where its phase says so.
    pub items: Vec<Planned>,
    /// The teams with their load.
    pub teams: Vec<TeamLoad>,
    /// Those of what is placed within the roadmap that wait for one another, for a need or a team, until the last of it
    /// is done: the critical chain, by index in the plan, the first of them first.
    pub critical: Vec<usize>,
    /// How good the order is: of what comes first, then of the rest in what that leaves; those of which something is
    /// placed.
    pub stages: Vec<Stage>,
    /// How sure all of it is.
    pub confidence: Option<Confidence>,
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
    /// Its work by team, in person-weeks.
    pub work: Vec<(Arc<str>, f64)>,
    /// How many weeks its work may start later, in what its teams have left beside their other work, before something
    /// that waits for it or the end of the roadmap moves; none where it is not placed.
    pub slack: Option<f64>,
    /// The day by which it is planned to be done: its `due`, else the end of the quarter of [`Planned::finish`]; none
    /// where it is not placed.
    pub planned_by: Option<Date>,
    /// The probability that it is done by then.
    pub in_time: Option<f64>,
    /// What costs the most of that probability, where something does.
    pub unsure: Option<Uncertainty>,
    /// What it waits for last; none where it begins when it may.
    pub after: Option<After>,
    /// The chain of what waits for one another that leads to it, by index in the plan, itself last; empty where it is
    /// not placed.
    pub chain: Vec<usize>,
    /// Why it is not on the roadmap, in words: `no effort on file`.
    pub unplaced: Option<String>,
}

/// What an initiative waits for: of what it needs, and of what its teams do before it, without which it would be done
/// earlier, that which holds it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Its index in the plan.
    pub initiative: usize,
    /// The team that does it first; none where it is needed, and for somebody who is on no team.
    pub team: Option<Arc<str>>,
}

/// How sure it is that what is placed within the roadmap is done when it is planned to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidence {
    /// How many initiatives are placed within the roadmap.
    pub placed: usize,
    /// How many of them are expected to be done by [`Planned::planned_by`]: the sum of their probabilities.
    pub in_time: f64,
    /// The probability that all of them are done by the last day of the roadmap.
    pub all: f64,
    /// What costs the most, the costliest first.
    pub costs: Vec<Uncertainty>,
    /// How many ranges of effort and risks there are.
    pub causes: usize,
    /// How many of them were tried: in a large plan those that most goes with.
    pub tried: usize,
}

/// Something that makes dates unsure, and what it costs: how much surer they would be were a risk absent, or were an
/// effort its median, all else unsure as before.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// The initiative that has it, by index in the plan.
    pub initiative: usize,
    /// What it is.
    pub cause: Cause,
    /// Of the roadmap: how many more initiatives would be done in time; of an initiative: how much its own probability
    /// would rise.
    pub gain: f64,
    /// Of the roadmap: how much the probability would rise that all is done by its end.
    pub whole: f64,
}

/// What makes dates unsure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The range of the effort.
    Effort,
    /// A risk, by its name in the initiative.
    Risk(Arc<str>),
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

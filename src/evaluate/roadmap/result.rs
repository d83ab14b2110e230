//! The roadmap of a plan, as data.

use super::commitment_state::CommitmentState;
use super::finish_odds::FinishOdds;
use super::optimality::OptimizedStage;
use crate::quantity::{Date, Period};
use std::sync::Arc;

/// The roadmap of a plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Roadmap {
    /// Its first day.
    pub from: Date,
    /// The last day of the plan's horizon.
    pub to: Date,
    /// The quarters of the schedule, from that of the first day to two years after the last.
    pub periods: Vec<Period>,
    /// The framework by which initiatives were ordered, where there is one.
    pub by: Option<Arc<str>>,
    /// The formula of what initiatives are worth, where one took the place of the scores.
    pub worth: Option<String>,
    /// Every initiative, once: by state, then in the order in which they are placed, then by name.
    pub items: Vec<ScheduledItem>,
    /// The teams with their load.
    pub teams: Vec<TeamLoad>,
    /// Those of what is placed within the roadmap that wait for one another, for a need or a team, until the last of it
    /// is done: the critical chain, by index in the plan, the first of them first.
    pub critical: Vec<usize>,
    /// How good the order is: of what comes first, then of the rest in what that leaves; those of which something is
    /// placed.
    pub stages: Vec<OptimizedStage>,
    /// How sure all of it is.
    pub confidence: Option<RoadmapConfidence>,
    /// What was assumed where the plan says nothing, and what was made coarser, in words.
    pub assumed: Vec<String>,
}

/// An initiative on the roadmap.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ScheduledItem {
    /// Its index in the plan.
    pub initiative: usize,
    /// What is promised of it.
    pub state: CommitmentState,
    /// Why that is its state, in words: `in delivery, 82% by 2026-Q3`.
    pub state_reason: String,
    /// Whether a decision commits it, whatever the forecast says.
    pub decided: bool,
    /// What the decision says that gives it its state; without one why it is neither committed, planned nor done.
    pub decision_reason: Option<String>,
    /// By how much it misses its `due`, where it does.
    pub late: Option<Lateness>,
    /// The day on which work starts, on the first of its parts where it has some; none where it is not placed.
    pub start: Option<Date>,
    /// The last day of work, on the last of its parts, risks left aside; none where it is not placed.
    pub finish: Option<Date>,
    /// The probability that it is done by the end of each of [`Roadmap::periods`]; empty where nothing is known.
    pub done_by: Vec<f64>,
    /// The probability that it is done by the last day of the plan's horizon; none where nothing is known.
    pub forecast: Option<f64>,
    /// The probability that it is done by any day; none where nothing is known.
    pub finish_odds: Option<FinishOdds>,
    /// The day by which it is done with a probability of one half.
    pub p50: Option<Date>,
    /// The day by which it is done with a probability of 80%.
    pub p80: Option<Date>,
    /// Its work by team, in person-weeks; of a whole what its estimate has beyond its parts.
    pub work: Vec<(Arc<str>, f64)>,
    /// How many weeks its work may start later, in what its teams have left beside their other work, before something
    /// that waits for it or the end of the roadmap moves; none where it is not placed.
    pub slack: Option<f64>,
    /// Its date: its `due`, else the last day of the quarter of [`ScheduledItem::finish`]; none where it is not placed.
    pub planned_by: Option<Date>,
    /// The probability that it is done by then.
    pub in_time: Option<f64>,
    /// What costs the most of that probability, where something does.
    pub largest_risk: Option<ScheduleRisk>,
    /// What it waits for last; none where it begins when it may.
    pub waits_for: Option<WaitsFor>,
    /// The chain of what waits for one another that leads to it, by index in the plan, itself last; empty where it is
    /// not placed.
    pub chain: Vec<usize>,
}

/// How late something is that is due.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lateness {
    /// Days between its due date and the last day of work; none where the schedule does not end it.
    pub by_days: Option<i64>,
    /// The probability that it is done after its due date; none where the schedule does not end it.
    pub probability: Option<f64>,
}

impl Lateness {
    /// By how much, with what probability: `by 55 days, 84%`; without a finish that it has no date.
    pub fn text(self) -> String {
        match (self.by_days, self.probability) {
            (Some(days), Some(p)) => {
                format!("by {days} day{}, {}", if days == 1 { "" } else { "s" }, crate::quantity::print::percent(p))
            }
            _ => "no date".to_string(),
        }
    }
}

/// What an initiative waits for: of what it needs, and of what its teams do before it, without which it would be done
/// earlier, that which holds it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitsFor {
    /// Its index in the plan.
    pub initiative: usize,
    /// The team that does it first; none where it is needed, and for somebody who is on no team.
    pub team: Option<Arc<str>>,
}

/// How sure it is that what is placed within the roadmap is done when it is planned to be.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadmapConfidence {
    /// How many initiatives are placed within the roadmap.
    pub placed: usize,
    /// How many of them are expected to be done by [`ScheduledItem::planned_by`]: the sum of their probabilities.
    pub in_time: f64,
    /// The probability that all of them are done by the last day of the roadmap.
    pub all: f64,
    /// What costs the most, the costliest first.
    pub costs: Vec<ScheduleRisk>,
    /// How many ranges of effort and risks there are.
    pub causes: usize,
    /// How many of them were tried: in a large plan those that most goes with.
    pub tried: usize,
}

/// Something that makes dates unsure, and what it costs: how much surer they would be were a risk absent, or were an
/// effort its median, all else unsure as before.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleRisk {
    /// The initiative that has it, by index in the plan.
    pub initiative: usize,
    /// What it is.
    pub cause: RiskCause,
    /// Of the roadmap: how many more initiatives would be done in time; of an initiative: how much its own probability
    /// would rise.
    pub gain: f64,
    /// Of the roadmap: how much the probability would rise that all is done by its end.
    pub whole: f64,
}

/// What makes dates unsure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RiskCause {
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

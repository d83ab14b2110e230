//! The roadmap of an audience, as data.

use crate::evaluate::CommitmentState;
use crate::quantity::{Date, Period};
use crate::report::document::Content;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `plan roadmap --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct RoadmapReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The plan's name.
    pub plan: String,
    /// Whom it is told to.
    pub audience: String,
    /// Its title.
    pub title: String,
    /// How often it is told to them: `quarterly`.
    pub cadence: Option<String>,
    /// What stands above everything; Markdown.
    pub intro: Option<String>,
    /// The day the plan was read on.
    pub today: Date,
    /// The last day it looks to: what starts after it is left out; null where the audience is told no dates.
    pub until: Option<Date>,
    /// The last day of the plan's horizon, by which states are told; null where the audience is told no dates.
    pub horizon: Option<Date>,
    /// The framework that ordered the initiatives.
    pub by: Option<String>,
    /// The formula of what initiatives are worth, where it took the place of the scores.
    pub worth: Option<String>,
    /// The scenario.
    pub scenario: Option<String>,
    /// Its quarters; empty where the audience is told no dates.
    pub periods: Vec<Period>,
    /// The initiatives that the audience is told of, in the order of the roadmap.
    pub items: Vec<RoadmapItem>,
    /// The load of each team; empty where the audience reads customers' words.
    pub capacity: Vec<TeamCapacity>,
    /// The critical chain: the initiatives that wait for one another, for a need or a team, until the last of what is
    /// placed within the roadmap is done; by name, the first of them first. Empty where the audience reads customers'
    /// words.
    pub critical: Vec<String>,
    /// How good the order is: of what is committed or under way, then of the rest in what that leaves; empty where the
    /// audience reads customers' words.
    pub certificate: Vec<OptimizedStageReport>,
    /// How sure it is that what is placed is done when it is planned to be; null where the audience reads customers'
    /// words.
    pub confidence: Option<ConfidenceReport>,
    /// What is told, part by part.
    pub sections: Vec<RoadmapSection>,
    /// What of the plan is not told, with the reason; empty where the audience reads customers' words.
    pub left_out: Vec<RoadmapLeftOut>,
}

/// An initiative that an audience is not told of.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RoadmapLeftOut {
    /// Its name.
    pub id: String,
    /// Why not.
    pub why: String,
}

/// A probability with its day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ProbabilityByDate {
    /// The day.
    pub by: Date,
    /// The probability that it is done by then, 0 to 1.
    pub probability: f64,
}

/// How late something is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LatenessReport {
    /// Days between its due date and the last day of work; null where the schedule does not end it.
    pub by_days: Option<i64>,
    /// The probability that it is done after its due date; null where the schedule does not end it.
    pub probability: Option<f64>,
}

/// An initiative on the roadmap.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RoadmapItem {
    /// Its name; null where the audience reads customers' words, which it is not.
    pub id: Option<String>,
    /// What it is called.
    pub title: String,
    /// What is promised of it: the same for every audience.
    pub state: RoadmapState,
    /// Why that is its state; null where the audience reads customers' words.
    pub because: Option<String>,
    /// By how much it misses `due`; null where it does not, and where no dates are told.
    pub late: Option<LatenessReport>,
    /// The first day of work; null where it is not placed, and where no dates are told.
    pub start: Option<Date>,
    /// The last day of work, risks left aside.
    pub finish: Option<Date>,
    /// The day by which it is done with a probability of one half.
    pub p50: Option<Date>,
    /// The day by which it is done with a probability of 80%.
    pub p80: Option<Date>,
    /// The day on which it is due.
    pub due: Option<Date>,
    /// The probability that it is done by the end of each quarter of the plan's horizon; empty where nothing is known,
    /// and where no dates are told.
    pub forecast: Vec<ProbabilityByDate>,
    /// The teams that do it; empty where the audience reads customers' words.
    pub teams: Vec<String>,
    /// How many weeks its work may start later, its teams' other work staying where it is.
    pub slack: Option<f64>,
    /// The day by which it is planned to be done: `due`, else the end of the quarter of `finish`.
    pub planned_by: Option<Date>,
    /// The probability that it is done by then.
    pub in_time: Option<f64>,
    /// What costs the most of that; null where nothing does, and where the audience reads customers' words.
    pub unsure: Option<ScheduleRiskReport>,
    /// What it waits for last; null where it begins when it may.
    pub after: Option<WaitsForReport>,
    /// What waits for one another until it is done, by name, itself last; empty where the audience reads customers'
    /// words.
    pub chain: Vec<String>,
    /// What the decision says that gives it its state, else why it is neither committed, planned nor done; null where
    /// the audience reads customers' words.
    pub why: Option<String>,
}

impl RoadmapItem {
    /// The probability that it is done by the last day of the plan's horizon, where it is told.
    pub fn chance(&self) -> Option<f64> {
        self.forecast.last().map(|f| f.probability)
    }
}

/// What an initiative waits for: of what it needs and what its teams do before it, without which it would be done
/// earlier, that which holds it last.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct WaitsForReport {
    /// The initiative, by name.
    pub id: String,
    /// The team that does it first; null where it is needed.
    pub team: Option<String>,
}

/// How good one part of an order is, what comes before it taken as it stands. What a schedule is worth: for each
/// initiative its effort times its score, as a share of the best; all of it if it were done at once, half of it at the
/// end of the roadmap, less what it costs to be late.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OptimizedStageReport {
    /// `first` for what is committed, under way or needed by such; `rest` for the rest.
    pub of: Cow<'static, str>,
    /// How many initiatives it places.
    pub initiatives: usize,
    /// What its schedule is worth.
    pub value: f64,
    /// What no schedule of it is worth more than.
    pub bound: f64,
    /// By which share it may fall short of the best: of the bound, or of the value where that is further from 0.
    pub gap: f64,
    /// How the bound is known: `path` (each initiative by itself), `prices` (of the teams' time), `orders`
    /// (every order was looked at).
    pub by: Cow<'static, str>,
    /// Whether no schedule of it is worth more.
    pub proven: bool,
}

/// How sure it is that what is placed within the roadmap is done when it is planned to be.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfidenceReport {
    /// How many initiatives are placed within it.
    pub placed: usize,
    /// How many of them are expected to be done by their `planned_by`.
    pub in_time: f64,
    /// The probability that all of them are done by the last day of the roadmap.
    pub all: f64,
    /// What costs the most, the costliest first.
    pub costs: Vec<ScheduleRiskReport>,
    /// How many ranges of effort and risks there are.
    pub causes: usize,
    /// How many of them were tried, each by sampling again without it.
    pub tried: usize,
}

/// A risk or an estimate, and what it costs.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleRiskReport {
    /// The initiative that has it, by name.
    pub initiative: String,
    /// The risk, by name; null where it is the effort.
    pub risk: Option<String>,
    /// Its title, or `effort`.
    pub title: String,
    /// Without the risk, or were the effort its median: of the roadmap, how many more initiatives would be done in time;
    /// of an initiative, how much `in_time` would rise.
    pub gain: f64,
    /// Of the roadmap, how much the probability would rise that all is done by its end; of an initiative the same as
    /// `gain`.
    pub whole: f64,
}

/// What is promised of an initiative; see *State on a roadmap* (`plan help roadmap-states`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoadmapState {
    /// A decision commits it; or it is being built and in time with the plan's `commit_at`.
    Committed,
    /// The schedule ends it within the horizon, and nobody promises it.
    Planned,
    /// There is no room, it is deferred or paused, or it waits for such work.
    Later,
    /// Nothing says how much work it is.
    Unsized,
    /// Some of its work has nobody to do it.
    Unstaffed,
    /// It is delivered.
    Done,
    /// It was declined.
    Declined,
    /// What there is of it is taken away.
    Sunset,
}

impl From<CommitmentState> for RoadmapState {
    fn from(state: CommitmentState) -> RoadmapState {
        match state {
            CommitmentState::Committed => RoadmapState::Committed,
            CommitmentState::Planned => RoadmapState::Planned,
            CommitmentState::Later => RoadmapState::Later,
            CommitmentState::Unsized => RoadmapState::Unsized,
            CommitmentState::Unstaffed => RoadmapState::Unstaffed,
            CommitmentState::Done => RoadmapState::Done,
            CommitmentState::Declined => RoadmapState::Declined,
            CommitmentState::Sunset => RoadmapState::Sunset,
        }
    }
}

impl RoadmapState {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            RoadmapState::Committed => "committed",
            RoadmapState::Planned => "planned",
            RoadmapState::Later => "later",
            RoadmapState::Unsized => "unsized",
            RoadmapState::Unstaffed => "unstaffed",
            RoadmapState::Done => "done",
            RoadmapState::Declined => "declined",
            RoadmapState::Sunset => "sunset",
        }
    }
}

/// What a team can do, and what it is to do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TeamCapacity {
    /// The team's name.
    pub team: String,
    /// Its title.
    pub title: String,
    /// What it can do in each of `periods`, in person-weeks, its reserve taken off.
    pub capacity: Vec<f64>,
    /// What it is to do.
    pub load: Vec<f64>,
}

/// A part of what an audience is told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RoadmapSection {
    /// Its name in the audience.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A sentence above it.
    pub say: Option<String>,
    /// What it shows; empty for bars, which are drawn from `items` and `capacity`.
    pub content: Vec<Content>,
    /// Bars to draw.
    #[serde(skip)]
    pub(crate) bars: Option<BarChartContent>,
    /// Its rows, for formats that are tables.
    #[serde(skip)]
    pub(crate) grid: Option<MarkdownGrid>,
}

/// Bars that are drawn when the width is known.
#[derive(Debug, Clone)]
pub(crate) enum BarChartContent {
    /// Initiatives by quarter, by their places in [`RoadmapReport::items`].
    Items(Vec<usize>),
    /// Teams by quarter.
    Teams,
}

/// Rows of cells as Markdown.
#[derive(Debug, Clone)]
pub(crate) struct MarkdownGrid {
    /// The headings.
    pub columns: Vec<String>,
    /// The cells of each row.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct GridCell {
    /// As Markdown; `None` where there is nothing to tell.
    pub text: Option<String>,
    /// The number, where it is one.
    pub number: Option<f64>,
}

/// Markdown without its marks, on one line.
pub(crate) fn strip_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => out.extend(chars.next()),
            '*' if chars.peek() == Some(&'*') => drop(chars.next()),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

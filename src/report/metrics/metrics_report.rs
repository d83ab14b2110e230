//! Metrics as data.

use super::set_report::MetricSetReport;
use super::tree::TreeSection;
use crate::evaluate::{MIN_MEASUREMENTS, TargetStatus};
use crate::quantity::{Date, Period, Unit};
use crate::report::rank::SourcePlace;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `plan metrics --format json`. Values are in each metric's unit, percentages as fractions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct MetricsReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The plan's name.
    pub plan: Option<String>,
    /// The day that the plan is read on.
    pub today: Date,
    /// The scenario.
    pub scenario: Option<String>,
    /// The audience whose words are used.
    pub audience: Option<String>,
    /// The share of cases that an interval holds.
    pub interval: f64,
    /// The set that was asked for, part by part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<MetricSetReport>,
    /// The metrics: each north star with what drives it below, then the rest by their sections.
    pub metrics: Vec<MetricRow>,
}

/// One metric.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MetricRow {
    /// Its name.
    pub id: String,
    /// Its title, or what the audience calls it.
    pub title: String,
    /// Which part of the report it stands in.
    pub section: TreeSection,
    /// How deep it stands below its north star.
    pub depth: usize,
    /// What it is for.
    pub role: String,
    /// Its unit; null for a plain number, and where none is declared.
    pub unit: Option<String>,
    /// `higher` or `lower`.
    pub better: Cow<'static, str>,
    /// Who answers for it; null where nobody is named.
    pub owner: Option<String>,
    /// The side of a marketplace that it belongs to, `supply` or `demand`; null where it does not say.
    pub side: Option<String>,
    /// The metrics that it drives, by name.
    pub drives: Vec<String>,
    /// Where it stood at the start.
    pub baseline: Option<PointReport>,
    /// What was measured last.
    pub latest: Option<PointReport>,
    /// Its targets by date, each judged at its own.
    pub targets: Vec<TargetReport>,
    /// The target that is next: the first whose date has not passed, else the last. What follows is about it.
    pub target: Option<PointReport>,
    /// What is missing to it.
    pub gap: Option<f64>,
    /// The share of the way from the baseline to it; below 0 where the metric went the other way.
    pub progress: Option<f64>,
    /// The change per month since the baseline; of a percentage as a fraction.
    pub pace: Option<f64>,
    /// The change per month from now on that reaches it in time.
    pub needed: Option<f64>,
    /// What is expected when it is due; null with fewer than three measurements.
    pub forecast: Option<ForecastReport>,
    /// How the metric stands towards it; null without a target.
    pub state: Option<TargetStatus>,
    /// The least that it may be.
    pub floor: Option<f64>,
    /// The most that it may be.
    pub ceiling: Option<f64>,
    /// Whether it keeps to both.
    pub inside: Option<bool>,
    /// How it is computed.
    pub formula: Option<MetricFormulaReport>,
    /// The initiatives that move it and are not delivered yet.
    pub moved_by: Vec<MoverReport>,
    /// What of it is to be expected by the day of the target: the changes that count, each times its probability; null
    /// where none says by how much, and where the odds were not asked for.
    pub moved: Option<f64>,
    /// Everything that was measured or computed, by date.
    pub series: Vec<PointReport>,
    /// Where it is declared.
    pub source: SourcePlace,
    #[serde(skip)]
    pub(super) shown: MetricsPrintContext,
}

/// A value with its date.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PointReport {
    /// The value.
    pub value: f64,
    /// The day, month, quarter or year.
    pub on: Option<Period>,
    /// Where it stands.
    pub source: SourcePlace,
}

/// A target, judged at its date.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TargetReport {
    /// What it shall be.
    pub value: f64,
    /// By when; null where the target does not say.
    pub by: Option<Period>,
    /// How the metric stands towards it.
    pub state: TargetStatus,
    /// The probability that it is reached on its date, by the damped forecast; null where its date has come, where it is
    /// reached already, and with fewer than three measurements.
    pub probability: Option<f64>,
    /// Where it stands.
    pub source: SourcePlace,
}

/// What is expected at the due date.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ForecastReport {
    /// The line through the measurements by least squares.
    pub linear: Option<ExpectedReport>,
    /// Holt's trend, damped (Gardner and McKenzie, 1985).
    pub damped: Option<ExpectedReport>,
}

/// A value with its interval.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedReport {
    /// The value.
    pub value: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// How a metric is computed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MetricFormulaReport {
    /// The formula.
    pub text: String,
    /// The shared formula that it is.
    pub is: Option<String>,
    /// What it reads, in the order of the names it has there.
    pub reads: Vec<ReadMetricReport>,
}

/// A metric that a formula reads.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReadMetricReport {
    /// The name that the formula has for it.
    pub name: String,
    /// The metric.
    pub metric: String,
    /// Its latest value.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
}

/// An initiative that moves a metric.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MoverReport {
    /// The initiative.
    pub initiative: String,
    /// Its title.
    pub title: String,
    /// Its phase.
    pub phase: Option<String>,
    /// By how much: what an experiment measured, else the median of the range; of a percentage as a fraction.
    pub by: Option<f64>,
    /// The low end.
    pub low: Option<f64>,
    /// The high end.
    pub high: Option<f64>,
    /// The experiment that measured it; null where it is what the initiative says.
    pub measured: Option<String>,
    /// The probability that it is done by the day of the target; null where the odds were not asked for.
    pub in_time: Option<f64>,
    /// Why it does not count; null where it does.
    pub not_counted: Option<String>,
}

/// What printing needs beside the report.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct MetricsPrintContext {
    pub(super) unit: Unit,
    pub(super) measured: usize,
    /// Whether the target's date is still to come.
    pub(super) due: bool,
    /// What is missing to where it was at the start, where it went the other way.
    pub(super) further_away: Option<f64>,
    /// The day by which work counts.
    pub(super) counted_by: Option<String>,
    /// Whether a forecast was left out for saying nothing.
    pub(super) vague: bool,
    /// Which of the targets is next.
    pub(super) next: Option<usize>,
    /// What the owner is called.
    pub(super) owner: Option<String>,
}

impl MetricRow {
    /// Whether there are too few measurements to forecast from.
    pub(super) fn too_few(&self) -> bool {
        self.shown.measured < MIN_MEASUREMENTS
    }
}

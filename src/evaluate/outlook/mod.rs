//! Where a metric stands on the way to each of its targets, and where it is heading.

mod aim;
mod damped;
mod enough;
mod linear;
mod measured;
mod movers;
mod outcome;
mod predicted;
mod scale;
mod student;

#[cfg(test)]
mod tests;

pub use aim::Aim;
pub use enough::{Counted, Enough};
pub use measured::Measured;
pub use movers::Mover;

pub(in crate::evaluate) use outcome::{Goal, Outcome};

use super::evaluated::Evaluated;
use crate::model::Metric;
use crate::quantity::{Date, Period};
use aim::{Terms, judge};

/// The length of a month in days, as units have it.
const MONTH: f64 = 365.25 / 12.0;
/// With fewer measurements nothing is forecast.
pub const FEWEST: usize = 3;

/// What a metric is expected to be, with the interval of the plan's `interval`. No end lies beyond what can be: shares
/// are forecast by their logit, what lies above zero by its logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The value that is as likely exceeded as not.
    pub value: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// How a metric stands towards a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// The target was reached on or before its date.
    Met,
    /// It was missed when it was due, and reached after that. For programs that is missed.
    #[serde(rename(serialize = "missed"))]
    #[schemars(rename = "missed")]
    MetLate,
    /// What was measured last, on or after its date, falls short.
    Missed,
    /// It will be with a probability of the plan's `commit_at` or more.
    OnTrack,
    /// It will be with a probability of 50% or more.
    AtRisk,
    /// It will rather not be.
    Off,
    /// There are too few measurements to tell; past its date: none on or after it.
    NoData,
}

impl Track {
    /// Its word, as in JSON, where what was met late was missed.
    pub fn as_str(self) -> &'static str {
        match self {
            Track::Met => "met",
            Track::MetLate | Track::Missed => "missed",
            Track::OnTrack => "on_track",
            Track::AtRisk => "at_risk",
            Track::Off => "off",
            Track::NoData => "no_data",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Track::Met => "met",
            Track::MetLate => "met late",
            Track::Missed => "missed",
            Track::OnTrack => "on track",
            Track::AtRisk => "at risk",
            Track::Off => "off track",
            Track::NoData => "no data",
        }
    }
}

/// Where a metric stands. All values are in its unit, all paces in its unit per month.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Its targets by date, each with how it stands towards it.
    pub aims: Vec<Aim>,
    /// Which of them is next: the first whose date has not passed, else the last.
    pub next: Option<usize>,
    /// The change per month since the baseline.
    pub pace: Option<f64>,
    /// Whether its value keeps to its floor and ceiling; `None` where it has neither, or no value.
    pub inside: Option<bool>,
}

impl Outlook {
    /// The target that is next.
    pub fn next(&self) -> Option<&Aim> {
        self.next.and_then(|at| self.aims.get(at))
    }
}

impl Evaluated {
    /// Where a metric stands on the day that the plan is read on.
    pub(crate) fn outlook(&self, metric: &Metric) -> Outlook {
        let settings = &self.plan().settings;
        let today = self.today();
        let terms = Terms { today, commit_at: settings.commit_at, interval: settings.interval };
        let aims: Vec<Aim> = metric.targets.iter().map(|target| judge(metric, target, terms)).collect();
        let ahead = aims.iter().position(|a| a.due.is_some_and(|due| due >= today));
        let inside = metric.value().filter(|_| metric.floor.is_some() || metric.ceiling.is_some());
        Outlook {
            next: ahead.or(aims.len().checked_sub(1)),
            aims,
            pace: pace(metric),
            inside: inside.map(|v| metric.floor.is_none_or(|f| v >= f) && metric.ceiling.is_none_or(|c| v <= c)),
        }
    }
}

/// Whether a value is at a target or on its better side; by floating-point noise it misses none.
pub(in crate::evaluate) fn reaches(value: f64, target: f64, lower: bool) -> bool {
    let slack = 1e-9 * value.abs().max(target.abs());
    if lower { value <= target + slack } else { value >= target - slack }
}

fn months(from: Date, to: Date) -> f64 {
    to.days_since(from) as f64 / MONTH
}

/// Days on a common scale.
fn time(date: Date) -> f64 {
    Date::new(2000, 1, 1).map_or(0.0, |origin| date.days_since(origin) as f64)
}

/// The change per month from the baseline, or the first measurement, to the last.
fn pace(metric: &Metric) -> Option<f64> {
    let latest = metric.latest()?;
    let first = metric.baseline.as_ref().filter(|b| b.on.is_some()).or(metric.actuals.first())?;
    let long = months(first.on.map(Period::last)?, latest.on.map(Period::last)?);
    (long > 0.0).then(|| (latest.value - first.value) / long)
}

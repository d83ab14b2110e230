//! Where a metric stands on the way to its target, and where it is heading.

mod damped;
mod linear;
mod movers;
mod student;

pub use movers::Mover;

use super::evaluated::Evaluated;
use crate::model::{Metric, Point};
use crate::quantity::{Date, Period};

/// The length of a month in days, as units have it.
const MONTH: f64 = 365.25 / 12.0;
/// With fewer measurements nothing is forecast.
pub const FEWEST: usize = 3;

/// What a metric is expected to be, with the interval of the plan's `interval`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The most likely value.
    pub value: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// How a metric stands towards its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Track {
    /// The target is reached.
    Met,
    /// It was not, when it was due.
    Missed,
    /// It will be if it goes on like this: by the line through its measurements, or with fewer than [`FEWEST`] by its pace
    /// since the baseline.
    OnTrack,
    /// It will not be.
    OffTrack,
    /// It was never measured.
    NoData,
    /// It has no target with a date.
    NoTarget,
}

impl Track {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Track::Met => "met",
            Track::Missed => "missed",
            Track::OnTrack => "on track",
            Track::OffTrack => "off track",
            Track::NoData => "no data",
            Track::NoTarget => "no target",
        }
    }
}

/// Where a metric stands. All values are in its unit, all paces in its unit per month.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// How it stands towards its target.
    pub state: Track,
    /// The share of the way from the baseline to the target; below 0 where it went the other way.
    pub progress: Option<f64>,
    /// The change per month since the baseline.
    pub pace: Option<f64>,
    /// The change per month from now on that reaches the target in time.
    pub needed: Option<f64>,
    /// The line through the measurements at the due date, where that is still to come.
    pub linear: Option<Expected>,
    /// The damped trend at the due date.
    pub damped: Option<Expected>,
    /// Whether its value keeps to its floor and ceiling; `None` where it has neither, or no value.
    pub inside: Option<bool>,
}

impl Evaluated {
    /// Where a metric stands on the day that the plan is read on.
    pub fn outlook(&self, metric: &Metric) -> Outlook {
        let today = self.today();
        let value = metric.value();
        let inside = value.filter(|_| metric.floor.is_some() || metric.ceiling.is_some());
        let inside = inside.map(|v| metric.floor.is_none_or(|f| v >= f) && metric.ceiling.is_none_or(|c| v <= c));
        let mut outlook = Outlook {
            state: Track::NoTarget,
            progress: None,
            pace: None,
            needed: None,
            linear: None,
            damped: None,
            inside,
        };
        let Some(target) = metric.targets.last() else { return outlook };
        outlook.progress = progress(metric, target.value);
        outlook.pace = pace(metric);
        let Some(due) = target.on.map(Period::last) else { return outlook };
        let last_measured = metric.latest().and_then(|p| p.on).map(Period::last);
        let from = last_measured.map_or(today, |l| l.max(today));
        outlook.needed = value.filter(|_| due > from).map(|v| (target.value - v) / months(from, due));
        let share = self.plan().settings.interval;
        let points = times(&metric.actuals);
        if points.len() >= FEWEST && due > from {
            outlook.linear = linear::forecast(&points, time(due), share);
            outlook.damped = damped::forecast(&points, time(due), share);
        }
        outlook.state = state(metric, target.value, due, today, &outlook);
        outlook
    }
}

fn months(from: Date, to: Date) -> f64 {
    to.days_since(from) as f64 / MONTH
}

/// Days on a common scale.
fn time(date: Date) -> f64 {
    Date::new(2000, 1, 1).map_or(0.0, |origin| date.days_since(origin) as f64)
}

/// The measurements on the last day of their periods, in order.
fn times(points: &[Point]) -> Vec<(f64, f64)> {
    points.iter().filter_map(|p| Some((time(p.on?.last()), p.value))).collect()
}

fn progress(metric: &Metric, target: f64) -> Option<f64> {
    let start = metric.baseline.as_ref()?.value;
    let way = target - start;
    let share = (metric.latest()?.value - start) / way;
    (way != 0.0 && share.is_finite()).then_some(share)
}

/// The change per month from the baseline, or the first measurement, to the last.
fn pace(metric: &Metric) -> Option<f64> {
    let latest = metric.latest()?;
    let first = metric.baseline.as_ref().filter(|b| b.on.is_some()).or(metric.actuals.first())?;
    let long = months(first.on?.last(), latest.on?.last());
    (long > 0.0).then(|| (latest.value - first.value) / long)
}

fn state(metric: &Metric, target: f64, due: Date, today: Date, outlook: &Outlook) -> Track {
    let reached = |v: f64| if metric.lower_is_better { v <= target } else { v >= target };
    // What was measured later does not make a deadline met.
    let in_time = |p: &&Point| p.on.is_some_and(|on| on.last() <= due);
    let Some(latest) = metric.latest() else { return Track::NoData };
    let counts = if due < today { metric.actuals.iter().rev().find(in_time) } else { Some(latest) };
    match counts {
        Some(point) if reached(point.value) => return Track::Met,
        None => return Track::NoData,
        Some(_) if due < today => return Track::Missed,
        Some(_) => {}
    }
    let on_track = match (&outlook.linear, outlook.pace, outlook.needed) {
        (Some(expected), _, _) => reached(expected.value),
        (None, Some(pace), Some(needed)) if metric.lower_is_better => pace <= needed,
        (None, Some(pace), Some(needed)) => pace >= needed,
        _ => false,
    };
    if on_track { Track::OnTrack } else { Track::OffTrack }
}

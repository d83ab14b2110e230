//! One target, judged at its own date.

use super::forecast_scale::ForecastScale;
use super::forecast_value::{ForecastValue, MIN_MEASUREMENTS};
use super::prediction::Prediction;
use super::target_status::TargetStatus;
use super::time::{days_since_2000, months_between};
use super::{damped_trend, linear_trend};
use crate::evaluate::target_outcome::{DatedTarget, TargetOutcome, reaches_target};
use crate::model::{DataPoint, Metric};
use crate::quantity::{Date, Period};

/// A target with how the metric stands towards it.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetForecast {
    /// What it shall be, in the metric's unit.
    pub target: DataPoint,
    /// The last day on which it may be reached; none where the target says no date.
    pub due: Option<Date>,
    /// How the metric stands towards it.
    pub state: TargetStatus,
    /// The probability that it is reached on its date, by the damped forecast; none where its date has come, and where
    /// there are too few measurements.
    pub probability: Option<f64>,
    /// The share of the way from the baseline that the metric has gone; below 0 where it went the other way.
    pub progress: Option<f64>,
    /// The change per month from now on that reaches it in time.
    pub needed: Option<f64>,
    /// The line through the measurements on its date, where that is still to come.
    pub linear: Option<ForecastValue>,
    /// The damped trend on its date.
    pub damped: Option<ForecastValue>,
    /// Whether a forecast was left out since its interval reaches so far that it says nothing.
    pub interval_too_wide: bool,
}

/// From when on a forecast says that things go well, and how wide its interval is.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct ForecastSettings {
    /// The day that the plan is read on.
    pub today: Date,
    /// The probability from which a target is on track.
    pub commit_at: f64,
    /// The share of cases that an interval holds.
    pub interval: f64,
}

/// From this probability on, and below `commit_at`, a target is at risk; below it is off.
const AT_RISK_PROBABILITY: f64 = 0.5;

/// The measurements on the last day of their periods, in order, on a scale; of several that end on one day their mean.
fn series(metric: &Metric, scale: ForecastScale) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64, f64)> = Vec::new();
    for point in &metric.actuals {
        let Some(on) = point.on else { continue };
        let (at, value) = (days_since_2000(on.last()), scale.transform(point.value));
        match out.last_mut().filter(|last| last.0 == at) {
            Some(last) => *last = (at, last.1 + value, last.2 + 1.0),
            None => out.push((at, value, 1.0)),
        }
    }
    out.into_iter().map(|(at, sum, count)| (at, sum / count)).collect()
}

/// How a metric stands towards one of its targets.
pub(in crate::evaluate) fn forecast_target(
    metric: &Metric,
    target: &DataPoint,
    terms: ForecastSettings,
) -> TargetForecast {
    let lower = metric.lower_is_better;
    let due = target.on.map(Period::last);
    let value = metric.value();
    let mut aim = TargetForecast {
        target: target.clone(),
        due,
        state: TargetStatus::NoData,
        probability: None,
        progress: progress(metric, target.value),
        needed: None,
        linear: None,
        damped: None,
        interval_too_wide: false,
    };
    let Some(latest) = metric.latest() else { return aim };
    let Some(due) = due else {
        if reaches_target(latest.value, target.value, lower) {
            aim.state = TargetStatus::Met;
        }
        return aim;
    };
    let at = |p: &DataPoint| p.on.map(Period::last);
    let measured: Vec<(Date, f64)> = metric.since_baseline().filter_map(|p| Some((at(p)?, p.value))).collect();
    let goal = DatedTarget { value: target.value, due, lower_is_better: lower };
    let (outcome, _) = goal.outcome(&measured, terms.today);
    aim.state = match outcome {
        TargetOutcome::Met => TargetStatus::Met,
        TargetOutcome::MetLate => TargetStatus::MetLate,
        TargetOutcome::Missed => TargetStatus::Missed,
        TargetOutcome::Unclear | TargetOutcome::Open => TargetStatus::NoData,
    };
    if due < terms.today || due == terms.today && outcome != TargetOutcome::Open {
        return aim;
    }
    let from = at(latest).map_or(terms.today, |l| l.max(terms.today));
    aim.needed = value.filter(|_| due > from).map(|v| (target.value - v) / months_between(from, due));
    let scale = ForecastScale::for_metric(metric);
    let points = series(metric, scale);
    let forecasts: [Option<Prediction>; 2] = match points.len() >= MIN_MEASUREMENTS {
        true => [
            linear_trend::forecast(&points, days_since_2000(due)),
            damped_trend::forecast(&points, days_since_2000(due)),
        ],
        false => [None, None],
    };
    let expected = forecasts.map(|f| f.and_then(|f| f.to_forecast(scale, terms.interval)));
    let greatest = metric.actuals.iter().map(|p| p.value).fold(target.value, f64::max);
    let tells = |e: &ForecastValue| scale.bounds_high_end(e.high, greatest);
    aim.interval_too_wide = expected.iter().flatten().any(|e| !tells(e));
    [aim.linear, aim.damped] = expected.map(|e| e.filter(tells));
    if outcome == TargetOutcome::Met {
        return aim;
    }
    aim.probability = forecasts[1].and_then(|f| f.probability(scale, target.value, lower));
    aim.state = match aim.probability {
        Some(p) if p >= terms.commit_at => TargetStatus::OnTrack,
        Some(p) if p >= AT_RISK_PROBABILITY => TargetStatus::AtRisk,
        Some(_) => TargetStatus::Off,
        None => TargetStatus::NoData,
    };
    aim
}

fn progress(metric: &Metric, target: f64) -> Option<f64> {
    let start = metric.baseline.as_ref()?.value;
    let way = target - start;
    let share = (metric.latest()?.value - start) / way;
    (way != 0.0 && share.is_finite()).then_some(share)
}

//! Where a metric stands on the way to each of its targets, and where it is heading.

use super::target_forecast::{ForecastSettings, TargetForecast, forecast_target};
use super::time::months_between;
use crate::evaluate::scores::Evaluated;
use crate::model::Metric;
use crate::quantity::Period;

/// Where a metric stands. All values are in its unit, all paces in its unit per month.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricForecast {
    /// Its targets by date, each with how it stands towards it.
    pub targets: Vec<TargetForecast>,
    /// Which of them is next: the first whose date has not passed, else the last.
    pub next: Option<usize>,
    /// The change per month since the baseline.
    pub pace: Option<f64>,
    /// Whether its value keeps to its floor and ceiling; `None` where it has neither, or no value.
    pub within_bounds: Option<bool>,
}

impl MetricForecast {
    /// The target that is next.
    pub fn next(&self) -> Option<&TargetForecast> {
        self.next.and_then(|at| self.targets.get(at))
    }
}

impl Evaluated {
    /// Where a metric stands on the day that the plan is read on.
    pub(crate) fn metric_forecast(&self, metric: &Metric) -> MetricForecast {
        let settings = &self.plan().settings;
        let today = self.today();
        let terms = ForecastSettings { today, commit_at: settings.commit_at, interval: settings.interval };
        let aims: Vec<TargetForecast> =
            metric.targets.iter().map(|target| forecast_target(metric, target, terms)).collect();
        let ahead = aims.iter().position(|a| a.due.is_some_and(|due| due >= today));
        let inside = metric.value().filter(|_| metric.floor.is_some() || metric.ceiling.is_some());
        MetricForecast {
            next: ahead.or(aims.len().checked_sub(1)),
            targets: aims,
            pace: monthly_pace(metric),
            within_bounds: inside.map(|v| metric.floor.is_none_or(|f| v >= f) && metric.ceiling.is_none_or(|c| v <= c)),
        }
    }
}

/// The change per month from the baseline, or the first measurement, to the last.
fn monthly_pace(metric: &Metric) -> Option<f64> {
    let latest = metric.latest()?;
    let first = metric.baseline.as_ref().filter(|b| b.on.is_some()).or(metric.actuals.first())?;
    let long = months_between(first.on.map(Period::last)?, latest.on.map(Period::last)?);
    (long > 0.0).then(|| (latest.value - first.value) / long)
}

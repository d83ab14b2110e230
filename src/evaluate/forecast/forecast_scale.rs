//! The scale on which a metric is forecast, so that no forecast leaves what can be.
//!
//! A share is forecast by its logit, what lies above zero by its logarithm, everything else as it is (Box and Cox, 1964).
//! What is written about the metric tells which it is: a percentage none of whose values lies beyond 0 to 100% is a
//! share, and what is never below zero never will be, as a range above zero is lognormal. What was measured on such a
//! bound has neither logit nor logarithm: it is forecast as it is and held at the bound, as a range from 0 is. A series of
//! zeros stays at zero.

use crate::model::{DataPoint, Metric};
use crate::quantity::Unit;

/// How values are carried over before they are forecast, and back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::evaluate) enum ForecastScale {
    /// A share, by its logit. A target nearer to 0 or 1 than this counts as this far from it, for neither has a logit.
    Share(f64),
    /// Above zero, by its logarithm. A target below this counts as this: zero has no logarithm.
    Above(f64),
    /// As it is, and held at these ends: what was measured lies on one of them.
    Held(f64, f64),
    /// Any number, as it is.
    Plain,
}

/// An interval that reaches further than so many times beyond what is known says nothing.
const MAX_INTERVAL_RATIO: f64 = 1_000.0;

/// The most that a share is moved away from 0 and 1.
const MAX_BOUND_SHIFT: f64 = 0.005;

impl ForecastScale {
    /// The scale of a metric, by all that is written about it.
    pub(in crate::evaluate) fn for_metric(metric: &Metric) -> ForecastScale {
        let points = metric.baseline.iter().chain(&metric.targets).chain(&metric.actuals).map(|p: &DataPoint| p.value);
        let values: Vec<f64> = points.chain(metric.floor).chain(metric.ceiling).collect();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let is_share = metric.unit.as_ref().is_some_and(|u| *u == Unit::percent());
        let smallest = |distances: &mut dyn Iterator<Item = f64>| {
            distances.filter(|d| *d > 0.0).fold(f64::INFINITY, f64::min) / 2.0
        };
        let measured = |value: f64| metric.actuals.iter().any(|p| p.value == value);
        let is_share = is_share && most <= 1.0;
        if least < 0.0 {
            ForecastScale::Plain
        } else if is_share && (measured(0.0) || measured(1.0)) {
            ForecastScale::Held(0.0, 1.0)
        } else if measured(0.0) {
            ForecastScale::Held(0.0, f64::INFINITY)
        } else if most <= 0.0 {
            ForecastScale::Plain
        } else if is_share {
            let mut distances = values.iter().flat_map(|v| [*v, 1.0 - v]);
            ForecastScale::Share(smallest(&mut distances).min(MAX_BOUND_SHIFT))
        } else {
            ForecastScale::Above(smallest(&mut values.iter().copied()))
        }
    }

    /// Whether the high end of an interval says anything beside the greatest value that was measured or is aimed at: what
    /// grows by its logarithm has no end, and few measurements that differ widely put it at billions.
    pub(crate) fn bounds_high_end(self, high: f64, greatest: f64) -> bool {
        !matches!(self, ForecastScale::Above(_)) || high <= MAX_INTERVAL_RATIO * greatest
    }

    /// A value on the scale.
    pub(in crate::evaluate) fn transform(self, value: f64) -> f64 {
        match self {
            ForecastScale::Share(moved) => {
                let share = value.clamp(moved, 1.0 - moved);
                libm::log(share / (1.0 - share))
            }
            ForecastScale::Above(moved) => libm::log(value.max(moved)),
            ForecastScale::Held(..) | ForecastScale::Plain => value,
        }
    }

    /// The value that lies there on the scale.
    pub(in crate::evaluate) fn inverse_transform(self, place: f64) -> f64 {
        match self {
            ForecastScale::Share(_) => 1.0 / (1.0 + libm::exp(-place)),
            ForecastScale::Above(_) => libm::exp(place),
            ForecastScale::Held(least, most) => place.clamp(least, most),
            ForecastScale::Plain => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_carried_comes_back() {
        for (scale, values) in [
            (ForecastScale::Share(0.005), &[0.005, 0.1, 0.5, 0.995][..]),
            (ForecastScale::Above(0.5), &[0.5, 1.0, 2e6]),
            (ForecastScale::Held(0.0, 1.0), &[0.0, 0.3, 1.0]),
            (ForecastScale::Plain, &[-3.0, 0.0, 7.0]),
        ] {
            for value in values {
                assert!(
                    (scale.inverse_transform(scale.transform(*value)) - value).abs() <= 1e-12 * value.abs(),
                    "{scale:?} {value}"
                );
            }
        }
        // An end is as far from itself as it may be, and nothing comes back beyond it.
        assert!(
            (ForecastScale::Share(0.005).inverse_transform(ForecastScale::Share(0.005).transform(0.0)) - 0.005).abs()
                < 1e-15
        );
        assert!(
            (ForecastScale::Above(0.5).inverse_transform(ForecastScale::Above(0.5).transform(0.0)) - 0.5).abs() < 1e-15
        );
        assert!(
            ForecastScale::Share(0.005).inverse_transform(700.0) <= 1.0
                && ForecastScale::Above(0.5).inverse_transform(-700.0) >= 0.0
        );
    }
}

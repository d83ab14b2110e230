//! What a forecast says of one day: a value that is unsure by Student's t, on the forecast's scale.

use super::forecast_scale::ForecastScale;
use super::forecast_value::ForecastValue;
use crate::evaluate::target_outcome::reaches_target;
use planwright_stats::{student_cdf, student_quantile};

/// A forecast of one day on its [`ForecastScale`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::evaluate) struct Prediction {
    /// Its middle.
    pub centre: f64,
    /// The standard error of what may be measured there.
    pub error: f64,
    /// The degrees of freedom of the error.
    pub degrees_of_freedom: u32,
}

impl Prediction {
    /// The value with the interval that holds `share` of what may be measured, in the metric's unit.
    pub(in crate::evaluate) fn to_forecast(self, scale: ForecastScale, share: f64) -> Option<ForecastValue> {
        let reach = student_quantile(f64::midpoint(1.0, share), f64::from(self.degrees_of_freedom)) * self.error;
        let [value, low, high] =
            [self.centre, self.centre - reach, self.centre + reach].map(|place| scale.inverse_transform(place));
        [value, low, high].iter().all(|v| v.is_finite()).then_some(ForecastValue { value, low, high })
    }

    /// The probability that a value is reached, from above or, where `lower` is better, from below.
    pub(crate) fn probability(self, scale: ForecastScale, target: f64, lower: bool) -> Option<f64> {
        let towards = if lower { -1.0 } else { 1.0 };
        let target = scale.transform(target);
        let ahead = (self.centre - target) * towards;
        // A series that never left its course leaves no doubt.
        if self.error <= 1e-12 * self.centre.abs().max(target.abs()) {
            return Some(if reaches_target(self.centre, target, lower) { 1.0 } else { 0.0 });
        }
        Some(student_cdf(ahead / self.error, f64::from(self.degrees_of_freedom))).filter(|p| p.is_finite())
    }
}

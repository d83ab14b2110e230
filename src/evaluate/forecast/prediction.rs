//! What a forecast says of one day: a value that is unsure by Student's t, on the forecast's scale.

use super::expected::Expected;
use super::scale::ForecastScale;
use crate::evaluate::target_outcome::reaches;
use planwright_stats::{student_cdf, student_quantile};

/// A forecast of one day on its [`ForecastScale`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::evaluate) struct Prediction {
    /// Its middle.
    pub centre: f64,
    /// The standard error of what may be measured there.
    pub error: f64,
    /// The degrees of freedom of the error.
    pub degrees: u32,
}

impl Prediction {
    /// The value with the interval that holds `share` of what may be measured, in the metric's unit.
    pub(in crate::evaluate) fn expected(self, scale: ForecastScale, share: f64) -> Option<Expected> {
        let reach = student_quantile(f64::midpoint(1.0, share), f64::from(self.degrees)) * self.error;
        let [value, low, high] = [self.centre, self.centre - reach, self.centre + reach].map(|place| scale.back(place));
        [value, low, high].iter().all(|v| v.is_finite()).then_some(Expected { value, low, high })
    }

    /// The probability that a value is reached, from above or, where `lower` is better, from below.
    pub(crate) fn probability(self, scale: ForecastScale, target: f64, lower: bool) -> Option<f64> {
        let towards = if lower { -1.0 } else { 1.0 };
        let target = scale.carry(target);
        let ahead = (self.centre - target) * towards;
        // A series that never left its course leaves no doubt.
        if self.error <= 1e-12 * self.centre.abs().max(target.abs()) {
            return Some(if reaches(self.centre, target, lower) { 1.0 } else { 0.0 });
        }
        Some(student_cdf(ahead / self.error, f64::from(self.degrees))).filter(|p| p.is_finite())
    }
}

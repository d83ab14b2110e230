//! Two means.

use super::{Interval, normal_quantile, student_quantile, student_survival};

/// Means and standard deviations of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoMeans {
    /// The mean without the change.
    pub control: f64,
    /// Its standard deviation.
    pub control_sd: f64,
    /// How many were in the group without it.
    pub control_n: f64,
    /// The mean with the change.
    pub variant: f64,
    /// Its standard deviation.
    pub variant_sd: f64,
    /// How many were in the group with it.
    pub variant_n: f64,
}

/// What Welch's test says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WelchTest {
    /// The statistic.
    pub t: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// The interval of the difference.
    pub interval: Interval,
}

impl TwoMeans {
    /// The difference of the means: variant − control.
    pub fn effect(self) -> f64 {
        self.variant - self.control
    }

    /// The standard error of the difference.
    pub fn standard_error(self) -> f64 {
        let (a, b) = self.parts();
        (a + b).sqrt()
    }

    fn parts(self) -> (f64, f64) {
        let square = |x: f64| x * x;
        (square(self.control_sd) / self.control_n, square(self.variant_sd) / self.variant_n)
    }

    /// The relative effect, 0.1 for a tenth more, with its interval on the scale of logarithms by the delta method.
    /// `None` unless both means are above zero.
    pub fn relative_effect(self, confidence: f64) -> Option<(f64, Interval)> {
        if self.control <= 0.0 || self.variant <= 0.0 {
            return None;
        }
        let (a, b) = self.parts();
        let error = (a / (self.control * self.control) + b / (self.variant * self.variant)).sqrt();
        let score = normal_quantile(0.5 + confidence / 2.0);
        Some(super::ratio::relative_interval(self.variant / self.control, error, score))
    }

    /// How many it takes in each of two equal groups to see a step at a two-sided level with a power, by the normal
    /// approximation: (z₁ + z₂)² (s₁² + s₂²) / step².
    pub fn sample_size(self, step: f64, level: f64, power: f64) -> f64 {
        let z = normal_quantile(power) - normal_quantile(level / 2.0);
        let variance = self.control_sd * self.control_sd + self.variant_sd * self.variant_sd;
        if step == 0.0 { f64::INFINITY } else { z * z * variance / (step * step) }
    }
}

/// Welch's test of two means with unequal variances (B. L. Welch, 1947, Biometrika 34, 28–35), degrees of freedom by
/// Satterthwaite. NaN where both groups have no spread or fewer than two members.
pub fn welch(means: TwoMeans, confidence: f64) -> WelchTest {
    let (a, b) = means.parts();
    let freedom = (a + b) * (a + b) / (a * a / (means.control_n - 1.0) + b * b / (means.variant_n - 1.0));
    let t = means.effect() / means.standard_error();
    let p = 2.0 * student_survival(t.abs(), freedom);
    let reach = student_quantile(0.5 + confidence / 2.0, freedom) * means.standard_error();
    WelchTest { t, degrees_of_freedom: freedom, p, interval: Interval::around(means.effect(), reach) }
}

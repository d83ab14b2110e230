//! Ratios, on the scale of their logarithms.

use super::{Interval, student_quantile};

/// A ratio less one with its interval, from the standard error of its logarithm.
pub(super) fn relative_interval(ratio: f64, error: f64, score: f64) -> (f64, Interval) {
    let factor = libm::exp(score * error);
    (ratio - 1.0, Interval { low: ratio / factor - 1.0, high: ratio * factor - 1.0 })
}

/// How ratios such as actual ÷ estimated are spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioSpread {
    /// How many there were.
    pub n: usize,
    /// Their geometric mean.
    pub mean: f64,
    /// Where the next one lies; absent for fewer than [`RatioSpread::MIN_RATIOS`].
    pub next: Option<Interval>,
}

impl RatioSpread {
    /// Fewer ratios than this say nothing about their spread.
    pub const MIN_RATIOS: usize = 3;

    /// The spread of positive ratios: their geometric mean, and where with this confidence the next one lies, taking
    /// them for lognormal (the prediction interval of G. J. Hahn and W. Q. Meeker, 1991, Statistical Intervals §4.7, on
    /// the logarithms; that few ratios give a wide one is meant). `None` without any.
    ///
    /// ```
    /// use planwright_stats::RatioSpread;
    /// let spread = RatioSpread::of(&[0.5, 1.0, 2.0], 0.9).unwrap();
    /// assert!((spread.mean - 1.0).abs() < 1e-12 && spread.next.unwrap().high > 2.0);
    /// ```
    pub fn of(ratios: &[f64], confidence: f64) -> Option<RatioSpread> {
        let logs: Vec<f64> = ratios.iter().filter(|r| r.is_finite() && **r > 0.0).map(|r| libm::log(*r)).collect();
        let n = logs.len();
        if n == 0 {
            return None;
        }
        let mean = logs.iter().sum::<f64>() / n as f64;
        let next = (n >= RatioSpread::MIN_RATIOS).then(|| {
            let variance = logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / (n - 1) as f64;
            let t = student_quantile(0.5 + confidence / 2.0, (n - 1) as f64);
            let reach = t * (variance * (1.0 + 1.0 / n as f64)).sqrt();
            Interval { low: libm::exp(mean - reach), high: libm::exp(mean + reach) }
        });
        Some(RatioSpread { n, mean: libm::exp(mean), next })
    }
}

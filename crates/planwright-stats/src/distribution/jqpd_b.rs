//! J-QPD-B: three quantiles and two bounds (C. C. Hadlock and J. E. Bickel, 2017, Decision Analysis 14, 35–64).
//!
//! The points go to normal scores by their share of the way between the bounds, a Johnson SU runs through these,
//! and Φ leads back.

use super::johnson_su::JohnsonSu;
use super::points::Points;
use super::standard_normal::{normal_cdf, normal_quantile};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct JqpdB {
    lower: f64,
    upper: f64,
    inner: JohnsonSu,
}

impl JqpdB {
    /// `lower < low < middle < high < upper`.
    pub(super) fn new(points: Points, middle: f64, lower: f64, upper: f64) -> Self {
        let [low, middle, high] = [points.low, middle, points.high].map(|x| score(x, lower, upper));
        JqpdB { lower, upper, inner: JohnsonSu::new(low, middle, high, points.c) }
    }

    /// The value at a score, counted from the nearer bound so that neither end loses digits.
    pub(super) fn at(&self, z: f64) -> f64 {
        let w = self.inner.at(z);
        let width = self.upper - self.lower;
        if w <= 0.0 { self.lower + width * normal_cdf(w) } else { self.upper - width * normal_cdf(-w) }
    }

    /// The score of a value; infinite at the bounds and beyond.
    pub(super) fn score(&self, x: f64) -> f64 {
        if x <= self.lower {
            f64::NEG_INFINITY
        } else if x >= self.upper {
            f64::INFINITY
        } else {
            self.inner.score(score(x, self.lower, self.upper))
        }
    }
}

/// The normal score of the share of the way from `lower` to `upper`.
fn score(x: f64, lower: f64, upper: f64) -> f64 {
    let (below, above, width) = (x - lower, upper - x, upper - lower);
    if below <= above { normal_quantile(below / width) } else { -normal_quantile(above / width) }
}

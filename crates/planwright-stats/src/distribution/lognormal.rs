//! Lognormal: a range of positive numbers, as Squiggle's `a to b`.
//!
//! μ = (ln a + ln b)/2 and σ = (ln b − ln a)/2c. A range below zero is the mirror image: `-x` is lognormal, so that
//! `-5 to -2` spreads as `2 to 5` does.

use super::points::Points;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lognormal {
    /// The median.
    scale: f64,
    sigma: f64,
}

impl Lognormal {
    /// `0 < low < high`.
    pub(super) fn new(points: Points) -> Self {
        let Points { low, high, c } = points;
        // ln(high/low), precise also where the two are nearly equal.
        let spread = libm::log1p((high - low) / low);
        Lognormal { scale: low.sqrt() * high.sqrt(), sigma: spread / (2.0 * c) }
    }

    /// The value at a score.
    pub(super) fn at(&self, z: f64) -> f64 {
        self.scale * libm::exp(self.sigma * z)
    }

    /// The score of a value; minus infinity at zero and below.
    pub(super) fn score(&self, x: f64) -> f64 {
        if x <= 0.0 { f64::NEG_INFINITY } else { libm::log(x / self.scale) / self.sigma }
    }
}

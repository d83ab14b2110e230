//! Lognormal above a bound: a range of positive numbers, as Squiggle's `a to b`.
//!
//! μ = (ln a + ln b)/2 and σ = (ln b − ln a)/2c, with a and b counted from the bound. A range below zero (or
//! below an upper bound alone) is the mirror image: `-x` is lognormal, so that `-5 to -2` spreads as `2 to 5` does.

use super::fit::Points;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lognormal {
    bound: f64,
    /// The median's distance from the bound.
    scale: f64,
    sigma: f64,
}

impl Lognormal {
    pub fn new(points: Points, bound: f64) -> Self {
        let (low, high) = (points.low - bound, points.high - bound);
        // ln(high/low), precise also where the two are nearly equal.
        let spread = libm::log1p((points.high - points.low) / low);
        Lognormal { bound, scale: low.sqrt() * high.sqrt(), sigma: spread / (2.0 * points.c) }
    }

    /// The value at a score.
    pub fn at(&self, z: f64) -> f64 {
        self.bound + self.scale * libm::exp(self.sigma * z)
    }

    /// The score of a value; minus infinity at the bound and below.
    pub fn score(&self, x: f64) -> f64 {
        let distance = x - self.bound;
        if distance <= 0.0 { f64::NEG_INFINITY } else { libm::log(distance / self.scale) / self.sigma }
    }
}

//! J-QPD-S: three quantiles above zero (C. C. Hadlock and J. E. Bickel, 2017, Decision Analysis 14, 35–64).
//!
//! Q = θ·exp(λ·sinh(asinh(δz) + asinh(ncδ))), with L, B, H the logarithms of the three,
//! n = sgn(L + H − 2B), m = min(B − L, H − B), δ = sinh(acosh((H − L)/2m))/c, λ = m/δc, and θ the low point
//! for n = 1, the middle for 0, the high one for −1.
//!
//! By the addition theorem λ·sinh(asinh(δz) + asinh(ncδ)) is (m/c)·w(z) with
//! w(z) = z·√(1 + c²δ²) + n·c·√(1 + δ²z²): nothing overflows near symmetry (δ → 0, λ → ∞), and
//! n = 0 is no special case. The inverse of w is w with −n.

use super::points::Points;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct JqpdS {
    /// θ.
    scale: f64,
    /// m.
    least: f64,
    /// n: −1, 0 or 1.
    skew: f64,
    delta: f64,
    /// √(1 + c²δ²), which is (H − L)/2m.
    stretch: f64,
    c: f64,
}

impl JqpdS {
    /// `0 < low < middle < high`.
    pub(super) fn new(points: Points, middle: f64) -> Self {
        let Points { low, high, c } = points;
        // B − L and H − B, precise also for points close to one another.
        let below = libm::log1p((middle - low) / low);
        let above = libm::log1p((high - middle) / middle);
        let least = below.min(above);
        // (H − L)/2m is 1 + excess.
        let excess = (above - below).abs() / least / 2.0;
        // sinh(acosh(1 + x)) = √(x(2 + x)).
        let delta = excess.sqrt() * (2.0 + excess).sqrt() / c;
        let (scale, skew) = match above - below {
            0.0 => (middle, 0.0),
            difference if difference > 0.0 => (low, 1.0),
            _ => (high, -1.0),
        };
        JqpdS { scale, least, skew, delta, stretch: 1.0 + excess, c }
    }

    /// The value at a score.
    pub(super) fn at(&self, z: f64) -> f64 {
        self.scale * libm::exp(self.least * (self.bend(z, self.skew) / self.c))
    }

    /// The score of a value; minus infinity at zero and below.
    pub(super) fn score(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return f64::NEG_INFINITY;
        }
        self.bend(libm::log(x / self.scale) / self.least * self.c, -self.skew)
    }

    /// w(z) with `n` for the skew.
    fn bend(&self, z: f64, n: f64) -> f64 {
        let straight = z * self.stretch;
        let bend = self.delta * z;
        let bent = n * self.c * (1.0 + bend * bend).sqrt();
        if z * n < 0.0 {
            // Where the two would cancel: a + b = (a² − b²)/(a − b), and a² − b² is z² − c².
            (z - self.c) * (z + self.c) / (straight - bent)
        } else {
            straight + bent
        }
    }
}

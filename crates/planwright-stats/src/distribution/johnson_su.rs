//! Johnson SU through three quantiles: the construction of Hadlock and Bickel (2017) without an outer transform.
//!
//! Q = ξ + λ·sinh(δ(z + n·c)), n = sgn(L + H − 2B); ξ is L for n = 1 and H for n = −1;
//! δ = acosh((H − L)/2m)/c with m = min(B − L, H − B); λ = (H − L)/sinh(2δc). Near symmetry δ goes to 0 and λ to
//! infinity, and for high skew the sines overflow: so neither is formed, only the ratio of the two sines.

/// Quantiles L, B, H at the scores −c, 0, c: the inside of J-QPD-B.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct JohnsonSu {
    /// L for `skew` 1, B for 0, H for −1.
    anchor: f64,
    /// H − L.
    span: f64,
    /// n: −1, 0 or 1.
    skew: f64,
    delta: f64,
    /// 2δc.
    width: f64,
    /// 1 − exp(−2·width).
    below_one: f64,
    c: f64,
}

impl JohnsonSu {
    /// `low < middle < high`, with the scores `-c`, 0 and `c`.
    pub(super) fn new(low: f64, middle: f64, high: f64, c: f64) -> Self {
        let (below, above) = (middle - low, high - middle);
        let least = below.min(above);
        // (H − L)/2m is 1 + excess.
        let excess = (above - below).abs() / least / 2.0;
        let delta = acosh_1p(excess) / c;
        let (anchor, skew) = match delta {
            0.0 => (middle, 0.0),
            _ if above > below => (low, 1.0),
            _ => (high, -1.0),
        };
        let width = 2.0 * delta * c;
        JohnsonSu { anchor, span: below + above, skew, delta, width, below_one: -libm::expm1(-2.0 * width), c }
    }

    /// The value at a score.
    pub(super) fn at(&self, z: f64) -> f64 {
        if self.skew == 0.0 {
            return self.anchor + self.span * (z / (2.0 * self.c));
        }
        let a = self.delta * (z + self.skew * self.c);
        // sinh(a)/sinh(width), without either.
        let ratio = libm::exp(a.abs() - self.width) * (-libm::expm1(-2.0 * a.abs()) / self.below_one);
        self.anchor + self.span * ratio.copysign(a)
    }

    /// The score of a value.
    pub(super) fn score(&self, x: f64) -> f64 {
        let part = (x - self.anchor) / self.span;
        if self.skew == 0.0 {
            return part * 2.0 * self.c;
        }
        let angle = if self.width < 300.0 {
            libm::asinh(part * libm::sinh(self.width))
        } else {
            // ln(2·|part|·sinh(width)); asinh(t) is ln(2t) for a great t.
            let log = libm::log(part.abs()) + self.width;
            if log > 20.0 { log.copysign(part) } else { libm::asinh(libm::exp(log) / 2.0).copysign(part) }
        };
        angle / self.delta - self.skew * self.c
    }
}

/// acosh(1 + x), precise for a small x.
fn acosh_1p(x: f64) -> f64 {
    if x > 1e150 {
        // x² would overflow.
        return libm::log(x) + std::f64::consts::LN_2;
    }
    libm::log1p(x + (x * (2.0 + x)).sqrt())
}

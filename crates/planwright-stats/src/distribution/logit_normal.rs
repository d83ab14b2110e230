//! Logit-normal: a range between two bounds, such as a share of 60% to 85%.

use super::fit::Points;

/// `ln((x − lower)/(upper − x))` is normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LogitNormal {
    lower: f64,
    upper: f64,
    mean: f64,
    sigma: f64,
}

impl LogitNormal {
    pub fn new(points: Points, lower: f64, upper: f64) -> Self {
        let low = logit(points.low, lower, upper);
        let high = logit(points.high, lower, upper);
        LogitNormal { lower, upper, mean: (low + high) / 2.0, sigma: (high - low) / (2.0 * points.c) }
    }

    /// The value at a score, counted from the nearer bound so that neither end loses digits.
    pub fn at(&self, z: f64) -> f64 {
        let y = self.mean + self.sigma * z;
        let width = self.upper - self.lower;
        if y <= 0.0 {
            let odds = libm::exp(y);
            self.lower + width * (odds / (1.0 + odds))
        } else {
            let odds = libm::exp(-y);
            self.upper - width * (odds / (1.0 + odds))
        }
    }

    /// The score of a value; infinite at the bounds and beyond.
    pub fn score(&self, x: f64) -> f64 {
        if x <= self.lower {
            f64::NEG_INFINITY
        } else if x >= self.upper {
            f64::INFINITY
        } else {
            (logit(x, self.lower, self.upper) - self.mean) / self.sigma
        }
    }
}

fn logit(x: f64, lower: f64, upper: f64) -> f64 {
    libm::log((x - lower) / (upper - x))
}

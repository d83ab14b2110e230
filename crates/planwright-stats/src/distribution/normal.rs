//! Normal: a range that starts at zero or crosses it, or that is bounded above.

use super::points::Points;

/// The normal distribution with these quantiles at `-c` and `c`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Normal {
    low: f64,
    high: f64,
    c: f64,
}

impl Normal {
    pub(super) fn new(points: Points) -> Self {
        Normal { low: points.low, high: points.high, c: points.c }
    }

    /// The value at a score: the mean of the ends, and their half distance for every `c`.
    pub(super) fn at(&self, z: f64) -> f64 {
        self.middle() + self.half() * (z / self.c)
    }

    /// The score of a value.
    pub(super) fn score(&self, x: f64) -> f64 {
        (x - self.middle()) / self.half() * self.c
    }

    // Halved first, so that the largest numbers do not overflow.
    fn middle(&self) -> f64 {
        self.low / 2.0 + self.high / 2.0
    }

    fn half(&self) -> f64 {
        self.high / 2.0 - self.low / 2.0
    }
}

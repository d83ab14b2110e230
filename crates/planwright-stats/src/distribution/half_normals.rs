//! Two half normals that meet at the median: three quantiles where no smooth family is exact at all of them within the
//! bounds. Each side spreads as its end says (the two-piece normal of Fechner 1897, with half of the outcomes on
//! either side).

use super::points::Points;

/// Straight in the score on either side of the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct HalfNormals {
    low: f64,
    middle: f64,
    high: f64,
    c: f64,
}

impl HalfNormals {
    /// `low < middle < high`, with the scores `-c`, 0 and `c`.
    pub(super) fn new(points: Points, middle: f64) -> Self {
        HalfNormals { low: points.low, middle, high: points.high, c: points.c }
    }

    /// The value at a score.
    pub(super) fn at(&self, z: f64) -> f64 {
        self.middle + self.side(z < 0.0) * (z / self.c)
    }

    /// The score of a value.
    pub(super) fn score(&self, x: f64) -> f64 {
        (x - self.middle) / self.side(x < self.middle) * self.c
    }

    /// How far the end of a side lies from the middle.
    fn side(&self, below: bool) -> f64 {
        if below { self.middle - self.low } else { self.high - self.middle }
    }
}

//! The points of a range that a family is fitted through.

/// The three points and `c`, the standard normal score of the upper end (that of the lower is `-c`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Points {
    pub low: f64,
    pub high: f64,
    pub c: f64,
}

impl Points {
    /// The points of `-x`.
    pub(super) fn mirrored(self) -> Points {
        Points { low: -self.high, high: -self.low, c: self.c }
    }
}

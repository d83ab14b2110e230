//! A confidence interval.

/// From one value to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// So far on either side of a value.
    pub fn around(value: f64, reach: f64) -> Interval {
        Interval { low: value - reach, high: value + reach }
    }

    /// Whether it leaves a value out.
    pub fn excludes(self, value: f64) -> bool {
        value < self.low || value > self.high
    }
}

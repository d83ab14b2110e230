//! Where numbers stand on an axis.

use crate::quantity::print;

/// Numbers between two ends, laid out over a length.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinearScale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl LinearScale {
    /// From the least to the greatest of these numbers, over the pixels from one to another; none where there is no number.
    pub(super) fn new(values: impl Iterator<Item = f64>, (from, to): (f64, f64)) -> Option<LinearScale> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|v| v.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            return None;
        }
        if high - low <= f64::EPSILON * high.abs().max(low.abs()) {
            // One number stands in the middle.
            let half = if low == 0.0 { 1.0 } else { low.abs() / 2.0 };
            (low, high) = (low - half, high + half);
        }
        Some(LinearScale { low, high, from, to })
    }

    /// With 0 in it.
    pub(crate) fn with_zero(self) -> LinearScale {
        LinearScale { low: self.low.min(0.0), high: self.high.max(0.0), ..self }
    }

    /// With a share of its length as room at either end.
    pub(crate) fn padded(self, share: f64) -> LinearScale {
        let room = (self.high - self.low) * share;
        LinearScale { low: self.low - room, high: self.high + room, ..self }
    }

    /// The pixel of a number.
    pub(super) fn position(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        // Differences of very great numbers may be no number.
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        self.from + share * (self.to - self.from)
    }

    /// Round numbers within the scale, about so many: steps of 1, 2 or 5 (Heckbert, 1990).
    pub(super) fn ticks(&self, about: usize) -> Vec<(f64, String)> {
        let span = self.high - self.low;
        if !span.is_finite() || span <= 0.0 {
            return Vec::new();
        }
        let raw = span / about.max(1) as f64;
        // The same on every platform.
        let magnitude = libm::pow(10.0, libm::log10(raw).floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|s| s * magnitude >= raw).unwrap_or(10.0) * magnitude;
        let first = (self.low / step).ceil() as i64;
        let last = (self.high / step).floor() as i64;
        (first..=last.min(first.saturating_add(40)))
            .map(|at| {
                let value = at as f64 * step;
                // A step of 0.1 three times is 0.3.
                let value: f64 = format!("{value:.12e}").parse().unwrap_or(value);
                (value, print::number(value))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_between_the_ends() {
        let scale = LinearScale::new([10.0, 30.0].into_iter(), (0.0, 200.0)).unwrap();
        assert_eq!([10.0, 20.0, 30.0, 50.0].map(|v| scale.position(v)), [0.0, 100.0, 200.0, 200.0]);
        assert_eq!(scale.with_zero().position(15.0), 100.0);
        assert_eq!(LinearScale::new([5.0].into_iter(), (0.0, 10.0)).unwrap().position(5.0), 5.0);
        assert!(LinearScale::new([f64::NAN].into_iter(), (0.0, 10.0)).is_none());
        let huge = LinearScale::new([-1e308, 1e308].into_iter(), (0.0, 10.0)).unwrap();
        assert!(huge.position(1e308).is_finite() && huge.ticks(5).is_empty());
    }

    #[test]
    fn ticks_are_round() {
        let ticks = |low: f64, high: f64| -> Vec<String> {
            let scale = LinearScale::new([low, high].into_iter(), (0.0, 100.0)).unwrap();
            scale.ticks(5).into_iter().map(|(_, text)| text).collect()
        };
        assert_eq!(ticks(0.0, 144.6), ["0", "50", "100"]);
        assert_eq!(ticks(0.38, 0.5), ["0.4", "0.45", "0.5"]);
        assert_eq!(ticks(-3.0, 3.0), ["-2", "0", "2"]);
    }
}

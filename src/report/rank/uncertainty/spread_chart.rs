//! The spread of scores as hills of block characters, all on one scale.

use crate::report::output::phrasing::approximate;
use crate::report::rank::IntervalReport;

/// How many characters a spread is drawn in.
const SPREAD_WIDTH: usize = 18;
/// From this ratio of the ends on the scale is logarithmic: else all but the largest would stand in one place.
const LOG_SCALE_RATIO: f64 = 20.0;
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The scale that spreads are drawn on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) struct SpreadScale {
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl SpreadScale {
    /// The scale on which these intervals have room; `None` where there are none.
    pub(in crate::report) fn of(intervals: impl Iterator<Item = IntervalReport>) -> Option<SpreadScale> {
        let ends = intervals.filter(|i| i.low.is_finite() && i.high.is_finite());
        let (low, high) = ends.map(|i| (i.low, i.high)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        Some(SpreadScale { low, high, logarithmic: low > 0.0 && high / low > LOG_SCALE_RATIO })
    }

    /// The cell that a value falls in.
    fn cell(&self, value: f64) -> usize {
        let at = |v: f64| if self.logarithmic { libm::log(v) } else { v };
        let (low, high) = (at(self.low), at(self.high));
        let share = if high > low { (at(value) - low) / (high - low) } else { 0.5 };
        ((share * SPREAD_WIDTH as f64) as usize).min(SPREAD_WIDTH - 1)
    }

    /// The hill of sorted samples: the middle nine tenths of them, by how many fall into each cell.
    pub(in crate::report) fn draw(&self, shape: &[f64]) -> String {
        let cut = shape.len() / 20;
        let mut counts = [0_usize; SPREAD_WIDTH];
        for value in &shape[cut..shape.len() - cut] {
            counts[self.cell(value.clamp(self.low, self.high))] += 1;
        }
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let block = |count: &usize| match *count {
            0 => ' ',
            count => HEIGHTS[(count * HEIGHTS.len()).div_ceil(most) - 1],
        };
        counts.iter().map(block).collect::<String>().trim_end().to_string()
    }

    /// What the drawings' scale is.
    pub(in crate::report) fn legend(&self) -> String {
        let steps = if self.logarithmic { ", each step by the same factor" } else { "" };
        format!(
            "spread: where the score may lie, drawn from {} to {}{steps}.",
            approximate(self.low),
            approximate(self.high)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(low: f64, high: f64) -> SpreadScale {
        SpreadScale::of([IntervalReport { low, high }].into_iter()).unwrap()
    }

    #[test]
    fn a_number_is_one_block_and_a_range_a_hill() {
        assert_eq!(scale(0.0, 18.0).draw(&[4.5; 100]), "    █");
        assert_eq!(scale(3.0, 3.0).draw(&[3.0; 100]), "         █");
        let triangle: Vec<f64> = (0..100).map(|i| 18.0 * (f64::from(i) / 100.0).sqrt()).collect();
        assert_eq!(scale(0.0, 18.0).draw(&triangle), "    ▃▄▄▄▄▅▆▆▇▇███▄");
        assert_eq!(SpreadScale::of(std::iter::empty()), None);
        assert_eq!(scale(0.0, 1.0).draw(&[]), "");
    }

    #[test]
    fn a_wide_scale_is_logarithmic() {
        assert!(!scale(1.0, 20.0).logarithmic && scale(1.0, 21.0).logarithmic && !scale(-1.0, 21.0).logarithmic);
        let of = |v: f64| scale(1.0, 1_000_000.0).draw(&[v; 100]).chars().count();
        assert_eq!([of(1.0), of(1_001.0), of(1_000_000.0)], [1, 10, 18]);
        assert_eq!(
            scale(7.0, 608.0).legend(),
            "spread: where the score may lie, drawn from 7 to 608, each step by the same factor."
        );
    }
}

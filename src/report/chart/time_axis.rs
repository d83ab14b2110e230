//! Where days stand on an axis.

use crate::quantity::{Date, Period};
use crate::report::chart::canvas::{Anchor, Canvas};

/// Days laid out over a length, from the first day of a period to the last of another.
#[derive(Debug, Clone)]
pub(super) struct TimeAxis {
    periods: Vec<Period>,
    first: Date,
    days: f64,
    from: f64,
    to: f64,
}

impl TimeAxis {
    /// Over these periods, which follow each other; none where there are none.
    pub(super) fn new(periods: Vec<Period>, (from, to): (f64, f64)) -> Option<TimeAxis> {
        let (first, last) = (periods.first()?.first(), periods.last()?.last());
        let days = (last.days_since(first) + 1).max(1) as f64;
        Some(TimeAxis { periods, first, days, from, to })
    }

    /// The pixel at which a day begins; that of an end where it lies outside.
    pub(super) fn position(&self, day: Date) -> f64 {
        let share = day.days_since(self.first) as f64 / self.days;
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// Whether a day lies after the last.
    pub(crate) fn is_after_end(&self, day: Date) -> bool {
        day.days_since(self.first) as f64 >= self.days
    }

    /// Each period with the pixels of its ends.
    pub(super) fn columns(&self) -> impl Iterator<Item = (Period, f64, f64)> {
        self.periods.iter().map(|p| (*p, self.position(p.first()), self.position(p.last().plus_days(1))))
    }

    /// The names of the periods, and lines between them down to `bottom`; every other one shaded.
    pub(super) fn draw(&self, canvas: &mut Canvas, (top, bottom): (f64, f64)) {
        for (index, (period, left, right)) in self.columns().enumerate() {
            if index.is_multiple_of(2) {
                canvas.rect("band", (left, top), (right - left, bottom - top), 0.0);
            }
            canvas.line("grid", (left, top), (left, bottom));
            let name = period.to_string();
            // `26-Q3` where the year in full does not fit.
            let name = if right - left < 64.0 { name.chars().skip(2).collect() } else { name };
            canvas.text("soft", ((left + right) / 2.0, top + 16.0), Anchor::Middle, &name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_their_periods() {
        let periods = ["2026-Q2", "2026-Q3"].map(|p| Period::parse(p).unwrap()).to_vec();
        let axis = TimeAxis::new(periods, (100.0, 283.0)).unwrap();
        let day = |month, day| axis.position(Date::new(2026, month, day).unwrap());
        assert_eq!([day(4, 1), day(7, 1), day(1, 1), day(12, 31)], [100.0, 191.0, 100.0, 283.0]);
        let columns: Vec<(f64, f64)> = axis.columns().map(|(_, a, b)| (a, b)).collect();
        assert_eq!(columns, [(100.0, 191.0), (191.0, 283.0)]);
        assert!(
            axis.is_after_end(Date::new(2026, 10, 1).unwrap()) && !axis.is_after_end(Date::new(2026, 9, 30).unwrap())
        );
        assert!(TimeAxis::new(Vec::new(), (0.0, 1.0)).is_none());
    }
}

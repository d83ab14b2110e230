//! Floor 1: Whether a target was reached by its date: one rule for the targets of metrics and for success criteria.

use crate::quantity::Date;

/// Whether a value is at a target or on its better side; by floating-point noise it misses none.
pub(in crate::evaluate) fn reaches_target(value: f64, target: f64, lower: bool) -> bool {
    let slack = 1e-9 * value.abs().max(target.abs());
    if lower { value <= target + slack } else { value >= target - slack }
}

/// What measurements say of a target with a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evaluate) enum TargetOutcome {
    /// It was reached on or before the date; until that has come: what was measured last reaches it.
    Met,
    /// It was first reached after the date.
    MetLate,
    /// What was measured last, on or after the date, falls short.
    Missed,
    /// The date has passed, and nothing was measured on or after it that would decide.
    Unclear,
    /// The date is still to come, and what was measured last does not reach it.
    Open,
}

/// A target with a date.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct DatedTarget {
    /// The value to reach.
    pub value: f64,
    /// The last day on which it may be reached.
    pub due: Date,
    /// Whether lower values reach it.
    pub lower_is_better: bool,
}

impl DatedTarget {
    /// What came of it by today, and which of the measurements, in the order of their days, says so.
    pub(crate) fn outcome(self, measured: &[(Date, f64)], today: Date) -> (TargetOutcome, Option<usize>) {
        let reached = |(_, value): &(Date, f64)| reaches_target(*value, self.value, self.lower_is_better);
        let first = measured.iter().position(reached);
        let last = measured.len().checked_sub(1).filter(|last| measured[*last].0 >= self.due);
        // The day itself is over for what was measured on it.
        let over = self.due < today || self.due == today && last.is_some();
        match (first, last) {
            // What was reached and lost again may still be lost on its date.
            (Some(at), _) if measured[at].0 <= self.due && (over || measured.last().is_some_and(reached)) => {
                (TargetOutcome::Met, Some(at))
            }
            (Some(at), _) if over => (TargetOutcome::MetLate, Some(at)),
            (None, Some(at)) if over => (TargetOutcome::Missed, Some(at)),
            (None, None) if over => (TargetOutcome::Unclear, None),
            _ => (TargetOutcome::Open, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_says_what_came_of_a_target() {
        let day = |month, day| Date::new(2026, month, day).unwrap();
        let goal = DatedTarget { value: 10.0, due: day(6, 30), lower_is_better: false };
        let (before, on, after) = (day(5, 31), day(6, 30), day(8, 31));
        type Case<'c> = (&'c [(Date, f64)], Date, TargetOutcome);
        let cases: [Case<'_>; 12] = [
            (&[(before, 11.0), (on, 8.0)], after, TargetOutcome::Met),
            (&[(before, 9.0), (on, 10.0), (after, 1.0)], after, TargetOutcome::Met),
            (&[(before, 9.0), (after, 12.0)], after, TargetOutcome::MetLate),
            (&[(on, 9.0)], after, TargetOutcome::Missed),
            (&[(before, 9.0), (after, 9.5)], after, TargetOutcome::Missed),
            (&[(before, 9.0)], after, TargetOutcome::Unclear),
            (&[], after, TargetOutcome::Unclear),
            (&[(before, 11.0)], on, TargetOutcome::Met),
            (&[(before, 9.0), (on, 9.0)], on, TargetOutcome::Missed),
            (&[(before, 9.0)], on, TargetOutcome::Open),
            // Until the date has come what was measured last counts.
            (&[(day(3, 31), 11.0), (before, 9.0)], day(6, 1), TargetOutcome::Open),
            (&[(day(3, 31), 9.0), (before, 11.0)], day(6, 1), TargetOutcome::Met),
        ];
        for (measured, today, outcome) in cases {
            assert_eq!(goal.outcome(measured, today).0, outcome, "{measured:?} on {today}");
        }
    }
}

//! Values of metrics for people.

use crate::evaluate::TargetStatus;
use crate::quantity::print;
use crate::report::metrics::{ExpectedReport, MetricRow, PointReport, TargetReport};

impl MetricRow {
    /// A value with its unit.
    pub(in crate::report) fn value(&self, value: f64) -> String {
        print::quantity(value, &self.shown.unit)
    }

    /// A change: of a percentage in points.
    pub(super) fn change(&self, value: f64) -> String {
        let unit = &self.shown.unit;
        if !unit.is_percent() {
            return print::quantity(value, unit);
        }
        // The points of `%/month` are per month.
        let per = unit.to_string().split_once('/').map_or(String::new(), |(_, per)| format!("/{per}"));
        format!("{} pp{per}", print::number(value * 100.0))
    }

    /// A change without the unit that comes after another's number.
    pub(super) fn bare_change(&self, value: f64) -> String {
        let whole = self.change(value);
        match self.has_trailing_unit() {
            true => whole.split(' ').next().unwrap_or(&whole).to_string(),
            false => whole,
        }
    }

    /// Whether the unit comes after the number, apart from it.
    fn has_trailing_unit(&self) -> bool {
        print::quantity(2.0, &self.shown.unit).contains(' ')
    }

    /// The way from the baseline to the target, the unit said once.
    pub(super) fn baseline_to_target_text(&self, from: &PointReport, to: &PointReport) -> String {
        let on = from.on.as_ref().map_or(String::new(), |on| format!(" on {on}"));
        format!("{}{on} → {}", self.value_without_unit(from.value), self.dated(to, "by"))
    }

    /// A value with its date.
    pub(in crate::report) fn dated(&self, point: &PointReport, connective: &str) -> String {
        let on = point.on.as_ref().map_or(String::new(), |on| format!(" {connective} {on}"));
        format!("{}{on}", self.value(point.value))
    }

    /// A value with its interval.
    pub(super) fn expected(&self, expected: &ExpectedReport) -> String {
        let ends = |v: f64| self.value_without_unit(four_digits(v));
        format!("{} ({} to {})", self.value(four_digits(expected.value)), ends(expected.low), ends(expected.high))
    }

    fn value_without_unit(&self, value: f64) -> String {
        if self.has_trailing_unit() { print::number(value) } else { self.value(value) }
    }

    /// How it stands, in a word or two.
    pub(in crate::report) fn status_text(&self) -> String {
        let guard = self.inside.map(|inside| if inside { "inside" } else { "outside" });
        [self.state.map(TargetStatus::display_text), guard].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// How far it has gone: `61% of the way`, and where it went the other way `1.2 pp further away`.
    pub(in crate::report) fn progress_text(&self) -> Option<String> {
        match self.shown.further_away {
            Some(away) => Some(format!("{} further away", self.change(four_digits(away)))),
            None => self.progress.map(|progress| format!("{} of the way", share(progress))),
        }
    }

    /// The chance of reaching a target, where it is open: `3% likely`.
    pub(in crate::report) fn chance_text(&self, target: &TargetReport) -> Option<String> {
        target.probability.map(|p| format!("{} likely", chance(p)))
    }

    /// A target with how the metric stands towards it: `30% by 2026-09: off track, 3% likely`.
    pub(in crate::report) fn target_text(&self, target: &TargetReport) -> String {
        let by = target.by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
        let state = match (&target.by, target.state) {
            (None, TargetStatus::NoData) => "no date to judge it at",
            (_, state) => state.display_text(),
        };
        let likely = self.chance_text(target).map_or(String::new(), |likely| format!(", {likely}"));
        format!("{}{by}: {state}{likely}", self.value(target.value))
    }

    /// Its floor and ceiling.
    pub(in crate::report) fn bounds(&self) -> String {
        let floor = self.floor.map(|f| format!("floor {}", self.value(f)));
        let ceiling = self.ceiling.map(|c| format!("ceiling {}", self.value(c)));
        [floor, ceiling].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A probability for people, never certain.
pub(super) fn chance(p: f64) -> String {
    match p {
        p if p < 0.01 => "less than 1%".into(),
        p if p > 0.99 => "more than 99%".into(),
        p => share(p),
    }
}

/// Four significant digits: what a forecast says beyond that it does not know.
pub(super) fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// A share as a whole percentage.
pub(super) fn share(share: f64) -> String {
    format!("{}%", print::number((share * 100.0).round()))
}

/// Three significant digits: a sum of estimates knows no more.
pub(super) fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Two significant digits are enough of a pace.
pub(super) fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}

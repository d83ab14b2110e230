//! Floor 0: the clock of the command line, and the only place of it that reads one.
#![allow(clippy::disallowed_methods, reason = "the one place that reads a clock")]

use planwright::View;
use planwright::quantity::Date;
use std::time::Instant;

/// The system's date in the system's time zone: what day it is where neither `--today` nor the plan's `today:` says so.
/// No score reads it. `None` where the system is set to before the first year.
pub(crate) fn today() -> Option<Date> {
    let day = jiff::ZonedDateTime::now().date();
    Date::new(day.year(), day.month(), day.day())
}

/// A view of a plan that knows what day it is.
pub(crate) fn view() -> View {
    View { day: today(), ..View::default() }
}

/// A moment, to measure from.
pub(crate) fn now() -> Instant {
    Instant::now()
}

//! The only clock of the library. Nothing that a plan says hangs on it: what day it is comes in from a face, and how
//! long a formula has run only ends one that would not end.
#![allow(clippy::disallowed_methods, reason = "the one place of the library that reads a clock")]

use super::Date;
use web_time::{Instant, SystemTime};

/// The day in UTC, for a program that says neither what day it is nor what day to read a plan on.
pub fn utc_day() -> Date {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Date::EPOCH.plus_days(i64::try_from(since.as_secs() / 86_400).unwrap_or_default())
}

/// A moment, to measure from.
pub fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_calendar() {
        let calendar = || jiff::Timestamp::now().to_string()[..10].to_string();
        // Midnight may pass between the two.
        let (before, day, after) = (calendar(), utc_day().to_string(), calendar());
        assert!(day == before || day == after, "{day}, not {before}");
    }
}

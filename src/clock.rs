//! Floor 0: the only clock of the library. Nothing that a plan says hangs on it: what day it is comes in from a face,
//! and how long something has run only ends what would not end, or what a host gave so much time.
#![allow(clippy::disallowed_methods, reason = "the one place of the library that reads a clock")]

pub(crate) use web_time::Instant;
use web_time::SystemTime;

/// Whole days in UTC since 1970-01-01.
pub(crate) fn days_since_epoch() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs() / 86_400).unwrap_or_default()
}

/// A moment, to measure from.
pub(crate) fn now() -> Instant {
    Instant::now()
}

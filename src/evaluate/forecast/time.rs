//! Days and months on the scales that forecasts are made on.

use crate::quantity::Date;

/// The length of a month in days, as units have it.
const DAYS_PER_MONTH: f64 = 365.25 / 12.0;

pub(in crate::evaluate) fn months_between(from: Date, to: Date) -> f64 {
    to.days_since(from) as f64 / DAYS_PER_MONTH
}

/// Days on a common scale.
pub(super) fn days_since_2000(date: Date) -> f64 {
    Date::new(2000, 1, 1).map_or(0.0, |origin| date.days_since(origin) as f64)
}

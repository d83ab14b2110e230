//! Days of the calendar.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A day of the Gregorian calendar, in the years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day that clocks count from.
    pub(crate) const EPOCH: Date = Date(jiff::civil::Date::constant(1970, 1, 1));

    /// The day, where there is one: `None` for the 30th of February.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        if year < 1 {
            return None;
        }
        jiff::civil::Date::new(year, month, day).ok().map(Date)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The quarter, 1 to 4.
    pub fn quarter(self) -> i8 {
        (self.0.month() - 1) / 3 + 1
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
    }

    /// The Monday of its week.
    pub fn week_start(self) -> Date {
        self.plus_days(-i64::from(self.0.weekday().to_monday_zero_offset()))
    }

    /// The week that it lies in, with the year that the week belongs to: that of its Thursday (ISO 8601:2019).
    pub fn week(self) -> (i16, i8) {
        let week = self.0.iso_week_date();
        (week.year(), week.week())
    }

    /// The Monday of a week of a year (ISO 8601:2019); `None` where the year has no such week.
    pub fn of_week(year: i16, week: i8) -> Option<Date> {
        let monday = jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?;
        Some(Date(monday.date())).filter(|d| d.year() >= 1)
    }

    /// How many weeks a year has: 52 or 53 (ISO 8601:2019).
    pub fn weeks_in(year: i16) -> Option<i8> {
        let monday = jiff::civil::ISOWeekDate::new(year, 1, jiff::civil::Weekday::Monday).ok()?;
        (year >= 1).then(|| monday.weeks_in_year())
    }

    /// The last day of its month.
    pub fn month_end(self) -> Date {
        Date(self.0.last_of_month())
    }

    /// The date so many days later, or earlier; the last or first date there is where it would be beyond.
    ///
    /// ```
    /// use planwright::quantity::Date;
    /// let date = Date::new(2026, 2, 28).unwrap();
    /// assert_eq!(date.plus_days(1).to_string(), "2026-03-01");
    /// ```
    pub fn plus_days(self, days: i64) -> Date {
        let (first, last) = (Date(jiff::civil::Date::constant(1, 1, 1)), Date(jiff::civil::Date::MAX));
        let beyond = if days < 0 { first } else { last };
        let moved = jiff::Span::new().try_days(days).and_then(|span| self.0.checked_add(span)).map(Date);
        moved.map_or(beyond, |date| date.max(first))
    }

    /// How many days it is after another; negative where it is before.
    pub fn days_since(self, earlier: Date) -> i64 {
        // Two dates are at most 3,652,058 days apart, which a span of days always holds.
        self.0.since(earlier.0).map_or(0, |span| i64::from(span.get_days()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// As it is displayed: `2026-05-04`.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text, as it is written.
impl schemars::JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = text.parse().ok().map(Date).filter(|day| day.year() >= 1 && day.to_string() == text);
        day.ok_or_else(|| D::Error::custom(format!("`{text}` is no day of the calendar, as 2026-05-04")))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_calendar() {
        assert_eq!(Date::new(2026, 2, 30), None);
        assert_eq!(Date::new(0, 1, 1), None);
        assert!(Date::new(2024, 2, 29).is_some());
        let date = Date::new(2026, 5, 9).unwrap();
        assert!(date.is_weekend() && !date.plus_days(2).is_weekend());
        assert_eq!((date.quarter(), date.month_end().day()), (2, 31));
        assert_eq!(date.plus_days(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(date.plus_days(i64::MIN).to_string(), "0001-01-01");
        assert_eq!(date.plus_days(-1_000_000).to_string(), "0001-01-01");
    }

    proptest! {
        #[test]
        fn days_are_counted_both_ways(from in -700_000i64..2_000_000, days in -30_000i64..30_000) {
            let date = Date::new(2026, 1, 1).unwrap().plus_days(from);
            prop_assert_eq!(date.plus_days(days).days_since(date), days);
        }
    }
}

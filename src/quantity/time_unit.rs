//! The calendar's units, and their lengths.

/// A unit of the calendar, from the shortest to the longest.
///
/// A week is 7 days, a month 365.25/12 days, a quarter 3 and a year 12 months. Each is a whole number of
/// seconds, which keeps conversions between them exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// The second.
    Second,
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 365.25/12 days.
    Month,
    /// 3 months.
    Quarter,
    /// 12 months.
    Year,
}

/// A working day, in milliseconds of one person's work.
const PERSON_DAY_MILLIS: u64 = 8 * 3_600_000;

impl TimeUnit {
    /// All, from the shortest to the longest.
    pub const ALL: [TimeUnit; 8] = [
        TimeUnit::Second,
        TimeUnit::Minute,
        TimeUnit::Hour,
        TimeUnit::Day,
        TimeUnit::Week,
        TimeUnit::Month,
        TimeUnit::Quarter,
        TimeUnit::Year,
    ];

    /// Its length in seconds of the calendar.
    pub const fn seconds(self) -> u64 {
        match self {
            TimeUnit::Second => 1,
            TimeUnit::Minute => 60,
            TimeUnit::Hour => 3_600,
            TimeUnit::Day => 86_400,
            TimeUnit::Week => 604_800,
            TimeUnit::Month => 2_629_800,
            TimeUnit::Quarter => 7_889_400,
            TimeUnit::Year => 31_557_600,
        }
    }

    /// One person's work in it, in milliseconds, where a person-month is `person_month` milliseconds of work.
    pub(super) const fn effort_millis(self, person_month: u64) -> u64 {
        match self {
            TimeUnit::Second => 1_000,
            TimeUnit::Minute => 60_000,
            TimeUnit::Hour => 3_600_000,
            TimeUnit::Day => PERSON_DAY_MILLIS,
            TimeUnit::Week => 5 * PERSON_DAY_MILLIS,
            TimeUnit::Month => person_month,
            TimeUnit::Quarter => 3 * person_month,
            TimeUnit::Year => 12 * person_month,
        }
    }

    /// A person-month of this many person-days, as `work` takes it; `None` where that is not a sensible length.
    pub(super) fn person_month_millis(days: f64) -> Option<u64> {
        let work = (days * PERSON_DAY_MILLIS as f64).round();
        (work >= 1.0 && days <= 1_000.0).then_some(work as u64)
    }

    /// Its name, in the singular.
    pub const fn name(self) -> &'static str {
        match self {
            TimeUnit::Second => "second",
            TimeUnit::Minute => "minute",
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
            TimeUnit::Quarter => "quarter",
            TimeUnit::Year => "year",
        }
    }

    /// The unit of this name, singular or plural.
    pub fn named(word: &str) -> Option<TimeUnit> {
        Some(match word.strip_suffix('s').unwrap_or(word) {
            "second" => TimeUnit::Second,
            "minute" => TimeUnit::Minute,
            "hour" => TimeUnit::Hour,
            "day" => TimeUnit::Day,
            "week" => TimeUnit::Week,
            "month" => TimeUnit::Month,
            "quarter" => TimeUnit::Quarter,
            "year" => TimeUnit::Year,
            _ => return None,
        })
    }

    /// What people abbreviate so; the language asks for the whole word.
    pub(super) fn abbreviated(word: &str) -> Option<TimeUnit> {
        Some(match word {
            "s" | "sec" | "secs" => TimeUnit::Second,
            "min" | "mins" => TimeUnit::Minute,
            "h" | "hr" | "hrs" => TimeUnit::Hour,
            "d" => TimeUnit::Day,
            "w" | "wk" | "wks" => TimeUnit::Week,
            "mo" | "mos" | "mth" | "mths" => TimeUnit::Month,
            "q" | "qtr" | "qtrs" => TimeUnit::Quarter,
            "y" | "yr" | "yrs" => TimeUnit::Year,
            _ => return None,
        })
    }

    /// Whether people estimate effort in it: `person-hour` exists, `person-minute` does not.
    pub const fn is_effort(self) -> bool {
        !matches!(self, TimeUnit::Second | TimeUnit::Minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_the_language() {
        assert_eq!(TimeUnit::Month.seconds() as f64, 365.25 / 12.0 * 86_400.0);
        assert_eq!(TimeUnit::Quarter.seconds(), 3 * TimeUnit::Month.seconds());
        assert_eq!(TimeUnit::Year.seconds(), 12 * TimeUnit::Month.seconds());
        assert_eq!(TimeUnit::Week.seconds(), 7 * TimeUnit::Day.seconds());
    }

    #[test]
    fn every_name_is_read_back() {
        for unit in TimeUnit::ALL {
            assert_eq!(TimeUnit::named(unit.name()), Some(unit));
            assert_eq!(TimeUnit::named(&format!("{}s", unit.name())), Some(unit));
        }
        assert_eq!(TimeUnit::named("fortnight"), None);
    }

    #[test]
    fn a_person_month_must_be_a_length() {
        assert_eq!(TimeUnit::person_month_millis(20.0), Some(20 * PERSON_DAY_MILLIS));
        for days in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e9] {
            assert_eq!(TimeUnit::person_month_millis(days), None, "{days}");
        }
    }
}

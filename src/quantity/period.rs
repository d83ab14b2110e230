//! Periods: a day, a week, a month, a quarter or a year, as a plan writes them.

use super::date::Date;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A day.
    Day,
    /// A week from Monday to Sunday (ISO 8601:2019).
    Week,
    /// A month of the calendar.
    Month,
    /// A quarter of the calendar's year.
    Quarter,
    /// A year.
    Year,
}

/// How dates are written, in words for messages.
pub const DATE_FORMS: &str = "`2026-06-01`, `2026-W23`, `2026-06`, `2026-Q2` or `2026`";

/// A date as a plan writes it: `2026-06-01`, `2026-W23`, `2026-06`, `2026-Q2` or `2026`.
///
/// A deadline means its [`last`](Period::last) day, a start its [`first`](Period::first). Periods are in order
/// of their first days; of two that begin together the shorter is the lesser.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    first: Date,
    grain: Grain,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeriodError {
    /// Not of the shape of a date, with the right spelling where it can be understood.
    Shape {
        /// As in `2026-06`.
        instead: Option<String>,
    },
    /// There is no such month.
    Month(u32),
    /// There is no such quarter.
    Quarter(u32),
    /// The year has no such week.
    Week {
        /// The week that was written.
        week: u32,
        /// The year.
        year: u32,
        /// How many weeks the year has: 52 or 53.
        weeks: i8,
    },
    /// The month has no such day.
    Day {
        /// The day that was written.
        day: u32,
        /// The month, as `2026-02`.
        month: String,
        /// How many days the month has.
        days: i8,
    },
    /// The year 0000.
    Year,
}

impl PeriodError {
    /// The remedy.
    pub fn help(&self) -> String {
        match self {
            PeriodError::Shape { instead: Some(instead) } => format!("write `{instead}`"),
            PeriodError::Month(_) => "months are 01 to 12".into(),
            PeriodError::Quarter(_) => "quarters are Q1 to Q4".into(),
            PeriodError::Day { month, days, .. } => format!("the last day of `{month}` is `{month}-{days}`"),
            PeriodError::Week { year, weeks, .. } => format!("the weeks of {year} are W01 to W{weeks}"),
            _ => format!("dates are written {DATE_FORMS}"),
        }
    }
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PeriodError::Shape { .. } => f.write_str("dates are not written this way"),
            PeriodError::Month(month) => write!(f, "there is no month {month}"),
            PeriodError::Quarter(quarter) => write!(f, "there is no quarter {quarter}"),
            PeriodError::Week { week, year, .. } => write!(f, "{year} has no week {week}"),
            PeriodError::Day { day, month, .. } => write!(f, "`{month}` has no day {day}"),
            PeriodError::Year => f.write_str("there is no year 0"),
        }
    }
}

impl std::error::Error for PeriodError {}

impl Period {
    /// The period of this length that holds a date.
    pub fn containing(date: Date, grain: Grain) -> Period {
        let month = match grain {
            Grain::Day => return Period { first: date, grain },
            Grain::Week => return Period { first: date.week_start(), grain },
            Grain::Month => date.month(),
            Grain::Quarter => (date.quarter() - 1) * 3 + 1,
            Grain::Year => 1,
        };
        // The first of a month always exists.
        Period { first: Date::new(date.year(), month, 1).unwrap_or(date), grain }
    }

    /// Reads a date.
    ///
    /// # Errors
    ///
    /// What is wrong with it, with the right spelling where it can be understood.
    ///
    /// ```
    /// use planwright::quantity::Period;
    /// let quarter = Period::parse("2026-Q2").unwrap();
    /// assert_eq!(quarter.first().to_string(), "2026-04-01");
    /// assert_eq!(quarter.last().to_string(), "2026-06-30");
    /// assert_eq!(Period::parse("2026-02-30").unwrap_err().to_string(), "`2026-02` has no day 30");
    /// ```
    pub fn parse(text: &str) -> Result<Period, PeriodError> {
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse::<u32>().ok()).flatten()
        };
        let shape = || PeriodError::Shape { instead: suggest_spelling(text) };
        let mut parts = text.splitn(3, '-');
        let year = number(parts.next().unwrap_or(""), 4).ok_or_else(shape)?;
        let (middle, end) = (parts.next(), parts.next());
        let date = |month: u32, day: u32| Date::new(year as i16, month as i8, day as i8).ok_or(PeriodError::Year);
        let Some(middle) = middle else {
            return Ok(Period { first: date(1, 1)?, grain: Grain::Year });
        };
        if let Some(quarter) = middle.strip_prefix('Q').filter(|_| end.is_none()) {
            return match number(quarter, 1).ok_or_else(shape)? {
                quarter @ 1..=4 => Ok(Period { first: date(quarter * 3 - 2, 1)?, grain: Grain::Quarter }),
                quarter => Err(PeriodError::Quarter(quarter)),
            };
        }
        if let Some(week) = middle.strip_prefix('W').filter(|_| end.is_none()) {
            let week = number(week, 2).ok_or_else(shape)?;
            let weeks = Date::weeks_in(year as i16).ok_or(PeriodError::Year)?;
            let first = Date::of_week(year as i16, week as i8);
            let first = first.ok_or(PeriodError::Week { week, year, weeks })?;
            return Ok(Period { first, grain: Grain::Week });
        }
        let month = number(middle, 2).ok_or_else(shape)?;
        let day = end.map(|end| number(end, 2).ok_or_else(shape)).transpose()?;
        if !(1..=12).contains(&month) {
            return Err(PeriodError::Month(month));
        }
        let first = date(month, 1)?;
        match day {
            None => Ok(Period { first, grain: Grain::Month }),
            Some(day) => match date(month, day) {
                Ok(first) => Ok(Period { first, grain: Grain::Day }),
                Err(_) => {
                    let month = format!("{year:04}-{month:02}");
                    Err(PeriodError::Day { day, month, days: first.month_end().day() })
                }
            },
        }
    }

    /// Its length.
    pub fn grain(self) -> Grain {
        self.grain
    }

    /// Its first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Date {
        let last_month = match self.grain {
            Grain::Day => return self.first,
            Grain::Week => return self.first.plus_days(6),
            Grain::Month => self.first.month(),
            Grain::Quarter => self.first.month() + 2,
            Grain::Year => 12,
        };
        Date::new(self.first.year(), last_month, 1).unwrap_or(self.first).month_end()
    }

    /// Whether a day lies in it.
    pub fn contains(self, date: Date) -> bool {
        self.first <= date && date <= self.last()
    }

    /// The period of the same length that follows; `None` after the year 9999.
    pub fn next(self) -> Option<Period> {
        let next = self.last().plus_days(1);
        (next > self.last()).then(|| Period::containing(next, self.grain))
    }
}

/// The right spelling of a date that is written another way.
fn suggest_spelling(text: &str) -> Option<String> {
    let upper = text.trim().to_ascii_uppercase();
    let parts: Vec<&str> = upper.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let quarter = |part: &str| part.len() == 2 && part.starts_with('Q') && digits(&part[1..]);
    let week =
        |part: &str| part.strip_prefix("CW").or(part.strip_prefix("KW")).or(part.strip_prefix('W')).map(str::to_string);
    let week = |part: &str| week(part).filter(|w| digits(w));
    let instead = match parts.as_slice() {
        [y, m] if year(y) && digits(m) => format!("{y}-{m:0>2}"),
        [y, q] | [q, y] if year(y) && quarter(q) => format!("{y}-{q}"),
        [y, w] | [w, y] if year(y) && week(w).is_some() => format!("{y}-W{:0>2}", week(w).unwrap_or_default()),
        [yw] if yw.is_ascii() && yw.len() > 5 && year(&yw[..4]) && week(&yw[4..]).is_some() => {
            format!("{}-W{:0>2}", &yw[..4], week(&yw[4..]).unwrap_or_default())
        }
        [y, m, d] if year(y) && digits(m) && digits(d) => format!("{y}-{m:0>2}-{d:0>2}"),
        [yq] if yq.is_ascii() && yq.len() == 6 && year(&yq[..4]) && quarter(&yq[4..]) => {
            format!("{}-{}", &yq[..4], &yq[4..])
        }
        _ => return None,
    };
    (instead != text && Period::parse(&instead).is_ok()).then_some(instead)
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first, self.grain).cmp(&(other.first, other.grain))
    }
}

impl From<Date> for Period {
    fn from(date: Date) -> Period {
        Period { first: date, grain: Grain::Day }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        Period::parse(text)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.grain {
            Grain::Day => self.first.fmt(f),
            Grain::Week => {
                let (year, week) = self.first.week();
                write!(f, "{year:04}-W{week:02}")
            }
            Grain::Month => write!(f, "{year:04}-{month:02}"),
            Grain::Quarter => write!(f, "{year:04}-Q{}", self.first.quarter()),
            Grain::Year => write!(f, "{year:04}"),
        }
    }
}

/// As it is displayed: `2026-Q3`.
impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let period = Period::parse(&text).ok().filter(|period| period.to_string() == text);
        period.ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no period, as 2026-Q3")))
    }
}

/// A text, as it is written.
impl schemars::JsonSchema for Period {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn a_period_has_a_first_and_a_last_day() {
        for (text, first, last, next) in [
            ("2026-06-01", "2026-06-01", "2026-06-01", "2026-06-02"),
            ("2026-W23", "2026-06-01", "2026-06-07", "2026-W24"),
            // ISO 8601: the week belongs to the year of its Thursday.
            ("2026-W01", "2025-12-29", "2026-01-04", "2026-W02"),
            ("2026-W53", "2026-12-28", "2027-01-03", "2027-W01"),
            ("2024-W52", "2024-12-23", "2024-12-29", "2025-W01"),
            ("2026-02", "2026-02-01", "2026-02-28", "2026-03"),
            ("2024-02", "2024-02-01", "2024-02-29", "2024-03"),
            ("2026-Q4", "2026-10-01", "2026-12-31", "2027-Q1"),
            ("2026", "2026-01-01", "2026-12-31", "2027"),
        ] {
            let period = period(text);
            assert_eq!(period.to_string(), text);
            assert_eq!((period.first().to_string(), period.last().to_string()), (first.into(), last.into()));
            assert_eq!(period.next().unwrap().to_string(), next);
            assert!(period.contains(period.last()) && !period.contains(period.next().unwrap().first()));
        }
        assert_eq!(period("9999").next(), None);
    }

    #[test]
    fn periods_are_in_order_of_their_first_days() {
        let mut periods = ["2026", "2026-Q2", "2026-01", "2025-12-31", "2026-01-01", "2026-Q1"].map(period);
        periods.sort();
        assert_eq!(
            periods.map(|period| period.to_string()),
            ["2025-12-31", "2026-01-01", "2026-01", "2026-Q1", "2026", "2026-Q2"]
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |text: &str| Period::parse(text).unwrap_err();
        assert_eq!(error("2026-13"), PeriodError::Month(13));
        assert_eq!(error("2026-00-01"), PeriodError::Month(0));
        assert_eq!(error("2026-Q5"), PeriodError::Quarter(5));
        assert_eq!(error("2025-W53"), PeriodError::Week { week: 53, year: 2025, weeks: 52 });
        assert_eq!(error("2026-W00"), PeriodError::Week { week: 0, year: 2026, weeks: 53 });
        assert_eq!(error("2025-W53").help(), "the weeks of 2025 are W01 to W52");
        assert_eq!(error("2026-02-30"), PeriodError::Day { day: 30, month: "2026-02".into(), days: 28 });
        assert_eq!(error("2026-04-31").help(), "the last day of `2026-04` is `2026-04-30`");
        assert_eq!(error("0000"), PeriodError::Year);
        for (text, instead) in [
            ("2026-6", "2026-06"),
            ("2026/06/01", "2026-06-01"),
            ("2026-6-1", "2026-06-01"),
            ("2026-q2", "2026-Q2"),
            ("Q2 2026", "2026-Q2"),
            ("2026Q2", "2026-Q2"),
            ("2026.06", "2026-06"),
            ("2026-W5", "2026-W05"),
            ("2026-w23", "2026-W23"),
            ("W23 2026", "2026-W23"),
            ("2026W23", "2026-W23"),
            ("KW23 2026", "2026-W23"),
        ] {
            assert_eq!(error(text), PeriodError::Shape { instead: Some(instead.into()) }, "{text}");
        }
        for text in ["", "26-06", "01/06/2026", "next week", "2026-06-01-02", "2026-", "-2026", "２０２６", "2026Qé"]
        {
            assert_eq!(error(text), PeriodError::Shape { instead: None }, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(days in 0i64..3_000_000, grain in 0usize..5) {
            let date = Date::new(1, 1, 1).unwrap().plus_days(days);
            let grain = [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year][grain];
            let period = Period::containing(date, grain);
            prop_assert!(period.contains(date));
            prop_assert_eq!(Period::parse(&period.to_string()), Ok(period));
        }

        #[test]
        fn never_a_panic(text in "[0-9QqWw/é -]{0,12}") {
            let _ = Period::parse(&text);
        }
    }
}

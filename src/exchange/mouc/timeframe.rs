//! Timeframes and efforts.

use crate::quantity::{Date, Grain, Period};

/// First and last day of `2026q1`, `2026h2`, `2026w05`, `2026-02` or `2026`.
pub(super) fn timeframe(text: &str) -> Option<(Date, Date)> {
    let text = text.trim().to_ascii_lowercase();
    if text.len() == 4 || (text.len() == 7 && text.as_bytes().get(4) == Some(&b'-')) {
        let period = Period::parse(&text).ok()?;
        return matches!(period.grain(), Grain::Year | Grain::Month).then(|| (period.first(), period.last()));
    }
    let year: i16 = text.get(..4)?.parse().ok()?;
    let number: i8 = text.get(5..)?.parse().ok()?;
    let months = |first: i8, count: i8| {
        let last = Date::new(year, first + count - 1, 1)?;
        Some((Date::new(year, first, 1)?, last.month_end()))
    };
    match text.as_bytes()[4] {
        b'q' if (1..=4).contains(&number) => months(3 * number - 2, 3),
        b'h' if (1..=2).contains(&number) => months(6 * number - 5, 6),
        b'w' if (1..=53).contains(&number) => week(year, number),
        _ => None,
    }
}

/// A week by ISO 8601: the first is the one that holds 4 January.
fn week(year: i16, number: i8) -> Option<(Date, Date)> {
    let monday = |year: i16| {
        let fourth = Date::new(year, 1, 4)?;
        // 2024-01-01 was a Monday.
        Some(fourth.plus_days(-fourth.days_since(Date::new(2024, 1, 1)?).rem_euclid(7)))
    };
    let first = monday(year)?.plus_days(7 * (i64::from(number) - 1));
    (first < monday(year.checked_add(1)?)?).then(|| (first, first.plus_days(6)))
}

/// A day written `2026-02-01`.
pub(super) fn day(text: &str) -> Option<Date> {
    Period::parse(text.trim()).ok().filter(|p| p.grain() == Grain::Day).map(Period::first)
}

/// `1.5w` as `1.5 person-weeks`, and in weeks.
pub(super) fn effort(text: &str) -> Option<(String, f64)> {
    let text = text.trim();
    let unit = text.chars().last()?;
    let number = text[..text.len() - unit.len_utf8()].trim();
    let plain = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let amount: f64 = number.parse().ok().filter(|n: &f64| plain && n.is_finite() && *n >= 0.0 && *n < 1e6)?;
    let (name, weeks) = match unit.to_ascii_lowercase() {
        'd' => ("day", 0.2),
        'w' => ("week", 1.0),
        'm' => ("month", 4.0),
        _ => return None,
    };
    let plural = if amount == 1.0 { "" } else { "s" };
    Some((format!("{amount} person-{name}{plural}"), amount * weeks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeframes_have_their_days() {
        let days = |text: &str| timeframe(text).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(days("2026q1").as_deref(), Some("2026-01-01 2026-03-31"));
        assert_eq!(days("2026Q4").as_deref(), Some("2026-10-01 2026-12-31"));
        assert_eq!(days("2026h2").as_deref(), Some("2026-07-01 2026-12-31"));
        assert_eq!(days("2026-02").as_deref(), Some("2026-02-01 2026-02-28"));
        assert_eq!(days("2026").as_deref(), Some("2026-01-01 2026-12-31"));
        assert_eq!(days("2026w01").as_deref(), Some("2025-12-29 2026-01-04"));
        assert_eq!(days("2020W53").as_deref(), Some("2020-12-28 2021-01-03"));
        for none in ["2021w53", "2026q5", "2026h0", "soon", "", "2026x1", "ä026q1", "2026é1", "9999w53"] {
            assert_eq!(days(none), None, "{none}");
        }
    }

    #[test]
    fn efforts_have_their_units() {
        assert_eq!(effort("1.5w"), Some(("1.5 person-weeks".into(), 1.5)));
        assert_eq!(effort("1w").map(|e| e.0).as_deref(), Some("1 person-week"));
        assert_eq!(effort("5d").map(|e| e.0).as_deref(), Some("5 person-days"));
        for none in ["", "w", "-1w", "5", "infd", "1e9d", "L", "3 ü", "1..2w"] {
            assert_eq!(effort(none), None, "{none}");
        }
    }
}

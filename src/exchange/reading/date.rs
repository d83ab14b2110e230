//! Dates as tables write them.

use crate::quantity::Period;

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A cell as a date or period of the language: `2026-06-01`, `2026-06`, `2026-Q2`.
///
/// # Errors
/// Why it is none, as it goes on behind the cell.
pub fn date(cell: &str) -> Result<String, String> {
    let cell = cell.trim();
    let none = || Err("is no date like `2026-06-01`".to_string());
    let sound = |text: String| if Period::parse(&text).is_ok() { Ok(text) } else { none() };
    if Period::parse(cell).is_ok() {
        return Ok(cell.to_string());
    }
    // A time of day behind the date says nothing about a plan.
    if let Some((day, rest)) = cell.split_at_checked(10)
        && rest.starts_with(['T', ' '])
        && rest[1..].starts_with(|c: char| c.is_ascii_digit())
    {
        return date(day);
    }
    let parts: Vec<&str> = cell.split([' ', ',', '-', '/', '.']).filter(|p| !p.is_empty()).collect();
    let year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let digits = |text: &str| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let quarter = |text: &str| {
        let text = text.to_ascii_uppercase();
        matches!(text.as_str(), "Q1" | "Q2" | "Q3" | "Q4").then_some(text)
    };
    let month = |text: &str| {
        let text = text.to_lowercase();
        let at = MONTHS.iter().position(|m| text.starts_with(m) && text.chars().all(char::is_alphabetic));
        at.map(|at| at + 1)
    };
    match parts.as_slice() {
        [a, b] => match (quarter(a), quarter(b)) {
            (Some(q), None) if year(b) => sound(format!("{b}-{q}")),
            (None, Some(q)) if year(a) => sound(format!("{a}-{q}")),
            _ => match month(a) {
                Some(m) if year(b) => sound(format!("{b}-{m:02}")),
                _ => none(),
            },
        },
        [y, m, d] if year(y) && digits(m) && digits(d) => sound(format!("{y}-{:02}-{:02}", number(m), number(d))),
        [a, b, y] if year(y) && digits(a) && digits(b) => match (number(a), number(b)) {
            (a, b) if a == b || (b > 12 && a <= 12) => sound(format!("{y}-{a:02}-{b:02}")),
            (a, b) if a > 12 => sound(format!("{y}-{b:02}-{a:02}")),
            (a, b) => Err(format!("could be {y}-{a:02}-{b:02} or {y}-{b:02}-{a:02}")),
        },
        [d, m, y] if year(y) => match (month(d), month(m)) {
            (None, Some(m)) if digits(d) => sound(format!("{y}-{m:02}-{:02}", number(d))),
            (Some(found), None) if digits(m) => sound(format!("{y}-{found:02}-{:02}", number(m))),
            _ => none(),
        },
        _ => none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_tables() {
        for (cell, wanted) in [
            ("2026-06-01", "2026-06-01"),
            ("2026-06-01T10:00:00.000+0000", "2026-06-01"),
            ("2026/6/1", "2026-06-01"),
            ("25/12/2026", "2026-12-25"),
            ("12/25/2026", "2026-12-25"),
            ("Q3 2026", "2026-Q3"),
            ("2026 q3", "2026-Q3"),
            ("1 June 2026", "2026-06-01"),
            ("Jun 1, 2026", "2026-06-01"),
            ("June 2026", "2026-06"),
        ] {
            assert_eq!(date(cell).as_deref(), Ok(wanted), "{cell}");
        }
        assert_eq!(date("03/04/2026"), Err("could be 2026-03-04 or 2026-04-03".to_string()));
        for none in ["yyyy-mm-dd", "v1.2", "2026-13-01", "31/31/2026", "soon", "", "日本日本日本T1", "30 Feb 2026"]
        {
            assert!(date(none).is_err(), "{none}");
        }
    }
}

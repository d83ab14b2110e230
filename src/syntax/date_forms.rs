//! How dates are written, and days and months in other forms.

use super::phrasing::replacement_fix;
use crate::diagnostic::Diagnostic;
use crate::quantity::Period;
use crate::source::Span;

/// What is said of a date that is written otherwise.
pub(super) const DATE_HELP: &str = "dates are written `2026-03-02`, `2026-W10`, `2026-03` or `2026-Q2`";

/// A day whose parts stand in another order: where it can be only one day, the fix that writes it.
pub(super) fn day(d: Diagnostic, written: &str, mark: char, place: Span) -> Diagnostic {
    let parts: Vec<&str> = written.trim_end_matches(mark).split(mark).collect();
    let [first, second, third] = parts.as_slice() else { return d.help(DATE_HELP) };
    let year = if third.len() == 2 { format!("20{third}") } else { (*third).to_string() };
    let iso = |month: &str, day: &str| format!("{year}-{month:0>2}-{day:0>2}");
    // With dots the day stands first everywhere; with the others it may be the month.
    let orders: &[(&str, &str)] = if mark == '.' { &[(second, first)] } else { &[(second, first), (first, second)] };
    let mut days: Vec<String> = orders.iter().map(|(m, d)| iso(m, d)).filter(|t| Period::parse(t).is_ok()).collect();
    if first.len() == 4 {
        days = vec![format!("{first}-{second:0>2}-{third:0>2}")];
    }
    days.dedup();
    match days.as_slice() {
        [one] => d.help(DATE_HELP).fix(replacement_fix(place, one.clone(), true)),
        [one, two] => d.help(format!("which day is it? Write `{one}` or `{two}`")),
        _ => d.help(DATE_HELP),
    }
}

/// The date that two words like `March 2026` or `Q2 2026` mean.
pub(super) fn date(first: &str, year: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if matches!(first, "Q1" | "Q2" | "Q3" | "Q4") {
        return Some(format!("{year}-{first}"));
    }
    let word = first.trim_end_matches('.').to_ascii_lowercase();
    if word == "sept" {
        return Some(format!("{year}-09"));
    }
    let month = MONTHS.iter().position(|m| *m == word || (word.len() >= 3 && m[..3] == word))?;
    Some(format!("{year}-{:02}", month + 1))
}

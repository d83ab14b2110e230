//! Dates as they are written elsewhere: `30th September 2026`, `2026-9-30`, `2026Q3`, `CW23 2026`.

use super::date_forms::{self, DATE_HELP};
use super::phrasing::replacement_fix;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Period;
use crate::source::Span;

/// A date at the start of a text that is not written as dates are here.
#[derive(Debug, PartialEq)]
pub(super) struct ForeignDate {
    /// How many bytes of the text it takes.
    pub length: usize,
    /// How it is written here, where it can be only one date.
    pub meant: Option<String>,
    help: Option<&'static str>,
}

impl ForeignDate {
    /// What is said of it where it stands.
    pub(super) fn diagnostic(self, code: Code, written: &str, span: Span) -> Diagnostic {
        let d = Diagnostic::new(code, span, format!("`{written}` is not written as dates are"));
        match (self.meant, self.help) {
            (Some(date), _) => d.help(format!("write `{date}`")).fix(replacement_fix(span, date, true)),
            (None, help) => d.help(help.unwrap_or(DATE_HELP)),
        }
    }
}

const HALF_YEAR_HELP: &str =
    "a half year is two quarters: `2026-Q1 to 2026-Q2`; as the day by which something is done write `2026-Q2`";

/// The date that a text begins with, where it is one in another form.
pub(super) fn read(text: &str) -> Option<ForeignDate> {
    let line = text.lines().next()?;
    let (length, meant, help) = numbered(line).or_else(|| in_words(line))?;
    let ends = line[length..].chars().next().is_none_or(|c| c.is_whitespace() || ",;}]#".contains(c));
    let meant = meant.filter(|date| Period::parse(date).is_ok());
    // A date as it is written here, or a day that is in no calendar, is said elsewhere.
    (ends && line[..length] != *meant.as_deref().unwrap_or("") && (meant.is_some() || help.is_some()))
        .then_some(ForeignDate { length, meant, help })
}

type DateMatch = (usize, Option<String>, Option<&'static str>);

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// `2026-9-30`, `2026-06-01T12:00`, `2026Q3`, `2026-W23-1`, `2026-H1`, `26-06-01`.
fn numbered(line: &str) -> Option<DateMatch> {
    let end = line.find(|c: char| c.is_whitespace() || ",;}]#".contains(c)).unwrap_or(line.len());
    let run = &line[..end];
    let year = run.get(..4).filter(|y| digits(y) == 4);
    let parts: Vec<&str> = run.split('-').collect();
    let Some(year) = year.filter(|_| digits(run) == 4) else {
        let short = parts.len() == 3 && parts.iter().all(|p| p.len() == 2 && digits(p) == 2);
        return short.then_some((end, None, Some(DATE_HELP)));
    };
    let rest = run[4..].strip_prefix('-').unwrap_or(&run[4..]).to_ascii_uppercase();
    if matches!(&*rest, "H1" | "H2") {
        return Some((end, None, Some(HALF_YEAR_HELP)));
    }
    if let Some(number) = rest.strip_prefix(['Q', 'W']) {
        let (number, day) = number.split_once('-').map_or((number, None), |(n, d)| (n, Some(d)));
        if number.is_empty() || digits(number) != number.len() || number.len() > 2 {
            return None;
        }
        let date = match rest.starts_with('W') {
            true => format!("{year}-W{number:0>2}"),
            false => format!("{year}-Q{}", number.trim_start_matches('0')),
        };
        let date = match day {
            None => date,
            Some(day) => {
                let day = day.parse::<i64>().ok().filter(|d| rest.starts_with('W') && (1..=7).contains(d))?;
                Period::parse(&date).ok()?.first().plus_days(day - 1).to_string()
            }
        };
        return Some((end, Some(date), None));
    }
    let (month, day) = rest.split_once('-')?;
    let two = |t: &str| (1..=2).contains(&t.len()) && digits(t) == t.len();
    let length = digits(day);
    let time = day[length..].is_empty() || day[length..].starts_with('T');
    (two(month) && two(&day[..length]) && time)
        .then(|| (end, Some(format!("{year}-{month:0>2}-{:0>2}", &day[..length])), None))
}

/// The next word of a text and its end there; blanks, commas and `-` stand between words.
fn word(text: &str, from: usize) -> Option<(&str, usize)> {
    let start = from + text[from..].find(|c: char| !matches!(c, ' ' | ',' | '-'))?;
    let length = text[start..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len() - start);
    (length > 0).then(|| (&text[start..start + length], start + length))
}

/// The day of `30` and `30th`, and whether it has its ending.
fn day(text: &str) -> Option<(&str, bool)> {
    let length = digits(text);
    let ending = text[length..].to_ascii_lowercase();
    let ordinal = matches!(&*ending, "st" | "nd" | "rd" | "th");
    ((1..=2).contains(&length) && (ordinal || ending.is_empty())).then_some((&text[..length], ordinal))
}

/// `30th September 2026`, `June 3rd, 2026`, `30-Sep-2026`, `CW23 2026`; those without an ending are known elsewhere.
fn in_words(line: &str) -> Option<DateMatch> {
    let (first, end) = word(line, 0)?;
    let (second, second_end) = word(line, end)?;
    let upper = first.to_ascii_uppercase();
    let week = upper.strip_prefix("CW").or(upper.strip_prefix("KW")).or(upper.strip_prefix('W'));
    if let Some(week) = week {
        let (week, year, end) = match week.is_empty() {
            true => word(line, second_end).map(|(year, end)| (second, year, end))?,
            false => (week, second, second_end),
        };
        let is_week = digits(week) == week.len() && digits(year) == 4 && year.len() == 4;
        return is_week.then(|| (end, Some(format!("{year}-W{week:0>2}")), None));
    }
    let (third, third_end) = word(line, second_end)?;
    let (third, third_end) = match second {
        "of" => word(line, third_end)?,
        _ => (third, third_end),
    };
    let month = if second == "of" { word(line, second_end)?.0 } else { second };
    let dashed = line[end..].starts_with('-');
    let (number, month) = match day(first).filter(|(_, ordinal)| *ordinal || dashed || second == "of") {
        Some((number, _)) => (number, date_forms::date(month, third)?),
        None => (day(second).filter(|(_, ordinal)| *ordinal)?.0, date_forms::date(first, third)?),
    };
    Some((third_end, Some(format!("{month}-{number:0>2}")), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_elsewhere_are_read() {
        for (text, meant) in [
            ("30th September 2026 because", "2026-09-30"),
            ("1st of May 2026", "2026-05-01"),
            ("June 3rd, 2026; x", "2026-06-03"),
            ("30-Sep-2026", "2026-09-30"),
            ("2026-9-30", "2026-09-30"),
            ("2026-06-01T12:00:00Z", "2026-06-01"),
            ("2026Q3", "2026-Q3"),
            ("2026W23", "2026-W23"),
            ("2026-W23-1", "2026-06-01"),
            ("CW23 2026", "2026-W23"),
            ("KW 5 2026", "2026-W05"),
        ] {
            assert_eq!(read(text).and_then(|d| d.meant).as_deref(), Some(meant), "{text}");
        }
        for text in ["2026-H1", "26-06-01"] {
            assert!(read(text).is_some_and(|d| d.meant.is_none()), "{text}");
        }
        for text in [
            "2026-09-30",
            "2026-Q3",
            "2026-W23",
            "2026",
            "2026-13-40",
            "3 to 5",
            "a, b, c",
            "31st April 2026",
            "5 2026",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

//! Dates as tables write them.

use super::missing::is_missing;
use crate::exchange::error::cell_excerpt;
use crate::exchange::table::SourceTable;
use crate::quantity::Period;

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `28/04/2026`
    Dmy,
    /// `04/28/2026`
    Mdy,
}

impl DateOrder {
    /// `dmy` or `mdy`.
    pub fn parse(word: &str) -> Option<DateOrder> {
        match word {
            "dmy" => Some(DateOrder::Dmy),
            "mdy" => Some(DateOrder::Mdy),
            _ => None,
        }
    }

    fn other(self) -> &'static str {
        if self == DateOrder::Dmy { "mdy" } else { "dmy" }
    }
}

/// Months in English, German, French, Spanish, Italian and Dutch, where they differ in their first letters.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero", "gennaio"],
    &["february", "februar", "février", "fevrier", "febrero"],
    &["march", "märz", "maerz", "mars", "marzo", "mrz", "maart"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "mei"],
    &["june", "juni", "juin", "junio", "giugno"],
    &["july", "juli", "juillet", "julio", "luglio"],
    &["august", "août", "aout", "agosto"],
    &["september", "septembre", "septiembre", "settembre"],
    &["october", "oktober", "octobre", "octubre", "ottobre"],
    &["november", "novembre", "noviembre"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre"],
];

/// The month that a word of three letters or more begins, where it begins one only.
fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let is = |names: &&[&str]| names.iter().any(|n| n.starts_with(&word));
    let mut found = (1u32..).zip(MONTHS.iter()).filter(|(_, names)| word.chars().count() >= 3 && is(names));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// A cell as a date or period of the language: `2026-06-01`, `2026-06`, `2026-Q2`.
///
/// # Errors
/// Why it is none, as it goes on behind the cell.
pub fn parse_date(cell: &str) -> Result<String, String> {
    parse_date_in(cell, None)
}

/// The text without a time of day behind it.
fn without_time(cell: &str) -> &str {
    let is_time = |text: &str| {
        let (hour, rest) = text.split_once(':').unwrap_or(("", ""));
        (1..=2).contains(&hour.len())
            && hour.bytes().all(|b| b.is_ascii_digit())
            && rest.len() >= 2
            && rest.bytes().take(2).all(|b| b.is_ascii_digit())
    };
    let mut from = 0;
    while let Some(at) = cell[from..].find([' ', 'T', '\u{a0}', '\u{202f}']) {
        let at = from + at;
        let after = cell[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        if is_time(cell[after..].trim_start()) {
            return cell[..at].trim_end_matches([',', ' ']);
        }
        from = after;
    }
    cell
}

/// The same, in the order of the column's dates where that is known.
pub(crate) fn parse_date_in(cell: &str, order: Option<DateOrder>) -> Result<String, String> {
    let cell = cell.trim();
    let none = || Err("is no date like `2026-06-01`".to_string());
    let sound = |text: String| if Period::parse(&text).is_ok() { Ok(text) } else { none() };
    if Period::parse(cell).is_ok() {
        return Ok(cell.to_string());
    }
    if cell.contains('年') {
        let western: String =
            cell.chars().filter(|c| *c != '日').map(|c| if matches!(c, '年' | '月') { '-' } else { c }).collect();
        return parse_date_in(western.trim_end_matches('-'), order);
    }
    let day = without_time(cell);
    if day.len() < cell.len() {
        return parse_date_in(day, order);
    }
    let is_mark = |c: char| matches!(c, ' ' | ',' | '-' | '/' | '.' | '\u{a0}' | '\u{202f}');
    let parts: Vec<&str> = cell.split(is_mark).filter(|p| !p.is_empty()).collect();
    let year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let quarter = |text: &str| {
        let text = text.to_ascii_uppercase();
        matches!(text.as_str(), "Q1" | "Q2" | "Q3" | "Q4").then_some(text)
    };
    // `24` behind a day and a month is 2024.
    let century = |text: &str| if year(text) { text.to_string() } else { format!("20{text}") };
    let no_year = || Err("names no year".to_string());
    match parts.as_slice() {
        [a] if quarter(a).is_some() || month(a).is_some() => no_year(),
        [a, b] => match (quarter(a), quarter(b)) {
            (Some(q), None) if year(b) => sound(format!("{b}-{q}")),
            (None, Some(q)) if year(a) => sound(format!("{a}-{q}")),
            _ => match (month(a), month(b)) {
                (Some(m), None) if year(b) => sound(format!("{b}-{m:02}")),
                (Some(_), None) | (None, Some(_)) if digits(a) || digits(b) => no_year(),
                _ if year(a) && digits(b) => sound(format!("{a}-{:02}", number(b))),
                _ if digits(a) && year(b) && (1..=12).contains(&number(a)) => sound(format!("{b}-{:02}", number(a))),
                _ => none(),
            },
        },
        [y, m, d] if year(y) && digits(m) && digits(d) => sound(format!("{y}-{:02}-{:02}", number(m), number(d))),
        [a, b, y] if digits(a) && digits(b) && (year(y) || (y.len() == 2 && digits(y))) => {
            let y = &century(y);
            let (a, b) = (number(a), number(b));
            let (first, second) = (format!("{y}-{a:02}-{b:02}"), format!("{y}-{b:02}-{a:02}"));
            // With points the day comes first everywhere.
            let order = if cell.contains('.') { Some(DateOrder::Dmy) } else { order };
            match order {
                _ if a == b || b > 12 && a <= 12 => sound(first),
                _ if a > 12 => sound(second),
                Some(DateOrder::Mdy) => sound(first),
                Some(DateOrder::Dmy) => sound(second),
                None => Err(format!("could be {first} or {second}: `--dates mdy` or `--dates dmy` decides")),
            }
        }
        [d, m, y] if year(y) || (y.len() == 2 && digits(y)) => match (month(d), month(m)) {
            (None, Some(m)) if digits(d) => sound(format!("{}-{m:02}-{:02}", century(y), number(d))),
            (Some(found), None) if digits(m) && year(y) => sound(format!("{y}-{found:02}-{:02}", number(m))),
            _ => none(),
        },
        _ => none(),
    }
}

/// In which order the dates of a column are written, and what is to be said of that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateFormat {
    /// The order, where something decides it.
    pub order: Option<DateOrder>,
    /// What was guessed.
    pub guess: Option<String>,
}

impl DateFormat {
    /// The order asked for, else the one that the column's own dates show, else that of the table's other dates.
    pub fn of(table: &SourceTable, column: usize, asked: Option<DateOrder>) -> DateFormat {
        let cells = |column: usize| table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c));
        let doubtful = |c: &&str| parse_date(c).is_err() && parse_date_in(c, Some(DateOrder::Dmy)).is_ok();
        let Some(example) = cells(column).find(doubtful) else { return DateFormat { order: asked, guess: None } };
        if asked.is_some() {
            return DateFormat { order: asked, guess: None };
        }
        let own = agreed_order(cells(column));
        let (order, why) = match own {
            Some((order, cell)) => (order, format!("since `{}` is a date in that order only", cell_excerpt(cell))),
            None if has_conflicting_orders(cells(column)) => return DateFormat::default(),
            None => {
                let others = (0..table.columns.len()).filter(|c| *c != column).flat_map(cells);
                match agreed_order(others) {
                    Some((order, cell)) => (order, format!("as `{}` in another column is", cell_excerpt(cell))),
                    None => return DateFormat::default(),
                }
            }
        };
        let read = parse_date_in(example, Some(order)).unwrap_or_default();
        let guess = format!(
            "`{}` is read as {read}, {why}; `--dates {}` decides otherwise",
            cell_excerpt(example),
            order.other()
        );
        DateFormat { order: Some(order), guess: Some(guess) }
    }
}

/// The order in which one number of a cell can be the day alone.
fn order_of(cell: &str) -> Option<DateOrder> {
    let day = without_time(cell.trim());
    let parts: Vec<u32> = day.split(['/', '-', ' ']).map_while(|p| p.parse().ok()).collect();
    match parts.as_slice() {
        [a, b, _] if *a > 12 && *b <= 12 && *a <= 31 && parse_date(day).is_ok() => Some(DateOrder::Dmy),
        [a, b, _] if *b > 12 && *a <= 12 && *b <= 31 && parse_date(day).is_ok() => Some(DateOrder::Mdy),
        _ => None,
    }
}

/// The order that all cells which show one agree on, with the first of them.
fn agreed_order<'c>(cells: impl Iterator<Item = &'c str>) -> Option<(DateOrder, &'c str)> {
    let mut found = cells.filter_map(|c| Some((order_of(c)?, c)));
    let first = found.next()?;
    found.all(|(order, _)| order == first.0).then_some(first)
}

fn has_conflicting_orders<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let orders: Vec<DateOrder> = cells.filter_map(order_of).collect();
    orders.windows(2).any(|pair| pair[0] != pair[1])
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
            ("12/25/26", "2026-12-25"),
            ("6/21/2025 16:14", "2025-06-21"),
            ("30/Jun/24 12:00 AM", "2024-06-30"),
            ("03.04.2026", "2026-04-03"),
            ("1. März 2026", "2026-03-01"),
            ("15 août 2026", "2026-08-15"),
            ("Q3 2026", "2026-Q3"),
            ("2026 q3", "2026-Q3"),
            ("1 June 2026", "2026-06-01"),
            ("Jun 1, 2026", "2026-06-01"),
            ("June 2026", "2026-06"),
            ("06/2026", "2026-06"),
            ("2026年6月1日", "2026-06-01"),
            ("2026年6月", "2026-06"),
        ] {
            assert_eq!(parse_date(cell).as_deref(), Ok(wanted), "{cell}");
        }
        assert!(parse_date("03/04/2026").is_err_and(|said| said.starts_with("could be 2026-03-04 or 2026-04-03")));
        assert_eq!(parse_date_in("03/04/2026", Some(DateOrder::Mdy)).as_deref(), Ok("2026-03-04"));
        for none in ["Oct 1", "Q3", "October"] {
            assert_eq!(parse_date(none), Err("names no year".to_string()), "{none}");
        }
        for none in [
            "yyyy-mm-dd",
            "v1.2",
            "2026-13-01",
            "31/31/2026",
            "soon",
            "",
            "日本日本日本T1",
            "30 Feb 2026",
            "Mon 1 2026",
        ] {
            assert!(parse_date(none).is_err(), "{none}");
        }
    }

    #[test]
    fn the_order_is_the_columns() {
        let of = |text: &str, column| DateFormat::of(&SourceTable::read(text.as_bytes()).unwrap(), column, None).order;
        assert_eq!(of("a;b\n03/04/2026;x\n28/04/2026;y\n", 0), Some(DateOrder::Dmy));
        assert_eq!(of("a;b\n03/04/2026;x\n04/28/2026;y\n", 0), Some(DateOrder::Mdy));
        assert_eq!(of("a;b\n03/04/2026;x\n04/28/2026;y\n28/04/2026;z\n", 0), None);
        assert_eq!(of("a;b\n03/04/2026;12/31/2026\n", 0), Some(DateOrder::Mdy));
        assert_eq!(of("a;b\n03/04/2026;x\n", 0), None);
    }
}

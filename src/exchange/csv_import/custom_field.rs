//! A team's own fields: dates, `yes` or `no`, or names where every cell is like one, else text.

use super::CustomFieldType;
use super::slug::slug;
use crate::exchange::reading::{is_missing, is_placeholder, parse_date};
use crate::exchange::table::{DecimalSeparator, Number, SourceTable};
use crate::syntax::{Connective, quote};
use std::collections::BTreeMap;

/// The name that a cell comes to: `decision_support` for `Decision Support`; `None` where it is prose.
pub(super) fn name_of(cell: &str) -> Option<String> {
    let fits = cell.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '&' | '.' | '\'' | '’'));
    // One word may be longer than several: identifiers of code are.
    let words = cell.split_whitespace().count();
    let short = words <= 4 && cell.len() <= if words == 1 { 48 } else { 40 };
    // A sentence has its full stop; one word may be short for another.
    let begins = cell.starts_with(char::is_alphabetic) && !(words > 1 && cell.ends_with('.'));
    let kept = |name: &String| {
        !matches!(name.as_str(), "none" | "to" | "likely" | "because") && Connective::parse(name).is_none()
    };
    (fits && short && begins).then(|| slug(cell)).flatten().filter(kept)
}

/// Whether a name says all that the cell does: one in Latin letters for a word of another script does not.
fn is_latin(cell: &str) -> bool {
    cell.chars().all(|c| c < '\u{250}' || !c.is_alphabetic())
}

/// What a column's cells can be read as, the narrowest first.
pub(super) fn infer_type(table: &SourceTable, column: usize) -> CustomFieldType {
    let all = |test: &dyn Fn(&str) -> bool| {
        let mut cells = table.cells(column).filter(|(_, c)| !is_missing(c)).peekable();
        cells.peek().is_some() && cells.all(|(_, c)| test(c) || is_placeholder(c))
    };
    // A bare year may as well be a number. One cell among many that is no date is told, and hides no column of dates.
    let of_dates = |c: &str| parse_date(c).is_ok() && c.contains(|c: char| !c.is_ascii_digit());
    let cells: Vec<&str> =
        table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c) && !is_placeholder(c)).collect();
    let dates = cells.iter().filter(|c| of_dates(c)).count();
    if dates > 0 && dates * 4 >= cells.len() * 3 {
        CustomFieldType::Date
    } else if all(&|c| parse_yes_no(c).is_some() && c.len() > 1) {
        CustomFieldType::Truth
    } else if holds_names(table, column) {
        CustomFieldType::Name
    } else {
        CustomFieldType::Text
    }
}

/// `yes` or `no`.
pub(super) fn parse_yes_no(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "x" | "1" | "✓" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Whether each cell of a column comes to a name of its own.
fn holds_names(table: &SourceTable, column: usize) -> bool {
    // `v1.9` would lose its point.
    let version = |c: &str| c.as_bytes().windows(2).any(|w| w[0] == b'.' && w[1].is_ascii_digit());
    if table.cells(column).any(|(_, c)| version(c)) {
        return false;
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    table.cells(column).filter(|(_, c)| !is_missing(c) && !is_placeholder(c)).all(|(_, cell)| {
        match name_of(cell).filter(|_| is_latin(cell)) {
            // Two cells that come to one name would become one value, unless they differ in capitals only.
            Some(name) => seen.entry(name).or_insert(cell).eq_ignore_ascii_case(cell),
            None => false,
        }
    })
}

/// A cell as it is written.
///
/// # Errors
/// Why it is not what the field takes.
pub(super) fn field_token(cell: &str, ty: CustomFieldType) -> Result<String, String> {
    match ty {
        CustomFieldType::Text => Ok(text(cell)),
        CustomFieldType::Name => name_of(cell).ok_or_else(|| "is no name".into()),
        CustomFieldType::Names => {
            let names: Option<Vec<String>> =
                cell.split([',', ';', '\n']).map(str::trim).filter(|p| !p.is_empty()).map(name_of).collect();
            let names = names.filter(|n| !n.is_empty()).ok_or("holds something that is no name")?;
            let mut seen = std::collections::BTreeSet::new();
            Ok(names.into_iter().filter(|n| seen.insert(n.clone())).collect::<Vec<_>>().join(", "))
        }
        CustomFieldType::Date => parse_date(cell),
        CustomFieldType::Truth => match parse_yes_no(cell) {
            Some(yes) => Ok(if yes { "yes" } else { "no" }.into()),
            None => Err("is neither yes nor no".into()),
        },
        CustomFieldType::Number => {
            let number = Number::read(cell, DecimalSeparator::Point)?;
            if !number.rest.is_empty() || number.money.is_some() || number.percent {
                return Err("is more than a number".into());
            }
            Ok(format!("{}{}", number.digits, number.suffix.map_or(String::new(), String::from)))
        }
    }
}

/// A cell as text: one literal, line ends as `\n`, nothing that steers a terminal left bare.
pub(in crate::exchange) fn text(cell: &str) -> String {
    let plain = quote(&cell.replace("\r\n", "\n").replace('\r', "\n"));
    let steers = |c: char| crate::exchange::error::is_text_control(c);
    if !plain.contains(steers) {
        return plain;
    }
    plain.chars().map(|c| if steers(c) { format!("\\u{{{:x}}}", c as u32) } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_names_and_as_text() {
        assert_eq!(name_of("Decision Support").as_deref(), Some("decision_support"));
        assert_eq!(name_of("AI").as_deref(), Some("ai"));
        for prose in ["See: notes", "a b c d e", "none", "2 steps", "to"] {
            assert_eq!(name_of(prose), None, "{prose}");
        }
        assert_eq!(text("a\r\n\"b\" \u{1b}[31m \u{202e}x"), r#""a\n\"b\" \u{1b}[31m \u{202e}x""#);
    }

    #[test]
    fn what_a_column_holds() {
        let of = |cells: &str| infer_type(&SourceTable::read(format!("c,x\n{cells}").as_bytes()).unwrap(), 0);
        assert_eq!(of("2026-01-02,1\n3/4/2026,1\n2026-02-02T10:00:00Z,1\n2026-03-01,1\n"), CustomFieldType::Date);
        assert_eq!(of("2024,1\n2025,1\n"), CustomFieldType::Text);
        assert_eq!(of("True,1\nFalse,1\nyyyy-mm-dd,1\n"), CustomFieldType::Truth);
        assert_eq!(of("Core,1\nEdge,1\n"), CustomFieldType::Name);
        assert_eq!(of("-,1\n"), CustomFieldType::Name);
        assert_eq!(field_token("1,234", CustomFieldType::Number).as_deref(), Ok("1234"));
        assert_eq!(field_token("a; B b", CustomFieldType::Names).as_deref(), Ok("a, b_b"));
        assert!(
            field_token("3 weeks", CustomFieldType::Number).is_err()
                && field_token("maybe", CustomFieldType::Truth).is_err()
        );
    }

    #[test]
    fn a_column_holds_names_or_text() {
        let names = |cells: &str| holds_names(&SourceTable::read(format!("theme,x\n{cells}").as_bytes()).unwrap(), 0);
        assert!(names("Security,1\nDecision Support,1\nsecurity,1\n,1\n"));
        assert!(!names("Security,1\n\"Yes, and no\",1\n"));
        assert!(!names("A-B,1\nA B,1\n"));
        assert!(!names("v1.9,1\nv1.10,1\n"));
        assert!(!names("Безопасность,1\nПлатежи,1\n"));
    }
}

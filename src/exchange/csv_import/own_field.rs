//! A team's own fields: names where every cell is like one, else text.

use super::slug::slug;
use crate::exchange::reading::is_missing;
use crate::exchange::table::Table;
use crate::syntax::{Connective, quote};
use std::collections::BTreeMap;

/// The name that a cell comes to: `decision_support` for `Decision Support`; `None` where it is prose.
pub(super) fn name_of(cell: &str) -> Option<String> {
    let fits = cell.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '&' | '.' | '\'' | '’'));
    let short = cell.len() <= 40 && cell.split_whitespace().count() <= 4;
    let begins = cell.starts_with(char::is_alphabetic);
    let kept = |name: &String| {
        !matches!(name.as_str(), "none" | "to" | "likely" | "because") && Connective::parse(name).is_none()
    };
    (fits && short && begins).then(|| slug(cell)).flatten().filter(kept)
}

/// Whether each cell of a column comes to a name of its own.
pub(super) fn holds_names(table: &Table, column: usize) -> bool {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    table.cells(column).filter(|(_, c)| !is_missing(c)).all(|(_, cell)| match name_of(cell) {
        // Two cells that come to one name would become one value, unless they differ in capitals only.
        Some(name) => seen.entry(name).or_insert(cell).eq_ignore_ascii_case(cell),
        None => false,
    })
}

/// A cell as it is written; `None` where it can't be a name though the field takes one.
pub(super) fn token(cell: &str, is_name: bool) -> Option<String> {
    if is_name { name_of(cell) } else { Some(text(cell)) }
}

/// A cell as text: one literal, line ends as `\n`, nothing that steers a terminal left bare.
pub(in crate::exchange) fn text(cell: &str) -> String {
    let plain = quote(&cell.replace("\r\n", "\n").replace('\r', "\n"));
    let steers = |c: char| crate::exchange::refusal::is_steering(c);
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
        for prose in ["See: notes", "a b c d e", "none", "2 steps", "to", "日本"] {
            assert_eq!(name_of(prose), None, "{prose}");
        }
        assert_eq!(text("a\r\n\"b\" \u{1b}[31m \u{202e}x"), r#""a\n\"b\" \u{1b}[31m \u{202e}x""#);
    }

    #[test]
    fn a_column_holds_names_or_text() {
        let names = |cells: &str| holds_names(&Table::read(format!("theme,x\n{cells}").as_bytes()).unwrap(), 0);
        assert!(names("Security,1\nDecision Support,1\nsecurity,1\n,1\n"));
        assert!(!names("Security,1\n\"Yes, and no\",1\n"));
        assert!(!names("A-B,1\nA B,1\n"));
    }
}

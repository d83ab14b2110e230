//! A change in words.

use crate::report::output::phrasing::value_change;

/// `effort 5 → 2 person-months`, `team core (new)`.
pub(super) fn change(name: &str, before: Option<&str>, after: Option<&str>) -> String {
    match (before, after) {
        (None, Some(after)) => format!("{name} {after} (new)"),
        (Some(before), None) => format!("{name} {before} (gone)"),
        _ => value_change(name, before, after),
    }
}

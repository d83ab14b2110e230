//! Cells that hold no value.

/// Whether a cell says that there is no value.
pub fn is_missing(cell: &str) -> bool {
    let plain = cell.trim().to_lowercase();
    let dashes = plain.len() > 1 && plain.chars().all(|c| matches!(c, '-' | '–' | '—'));
    dashes
        || matches!(
            plain.as_str(),
            "" | "-"
                | "--"
                | "–"
                | "—"
                | "?"
                | "??"
                | "."
                | "…"
                | "n/a"
                | "na"
                | "n.a."
                | "#n/a"
                | "nan"
                | "null"
                | "none"
                | "nil"
                | "tbd"
                | "tba"
                | "tbc"
                | "t.b.d."
                | "unknown"
                | "not set"
                | "not estimated"
        )
}

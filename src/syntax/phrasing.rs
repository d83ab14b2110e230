//! How what can't be read is quoted, and the fix that writes something else.

use crate::diagnostic::Fix;
use crate::source::Span;

/// The beginning of a text, as messages quote it.
pub(super) fn clip(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}

/// A fix that writes `replacement` over `span`.
pub(super) fn replacement_fix(span: Span, replacement: String, safe: bool) -> Fix {
    Fix { title: format!("write `{replacement}`"), span, replacement, safe }
}

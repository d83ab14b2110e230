//! The safe fixes of diagnostics, for `plan check --fix`.

use super::{Edit, apply};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

/// The text of `source` with the first safe fix of each diagnostic made, and how many were. A fix that touches one
/// made before it (in reading order) is left for the next check.
pub fn apply_fixes(diagnostics: &[Diagnostic], source: SourceId, text: &str) -> (String, usize) {
    let safe = diagnostics.iter().filter_map(|d| d.fixes.iter().find(|f| f.safe));
    let mut edits: Vec<Edit> = safe
        .filter(|f| f.span.source == source && text.get(f.span.range()).is_some())
        .map(|f| Edit { span: f.span, replacement: f.replacement.clone() })
        .collect();
    edits.sort_by_key(|e| (e.span.start, e.span.end));
    let mut end = None;
    edits.retain(|e| {
        let free = end.is_none_or(|end| e.span.start > end || (e.span.start == end && e.span.end > e.span.start));
        if free {
            end = Some(e.span.end);
        }
        free
    });
    match apply(text, &mut edits) {
        Ok(mended) => (mended, edits.len()),
        Err(_) => (text.to_string(), 0),
    }
}

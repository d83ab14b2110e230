//! Items put at the end of a file.

use super::{Edit, insert, set};
use crate::source::Span;
use crate::syntax::SyntaxTree;

/// The edit that puts items at the end of a file, a blank line before the first. `others` are the edits made to it
/// already; those that reach the file's end are part of the new one and are given back.
pub(super) fn items(file: &SyntaxTree, items: &str, others: &[Edit]) -> (Edit, Vec<Edit>) {
    let text = &*file.text;
    let line = insert::newline(text);
    let mut end = text.trim_end_matches([' ', '\t', '\r', '\n']).len();
    let mut cut = Vec::new();
    for edit in others.iter().filter(|e| e.replacement.is_empty()) {
        if edit.span.range().end >= end && edit.span.range().start < end {
            end = text[..edit.span.range().start].trim_end_matches([' ', '\t', '\r', '\n']).len();
            cut.push(edit.clone());
        }
    }
    let before = match text[..end].trim_start_matches('\u{FEFF}') {
        "" => "",
        _ => &format!("{line}{line}"),
    };
    // What comes after the last words is white space: the new items bring their own.
    let span = Span::new(file.source, end, text.len());
    (Edit { span, replacement: format!("{before}{}{line}", set::lines(items.trim_end(), text)) }, cut)
}

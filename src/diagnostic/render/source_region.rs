//! A span as file, line and column.

use crate::source::{LineColumn, SourceSet, SourceText, Span};
use std::ops::Range;

/// Where a span begins and ends. Lines and columns start at 1, columns count characters, the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagnostic) struct SourceRegion<'a> {
    pub file: &'a str,
    pub start: LineColumn,
    pub end: LineColumn,
}

pub(in crate::diagnostic) fn source_region(span: Span, sources: &SourceSet) -> SourceRegion<'_> {
    let Some(source) = sources.get(span.source) else {
        let start = LineColumn { line: 1, column: 1 };
        return SourceRegion { file: "", start, end: start };
    };
    let range = clamp(span, &source.text);
    let at = |offset| locate(source, offset);
    let start = at(range.start);
    let end = if range.is_empty() { start } else { at(range.end) };
    SourceRegion { file: &source.name, start, end }
}

/// Line and column of a byte. A byte order mark, which no editor shows, takes no column.
pub fn locate(source: &SourceText, offset: usize) -> LineColumn {
    let mut at = source.lines().locate(&source.text, offset);
    if at.line == 1 && at.column > 1 && source.text.starts_with('\u{feff}') {
        at.column -= 1;
    }
    at
}

/// The span as a range that `text` can be sliced by.
pub fn clamp(span: Span, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize);
    start..end.max(start)
}

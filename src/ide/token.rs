//! A word of a text with its place; what sorts of words there are is each language's own.

use std::ops::Range;

/// A word with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<Sort> {
    pub kind: Sort,
    pub start: usize,
    pub end: usize,
    /// Whether a text, a comment or code was begun here and not ended.
    pub open: bool,
}

impl<Sort> Token<Sort> {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub(super) fn text<'t>(&self, of: &'t str) -> &'t str {
        of.get(self.range()).unwrap_or("")
    }
}

/// The length of what goes on to the end of the line.
pub(super) fn line(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len())
}

//! What stands between two tokens: white space and punctuation, read for its lines only.

/// How many lines end in a gap. `\r\n` and a lone `\r` end a line as `\n` does.
pub(super) fn newlines(gap: &str) -> usize {
    let bytes = gap.as_bytes();
    let ends = |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    (0..bytes.len()).filter(ends).count()
}

/// Whether a node's text spans lines.
pub(super) fn spans_lines(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

/// A comment without the white space at its end, the `\r` of a CRLF included.
pub(super) fn trim_end(comment: &str) -> &str {
    comment.trim_end_matches([' ', '\t', '\r'])
}

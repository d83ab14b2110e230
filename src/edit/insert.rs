//! A new entry in a block: on a line of its own after its kin, or after `;` where the block is on one line.

use super::Edit;
use crate::source::Span;
use crate::syntax::{Block, SyntaxKind, SyntaxNode};

/// Puts `entry` into `block`, after `after` or, where that is `None`, before everything else in it.
pub(super) fn entry(text: &str, block: Block<'_>, after: Option<SyntaxNode<'_>>, entry: &str) -> Edit {
    let span = block.0.span();
    let put = |at: usize, replacement: String| Edit { span: Span::new(span.source, at, at), replacement };
    let line = format!("{}{}{entry}", newline(text), indentation(text, block));
    if let Some(anchor) = after {
        let end = anchor.span().range().end;
        return match rest_of_line(text, end) {
            Some(line_end) => put(line_end, line),
            None => put(end, format!("; {entry}")),
        };
    }
    let header = block.header().range().end;
    let bracket = text[header..].find('{').map_or(header, |n| header + n + 1);
    if let Some(line_end) = rest_of_line(text, bracket) {
        return put(line_end, line);
    }
    let close = span.range().end.saturating_sub(1);
    if text.get(bracket..close).is_some_and(|inside| inside.trim().is_empty()) {
        return Edit { span: Span::new(span.source, bracket, close), replacement: format!(" {entry} ") };
    }
    put(bracket, format!(" {entry};"))
}

/// Puts entries before everything else in a block.
pub(super) fn first(text: &str, block: Block<'_>, entries: &[String]) -> Edit {
    let span = block.0.span();
    let header = block.header().range().end;
    let bracket = text[header..].find('{').map_or(header, |n| header + n + 1);
    let close = span.range().end.saturating_sub(1).max(bracket);
    let line = format!("{}{}", newline(text), indentation(text, block));
    let empty = text[bracket..close].trim().is_empty();
    if empty && entries.iter().any(|e| e.contains('\n')) {
        // What spans lines stands on its own.
        let margin = indentation(text, block);
        let end = format!("{}{}", newline(text), margin.strip_suffix("  ").unwrap_or(&margin));
        let lines: String = entries.iter().map(|e| format!("{line}{e}")).collect();
        return Edit { span: Span::new(span.source, bracket, close), replacement: format!("{lines}{end}") };
    }
    let parted = if rest_of_line(text, bracket).is_some() { line } else { "; ".to_string() };
    entry(text, block, None, &entries.join(&parted))
}

/// Puts `entry` directly before another: on a line of its own where that one begins its line.
pub(super) fn before(text: &str, next: SyntaxNode<'_>, entry: &str) -> Edit {
    let span = next.span();
    let start = span.range().start;
    let margin = before_on_line(text, start);
    let parted = if is_blank(margin) { format!("{entry}{}{margin}", newline(text)) } else { format!("{entry}; ") };
    Edit { span: Span::new(span.source, start, start), replacement: parted }
}

/// The last entry of a block, comments included.
pub(super) fn last_child(block: Block<'_>) -> Option<SyntaxNode<'_>> {
    block.0.children().filter(|c| !matches!(c.kind(), SyntaxKind::kind | SyntaxKind::id | SyntaxKind::title)).last()
}

/// The end of the line at `from`, where nothing but `;` or a comment stands before it.
fn rest_of_line(text: &str, from: usize) -> Option<usize> {
    // A comment reaches to the `\n`, a `\r` before it included.
    let length = text[from..].find('\n')?;
    let end = text[..from + length].trim_end_matches('\r').len();
    let rest = text.get(from..end).unwrap_or("").trim_start_matches([' ', '\t', ';']);
    (rest.is_empty() || rest.starts_with('#')).then_some(end)
}

/// How the entries of a block are indented: as the first one that begins a line, else two more than the block.
pub(super) fn indentation(text: &str, block: Block<'_>) -> String {
    let entries = block.0.children().filter(|c| matches!(c.kind(), SyntaxKind::field | SyntaxKind::block));
    let first = entries.map(|c| before_on_line(text, c.span().range().start)).find(|before| is_blank(before));
    match first {
        Some(before) => before.to_string(),
        None => {
            let before = before_on_line(text, block.0.span().range().start);
            let margin = before.len() - before.trim_start_matches([' ', '\t']).len();
            format!("{}  ", &before[..margin])
        }
    }
}

pub(super) fn before_on_line(text: &str, at: usize) -> &str {
    let line = text[..at].rfind('\n').map_or(0, |n| n + 1);
    &text[line..at]
}

pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t'))
}

/// How the file ends its lines: as its first one does.
pub(super) fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(n) if text[..n].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

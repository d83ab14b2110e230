//! Fields, and the row of tokens that is a value, with the `[ ]` lists in it: `[a, b]` where the author wrote one line,
//! else one item a line without commas.

use super::multiline;
use super::whitespace::{newlines, spans_lines, trim_end};
use super::writer::FormatWriter;
use crate::syntax::{SyntaxKind, SyntaxNode};

/// Writes `key: value` where the nesting is `indent` spaces deep.
pub(super) fn field(layout: &mut FormatWriter<'_>, field: SyntaxNode<'_>, indent: usize) {
    let mut parts = field.children();
    let Some(key) = parts.next() else { return };
    layout.push(key.text());
    layout.push(":");
    token_row(layout, Some(key), parts, indent + 2);
}

/// Writes tokens after `before`. Those on a line of their own, `because` and comments, are indented by `indent`.
fn token_row<'n>(
    layout: &mut FormatWriter<'_>,
    mut before: Option<SyntaxNode<'n>>,
    tokens: impl Iterator<Item = SyntaxNode<'n>>,
    indent: usize,
) {
    let mut tokens = tokens.peekable();
    let mut grouping = false;
    while let Some(token) = tokens.next() {
        if layout.gave_up() {
            return;
        }
        if let Some(last) = before {
            let gap = &layout.text[last.span().range().end..token.span().range().start];
            match token.kind() {
                _ if newlines(gap) > 0 => layout.newline(indent, false),
                SyntaxKind::comment => layout.push("  "),
                SyntaxKind::comma if last.kind() != SyntaxKind::key => {}
                _ if grouping => {}
                _ if touches(last, token, gap) => {}
                _ => layout.push(" "),
            }
        }
        grouping = token.kind() == SyntaxKind::comma && groups_digits(before, token, tokens.peek());
        match token.kind() {
            SyntaxKind::comment => layout.push(trim_end(token.text())),
            SyntaxKind::list => list(layout, token),
            SyntaxKind::long_text | SyntaxKind::code => multiline::literal(layout, token),
            _ => layout.push(token.text()),
        }
        before = Some(token);
    }
}

/// Writes a sound list that begins on the current line.
fn list(layout: &mut FormatWriter<'_>, list: SyntaxNode<'_>) {
    let entries = || list.children().filter(|c| c.kind() != SyntaxKind::comma);
    layout.push("[");
    if !spans_lines(list.text()) {
        for (i, item) in entries().enumerate() {
            if i > 0 {
                layout.push(", ");
            }
            self::item(layout, item, 0);
        }
        return layout.push("]");
    }
    let outer = layout.indent();
    let mut end = list.span().range().start;
    let mut at_start = true;
    for entry in entries() {
        let span = entry.span().range();
        let lines = newlines(&layout.text[end..span.start]);
        if entry.kind() == SyntaxKind::comment {
            match lines {
                0 => layout.push("  "),
                _ => layout.newline(outer + 2, lines > 1 && !at_start),
            }
            layout.push(trim_end(entry.text()));
            at_start &= lines == 0;
        } else {
            layout.newline(outer + 2, lines > 1 && !at_start);
            item(layout, entry, outer + 2);
            at_start = false;
        }
        end = span.end;
    }
    if end > list.span().range().start {
        layout.newline(outer, false);
    }
    layout.push("]");
}

fn item(layout: &mut FormatWriter<'_>, item: SyntaxNode<'_>, indent: usize) {
    // A comma may stand between an item and its `because`.
    token_row(layout, None, item.children().filter(|c| c.kind() != SyntaxKind::comma), indent + 2);
}

/// Whether nothing stands between two tokens: a rate and its number, and what was written together and might
/// mean something else apart.
fn touches(last: SyntaxNode<'_>, token: SyntaxNode<'_>, gap: &str) -> bool {
    let spaced = |n: SyntaxNode<'_>| matches!(n.kind(), SyntaxKind::connective | SyntaxKind::list | SyntaxKind::comma);
    let is_rate = token.kind() == SyntaxKind::rate && matches!(last.kind(), SyntaxKind::number | SyntaxKind::money);
    is_rate || (gap.is_empty() && !spaced(last) && !spaced(token))
}

/// `20,114`: an error that says so, and that a space would turn into a list of two.
fn groups_digits(before: Option<SyntaxNode<'_>>, comma: SyntaxNode<'_>, after: Option<&SyntaxNode<'_>>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let numbers = before.kind() == SyntaxKind::number && after.kind() == SyntaxKind::number;
    let touching = before.span().end == comma.span().start && comma.span().end == after.span().start;
    let three = after.text().bytes().take_while(u8::is_ascii_digit).count() == 3;
    numbers && touching && three && before.text().len() <= 3
}

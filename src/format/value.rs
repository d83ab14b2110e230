//! Fields, and the row of tokens that is a value, with the `[ ]` lists in it: `[a, b]` where the author wrote one line,
//! else one item a line without commas.

use super::gap::{newlines, spans_lines, trim_end};
use super::layout::Layout;
use super::long;
use crate::syntax::{Kind, Node};

/// Writes `key: value` where the nesting is `indent` spaces deep.
pub(super) fn field(layout: &mut Layout<'_>, field: Node<'_>, indent: usize) {
    let mut parts = field.children();
    let Some(key) = parts.next() else { return };
    layout.push(key.text());
    layout.push(":");
    row(layout, Some(key), parts, indent + 2);
}

/// Writes tokens behind `before`. Those on a line of their own, `because` and comments, are indented by `indent`.
fn row<'n>(
    layout: &mut Layout<'_>,
    mut before: Option<Node<'n>>,
    tokens: impl Iterator<Item = Node<'n>>,
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
                Kind::comment => layout.push("  "),
                Kind::comma if last.kind() != Kind::key => {}
                _ if grouping => {}
                _ if touches(last, token, gap) => {}
                _ => layout.push(" "),
            }
        }
        grouping = token.kind() == Kind::comma && groups_digits(before, token, tokens.peek());
        match token.kind() {
            Kind::comment => layout.push(trim_end(token.text())),
            Kind::list => list(layout, token),
            Kind::long_text | Kind::code => long::literal(layout, token),
            _ => layout.push(token.text()),
        }
        before = Some(token);
    }
}

/// Writes a sound list that begins on the current line.
fn list(layout: &mut Layout<'_>, list: Node<'_>) {
    let entries = || list.children().filter(|c| c.kind() != Kind::comma);
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
        if entry.kind() == Kind::comment {
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

fn item(layout: &mut Layout<'_>, item: Node<'_>, indent: usize) {
    // A comma may stand between an item and its `because`.
    row(layout, None, item.children().filter(|c| c.kind() != Kind::comma), indent + 2);
}

/// Whether nothing stands between two tokens: a rate and its number, and what was written together and might
/// mean something else apart.
fn touches(last: Node<'_>, token: Node<'_>, gap: &str) -> bool {
    let spaced = |n: Node<'_>| matches!(n.kind(), Kind::connective | Kind::list | Kind::comma);
    let is_rate = token.kind() == Kind::rate && matches!(last.kind(), Kind::number | Kind::money);
    is_rate || (gap.is_empty() && !spaced(last) && !spaced(token))
}

/// `20,114`: an error that says so, and that a space would turn into a list of two.
fn groups_digits(before: Option<Node<'_>>, comma: Node<'_>, after: Option<&Node<'_>>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let numbers = before.kind() == Kind::number && after.kind() == Kind::number;
    let touching = before.span().end == comma.span().start && comma.span().end == after.span().start;
    let three = after.text().bytes().take_while(u8::is_ascii_digit).count() == 3;
    numbers && touching && three && before.text().len() <= 3
}

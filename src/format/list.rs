//! `[ ]` lists: `[a, b]` where the author wrote one line, else one item a line without commas.

use super::gap::{newlines, spans_lines, trim_end};
use super::layout::Layout;
use super::tokens::row;
use crate::syntax::{Kind, Node};

/// Writes a sound list that begins on the current line.
pub(super) fn list(layout: &mut Layout<'_>, list: Node<'_>) {
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

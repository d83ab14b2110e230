//! Blocks: on one line where the author wrote one and it fits, else one line of the author's a line.

use super::gap::{newlines, spans_lines, trim_end};
use super::layout::Layout;
use super::value::field;
use crate::syntax::{Kind, Node};

/// Writes a sound block that begins on the current line, whose nesting is `indent` spaces deep.
pub(super) fn block(layout: &mut Layout<'_>, block: Node<'_>, indent: usize) {
    let spans = spans_lines(block.text());
    if !spans && layout.try_line(|l| flat(l, block)) {
        return;
    }
    let header_end = header(layout, block);
    let mut body = BlockBody { layout, indent: indent + 2, line: Vec::new(), blank: false };
    let (mut end, mut before) = (header_end, Before::Bracket);
    for entry in block.children().filter(|c| !is_header(c.kind())) {
        let span = entry.span().range();
        let lines = newlines(&body.layout.text[end..span.start]);
        let blank = lines > 1 && before != Before::Bracket;
        if entry.kind() == Kind::comment {
            body.flush();
            match before {
                _ if lines > 0 => body.layout.newline(indent + 2, blank),
                _ => body.layout.push("  "),
            }
            body.layout.push(trim_end(entry.text()));
            // A comment behind the bracket belongs to the bracket: no blank line follows it either.
            before = if before == Before::Bracket && lines == 0 { Before::Bracket } else { Before::Comment };
        } else {
            let joins = spans && lines == 0 && before == Before::Line && !spans_lines(entry.text());
            if !joins {
                body.flush();
                body.blank = blank;
            }
            body.line.push(entry);
            before = if spans_lines(entry.text()) { Before::Tall } else { Before::Line };
        }
        end = span.end;
    }
    body.flush();
    if end == header_end {
        layout.push(" }");
    } else {
        layout.newline(indent, false);
        layout.push("}");
    }
}

/// What was read last in a block.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Bracket,
    Comment,
    /// An entry on one line, which the next may join.
    Line,
    /// An entry over several lines.
    Tall,
}

struct BlockBody<'l, 't, 'n> {
    layout: &'l mut Layout<'t>,
    indent: usize,
    /// The entries that the author put on one line and that are not written yet.
    line: Vec<Node<'n>>,
    /// Whether a blank line comes before them.
    blank: bool,
}

impl BlockBody<'_, '_, '_> {
    fn flush(&mut self) {
        let Some((first, rest)) = self.line.split_first() else { return };
        self.layout.newline(self.indent, self.blank);
        if rest.is_empty() || !self.layout.try_line(|l| flat_entries(l, self.line.iter().copied())) {
            entry(self.layout, *first, self.indent);
            for next in rest {
                self.layout.newline(self.indent, false);
                entry(self.layout, *next, self.indent);
            }
        }
        self.line.clear();
    }
}

fn entry(layout: &mut Layout<'_>, node: Node<'_>, indent: usize) {
    if node.kind() == Kind::field {
        field(layout, node, indent);
    } else {
        block(layout, node, indent);
    }
}

/// `kind name "Title" { a: 1; b: 2 }`.
fn flat(layout: &mut Layout<'_>, block: Node<'_>) {
    header(layout, block);
    let entries = || block.children().filter(|c| !is_header(c.kind()));
    if entries().next().is_some() {
        layout.push(" ");
        flat_entries(layout, entries());
    }
    layout.push(" }");
}

fn flat_entries<'n>(layout: &mut Layout<'_>, entries: impl Iterator<Item = Node<'n>>) {
    for (i, entry) in entries.enumerate() {
        if layout.gave_up() {
            return;
        }
        if i > 0 {
            layout.push("; ");
        }
        match entry.kind() {
            Kind::field => field(layout, entry, 0),
            _ => flat(layout, entry),
        }
    }
}

/// Writes `kind name "Title" {`; returns where the last of the three ends in the source.
fn header(layout: &mut Layout<'_>, block: Node<'_>) -> usize {
    let mut end = block.span().range().start;
    for part in block.children().take_while(|c| is_header(c.kind())) {
        layout.push(part.text());
        layout.push(" ");
        end = part.span().range().end;
    }
    layout.push("{");
    end
}

fn is_header(rule: Kind) -> bool {
    matches!(rule, Kind::kind | Kind::id | Kind::title)
}

//! Blocks: on one line where the author wrote one and it fits, else one line of the author's a line.

use super::value::field;
use super::whitespace::{newlines, spans_lines, trim_end};
use super::writer::FormatWriter;
use crate::syntax::{SyntaxKind, SyntaxNode};

/// Writes a sound block that begins on the current line, whose nesting is `indent` spaces deep.
pub(super) fn block(layout: &mut FormatWriter<'_>, block: SyntaxNode<'_>, indent: usize) {
    let spans = spans_lines(block.text());
    if !spans && layout.try_line(|l| inline_block(l, block)) {
        return;
    }
    let header_end = header(layout, block);
    let mut body = BlockBody { layout, indent: indent + 2, line: Vec::new(), blank: false };
    let (mut end, mut before) = (header_end, Previous::Bracket);
    for entry in block.children().filter(|c| !is_header(c.kind())) {
        let span = entry.span().range();
        let lines = newlines(&body.layout.text[end..span.start]);
        let blank = lines > 1 && before != Previous::Bracket;
        if entry.kind() == SyntaxKind::comment {
            body.flush();
            match before {
                _ if lines > 0 => body.layout.newline(indent + 2, blank),
                _ => body.layout.push("  "),
            }
            body.layout.push(trim_end(entry.text()));
            // A comment after the bracket belongs to the bracket: no blank line follows it either.
            before = if before == Previous::Bracket && lines == 0 { Previous::Bracket } else { Previous::Comment };
        } else {
            let joins = spans && lines == 0 && before == Previous::Line && !spans_lines(entry.text());
            if !joins {
                body.flush();
                body.blank = blank;
            }
            body.line.push(entry);
            before = if spans_lines(entry.text()) { Previous::Tall } else { Previous::Line };
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
enum Previous {
    Bracket,
    Comment,
    /// An entry on one line, which the next may join.
    Line,
    /// An entry over several lines.
    Tall,
}

struct BlockBody<'l, 't, 'n> {
    layout: &'l mut FormatWriter<'t>,
    indent: usize,
    /// The entries that the author put on one line and that are not written yet.
    line: Vec<SyntaxNode<'n>>,
    /// Whether a blank line comes before them.
    blank: bool,
}

impl BlockBody<'_, '_, '_> {
    fn flush(&mut self) {
        let Some((first, rest)) = self.line.split_first() else { return };
        self.layout.newline(self.indent, self.blank);
        if rest.is_empty() || !self.layout.try_line(|l| inline_entries(l, self.line.iter().copied())) {
            entry(self.layout, *first, self.indent);
            for next in rest {
                self.layout.newline(self.indent, false);
                entry(self.layout, *next, self.indent);
            }
        }
        self.line.clear();
    }
}

fn entry(layout: &mut FormatWriter<'_>, node: SyntaxNode<'_>, indent: usize) {
    if node.kind() == SyntaxKind::field {
        field(layout, node, indent);
    } else {
        block(layout, node, indent);
    }
}

/// `kind name "Title" { a: 1; b: 2 }`.
fn inline_block(layout: &mut FormatWriter<'_>, block: SyntaxNode<'_>) {
    header(layout, block);
    let entries = || block.children().filter(|c| !is_header(c.kind()));
    if entries().next().is_some() {
        layout.push(" ");
        inline_entries(layout, entries());
    }
    layout.push(" }");
}

fn inline_entries<'n>(layout: &mut FormatWriter<'_>, entries: impl Iterator<Item = SyntaxNode<'n>>) {
    for (i, entry) in entries.enumerate() {
        if layout.gave_up() {
            return;
        }
        if i > 0 {
            layout.push("; ");
        }
        match entry.kind() {
            SyntaxKind::field => field(layout, entry, 0),
            _ => inline_block(layout, entry),
        }
    }
}

/// Writes `kind name "Title" {`; returns where the last of the three ends in the source.
fn header(layout: &mut FormatWriter<'_>, block: SyntaxNode<'_>) -> usize {
    let mut end = block.span().range().start;
    for part in block.children().take_while(|c| is_header(c.kind())) {
        layout.push(part.text());
        layout.push(" ");
        end = part.span().range().end;
    }
    layout.push("{");
    end
}

fn is_header(rule: SyntaxKind) -> bool {
    matches!(rule, SyntaxKind::kind | SyntaxKind::id | SyntaxKind::title)
}

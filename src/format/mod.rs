//! Floor 3: the one canonical layout of a plan.
//!
//! Layout only: every token, comments included, comes out in the order it went in. Two-space indentation, one
//! space after `:`, no alignment, at most one blank line, two spaces before a comment at the end of a line.
//! What the author wrote on one line stays on one line while it fits [`MAX_LINE_WIDTH`](writer::MAX_LINE_WIDTH) columns. An item with anything in
//! it that could not be read is left exactly as it is.

mod block;
mod diff;
mod multiline;
mod value;
mod whitespace;
mod writer;

pub use diff::diff;

use crate::syntax::{SyntaxKind, SyntaxNode, SyntaxTree, is_well_formed};
use writer::FormatWriter;

/// The canonical text of a file: LF, no byte order mark, one newline at the end (none where nothing is in it).
///
/// Never changes what a file says, and formatting its own output changes nothing.
///
/// ```
/// use planwright::language::{format, parse};
/// use planwright::source::SourceId;
/// let parsed = parse(SourceId(0), "team  a \"A\"{capacity :5 people;lead: ana}".into());
/// assert_eq!(format(&parsed), "team a \"A\" { capacity: 5 people; lead: ana }\n");
/// ```
pub fn format(parsed: &SyntaxTree) -> String {
    let text = &*parsed.text;
    let mut layout = FormatWriter::new(text);
    let (mut end, mut before) = (0, PreviousItem::Nothing);
    for root in parsed.roots() {
        let span = root.span().range();
        let gap = &text[end..span.start];
        let sound = is_well_formed(root);
        let is_comment = root.kind() == SyntaxKind::comment;
        match before {
            PreviousItem::Nothing if sound => {}
            PreviousItem::Nothing => layout.verbatim(gap.trim_start_matches('\u{FEFF}')),
            _ if !sound || before == PreviousItem::Damage => layout.verbatim(gap),
            PreviousItem::Item if is_comment && whitespace::newlines(gap) == 0 => layout.push("  "),
            _ => layout.newline(0, whitespace::newlines(gap) > 1),
        }
        match root.kind() {
            _ if !sound => layout.verbatim(root.text()),
            SyntaxKind::comment => layout.push(whitespace::trim_end(root.text())),
            SyntaxKind::use_item => use_item(&mut layout, root),
            _ => block::block(&mut layout, root, 0),
        }
        before = if !sound {
            PreviousItem::Damage
        } else if is_comment {
            PreviousItem::Comment
        } else {
            PreviousItem::Item
        };
        end = span.end;
    }
    match before {
        PreviousItem::Nothing => {}
        PreviousItem::Damage => layout.verbatim(&text[end..]),
        _ => layout.push("\n"),
    }
    layout.into_text()
}

/// What was written last at the top of the file.
#[derive(Clone, Copy, PartialEq)]
enum PreviousItem {
    Nothing,
    Comment,
    Item,
    Damage,
}

fn use_item(layout: &mut FormatWriter<'_>, item: SyntaxNode<'_>) {
    for (i, word) in item.children().enumerate() {
        if i > 0 {
            layout.push(" ");
        }
        layout.push(word.text());
    }
}

#[cfg(test)]
mod tests;

//! Lists that both sides changed, element by element.

use super::ConflictPlace;
use super::entry::{Container, Entry};
use super::layout::{any_conflict, on_lines, on_one_line};
use super::merge::{Merger, Versions, layout_of};
use super::piece::{Piece, has_conflict};
use super::signature::signature;
use super::trouble::Trouble;
use crate::edit::render::parts;
use crate::syntax::{Field, SyntaxKind, SyntaxNode};

/// The value of a field as a list.
struct ListValue<'a> {
    elements: Container<'a>,
    count: usize,
    /// With `[ ]`.
    is_bracketed: bool,
    reason: String,
    /// The text of the field up to the first element or bracket, and from the last on.
    around: (&'a str, &'a str),
}

impl<'a> Merger<'a> {
    /// The field with the changes of both to its list.
    pub(super) fn list(
        &self,
        versions: Versions<'_, 'a>,
        ours: &Entry<'a>,
        theirs: &Entry<'a>,
        place: &ConflictPlace,
    ) -> Result<String, Trouble> {
        let read = |n: usize, entry: Option<&Entry<'a>>| entry.and_then(|e| ListValue::read(self.texts[n], e));
        let lists = [read(0, versions.base), read(1, Some(ours)), read(2, Some(theirs))];
        let [Some(base), Some(ours), Some(theirs)] = lists else { return Err(Trouble::Conflict) };
        let lists = [&base, &ours, &theirs];
        if lists.iter().any(|l| l.is_bracketed != ours.is_bracketed || l.reason != base.reason) {
            return Err(Trouble::Conflict);
        }
        // A single value that was replaced is no list that lost an element.
        let is_list = |l: &ListValue<'_>| l.is_bracketed || l.count > 1;
        if !(is_list(&base) || (is_list(&ours) && is_list(&theirs))) {
            return Err(Trouble::Conflict);
        }
        let merged = self.entries(lists.map(|l| &l.elements), "", place)?;
        if merged.is_empty() || any_conflict(&merged) {
            return Err(Trouble::Conflict);
        }
        let (around, _) = layout_of(Some(base.around), ours.around, theirs.around);
        let (is_inline, side) =
            layout_of(Some(base.elements.is_inline), ours.elements.is_inline, theirs.elements.is_inline);
        let text = match is_inline {
            true => on_one_line(&merged, ", ").ok_or(Trouble::Conflict)?,
            false => {
                let frame = if side == super::piece::Side::Ours { &ours } else { &theirs };
                let indent = frame.elements.entries.iter().find_map(|e| e.indent).unwrap_or("");
                let lines = on_lines(&merged, indent, "");
                if has_conflict(&lines) {
                    return Err(Trouble::Conflict);
                }
                let body: String = lines.iter().map(|p| if let Piece::Text(text) = p { text } else { "" }).collect();
                format!("{}\n{body}{}", frame.elements.open_trail, frame.elements.tail)
            }
        };
        Ok(format!("{}{text}{}", around.0, around.1))
    }
}

impl<'a> ListValue<'a> {
    /// Reads a field; `None` where its value is no list whose elements stand each for itself.
    fn read(text: &'a str, entry: &Entry<'a>) -> Option<Self> {
        let node = entry.node()?;
        let field = Field(node);
        let value = field.value();
        if !value.problems.is_empty() || value.has_error {
            return None;
        }
        let (tokens, reason) = parts(field);
        // Shares of a whole belong together: `ingest = 60%, web = 40%`.
        if tokens.iter().any(has_share) {
            return None;
        }
        let span = node.span().range();
        let reason = signature(&reason);
        if let [list] = tokens[..]
            && list.kind() == SyntaxKind::list
        {
            let inner = list.span().range();
            let elements = Container::of_list(text, list);
            let count = elements.entries.len();
            let around = (&text[span.start..inner.start + 1], &text[inner.end - 1..span.end]);
            return Some(ListValue { elements, count, is_bracketed: true, reason, around });
        }
        if tokens.iter().any(|t| t.kind() == SyntaxKind::list) {
            return None;
        }
        let elements: Vec<Vec<SyntaxNode<'a>>> =
            tokens.split(|t| t.kind() == SyntaxKind::comma).map(<[SyntaxNode<'a>]>::to_vec).collect();
        if elements.iter().any(Vec::is_empty) {
            return None;
        }
        let (first, last) = (tokens.first()?.span().range().start, tokens.last()?.span().range().end);
        let count = elements.len();
        let elements = Container::of_row(text, elements);
        let around = (&text[span.start..first], &text[last..span.end]);
        Some(ListValue { elements, count, is_bracketed: false, reason, around })
    }
}

fn has_share(node: &SyntaxNode<'_>) -> bool {
    (node.kind() == SyntaxKind::connective && node.text() == "=") || node.children().any(|n| has_share(&n))
}

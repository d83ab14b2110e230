//! The items of a list with one on each line: each changes, comes and goes by itself.

use super::align::{AlignedPair, align_items};
use super::insert::{before_on_line, is_blank, newline};
use super::{Edit, equivalent, render, set};
use crate::source::Span;
use crate::syntax::{Field, SyntaxKind, SyntaxNode};

/// The edits that make one list of another; `None` where a value is none, or its items don't have lines of their own.
/// An item's line goes with the comment at its end.
pub(super) fn edits(text: &str, old: Field<'_>, new: Field<'_>) -> Option<Vec<Edit>> {
    let (before, after) = (alone(old)?, alone(new)?);
    // Another reason for the whole changes more than items.
    if new.value().because.is_some_and(|new| old.value().because != Some(new)) {
        return None;
    }
    let (before, after) = (items(before), items(after));
    let first = *before.first()?;
    let own = |item: &SyntaxNode<'_>| {
        let span = item.span().range();
        let whole = item.children().all(|c| c.kind() != SyntaxKind::comment);
        whole && is_blank(before_on_line(text, span.start)) && line_end(text, span.end).is_some()
    };
    if !before.iter().all(own) {
        return None;
    }
    let margin = before_on_line(text, first.span().range().start);
    let edit = |start, end, replacement| Edit { span: Span::new(old.span().source, start, end), replacement };
    let written = |item| set::lines(&render::item(item, margin), text);
    let mut edits = Vec::new();
    let pairs = align_items(&before, &after);
    for (at, pair) in pairs.iter().enumerate() {
        match *pair {
            (Some(old), Some(new)) if equivalent::item(old, new) => {}
            (Some(old), Some(new)) => {
                let span = old.span().range();
                edits.push(edit(span.start, span.end, written(new)));
            }
            (Some(old), None) => {
                let span = old.span().range();
                let start = span.start - before_on_line(text, span.start).len();
                let end = line_end(text, span.end)?;
                let next = end + text[end..].find('\n').map_or(0, |n| n + 1);
                edits.push(edit(start, next, String::new()));
            }
            (None, Some(new)) => {
                // What only moves keeps its reason and its comment.
                let gone = pairs.iter().filter(|p| p.1.is_none()).filter_map(|p| p.0);
                let moved = gone.map(|old| (old, old.span().range())).find(|(old, _)| equivalent::item(*old, new));
                let line = match moved {
                    Some((_, span)) => text[span.start..line_end(text, span.end)?].to_string(),
                    None => written(new),
                };
                let stays = |pair: &AlignedPair<SyntaxNode<'_>>| pair.1.and(pair.0).map(|n| n.span().range());
                match (pairs[..at].iter().rev().find_map(stays), pairs[at..].iter().find_map(stays)) {
                    (Some(kin), _) => {
                        let end = line_end(text, kin.end)?;
                        edits.push(edit(end, end, format!("{}{margin}{line}", newline(text))));
                    }
                    (None, Some(kin)) => {
                        let replacement = format!("{line}{}{margin}", newline(text));
                        edits.push(edit(kin.start, kin.start, replacement));
                    }
                    (None, None) => return None,
                }
            }
            (None, None) => {}
        }
    }
    Some(edits)
}

/// The list that is all of a value.
fn alone(field: Field<'_>) -> Option<SyntaxNode<'_>> {
    match render::parts(field).0[..] {
        [list] if list.kind() == SyntaxKind::list => Some(list),
        _ => None,
    }
}

fn items(list: SyntaxNode<'_>) -> Vec<SyntaxNode<'_>> {
    list.children().filter(|c| c.kind() == SyntaxKind::list_item).collect()
}

/// The end of the line at `from`, where nothing but a comma and a comment stands before it.
fn line_end(text: &str, from: usize) -> Option<usize> {
    let length = text[from..].find('\n')?;
    let rest = text[from..from + length].trim_end_matches('\r');
    let blank = rest.trim_start_matches([' ', '\t', ',']);
    (blank.is_empty() || blank.starts_with('#')).then_some(from + rest.len())
}

//! `plan set` and `plan add`.

use super::checked_value::{CheckedValue, is_number};
use super::insert::{self, newline};
use super::locate::{AddressTarget, locate};
use super::{Address, Edit, EditError, apply};
use crate::source::Span;
use crate::syntax::{Block, Connective, Field, SyntaxKind, SyntaxNode, SyntaxTree, parse};

/// The edits that give the field at `address` another value. Its reason (`because`) stays, unless the value brings
/// its own, and so does its comment; the date or bound of a number (`on 2026-03`, `by 2026-Q4`) stays where the given
/// number has none. A field or block that does not exist yet is added to the item.
///
/// All edits are in one of the files. They are proved: with them made, the file has no more that can't be read
/// than before, and the address leads to the value.
///
/// ```
/// use planwright::edit::{apply, set, Address};
/// use planwright::language::parse;
/// use planwright::source::SourceId;
/// let file = parse(SourceId(0), "initiative x \"X\" { effort: 3 weeks because \"said so\" }".into());
/// let mut edits = set(&Address::parse("x.effort")?, "2 weeks", &[&file])?;
/// assert_eq!(apply(&file.text, &mut edits)?, "initiative x \"X\" { effort: 2 weeks because \"said so\" }");
/// # Ok::<(), planwright::edit::EditError>(())
/// ```
pub fn set(address: &Address, value: &str, files: &[&SyntaxTree]) -> Result<Vec<Edit>, EditError> {
    let given = CheckedValue::read(value)?;
    let place = locate(address, files)?;
    let text = &*files[place.file].text;
    let (edits, kept) = match place.found.len() {
        0 if address.key.is_some() => return Err(place.no_such_key()),
        0 => (vec![new_entry(text, &place, &given)], ""),
        _ => {
            let field = place.single_field()?;
            keeps_comments(address, field)?;
            replace(text, field, &given)
        }
    };
    verify(files[place.file], edits, &place, &format!("{}{kept}", given.value))
}

/// The edit that adds a line of a repeated field behind its kin, or the first of them to the item.
pub fn add(address: &Address, value: &str, files: &[&SyntaxTree]) -> Result<Vec<Edit>, EditError> {
    if let Some(key) = &address.key {
        let said = format!("`[{key}]` names a line that is there already");
        return Err(EditError::new(said).help("leave it out; the date or name of the new line is in its value"));
    }
    let given = CheckedValue::read(value)?;
    let place = locate(address, files)?;
    let edit = new_entry(&files[place.file].text, &place, &given);
    verify(files[place.file], vec![edit], &place, given.value)
}

/// A field, in a new block where its block is missing.
fn new_entry(text: &str, place: &AddressTarget<'_>, given: &CheckedValue<'_>) -> Edit {
    let field = format!("{}: {}", place.field, lines(given.whole, text));
    if let Some(block) = &place.missing {
        let entry = format!("{block} {{ {field} }}");
        return insert::entry(text, place.block, insert::last_child(place.block), &entry);
    }
    let kin = place.found.last().copied();
    let after = kin.or_else(|| place.block.fields().last()).map(|f| f.0);
    insert::entry(text, place.block, after, &field)
}

/// Refuses to replace a list that holds comments: they would go with it.
pub(super) fn keeps_comments(address: &dyn std::fmt::Display, field: Field<'_>) -> Result<(), EditError> {
    fn comment(node: SyntaxNode<'_>) -> Option<SyntaxNode<'_>> {
        if node.kind() == SyntaxKind::comment { Some(node) } else { node.children().find_map(comment) }
    }
    let lists = || field.0.children().filter(|t| t.kind() == SyntaxKind::list);
    match lists().find_map(comment) {
        Some(found) => {
            let said =
                format!("the list `{address}` holds comments, which would be lost: `{}`", found.text().trim_end());
            Err(EditError::new(said).help("change the list in the file"))
        }
        None => Ok(()),
    }
}

/// The edits, and what stays of the old value behind the new one.
pub(super) fn replace<'t>(text: &'t str, field: Field<'_>, given: &CheckedValue<'_>) -> (Vec<Edit>, &'t str) {
    let tokens: Vec<SyntaxNode<'_>> = field.0.children().skip(1).filter(|t| t.kind() != SyntaxKind::comment).collect();
    let because = tokens.iter().position(|t| t.kind() == SyntaxKind::connective && t.text() == "because");
    let (value, reason) = tokens.split_at(because.unwrap_or(tokens.len()));
    let (head, tails) = value.split_at(if given.is_number { head_length(field, value) } else { value.len() });
    let put = |span: Span, with: &str| Edit { span, replacement: lines(with, text) };
    let over = |tokens: &[SyntaxNode<'_>]| tokens.iter().map(|t| t.span()).reduce(Span::to);
    let mut edits = Vec::with_capacity(2);
    let end = match over(head) {
        Some(span) => {
            edits.push(put(span, given.value));
            over(tails).map_or(span, |t| span.to(t)).end
        }
        // Where there is no value yet, it goes right behind the colon.
        None => {
            let key = field.key().span.range().end;
            let at = text[key..].find(':').map_or(key, |n| key + n + 1);
            let space = Span::new(field.span().source, at, at);
            edits.push(put(space, &format!(" {}", given.value)));
            space.end
        }
    };
    let kept = match (over(head), over(tails)) {
        (Some(head), Some(tails)) => &text[head.range().end..tails.range().end],
        _ => "",
    };
    match (given.reason, reason) {
        (None, _) => {}
        (Some(reason), [_, old]) => edits.push(put(old.span(), reason)),
        (Some(new), _) => {
            // Behind the value, or in place of a `because` without its text.
            let span = Span { start: end, end, ..field.span() };
            let span = over(reason).map_or(span, |r| Span { start: end, ..r });
            let new = format!(" because {new}");
            match edits.last_mut().filter(|e| e.span.end == span.start) {
                Some(edit) => {
                    edit.span = edit.span.to(span);
                    edit.replacement.push_str(&lines(&new, text));
                }
                None => edits.push(put(span, &new)),
            }
        }
    }
    (edits, kept)
}

/// How many of a value's tokens stand before the first date or bound, where it is one number with such.
fn head_length(field: Field<'_>, tokens: &[SyntaxNode<'_>]) -> usize {
    let value = field.value();
    let is_tail = |t: &SyntaxNode<'_>| t.kind() == SyntaxKind::connective && Connective::parse(t.text()).is_some();
    match &value.phrases[..] {
        [phrase] if !value.bracketed && is_number(phrase) => tokens.iter().position(is_tail).unwrap_or(tokens.len()),
        _ => tokens.len(),
    }
}

/// A value over several lines, with the line ends of the file.
pub(super) fn lines(value: &str, file: &str) -> String {
    value.replace("\r\n", "\n").replace('\n', newline(file))
}

/// Makes the edits once and looks at the outcome.
fn verify(
    file: &SyntaxTree,
    mut edits: Vec<Edit>,
    place: &AddressTarget<'_>,
    value: &str,
) -> Result<Vec<Edit>, EditError> {
    let after = parse(file.source, apply(&file.text, &mut edits)?.into());
    let wanted = lines(value, &file.text);
    let kind = place.item.kind().map(|k| k.text);
    let id = place.item.id().map(|i| i.text);
    let item = after.blocks().find(|b| b.kind().map(|k| k.text) == kind && b.id().map(|i| i.text) == id);
    let same = |f: Field<'_>| f.key().text == place.field && value_text(&after.text, f) == wanted;
    let stands = item.is_some_and(|item| any_field(item, &same));
    if stands && after.diagnostics.len() <= file.diagnostics.len() && after.blocks().count() == file.blocks().count() {
        return Ok(edits);
    }
    let name = id.or(kind).unwrap_or_default();
    let said = format!("`{name}` can't be changed, since something in it can't be read");
    Err(EditError::new(said).help("fix what `plan check` reports about it first"))
}

/// A field's value as written, its reason left out.
fn value_text<'a>(text: &'a str, field: Field<'_>) -> &'a str {
    let is_value = |t: &SyntaxNode<'_>| {
        t.kind() != SyntaxKind::comment && !(t.kind() == SyntaxKind::connective && t.text() == "because")
    };
    let span = field.0.children().skip(1).take_while(is_value).map(|t| t.span()).reduce(Span::to);
    span.map_or("", |s| &text[s.range()])
}

fn any_field(block: Block<'_>, matches: &impl Fn(Field<'_>) -> bool) -> bool {
    block.fields().any(matches) || block.blocks().any(|b| any_field(b, matches))
}

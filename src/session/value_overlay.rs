//! A value that is set or added, as a piece of plan that is laid over the item.

use crate::diagnostic::closest_match;
use crate::edit::{self, Address, Edit, EditError};
use crate::resolve::{NoItem, ResolvedPlan};
use crate::source::SourceId;
use crate::syntax::{Block, Field, SyntaxTree, parse};

pub(super) type EditFn = fn(&Address, &str, &[&SyntaxTree]) -> Result<Vec<Edit>, EditError>;

/// A value as a piece of plan.
pub(super) struct Overlay {
    /// All lines of the field, in its block, in its item.
    pub text: String,
    /// The item and the blocks without the field.
    pub frame: String,
    /// The kind and the name of the item, a line end, and the field in it with its key; `None` where it does more than its
    /// own text says.
    pub place: Option<String>,
    /// Whether the field is taken away, without a reason that would be said in its place.
    pub unsets: bool,
}

/// Fields about the item itself: whether there is one, and what it was called.
const IDENTITY_FIELDS: [&str; 2] = ["drop", "was"];

/// The piece of plan that gives the field at an address another value (`edit::set`), or another line (`edit::add`).
/// What is set is what `plan set` would write: of a repeated field the other lines stay, as do reasons.
pub(super) fn overlay(
    resolved: &ResolvedPlan,
    address: &Address,
    value: &str,
    make: EditFn,
) -> Result<Overlay, EditError> {
    let item = resolved.item_name(&address.path).map_err(|e| unknown(resolved, address, e))?;
    let text = resolved.item_text(&item.kind, &item.id);
    let text = text.ok_or_else(|| EditError::new(format!("`{}` is declared more than once", item.id)))?;
    let rest = &address.path[item.length..];
    let Some((field, blocks)) = rest.split_last() else {
        let help = format!("write the field after it: `{address}.FIELD`");
        return Err(EditError::new(format!("`{address}` is an item, not a field")).help(help));
    };
    let own = item.id.rsplit('.').next().unwrap_or(&item.id);
    let path = [item.kind.as_str(), own].into_iter().map(str::to_string).chain(rest.iter().cloned()).collect();
    let inner = Address { path, key: address.key.clone() };
    let before = parse(SourceId(0), text.as_str().into());
    let mut edits = make(&inner, value, &[&before])?;
    let after = parse(SourceId(0), edit::apply(&text, &mut edits)?.into());
    let fields = after.blocks().next().and_then(|b| path_to(b, blocks, field));
    let (open, fields) = fields.ok_or_else(|| EditError::new(format!("`{address}` can't be changed here")))?;
    let close = " }".repeat(open.len());
    let lines: Vec<&str> = fields.iter().map(|f| f.0.text().trim_end()).collect();
    let text = format!("{} {} {{ {}{}{close} }}", item.kind, item.id, open.concat(), lines.join("\n"));
    let frame = format!("{} {} {{ {}{close} }}", item.kind, item.id, open.concat());
    let key = address.key.as_ref().map_or(String::new(), |key| format!("[{key}]"));
    let plain = !IDENTITY_FIELDS.contains(&field.as_str());
    let place = plain.then(|| format!("{} {}\n{}{key}", item.kind, item.id, rest.join(".")));
    let unsets = fields.iter().any(|f| f.single_word() == Some("none") && f.value().because.is_none());
    Ok(Overlay { text, frame, place, unsets })
}

/// The headers of the blocks on the way to a field, and its lines.
fn path_to<'a>(item: Block<'a>, blocks: &[String], field: &str) -> Option<(Vec<String>, Vec<Field<'a>>)> {
    let (mut block, mut rest, mut open) = (item, blocks, Vec::new());
    while let [kind, inner @ ..] = rest {
        let of_kind = |b: &Block<'_>| b.kind().is_some_and(|k| k.text == kind);
        let named = |b: &Block<'_>| inner.first().is_some_and(|n| b.id().is_some_and(|i| i.text == n));
        let mut candidates = block.blocks().filter(of_kind);
        let found = block.blocks().filter(of_kind).find(named);
        (block, rest) = match found {
            Some(found) => (found, &inner[1..]),
            None => (candidates.next()?, inner),
        };
        open.push(match block.id() {
            Some(id) => format!("{kind} {} {{ ", id.text),
            None => format!("{kind} {{ "),
        });
    }
    let lines: Vec<Field<'a>> = block.fields().filter(|f| f.key().text == field).collect();
    (!lines.is_empty()).then_some((open, lines))
}

fn unknown(resolved: &ResolvedPlan, address: &Address, error: NoItem) -> EditError {
    match error {
        NoItem::Several(kinds) => {
            let first = &address.path[0];
            let help = format!("write the kind before it: `{}`", kinds.join("` or `"));
            EditError::new(format!("more than one item is called `{first}`")).help(help)
        }
        NoItem::Unknown(near) => {
            let first = &address.path[0];
            let kind = resolved.schema.kind(first).is_some();
            let said = match address.path.get(1).filter(|_| kind) {
                Some(id) => format!("there is no {first} `{id}`"),
                None => format!("there is no item `{first}`"),
            };
            let ids = resolved.plan.initiatives.iter().map(|i| &*i.record.id);
            let near = near.or_else(|| closest_match(first, ids).map(str::to_string));
            match near {
                Some(near) => EditError::new(said).help(format!("did you mean `{near}`?")),
                None => EditError::new(said),
            }
        }
    }
}

/// The name that `let NAME = …` gives the answer to what follows, and where that begins.
pub(super) fn binding(formula: &str) -> Option<(&str, usize)> {
    let rest = formula.trim_start().strip_prefix("let")?;
    let name = rest.strip_prefix([' ', '\t'])?.trim_start();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let value = name[end..].trim_start().strip_prefix('=').filter(|v| !v.starts_with('='))?;
    // Further statements make it a formula of its own.
    let only = !value.trim_end().trim_end_matches(';').contains(';');
    (end > 0 && only).then_some((&name[..end], formula.len() - value.len()))
}

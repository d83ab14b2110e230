//! Draft → text, in the canonical layout.

use super::own_field::{text as quoted, token};
use super::{Declared, Draft, Fact, Item, ItemName, OwnField, OwnType, Written};

pub(super) fn text(draft: &Draft) -> String {
    let mut blocks: Vec<String> = Vec::with_capacity(draft.items.len() + 1);
    blocks
        .extend(draft.currency.as_ref().map(|code| format!("plan imported \"Imported\" {{\n  currency: {code}\n}}\n")));
    let declared: String = draft.declared.iter().map(declare).collect();
    if !declared.is_empty() {
        blocks.push(declared);
    }
    let own: String = draft.fields.iter().filter(|f| !f.declared).map(declaration).collect();
    if !own.is_empty() {
        blocks.push(own);
    }
    blocks.extend(draft.items.iter().map(|i| item(i, &draft.fields)));
    blocks.join("\n")
}

/// `team core "Core" { }`, with its line end.
pub(in crate::exchange) fn declare(item: &Declared) -> String {
    format!("{} {} {} {{ }}\n", item.kind, item.id, quoted(&item.title))
}

/// `field theme { … }`, with its line end.
pub(in crate::exchange) fn declaration(field: &OwnField) -> String {
    let ty = field.ty.word();
    let doc = quoted(&format!("The column {} of the imported table.", field.column));
    format!("field {} {{ in: initiative; type: {ty}; doc: {doc} }}\n", field.name)
}

/// A value as it is written.
pub(in crate::exchange) fn value(fact: &Fact, fields: &[OwnField]) -> Option<String> {
    match &fact.value {
        Written::Token(token) => Some(token.clone()),
        Written::Names(names) => Some(names.join(", ")),
        Written::Items(items) => Some(items.iter().map(ItemName::text).collect::<Vec<_>>().join(", ")),
        Written::Own(cell) => {
            let field = fields.iter().find(|f| *f.name == *fact.key);
            token(cell, field.map_or(OwnType::Text, |f| f.ty)).ok()
        }
    }
}

/// The fields of a block, or of the initiative itself, as `key: value`.
pub(in crate::exchange) fn lines<'i>(
    item: &'i Item,
    block: Option<&'i str>,
    fields: &'i [OwnField],
) -> impl Iterator<Item = String> + 'i {
    let facts = item.facts.iter().filter(move |f| f.block.as_deref() == block);
    facts.filter_map(move |f| Some(format!("{}: {}", f.key, value(f, fields)?)))
}

/// The blocks of an initiative in order.
pub(in crate::exchange) fn blocks(item: &Item) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for block in item.facts.iter().filter_map(|f| f.block.as_deref()) {
        if !out.contains(&block) {
            out.push(block);
        }
    }
    out
}

/// An initiative, with its line end.
pub(in crate::exchange) fn item(item: &Item, fields: &[OwnField]) -> String {
    let mut body = String::new();
    lines(item, None, fields).for_each(|line| body.push_str(&format!("  {line}\n")));
    for block in blocks(item) {
        let inside: Vec<String> = lines(item, Some(block), fields).collect();
        body.push_str(&format!("  {block} {{ {} }}\n", inside.join("; ")));
    }
    let body = if body.is_empty() { " ".to_string() } else { format!("\n{body}") };
    format!("initiative {} {} {{{body}}}\n", item.id, quoted(&item.title))
}

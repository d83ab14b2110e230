//! Draft → text, in the canonical layout.

use super::custom_field::{field_token, text as quoted};
use super::{
    CustomField, CustomFieldType, DraftDeclaration, DraftFact, DraftInitiative, DraftValue, ItemReference, PlanDraft,
};

pub(super) fn text(draft: &PlanDraft) -> String {
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
pub(in crate::exchange) fn declare(item: &DraftDeclaration) -> String {
    format!("{} {} {} {{ }}\n", item.kind, item.id, quoted(&item.title))
}

/// `field theme { … }`, with its line end.
pub(in crate::exchange) fn declaration(field: &CustomField) -> String {
    let ty = field.ty.word();
    let doc = quoted(&format!("The column {} of the imported table.", field.column));
    format!("field {} {{ in: initiative; type: {ty}; doc: {doc} }}\n", field.name)
}

/// A value as it is written.
pub(in crate::exchange) fn value(fact: &DraftFact, fields: &[CustomField]) -> Option<String> {
    match &fact.value {
        DraftValue::Token(token) => Some(token.clone()),
        DraftValue::Names(names) => Some(names.join(", ")),
        DraftValue::Items(items) => Some(items.iter().map(ItemReference::text).collect::<Vec<_>>().join(", ")),
        DraftValue::Own(cell) => {
            let field = fields.iter().find(|f| *f.name == *fact.key);
            field_token(cell, field.map_or(CustomFieldType::Text, |f| f.ty)).ok()
        }
    }
}

/// The fields of a block, or of the initiative itself, as `key: value`.
pub(in crate::exchange) fn lines<'i>(
    item: &'i DraftInitiative,
    block: Option<&'i str>,
    fields: &'i [CustomField],
) -> impl Iterator<Item = String> + 'i {
    let facts = item.facts.iter().filter(move |f| f.block.as_deref() == block);
    facts.filter_map(move |f| Some(format!("{}: {}", f.key, value(f, fields)?)))
}

/// The blocks of an initiative in order.
pub(in crate::exchange) fn blocks(item: &DraftInitiative) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for block in item.facts.iter().filter_map(|f| f.block.as_deref()) {
        if !out.contains(&block) {
            out.push(block);
        }
    }
    out
}

/// An initiative, with its line end.
pub(in crate::exchange) fn item(item: &DraftInitiative, fields: &[CustomField]) -> String {
    let mut body = String::new();
    lines(item, None, fields).for_each(|line| body.push_str(&format!("  {line}\n")));
    for block in blocks(item) {
        let inside: Vec<String> = lines(item, Some(block), fields).collect();
        body.push_str(&format!("  {block} {{ {} }}\n", inside.join("; ")));
    }
    let body = if body.is_empty() { " ".to_string() } else { format!("\n{body}") };
    format!("initiative {} {} {{{body}}}\n", item.id, quoted(&item.title))
}

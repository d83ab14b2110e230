//! Declarations in the language → rows of the table.
//!
//! Reads what is sound and leaves the rest to the checker, which holds the same declarations against the rows of
//! `kind`, `block` and `field`.

use super::definitions::{BlockSchema, FieldSchema, FieldType, NumberBound, NumberBounds, Tail};
use crate::quantity::parse_numeral;
use crate::syntax::{Block, Connective, FieldValue, Literal};
use std::sync::Arc;

/// The row that a `kind` or `block` item declares.
pub(super) fn block_schema(block: Block<'_>, standard: bool) -> BlockSchema {
    let is_kind = block.kind().is_some_and(|k| k.text == "kind");
    let name: Arc<str> = block.id().map_or("", |n| n.text).into();
    let yes = |key: &str| word(block, key).as_deref() == Some("yes");
    let title = block.title().map_or_else(|| name.clone(), |(t, _)| t.as_ref().into());
    let repeat = yes("repeat");
    let mut row = BlockSchema {
        title,
        doc: text(block, "doc").into(),
        named: is_kind || yes("named"),
        repeat: repeat || yes("named"),
        any_field: yes("any_field"),
        any_block: yes("any_block"),
        fields: Default::default(),
        blocks: Default::default(),
        framework: None,
        standard,
        name,
    };
    for nested in block.blocks() {
        let (Some(kind), Some(id)) = (nested.kind(), nested.id()) else { continue };
        match kind.text {
            "field" => drop(row.fields.insert(id.text.into(), field_schema(nested, standard))),
            "block" => drop(row.blocks.insert(id.text.into(), block_schema(nested, standard))),
            _ => {}
        }
    }
    row
}

/// The row that a `field` item declares.
pub(super) fn field_schema(block: Block<'_>, standard: bool) -> FieldSchema {
    let written = word(block, "type").unwrap_or_default();
    let to = || -> Arc<str> { word(block, "to").unwrap_or_default().into() };
    let (ty, many) = match written.as_str() {
        "text" => (FieldType::Text, false),
        "file" => (FieldType::File, false),
        "texts" => (FieldType::Text, true),
        "code" => (FieldType::Code, false),
        "name" => (FieldType::Word, false),
        "names" => (FieldType::Word, true),
        "number" => (FieldType::Number, false),
        "numbers" => (FieldType::Number, true),
        "quantity" => (FieldType::Quantity, false),
        "quantities" => (FieldType::Quantity, true),
        "date" => (FieldType::Date, false),
        "period" => (FieldType::Period, false),
        "span" => (FieldType::Span, false),
        "yes_no" => (FieldType::Truth, false),
        "reference" => (FieldType::Reference(to()), false),
        "references" => (FieldType::Reference(to()), true),
        "unit" => (FieldType::Unit, false),
        "units" => (FieldType::Unit, true),
        _ => (FieldType::Any, true),
    };
    let yes = |key: &str| word(block, key).as_deref() == Some("yes");
    let tail = |(_, connective): &(Connective, &'static str)| {
        let key = if *connective == "=" { "equals" } else { connective };
        let tail = match word(block, key)?.as_str() {
            "date" => Tail::Date,
            "quantity" => Tail::Quantity,
            "number" => Tail::Number,
            "wait" => Tail::Wait,
            "name" => Tail::Word,
            "text" => Tail::Text,
            kind => Tail::Reference(kind.into()),
        };
        Some((*connective, tail))
    };
    FieldSchema {
        name: block.id().map_or("", |n| n.text).into(),
        // A field that a team declares as a number may hold an estimate of it.
        single: yes("single") || (standard && ty == FieldType::Number),
        ty,
        many,
        units: words(block, "unit"),
        of: words(block, "of"),
        repeat: yes("repeat"),
        required: yes("required"),
        shared: yes("shared"),
        tails: Connective::ALL.iter().filter_map(tail).collect(),
        levels: Vec::new(),
        bounds: NumberBounds {
            above: number_bound(block, "above"),
            least: number_bound(block, "least"),
            most: number_bound(block, "most"),
            whole: yes("whole"),
        },
        also: texts(block, "also"),
        audience: word(block, "audience").map(Arc::from),
        doc: text(block, "doc").into(),
        standard,
    }
}

fn value<'a>(block: Block<'a>, key: &str) -> Option<FieldValue<'a>> {
    block.fields().find(|f| f.key().text == key).map(|f| f.value())
}

/// The bound that a field holds: a number with its unit.
fn number_bound(block: Block<'_>, key: &str) -> Option<NumberBound> {
    let operand = value(block, key)?.phrases.into_iter().next()?.head;
    let Literal::Number { digits, unit, .. } = operand.low.literal else { return None };
    let number = parse_numeral(digits).ok()?.value;
    let text = unit.map_or_else(|| digits.to_string(), |(unit, _)| format!("{digits} {unit}"));
    Some(NumberBound { number, text: text.into() })
}

fn texts(block: Block<'_>, key: &str) -> Vec<Arc<str>> {
    let phrases = value(block, key).map_or(Vec::new(), |v| v.phrases);
    let text = |literal| match literal {
        Literal::Text(text) => Some(Arc::from(&*text)),
        _ => None,
    };
    phrases.into_iter().filter_map(|p| text(p.head.low.literal)).collect()
}

fn words(block: Block<'_>, key: &str) -> Vec<Arc<str>> {
    let phrases = value(block, key).map_or(Vec::new(), |v| v.phrases);
    phrases.iter().filter_map(|p| p.head.low.word()).map(|w| w.text.into()).collect()
}

/// The first word that a field holds.
pub(super) fn word(block: Block<'_>, key: &str) -> Option<String> {
    Some(value(block, key)?.phrases.first()?.head.low.word()?.text.to_string())
}

fn text(block: Block<'_>, key: &str) -> String {
    match value(block, key).and_then(|v| v.phrases.into_iter().next()).map(|p| p.head.low.literal) {
        Some(Literal::Text(text)) => text.into_owned(),
        _ => String::new(),
    }
}

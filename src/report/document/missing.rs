//! What to say where something is missing, and how it would be written.

use crate::report::document::MissingPart;
use crate::report::document::section_layout::SectionLayout;
use crate::schema::{BlockSchema, BlockStep, FieldSchema, FieldType, PathEnd, Schema};

/// What is missing at a path of a section.
pub(super) fn missing(schema: &Schema, layout: &SectionLayout<'_>, path: &str, because: Option<&str>) -> MissingPart {
    let target = schema.resolve_path("initiative", path).ok();
    let doc = target.as_ref().map_or("", |t| match t.end {
        PathEnd::Field(row) => &*row.doc,
        PathEnd::About(row) => &*row.doc,
        PathEnd::Block => t.steps.last().map_or("", |s| &*s.row.doc),
        PathEnd::Free(_) => "",
    });
    // Where several facts are asked for one by one, each says itself what it is.
    let each = layout.need == crate::report::document::section_layout::SectionNeed::All && layout.shows.len() > 1;
    let ask = layout.ask.filter(|_| !each).or(Some(doc).filter(|d| !d.is_empty())).or(layout.ask).unwrap_or(path);
    let write = layout.write.filter(|_| !each).map(str::to_string);
    let write = write.or_else(|| target.map(|t| example(&t.steps, t.end, layout)));
    MissingPart {
        ask: uncapitalised(ask),
        write: write.or_else(|| layout.write.map(str::to_string)).unwrap_or_default(),
        because: because.map(str::to_string),
    }
}

/// What a block lacks.
pub(super) fn of_block(row: &BlockSchema, id: &str, field: &str) -> MissingPart {
    let known = row.fields.get(field);
    let ask = known.map_or(field, |f| &f.doc);
    let name = if row.named { format!("{} {id}", row.name) } else { row.name.to_string() };
    let value = known.map_or("…", value);
    MissingPart { ask: uncapitalised(ask), write: format!("{name} {{ {field}: {value} }}"), because: None }
}

/// The line that would be written.
fn example(steps: &[BlockStep<'_>], end: PathEnd<'_>, layout: &SectionLayout<'_>) -> String {
    let inner = match end {
        PathEnd::Field(row) => format!("{}: {}", row.name, value(row)),
        PathEnd::Free(name) => format!("{name}: …"),
        PathEnd::About(row) => return format!("{} NAME \"…\" {{ about: … }}", row.name),
        PathEnd::Block => {
            let row = steps.last().map(|s| s.row);
            let wanted = layout.columns.iter().map(|c| c.path).chain(layout.each_needs.iter().copied());
            let mut fields: Vec<&FieldSchema> = Vec::new();
            for name in wanted {
                let field = row.and_then(|r| r.fields.get(name));
                fields.extend(field.filter(|f| fields.iter().all(|g| g.name != f.name)));
            }
            if fields.is_empty() && row.is_some_and(|r| r.any_field) {
                return in_blocks(steps, "METRIC: …".to_string());
            }
            if fields.is_empty() {
                fields.extend(row.into_iter().flat_map(|r| r.fields.values()).take(3));
            }
            fields.iter().map(|f| format!("{}: {}", f.name, value(f))).collect::<Vec<_>>().join("; ")
        }
    };
    in_blocks(steps, inner)
}

/// A line within the blocks on its way.
fn in_blocks(steps: &[BlockStep<'_>], inner: String) -> String {
    steps.iter().rev().fold(inner, |inner, step| {
        let name = match step.id {
            Some(id) => format!(" {id}"),
            None if step.row.named => " NAME \"…\"".to_string(),
            None => String::new(),
        };
        format!("{}{name} {{ {inner} }}", step.row.name)
    })
}

/// What stands for a value of a field.
fn value(row: &FieldSchema) -> &str {
    match row.ty {
        FieldType::Text => "\"…\"",
        FieldType::Word if !row.of.is_empty() => &row.of[0],
        FieldType::Date => "2026-10-01",
        FieldType::Truth => "yes",
        FieldType::Reference(_) => "NAME",
        _ => "…",
    }
}

/// The first sentence without its full stop and its capital, to come after a colon.
fn uncapitalised(text: &str) -> String {
    let text = text.split_once(". ").map_or(text, |(first, _)| first).trim().trim_end_matches('.');
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_string(),
    }
}

//! What was found, in the shape that a section asks for.

use crate::evaluate::results::Criterion;
use crate::model::{Clause, Datum, Fact, Record};
use crate::quantity::{Grain, Period};
use crate::report::document::fact_lookup::{PathValue, ValuePresence, presence};
use crate::report::document::section_layout::{LabelledPath, SectionLayout, readable_name};
use crate::report::document::wording::{FactWording, escape_markdown};
use crate::report::document::{Content, LabelledFact, MissingPart, metrics, missing};
use crate::schema::{BlockSchema, FieldSchema, FieldType};

/// What a section shows, and what is missing in the midst of it.
#[derive(Debug, Default)]
pub(super) struct ShapedContent {
    pub content: Vec<Content>,
    pub missing: Vec<MissingPart>,
}

impl ShapedContent {
    fn of(content: Content) -> ShapedContent {
        ShapedContent { content: vec![content], missing: Vec::new() }
    }
}

/// A path of a section with what stands there.
pub(super) type PathContent<'p> = (LabelledPath<'p>, PathValue<'p>);

/// Shapes what was found; success criteria come out as they are `judged`.
pub(super) fn shape<'p>(
    say: FactWording<'p>,
    layout: &SectionLayout<'p>,
    found: &[PathContent<'p>],
    judged: &[Criterion],
) -> ShapedContent {
    let wanted = layout.shape.unwrap_or_else(|| default_shape(found));
    let facts = || found.iter().filter_map(|(shown, f)| facts(f).map(|(facts, row)| (*shown, facts, row)));
    let values = |reasons| facts().flat_map(move |(_, facts, row)| say.values(facts, row, reasons)).collect::<Vec<_>>();
    match wanted {
        "metrics" => metrics::criteria(say, found, judged),
        "steps" => ShapedContent::of(Content::List { items: metrics::step_lines(say, found) }),
        "table" => ShapedContent { ..table(say, layout, found) },
        "blocks" => blocks(say, layout, found),
        "list" => ShapedContent::of(Content::List { items: values(true) }),
        "line" => ShapedContent::of(Content::Text { text: capitalised(&values(true).join("; ")) }),
        "dateline" => {
            let parts = facts().flat_map(|(_, facts, _)| facts).filter_map(|f| f.first()).map(|c| match &c.head {
                Datum::Date(period) => day(period),
                other => say.datum(other, None),
            });
            ShapedContent::of(Content::Text { text: format!("**{}**", parts.collect::<Vec<_>>().join(", ")) })
        }
        "quote" => {
            let clauses = facts()
                .flat_map(|(_, facts, row)| facts.iter().flat_map(move |f| f.clauses.iter().map(move |c| (c, row))));
            ShapedContent {
                content: clauses.map(|(clause, row)| quote(say, clause, row)).collect(),
                missing: Vec::new(),
            }
        }
        "rows" => ShapedContent::of(Content::Rows { rows: rows(say, found) }),
        _ => ShapedContent { content: texts(say, found), missing: Vec::new() },
    }
}

/// The shape where a section does not say.
fn default_shape(found: &[PathContent<'_>]) -> &'static str {
    match found {
        [(_, PathValue::Facts { row: Some(row), .. })] if row.many || row.repeat => "list",
        [(_, PathValue::Facts { row: Some(row), .. })] if row.ty == FieldType::Text => "text",
        [(_, PathValue::Facts { .. })] => "line",
        [(_, PathValue::Blocks { row, .. })] if row.any_field && !row.named => "metrics",
        [(_, PathValue::Blocks { row, .. })] if row.repeat => "table",
        _ => "rows",
    }
}

fn facts<'f, 'p>(found: &'f PathValue<'p>) -> Option<(&'f [&'p Fact], Option<&'p FieldSchema>)> {
    match found {
        PathValue::Facts { facts, row } if presence(facts) == ValuePresence::There => Some((facts, *row)),
        _ => None,
    }
}

/// Texts as they were written; what is no text as a line.
fn texts(say: FactWording<'_>, found: &[PathContent<'_>]) -> Vec<Content> {
    let mut out = Vec::new();
    for (facts, row) in found.iter().filter_map(|(_, f)| facts(f)) {
        for clause in facts.iter().flat_map(|f| &f.clauses) {
            let text = match &clause.head {
                Datum::Text(text) if clause.tails.is_empty() => text.to_string(),
                _ => say.clause(clause, row),
            };
            out.push(Content::Text { text });
        }
    }
    out
}

/// Somebody's words, with who says them after `by`.
fn quote(say: FactWording<'_>, clause: &Clause, row: Option<&FieldSchema>) -> Content {
    let text = match &clause.head {
        Datum::Text(text) => text.to_string(),
        other => say.datum(other, None),
    };
    let by = clause.tail("by").map(|by| {
        let role = match by {
            Datum::Reference { id, .. } => say.plan.other_item("person", id).and_then(|p| p.text("role")),
            _ => None,
        };
        let role = role.map_or(String::new(), |r| format!(", {}", escape_markdown(r)));
        say.connective_clause("by", by, row) + role.as_str()
    });
    Content::Quote { text, by }
}

/// With a capital in front.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// Facts with their labels; those of a block by their names.
fn rows(say: FactWording<'_>, found: &[PathContent<'_>]) -> Vec<LabelledFact> {
    let mut out = Vec::new();
    for (shown, part) in found {
        match part {
            PathValue::Facts { facts, row } => {
                let value = match presence(facts) {
                    ValuePresence::There => say.values(facts, *row, true).join("; "),
                    ValuePresence::DoesNotApply(because) => not_applicable(because),
                    _ => continue,
                };
                out.push(LabelledFact { label: shown.label(), value });
            }
            PathValue::Blocks { blocks, row } => {
                out.extend(blocks.iter().flat_map(|(_, block)| fields(say, block, row)));
            }
        }
    }
    out
}

/// The fields of a block with their names.
fn fields(say: FactWording<'_>, block: &Record, row: &BlockSchema) -> Vec<LabelledFact> {
    let named = block.facts.iter().map(|f| &*f.name);
    let mut names: Vec<&str> = Vec::new();
    for name in named {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let value = |name: &str| {
        let facts: Vec<&Fact> = block.facts.iter().filter(|f| &*f.name == name).collect();
        LabelledFact { label: readable_name(name), value: say.values(&facts, row.fields.get(name), true).join("; ") }
    };
    names.into_iter().map(value).collect()
}

pub(super) fn not_applicable(because: Option<&str>) -> String {
    match because {
        Some(because) => format!("Does not apply: {because}"),
        None => "Does not apply.".to_string(),
    }
}

/// The title of a block, or its name as people write it.
fn title(block: &Record) -> String {
    block.title.as_deref().map_or_else(|| escape_markdown(&readable_name(&block.id)), escape_markdown)
}

/// The cell of a block under a column; `None` where it has nothing there.
fn cell(say: FactWording<'_>, block: &Record, row: &BlockSchema, column: &str) -> Option<String> {
    match column {
        "title" => Some(title(block)),
        "id" => Some(escape_markdown(&block.id)),
        name => {
            let facts: Vec<&Fact> = block.facts.iter().filter(|f| &*f.name == name).collect();
            match presence(&facts) {
                ValuePresence::Absent => None,
                ValuePresence::Unknown(_) => Some("not known yet".to_string()),
                ValuePresence::DoesNotApply(because) => {
                    Some(because.map_or("none".to_string(), |b| format!("none ({b})")))
                }
                ValuePresence::There => Some(say.values(&facts, row.fields.get(name), false).join("; ")),
            }
        }
    }
}

/// Whether a block has what each of them needs.
fn missing_fields<'l>(block: &Record, row: &BlockSchema, layout: &SectionLayout<'l>) -> Vec<&'l str> {
    let has = |name: &str| {
        let facts: Vec<&Fact> = block.facts.iter().filter(|f| &*f.name == name).collect();
        matches!(presence(&facts), ValuePresence::There | ValuePresence::DoesNotApply(_))
    };
    layout.each_needs.iter().copied().filter(|n| row.fields.contains_key(*n) && !has(n)).collect()
}

fn table(say: FactWording<'_>, layout: &SectionLayout<'_>, found: &[PathContent<'_>]) -> ShapedContent {
    let mut shaped = ShapedContent::default();
    for (_, part) in found {
        let PathValue::Blocks { blocks, row } = part else { continue };
        let mut columns: Vec<(String, String)> =
            layout.columns.iter().map(|c| (c.path.to_string(), c.label())).collect();
        if columns.is_empty() {
            columns.push(("title".into(), escape_markdown(&row.title)));
            columns.extend(row.fields.keys().map(|f| (f.to_string(), readable_name(f))));
        }
        // A column in which nothing stands says nothing, unless each needs it.
        let held = |name: &str| blocks.iter().any(|(_, b)| cell(say, b, row, name).is_some());
        columns.retain(|(name, _)| held(name) || layout.each_needs.contains(&name.as_str()));
        let mut rows = Vec::new();
        for (_, block) in blocks {
            let lacking = missing_fields(block, row, layout);
            let shown = |(name, _): &(String, String)| {
                let is_lacking = lacking.contains(&name.as_str());
                let empty = if is_lacking { "**missing**" } else { "–" };
                cell(say, block, row, name).filter(|_| !is_lacking).unwrap_or_else(|| empty.to_string())
            };
            rows.push(columns.iter().map(shown).collect());
            shaped.missing.extend(lacking.iter().map(|field| missing::of_block(row, &block.id, field)));
        }
        if !rows.is_empty() {
            let columns = columns.into_iter().map(|(_, label)| label).collect();
            shaped.content.push(Content::Table { columns, rows });
        }
    }
    shaped
}

/// Each block under its own title.
fn blocks(say: FactWording<'_>, layout: &SectionLayout<'_>, found: &[PathContent<'_>]) -> ShapedContent {
    let mut shaped = ShapedContent::default();
    for (_, part) in found {
        let PathValue::Blocks { blocks, row } = part else { continue };
        for (_, block) in blocks {
            let mut content = Vec::new();
            let mut facts = Vec::new();
            if layout.columns.is_empty() {
                facts = fields(say, block, row);
            }
            for column in &layout.columns {
                let Some(value) = cell(say, block, row, column.path) else { continue };
                match (column.label, block.text(column.path)) {
                    (None, Some(text)) => content.push(Content::Text { text: text.to_string() }),
                    _ => facts.push(LabelledFact { label: column.label(), value }),
                }
            }
            if !facts.is_empty() {
                content.push(Content::Rows { rows: facts });
            }
            content.extend(nested(say, block, row));
            let lacking = missing_fields(block, row, layout).into_iter().map(|f| missing::of_block(row, &block.id, f));
            content.extend(lacking.map(Content::Missing));
            shaped.content.push(Content::Part { title: title(block), content });
        }
    }
    shaped
}

/// The blocks in a block, as one table.
fn nested(say: FactWording<'_>, block: &Record, row: &BlockSchema) -> Option<Content> {
    let mut names: Vec<&str> = Vec::new();
    for fact in block.blocks.iter().flat_map(|b| &b.facts) {
        if !names.contains(&&*fact.name) {
            names.push(&fact.name);
        }
    }
    let head = |b: &Record| {
        let kind = row.blocks.get(&b.kind).map_or_else(|| readable_name(&b.kind), |r| escape_markdown(&r.title));
        match (&b.title, b.id.is_empty()) {
            (Some(title), _) => format!("{kind}: {}", escape_markdown(title)),
            (None, true) => kind,
            (None, false) => format!("{kind}: {}", escape_markdown(&b.id.replace('_', " "))),
        }
    };
    let line = |b: &Record| {
        let row = row.blocks.get(&b.kind);
        let cells = names.iter().map(|name| {
            let facts: Vec<&Fact> = b.facts.iter().filter(|f| &*f.name == *name).collect();
            let values = say.values(&facts, row.and_then(|r| r.fields.get(*name)), false).join("; ");
            if values.is_empty() { "–".to_string() } else { values }
        });
        std::iter::once(head(b)).chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = block.blocks.iter().map(line).collect();
    let columns = std::iter::once("Group".to_string()).chain(names.iter().map(|n| readable_name(n))).collect();
    (!rows.is_empty()).then_some(Content::Table { columns, rows })
}

/// A day as a letter writes it, a longer period as the plan does.
fn day(period: &Period) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let date = period.first();
    let month = MONTHS.get(date.month() as usize - 1).copied().unwrap_or_default();
    match period.grain() {
        Grain::Day => format!("{} {month} {}", date.day(), date.year()),
        Grain::Week => {
            let (year, week) = date.week();
            format!("week {week} of {year}")
        }
        Grain::Month => format!("{month} {}", date.year()),
        _ => period.to_string(),
    }
}

//! Floor 3: What a plan or the library declares, in words: a level, a specialty, a context.

use crate::model::{Plan, Record};
use crate::report::document::{FactWording, prose, prose_line};
use crate::report::escape_markdown;
use crate::schema::{BlockSchema, Schema};
use std::fmt::Write;

/// The kinds whose items have a page, each with the fields that it tells and their labels.
const PAGES: &[(&str, &[(&str, &str)])] = &[
    (
        "level",
        &[
            ("years", "Years of experience"),
            ("scope", "Answers for"),
            ("span", "Leads work that takes"),
            ("teams", "Teams on one initiative, at most"),
            ("leads", "Leads people"),
            ("reviewed", "Each piece of work is reviewed"),
            ("may", "Decides alone"),
        ],
    ),
    (
        "specialty",
        &[
            ("focus", "The time goes into"),
            ("defines", "Defines what is built"),
            ("leads", "Leads people"),
            ("debt", "Judges technical debt"),
            ("experiments", "Launches experiments"),
        ],
    ),
    (
        "context",
        &[
            ("interviews", "Interviews before anything is built"),
            ("horizon", "Looks ahead"),
            ("north_stars", "Steered by"),
            ("owns", "Must know"),
            ("approvals", "Needs approval"),
        ],
    ),
    ("business_model", &[("north_stars", "Steered by"), ("owns", "Must know")]),
    ("phase", &[("usual", "Usually takes"), ("also", "Called elsewhere")]),
    ("gate", &[("enter", "Leads into"), ("have", "Needs")]),
    ("noun", &[("is", "Counts as")]),
    ("metric_set", &[("source", "Source")]),
    ("formula", &[("formula", "Formula"), ("unit", "Unit"), ("better", "Better"), ("source", "Source")]),
    ("audience", &[("cadence", "Updated"), ("horizon", "Looks ahead")]),
    ("document", &[("for", "Read before, or in"), ("byline", "Under its title")]),
    ("column", &[("shows", "Shows"), ("show", "Computes")]),
];

/// Blocks of such an item, each with the field that says what it is for.
const PARTS: &[(&str, &str, &str)] =
    &[("metric_set", "part", "asks"), ("formula", "input", "doc"), ("document", "section", "doc")];

/// The pages of what is declared under a name, `pm` or `level.pm`; `None` where nothing is.
pub(super) fn declaration_pages(schema: &Schema, plan: &Plan, name: &str) -> Option<String> {
    let (kind, id) = name.split_once('.').map_or((None, name), |(kind, id)| (Some(kind), id));
    let of = |(page, fields): &(&str, &[(&str, &str)])| {
        let record = plan.other_item(page, id).filter(|_| kind.is_none_or(|k| k == *page))?;
        Some(self::page(schema.kind(page)?, plan, record, fields))
    };
    let mut found: Vec<String> = PAGES.iter().filter_map(of).collect();
    found.extend(scenario(plan, id).filter(|_| kind.is_none_or(|k| k == "scenario")));
    (!found.is_empty()).then(|| found.join("\n"))
}

/// Every name that has a page.
pub(super) fn names(plan: &Plan) -> impl Iterator<Item = &str> {
    let records = PAGES.iter().flat_map(|(kind, _)| plan.other_items.get(*kind)).flatten().map(|record| &*record.id);
    records.chain(plan.scenarios.iter().map(|(name, _)| &**name))
}

fn page(row: &BlockSchema, plan: &Plan, record: &Record, fields: &[(&str, &str)]) -> String {
    let words = FactWording { plan, audience: None };
    let kind = row.title.to_lowercase();
    let mut out = format!(
        "# {}\n\n`{}`, {} {kind}",
        escape_markdown(record.title()),
        record.id,
        crate::schema::synonyms::indefinite_article(&kind)
    );
    out.push('\n');
    if let Some(doc) = record.text("doc") {
        let _ = write!(out, "\n{}\n", prose(doc, 1));
    }
    let mut lines = String::new();
    for (field, label) in fields {
        let facts: Vec<_> = record.all(field).collect();
        let said = words.values(&facts, row.fields.get(*field), true).join(", ");
        if !said.is_empty() {
            let _ = writeln!(lines, "- {label}: {said}");
        }
    }
    for (_, block, doc) in PARTS.iter().filter(|(kind, ..)| **kind == *record.kind) {
        for part in record.blocks.iter().filter(|b| *b.kind == **block) {
            let said = part.text(doc).map_or(String::new(), |text| format!(": {}", prose_line(text)));
            let _ = writeln!(lines, "- {}{said}", escape_markdown(part.title()));
        }
    }
    let here = people(plan, record);
    if !here.is_empty() {
        let here: Vec<String> = here.into_iter().map(escape_markdown).collect();
        let _ = writeln!(lines, "- In this plan: {}", here.join(", "));
    }
    if !lines.is_empty() {
        let _ = write!(out, "\n{lines}");
    }
    out
}

/// What a scenario is about.
fn scenario(plan: &Plan, id: &str) -> Option<String> {
    let (id, title) = plan.scenarios.iter().find(|(name, _)| **name == *id)?;
    let title = title.as_ref().unwrap_or(id);
    let doc = plan.scenario_docs.get(id).map_or(String::new(), |doc| format!("\n{}\n", prose(doc, 1)));
    let title = escape_markdown(title);
    Some(format!("# {title}\n\n`{id}`, a scenario\n{doc}\n- `--scenario {id}` shows the plan as it is then\n"))
}

/// Who in the plan is of a level or a specialty.
fn people<'p>(plan: &'p Plan, record: &Record) -> Vec<&'p str> {
    let all = plan.other_items.get("person").into_iter().flatten();
    all.filter(|p| p.word(&record.kind).is_some_and(|id| *id == record.id)).map(Record::title).collect()
}

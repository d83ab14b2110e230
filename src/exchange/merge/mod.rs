//! A later version of a table into the file that an earlier one made.
//!
//! Only the tokens of changed cells change: comments, layout and fields that people added stay. New rows are appended;
//! initiatives that the table no longer has are reported, never removed. A range or `none` that somebody wrote where
//! the table has a number stays too, and is reported. Merging the same table twice changes nothing.

mod equivalent;
mod matching;
mod report;
mod text_edits;

pub use report::{AddedInitiative, ChangedValue, KeptValue, MergeReport, MissingInitiative};

use super::csv_import::{
    CsvImport, CustomField, CustomFieldType, DraftFact, DraftInitiative, DraftValue, blocks, declaration, declare,
    item, lines, quoted, unique, value,
};
use super::{ImportError, PlanNames};
use crate::source::Span;
use crate::syntax::{Block, Field, Literal, SyntaxTree};
use std::collections::{BTreeMap, BTreeSet};
use text_edits::{TextEdits, insert};

/// A merged file.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The whole new text.
    pub text: String,
    /// What changed in it.
    pub changes: MergeReport,
}

/// Brings the initiatives of a table into a file: matched by name (or former name), then by title; by title first where
/// the table has no column of names.
///
/// # Errors
/// A file that can't be read in full: mend it first.
pub fn merge(existing: &SyntaxTree, imported: &CsvImport, known: &PlanNames) -> Result<Merged, ImportError> {
    if let Some(first) = existing.diagnostics.iter().find(|d| d.is_error()) {
        let said = format!("the file can't be read in full: {}", first.message);
        return Err(ImportError::new(said).help("run `plan check` and fix it, then import again"));
    }
    let fields: Vec<CustomField> = imported.draft.fields.iter().map(|f| declared(existing, f)).collect();
    let there = matching::initiatives(existing);
    let matched = matching::match_rows(&there, &imported.draft);
    let mut merger =
        Merger { existing, known, fields: &fields, edits: TextEdits::default(), changes: MergeReport::default() };
    let mut taken: BTreeSet<String> = existing.blocks().filter_map(|b| Some(b.id()?.text.to_string())).collect();
    taken.extend(imported.draft.items.iter().zip(&matched).filter(|(_, m)| m.is_some()).map(|(i, _)| i.id.clone()));
    let names = names(imported, &there, &matched, &mut taken);
    let items: Vec<DraftInitiative> = imported.draft.items.iter().map(|i| renamed(i, &names)).collect();
    let mut appended: Vec<String> = Vec::new();
    let has = |kind: &str, id: &str| {
        existing.blocks().any(|b| b.kind().is_some_and(|k| k.text == kind) && b.id().is_some_and(|i| i.text == id))
    };
    let referred: String = imported.draft.declared.iter().filter(|d| !has(&d.kind, &d.id)).map(declare).collect();
    if !referred.is_empty() {
        appended.push(referred);
    }
    let declarations: String = fields.iter().filter(|f| !f.declared).map(declaration).collect();
    if !declarations.is_empty() {
        appended.push(declarations);
    }
    for (new, found) in items.iter().zip(&matched) {
        match found {
            Some(index) => merger.item(there[*index].block, new),
            None => {
                let id = names.get(&new.id).unwrap_or(&new.id).clone();
                merger.changes.added.push(AddedInitiative { id: id.clone(), title: new.title.clone(), line: new.line });
                appended.push(item(&DraftInitiative { id, ..new.clone() }, &fields));
            }
        }
    }
    // What rows belong to or wait for is no row of its own at times.
    let referred_to: BTreeSet<&str> = items
        .iter()
        .flat_map(|i| &i.facts)
        .filter_map(|f| match &f.value {
            DraftValue::Items(items) => Some(items.iter().map(|i| i.id.as_str())),
            _ => None,
        })
        .flatten()
        .collect();
    for (index, old) in there.iter().enumerate() {
        if !matched.contains(&Some(index)) && !referred_to.contains(old.id) {
            merger.changes.gone.push(MissingInitiative { id: old.id.to_string(), title: old.title.clone() });
        }
    }
    let Merger { edits, changes, .. } = merger;
    Ok(Merged { text: text_edits::append(edits.apply(&existing.text), &appended), changes })
}

/// What the file calls each initiative of the table, where it calls it differently; new ones get a name that is free.
fn names(
    imported: &CsvImport,
    there: &[matching::ExistingInitiative<'_>],
    matched: &[Option<usize>],
    taken: &mut BTreeSet<String>,
) -> BTreeMap<String, String> {
    let pairs = imported.draft.items.iter().zip(matched).map(|(new, found)| {
        let name = match found {
            Some(index) => there[*index].id.to_string(),
            None => unique(&new.id, taken),
        };
        (new.id.clone(), name)
    });
    pairs.collect()
}

/// The initiative with what it refers to by the names of the file.
fn renamed(item: &DraftInitiative, names: &BTreeMap<String, String>) -> DraftInitiative {
    let mut item = item.clone();
    for fact in &mut item.facts {
        if let DraftValue::Items(items) = &mut fact.value {
            items.iter_mut().for_each(|i| i.id = names.get(&i.id).unwrap_or(&i.id).clone());
        }
    }
    item
}

/// An own field as the file declares it, where it does.
fn declared(existing: &SyntaxTree, field: &CustomField) -> CustomField {
    let is_it =
        |b: &Block<'_>| b.kind().is_some_and(|k| k.text == "field") && b.id().is_some_and(|i| i.text == field.name);
    let Some(block) = existing.blocks().find(is_it) else { return field.clone() };
    let word = block.fields().find(|f| f.key().text == "type").and_then(|f| {
        match f.value().phrases.first()?.head.low.literal {
            Literal::Word(word) => Some(word.to_string()),
            _ => None,
        }
    });
    let ty = word.and_then(|w| CustomFieldType::parse(&w)).unwrap_or(field.ty);
    CustomField { ty, declared: true, ..field.clone() }
}

struct Merger<'m> {
    existing: &'m SyntaxTree,
    known: &'m PlanNames,
    fields: &'m [CustomField],
    edits: TextEdits,
    changes: MergeReport,
}

impl Merger<'_> {
    fn item(&mut self, block: Block<'_>, new: &DraftInitiative) {
        self.title(block, new);
        let mut fresh = DraftInitiative { facts: Vec::new(), ..new.clone() };
        for fact in &new.facts {
            match find(block, fact.block.as_deref(), &fact.key, self.known) {
                FoundField::One(field) => self.field(block, field, fact, new.line),
                // Of several lines, as of phases, the last is what holds now.
                FoundField::Several(last) => {
                    let token = value(fact, self.fields).unwrap_or_default();
                    if !equivalent::is_equivalent(&last.value(), &token, fact, self.known) {
                        self.keep(block, fact, "it is there several times");
                    }
                }
                FoundField::None => fresh.facts.push(fact.clone()),
            }
        }
        self.add_fields(block, &fresh);
        for key in &new.stale {
            if let FoundField::One(field) = find(block, None, key, self.known)
                && new.facts.iter().all(|f| f.key != *key)
            {
                let reason = "its word is understood now, and the line can go";
                self.changes.kept.push(KeptValue {
                    id: name(block),
                    field: key.to_string(),
                    value: self.written(field.value().span),
                    reason: reason.into(),
                });
            }
        }
        for (inside, key) in &new.empty {
            if let FoundField::One(field) = find(block, inside.as_deref(), key, self.known)
                && !matches!(
                    field.value().phrases.first().map(|p| &p.head.low.literal),
                    Some(Literal::Hole | Literal::Word("none")) | None
                )
            {
                let written = self.written(field.value().span);
                self.changes.kept.push(KeptValue {
                    id: name(block),
                    field: path(inside.as_deref(), key),
                    value: written,
                    reason: "the cell is empty".into(),
                });
            }
        }
    }

    fn written(&self, span: Option<Span>) -> String {
        let text = span.and_then(|s| self.existing.text.get(s.start as usize..s.end as usize));
        text.unwrap_or("").to_string()
    }

    fn keep(&mut self, block: Block<'_>, fact: &DraftFact, reason: &str) {
        let kept = KeptValue {
            id: name(block),
            field: path(fact.block.as_deref(), &fact.key),
            value: value(fact, self.fields).unwrap_or_default(),
            reason: reason.into(),
        };
        self.changes.kept.push(kept);
    }

    fn title(&mut self, block: Block<'_>, new: &DraftInitiative) {
        let (before, span) = match block.title() {
            Some((title, _)) if *title == *new.title => return,
            Some((title, span)) => (Some(title.into_owned()), span),
            None => match block.id() {
                Some(id) => (None, Span { start: id.span.end, ..id.span }),
                None => return,
            },
        };
        let gap = if before.is_none() { " " } else { "" };
        self.edits.replace(span, format!("{gap}{}", quoted(&new.title)));
        self.changes.changed.push(ChangedValue {
            id: name(block),
            field: "title".into(),
            before,
            after: new.title.clone(),
            line: new.line,
        });
    }

    /// Compares a field with its cell, and replaces its value where they differ.
    fn field(&mut self, block: Block<'_>, field: Field<'_>, fact: &DraftFact, line: u64) {
        let Some(token) = value(fact, self.fields) else {
            return self.keep(block, fact, "the cell is not what the field takes");
        };
        let old = field.value();
        let Some(whole) = old.span else { return };
        if old.is_well_formed() {
            // What stands behind a name, `after 3 days`, is a part of what the cell says.
            let lags = matches!(&fact.value, DraftValue::Items(items) if items.iter().any(|i| i.tail.is_some()));
            let written = self.written(Some(whole));
            let same = if lags {
                written.starts_with(&token)
            } else {
                equivalent::is_equivalent(&old, &token, fact, self.known)
            };
            if written == token || same {
                return;
            }
            if let [phrase] = old.phrases.as_slice() {
                if phrase.head.high.is_some() {
                    return self.keep(block, fact, "somebody wrote a range");
                }
                if matches!(phrase.head.low.literal, Literal::Word("none")) {
                    return self.keep(block, fact, "somebody wrote that it does not apply");
                }
            }
        }
        // What follows the value, `on DATE` or `because`, stays.
        let span = match old.phrases.as_slice() {
            [phrase] if !old.bracketed && !matches!(phrase.head.low.literal, Literal::Code(_)) => phrase.head.span(),
            _ => whole,
        };
        self.edits.replace(span, token.clone());
        let before = Some(self.written(Some(span)));
        self.changes.changed.push(ChangedValue {
            id: name(block),
            field: path(fact.block.as_deref(), &fact.key),
            before,
            after: token,
            line,
        });
    }

    /// Adds what the initiative does not have yet.
    fn add_fields(&mut self, block: Block<'_>, fresh: &DraftInitiative) {
        for fact in &fresh.facts {
            match value(fact, self.fields) {
                Some(after) => {
                    let field = path(fact.block.as_deref(), &fact.key);
                    self.changes.changed.push(ChangedValue {
                        id: name(block),
                        field,
                        before: None,
                        after,
                        line: fresh.line,
                    });
                }
                None => self.keep(block, fact, "the cell is not what the field takes"),
            }
        }
        let mut own: Vec<String> = lines(fresh, None, self.fields).collect();
        for framework in blocks(fresh) {
            let inside: Vec<String> = lines(fresh, Some(framework), self.fields).collect();
            match nested(block, framework) {
                Some(there) => self.edits.extend(insert(&self.existing.text, there, &inside)),
                None => own.push(format!("{framework} {{ {} }}", inside.join("; "))),
            }
        }
        self.edits.extend(insert(&self.existing.text, block, &own));
    }
}

enum FoundField<'a> {
    One(Field<'a>),
    Several(Field<'a>),
    None,
}

fn nested<'a>(block: Block<'a>, kind: &str) -> Option<Block<'a>> {
    block.blocks().find(|b| b.kind().is_some_and(|k| k.text == kind))
}

/// The field for a value; where it stands on the initiative, or in a framework's block, instead of where the table would
/// put it, there.
fn find<'a>(block: Block<'a>, inside: Option<&str>, key: &str, known: &PlanNames) -> FoundField<'a> {
    let of = |block: Block<'a>| -> Vec<Field<'a>> { block.fields().filter(|f| f.key().text == key).collect() };
    let first = match inside {
        Some(kind) => nested(block, kind).map(of).unwrap_or_default(),
        None => of(block),
    };
    let elsewhere = || match inside {
        Some(_) if key == "effort" => of(block),
        None if key == "effort" => block
            .blocks()
            .filter(|b| b.kind().is_some_and(|k| known.frameworks.contains_key(k.text)))
            .flat_map(of)
            .collect(),
        _ => Vec::new(),
    };
    let found = if first.is_empty() { elsewhere() } else { first };
    match found.as_slice() {
        [] => FoundField::None,
        [one] => FoundField::One(*one),
        [.., last] => FoundField::Several(*last),
    }
}

fn name(block: Block<'_>) -> String {
    block.id().map_or("", |i| i.text).to_string()
}

fn path(block: Option<&str>, key: &str) -> String {
    block.map_or(key.to_string(), |b| format!("{b}.{key}"))
}

//! Holds a declaration against its row of the schema and makes a record of it.

use super::declarations::Declaration;
use super::literal::LiteralReader;
use super::numbers::{UnitCache, unit_error};
use super::plan_diagnostics::{ConversionNote, ItemDiagnostics};
use super::symbol_table::SymbolTable;
use super::{contradictions, errors};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::model::{Clause, Datum, Fact, Record};
use crate::quantity::Unit;
use crate::schema::synonyms::{kind_by_synonym, value_by_synonym};
use crate::schema::{BlockSchema, FieldSchema, FieldType, Schema};
use crate::source::Span;
use crate::syntax::{Field, Phrase};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Checks declarations one by one; holds what they share.
pub(super) struct Checker<'c> {
    pub schema: &'c Schema,
    pub names: &'c SymbolTable,
    pub units: UnitCache,
    pub diagnostics: Vec<Diagnostic>,
    /// Frameworks that are declared or in the library, for hints.
    pub frameworks: Vec<Arc<str>>,
    /// Notes on conversions.
    notes: Vec<ConversionNote>,
    /// How many more times a nearest name is looked for: a file full of unknown fields takes no time for it.
    suggestions: u32,
}

impl<'c> Checker<'c> {
    pub(super) fn new(schema: &'c Schema, names: &'c SymbolTable, units: UnitCache, frameworks: Vec<Arc<str>>) -> Self {
        Checker { schema, names, units, diagnostics: Vec::new(), frameworks, notes: Vec::new(), suggestions: 100 }
    }

    /// The record of an item.
    pub(super) fn record(&mut self, declared: &Declaration<'_>, row: &BlockSchema) -> Record {
        let id: Arc<str> = declared.full_id().map_or("".into(), |i| i.as_ref().into());
        self.check_name(declared, row);
        let mut record = Record {
            kind: row.name.clone(),
            id,
            title: declared.title.as_ref().map(|(t, _)| t.as_ref().into()),
            was: None,
            origin: "".into(),
            header: declared.header,
            facts: Vec::with_capacity(declared.fields.len()),
            blocks: Vec::with_capacity(declared.blocks.len()),
        };
        for field in &declared.fields {
            self.field(field, declared, row, &mut record);
        }
        self.diagnostics.extend(contradictions::fields(&record));
        let mut seen = BTreeMap::new();
        for block in &declared.blocks {
            self.block(block, row, &mut seen, &mut record);
        }
        if !declared.partial {
            self.check_required(declared, row, &record);
        }
        record
    }

    fn check_name(&mut self, declared: &Declaration<'_>, row: &BlockSchema) {
        match declared.id {
            Some(id) if !row.named => self.diagnostics.push(
                Diagnostic::new(Code::BAD_NAME, id.span, format!("`{}` takes no name", row.name))
                    .help(format!("write `{} {{ … }}`", row.name)),
            ),
            None if row.named => self.diagnostics.push(
                Diagnostic::new(Code::MISSING_NAME, declared.header, format!("this `{}` has no name", row.name))
                    .help(format!("write `{} some_name \"{}\" {{ … }}`", row.name, row.title)),
            ),
            // Fields never stand bare in a formula as a name of their own, so any word will do.
            Some(id) if &*row.name != "field" && !declared.partial => {
                self.diagnostics.extend(super::symbol_table::check_name(id))
            }
            _ => {}
        }
    }

    fn check_required(&mut self, declared: &Declaration<'_>, row: &BlockSchema, record: &Record) {
        for field in row.fields.values().filter(|f| f.required) {
            // A field that is there but wrong was reported already.
            if record.fact(&field.name).is_none() && declared.named(&field.name).next().is_none() {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::MISSING_FIELD,
                        declared.header,
                        format!("{} needs `{}`", errors::article(&row.name), field.name),
                    )
                    .help(format!("add `{}: …`: {}", field.name, field.doc.trim_end_matches('.'))),
                );
            }
        }
    }

    fn field(&mut self, field: &Field<'_>, declared: &Declaration<'_>, row: &BlockSchema, record: &mut Record) {
        let key = field.key();
        if matches!(key.text, "was" | "drop") && !row.fields.contains_key(key.text) {
            // Names a former name, or takes an item out of a scenario.
            let word = field.single_word();
            if key.text == "was" {
                record.was = word.map(Arc::from);
            }
            if word.is_none() {
                self.diagnostics.push(
                    Diagnostic::new(Code::WRONG_TYPE, key.span, format!("`{}` takes a word", key.text)).help(
                        if key.text == "was" {
                            "write the name it had before, as in `was: old_name`"
                        } else {
                            "write `drop: yes`"
                        },
                    ),
                );
            }
            return;
        }
        let free;
        let field_row = match row.fields.get(key.text) {
            Some(row) => row,
            None if row.any_field => {
                free = any_row(key.text);
                &free
            }
            None => return self.unknown_field(field, row),
        };
        if !field_row.repeat
            && let Some(first) = record.fact(key.text)
        {
            self.diagnostics.push(
                Diagnostic::new(Code::REPEATED_FIELD, key.span, format!("`{}` is given twice", key.text))
                    .also(first.span, "first given here")
                    .help("it is allowed once; remove one of them"),
            );
            return;
        }
        match self.fact(field, field_row, declared, row) {
            Some(fact) => {
                self.diagnostics.extend(contradictions::names(&fact, field_row));
                self.diagnostics.extend(contradictions::times(&fact, record, field_row));
                record.facts.push(fact);
            }
            // Somebody wrote a value, though a wrong one: nothing else may rank in its place.
            None if self.may_be_scored(field_row, row) => record.facts.push(refused(field, field_row)),
            None => {}
        }
    }

    /// Whether a framework could read the field and would take something else for it where it is left out.
    fn may_be_scored(&self, field: &FieldSchema, row: &BlockSchema) -> bool {
        if row.framework.is_some() {
            return true;
        }
        let initiative = self.schema.kind("initiative");
        let on_initiative = &*row.name == "initiative";
        if on_initiative && (field.shared || &*field.name == "effort") {
            return true;
        }
        // What `from:` may name.
        matches!(field.ty, FieldType::Quantity | FieldType::Number)
            && !field.repeat
            && (on_initiative || initiative.is_some_and(|i| i.blocks.contains_key(&row.name)))
    }

    /// Whether there is time to look for a nearest name.
    fn may_suggest(&mut self) -> bool {
        let left = self.suggestions;
        self.suggestions = left.saturating_sub(1);
        left > 0
    }

    fn unknown_field(&mut self, field: &Field<'_>, row: &BlockSchema) {
        let key = field.key();
        if !self.may_suggest() {
            let help = format!("`plan doc {}` lists what it has", row.name);
            return self.diagnostics.push(errors::unknown_field(key, "field", row, std::iter::empty(), Some(help)));
        }
        let is_block = row.blocks.contains_key(key.text) || (&*row.name == "initiative" && is_library_block(key.text));
        let known = row.fields.keys().chain(row.blocks.keys()).map(|k| &**k);
        let home = self
            .schema
            .kind("initiative")
            .and_then(|i| i.blocks.values().find(|b| b.fields.contains_key(key.text)))
            .filter(|b| b.name != row.name && &*row.name == "initiative")
            .map(|b| {
                let taken = b.fields.get(key.text).map_or(String::new(), errors::expected_value);
                format!("`{}` belongs to `{}`: write `{} {{ {}: … }}`{taken}", key.text, b.name, b.name, key.text)
            });
        let d = if is_block {
            Diagnostic::new(Code::UNKNOWN_FIELD, key.span, format!("`{}` is a block, not a field", key.text)).help(
                match row.blocks.get(key.text).filter(|b| b.named) {
                    Some(block) => format!("write `{} some_name \"{}\" {{ … }}`", key.text, block.title),
                    None => format!("write `{} {{ … }}`", key.text),
                },
            )
        } else {
            errors::unknown_field(key, "field", row, known, home)
        };
        self.diagnostics.push(d);
    }

    fn fact(
        &mut self,
        field: &Field<'_>,
        row: &FieldSchema,
        declared: &Declaration<'_>,
        block: &BlockSchema,
    ) -> Option<Fact> {
        let value = field.value();
        if !value.is_well_formed() {
            if let Some(d) = in_words(field, row) {
                self.diagnostics.push(d);
                return None;
            }
            let words: Vec<&str> = row.of.iter().map(|w| &**w).chain(row.levels.iter().map(|(w, _)| &**w)).collect();
            self.diagnostics.extend(value.problems.into_iter().map(|d| match d.code {
                // Between words of a closed set neither commas nor quotes help.
                Code::UNREADABLE_VALUE if d.fixes.is_empty() && !words.is_empty() => {
                    d.help(format!("write one of {}", errors::quoted_list(&words)))
                }
                _ => d,
            }));
            return None;
        }
        let span = value.span.unwrap_or(field.span());
        if !row.many && (value.phrases.len() > 1 || value.bracketed) {
            self.diagnostics.push(
                Diagnostic::new(Code::WRONG_TYPE, span, format!("`{}` takes one value, not a list", row.name))
                    .help(if row.repeat { "write one line for each" } else { "write one value" }),
            );
            return None;
        }
        let mut clauses = Vec::with_capacity(value.phrases.len());
        for phrase in &value.phrases {
            clauses.push(self.clause(phrase, row, declared, block)?);
        }
        let because = value.because.as_deref().map(Arc::from);
        Some(Fact { name: row.name.clone(), clauses, because, span: field.span() })
    }

    fn clause(
        &mut self,
        phrase: &Phrase<'_>,
        row: &FieldSchema,
        declared: &Declaration<'_>,
        block: &BlockSchema,
    ) -> Option<Clause> {
        let mut reader = LiteralReader {
            units: &mut self.units,
            names: self.names,
            namespace: declared.namespace.clone(),
            diagnostics: &mut self.diagnostics,
            note: None,
        };
        let head = reader.datum(&phrase.head, row)?;
        let note = reader.note.take();
        let mut tails = Vec::with_capacity(phrase.tails.len());
        for (connective, place, operand) in &phrase.tails {
            let word = connective.as_str();
            let Some((name, tail)) = row.tails.iter().find(|(c, _)| *c == word) else {
                if row.ty == FieldType::Any {
                    tails.push((connective.as_str(), reader.datum(operand, &row.of_type(FieldType::Any))?));
                    continue;
                }
                let taken: Vec<&str> = row.tails.iter().map(|(c, _)| *c).collect();
                let said = format!("`{}` does not take `{word}`", row.name);
                let d = Diagnostic::new(Code::UNKNOWN_CONNECTIVE, *place, said);
                self.diagnostics.push(match taken.as_slice() {
                    [] => d.help("write the value alone"),
                    taken => d.help(format!("it takes {}", errors::quoted_list(taken))),
                });
                return None;
            };
            tails.push((*name, reader.tail(operand, tail, row)?));
        }
        let span = phrase.span();
        if let (Datum::Quantity(quantity), Some(note)) = (&head, note) {
            let field = (block.name.clone(), row.name.clone());
            self.notes.push(ConversionNote { field, written: quantity.unit.to_string(), note, span });
        }
        let because = phrase.because.as_deref().map(Arc::from);
        let clause = Clause { head, tails, because, span };
        self.diagnostics.extend(contradictions::clause(&clause));
        Some(clause)
    }

    /// What was found since it was asked last.
    pub(super) fn take(&mut self) -> ItemDiagnostics {
        ItemDiagnostics { diagnostics: std::mem::take(&mut self.diagnostics), notes: std::mem::take(&mut self.notes) }
    }

    fn block<'d>(
        &mut self,
        declared: &Declaration<'d>,
        row: &BlockSchema,
        seen: &mut BTreeMap<(&'d str, &'d str), Span>,
        record: &mut Record,
    ) {
        let name = declared.kind;
        let schema = self.schema;
        // A framework of the same file is known there by its own name.
        let own =
            declared.namespace.as_deref().and_then(|space| row.blocks.get(format!("{space}.{}", name.text).as_str()));
        let nested = own.or_else(|| row.blocks.get(name.text)).or_else(|| match row.any_block {
            true => schema.kind("initiative").and_then(|i| i.blocks.get(name.text)),
            false => None,
        });
        let Some(nested) = nested else { return self.unknown_block(declared, row) };
        // Named blocks repeat under different names; unnamed ones either may repeat or may not.
        let id = declared.id.filter(|_| nested.named).map_or("", |i| i.text);
        let taken = seen.insert((name.text, id), declared.header).filter(|_| nested.named || !nested.repeat);
        if let Some(first) = taken {
            let span = declared.header;
            self.diagnostics.push(if nested.named {
                Diagnostic::new(Code::DUPLICATE_NAME, span, format!("`{id}` is declared twice here"))
                    .also(first, "first declared here")
                    .help("give each its own name")
            } else {
                Diagnostic::new(Code::REPEATED_FIELD, span, format!("the block `{}` is given twice", name.text))
                    .also(first, "first given here")
                    .help("join the two into one")
            });
            return;
        }
        let block = self.record(declared, nested);
        record.blocks.push(block);
    }

    fn unknown_block(&mut self, declared: &Declaration<'_>, row: &BlockSchema) {
        let name = declared.kind;
        if !self.may_suggest() {
            let help = format!("`plan doc {}` lists what it has", row.name);
            return self.diagnostics.push(errors::unknown_field(name, "block", row, std::iter::empty(), Some(help)));
        }
        if let Some(kind) =
            kind_by_synonym(name.text).and_then(|(kind, _)| kind).filter(|k| row.blocks.contains_key(*k))
        {
            let d = Diagnostic::new(Code::UNKNOWN_FIELD, name.span, format!("there is no block `{}` here", name.text));
            return self.diagnostics.push(d.did_you_mean(name.span, Some(kind)));
        }
        if row.fields.contains_key(name.text) {
            let fix = Fix {
                title: "write it as a field".into(),
                span: name.span,
                replacement: format!("{}:", name.text),
                safe: false,
            };
            self.diagnostics.push(
                Diagnostic::new(Code::UNKNOWN_FIELD, name.span, format!("`{}` is a field, not a block", name.text))
                    .help(format!("write `{}: value`", name.text))
                    .fix(fix),
            );
            return;
        }
        let frameworks: &[Arc<str>] = if &*row.name == "initiative" { &self.frameworks } else { &[] };
        let library =
            if &*row.name == "initiative" { crate::schema::library::LibraryFolder::ALL.as_slice() } else { &[] };
        let library = library.iter().filter(|f| matches!(f.kind(), "block" | "framework"));
        let library = library.flat_map(|f| crate::schema::library::items(*f)).map(|i| i.name);
        let known = row.blocks.keys().chain(row.fields.keys()).chain(frameworks).map(|k| &**k).chain(library);
        self.diagnostics.push(errors::unknown_field(name, "block", row, known, None));
    }

    /// A unit as a declaration writes it; reported and dimensionless where it can't be read.
    pub(crate) fn declared_unit(&mut self, text: &str, span: Span) -> Unit {
        self.units.parse(text).unwrap_or_else(|e| {
            self.diagnostics.push(unit_error(span, &e));
            Unit::number()
        })
    }
}

/// A value of several words that is known elsewhere: `phase: In Progress`.
fn in_words(field: &Field<'_>, row: &FieldSchema) -> Option<Diagnostic> {
    let (text, span) = field.words()?;
    let of = match &row.ty {
        FieldType::Reference(kind) => kind,
        FieldType::Word if !row.of.is_empty() => &row.name,
        _ => return None,
    };
    let meant = value_by_synonym(of, text)?.filter(|m| row.of.is_empty() || row.of.iter().any(|w| **w == **m))?;
    let d = Diagnostic::new(Code::UNREADABLE_VALUE, span, format!("`{text}` is not one word"));
    Some(d.did_you_mean(span, Some(meant)))
}

/// Whether the library has a block of initiatives of this name, or a framework, whose inputs are one.
fn is_library_block(name: &str) -> bool {
    let folders =
        crate::schema::library::LibraryFolder::ALL.iter().filter(|f| matches!(f.kind(), "block" | "framework"));
    folders.into_iter().any(|f| crate::schema::library::find(*f, name).is_some())
}

/// A field whose value was reported and can't be used: it is not known.
fn refused(field: &Field<'_>, row: &FieldSchema) -> Fact {
    let span = field.value().span.unwrap_or(field.span());
    let clause = Clause { head: Datum::Hole, tails: Vec::new(), because: None, span };
    Fact { name: row.name.clone(), clauses: vec![clause], because: None, span: field.span() }
}

fn any_row(name: &str) -> FieldSchema {
    FieldSchema {
        name: name.into(),
        ty: FieldType::Any,
        many: true,
        units: Vec::new(),
        of: Vec::new(),
        single: false,
        repeat: true,
        required: false,
        shared: false,
        tails: Vec::new(),
        levels: Vec::new(),
        audience: None,
        bounds: Default::default(),
        also: Vec::new(),
        doc: "".into(),
        standard: false,
    }
}

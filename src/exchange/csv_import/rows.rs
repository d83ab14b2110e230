//! Table and mapping → initiatives.

use super::references::References;
use super::report::{ImportReport, People, Remark, SkippedCell, SkippedColumn, SkippedRow, Word};
use super::targets::{Kind, Target, targets};
use super::{Draft, Fact, Imported, Item, Options, OwnField, OwnType, Written, initiative_field, input_token};
use super::{own_field, slug};
use crate::exchange::mapping::{Mapping, Role, field_called, is_score};
use crate::exchange::reading::{self, Cell, is_missing, is_placeholder, is_template};
use crate::exchange::refusal::{list, shown};
use crate::exchange::table::{Row, Table};
use crate::exchange::{Known, Refusal};
use crate::schema::{Schema, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn import(table: &Table, known: &Known, options: &Options, mapping: Mapping) -> Result<Imported, Refusal> {
    let mut report = ImportReport {
        guesses: mapping.guesses.clone(),
        warnings: mapping.warnings.clone(),
        ..ImportReport::default()
    };
    let (id, title) = (mapping.column(&Role::Id), mapping.column(&Role::Title));
    if id.is_none() && title.is_none() {
        let headers: Vec<&str> = table.columns.iter().map(|c| c.written.as_str()).collect();
        let said = Refusal::new("no column for the title was found");
        return Err(said.help(format!("say which of {} it is: `--map title=COLUMN`", list(&headers))));
    }
    report.warnings.extend(table.warnings.iter().map(|(line, said)| format!("line {line}: {said}")));
    report
        .skipped_rows
        .extend(table.skipped.iter().map(|(line, reason)| SkippedRow { line: *line, reason: reason.clone() }));
    let mut draft = Draft { has_ids: id.is_some(), ..Draft::default() };
    let targets = targets(table, known, options, &mapping, &mut draft, &mut report)?;
    skipped_columns(table, known, &mapping, &mut report);
    let heads = heads(table, id, title, options, &mut report);
    let ids = heads.iter().map(|h| h.as_ref().map(|h| h.id.clone())).collect();
    let mut reader = Reader {
        known,
        options,
        references: References::new(table, known, &mapping, ids),
        words: BTreeMap::new(),
        others: BTreeMap::new(),
    };
    for target in &targets {
        if let Kind::Reference { row, .. } = &target.kind {
            match &row.ty {
                Type::Reference(kind) if **kind == *"team" => reader.references.note_teams(table, target.column, false),
                Type::Reference(kind) if **kind == *"person" => {
                    reader.references.note_teams(table, target.column, true);
                    report.people.push(People { column: target.header.to_string(), persons: 0, teams: 0 });
                }
                _ => {}
            }
        }
    }
    for (at, (row, head)) in table.rows.iter().zip(heads).enumerate() {
        if let Some(head) = head {
            draft.items.push(reader.item(head, at, row, &targets, &mut report));
        }
    }
    report.rows = draft.items.len();
    report.words = reader.words.into_values().collect();
    draft.fields.extend(reader.others.into_iter().map(|(name, column)| OwnField {
        declared: options.declared.contains_key(&name),
        ty: OwnType::Text,
        name,
        column,
    }));
    draft.declared = reader.references.declared();
    report.declared = draft.declared.iter().map(|d| (d.kind.clone(), d.id.clone())).collect();
    Ok(Imported { draft, report })
}

fn skipped_columns(table: &Table, known: &Known, mapping: &Mapping, report: &mut ImportReport) {
    let schema = Schema::complete();
    for (column, header) in table.columns.iter().enumerate() {
        let used = mapping.uses.iter().find(|u| u.column == column);
        let free_text =
            ["description", "notes", "note", "comment", "comments", "rationale", "details", "acceptance_criteria"];
        let stored = "a stored score is not carried over: scores are computed; compare them with `plan audit`";
        let wish = || {
            let name = slug::slug(&header.written).unwrap_or_else(|| "NAME".into());
            if schema.is_taken(&name) || known.frameworks.contains_key(name.as_str()) {
                format!("{name}_text={name}")
            } else {
                name
            }
        };
        let (reason, keep) = match used.map(|u| &u.role) {
            Some(Role::Skip) => ("left out as asked".to_string(), None),
            Some(Role::Score) => (stored.into(), None),
            Some(_) => continue,
            None if table.composed.contains(&column) => continue,
            None if table.cells(column).next().is_none() => ("no cell holds anything".into(), None),
            None if is_score(header) => (stored.into(), None),
            None if free_text.contains(&header.key.as_str()) => ("free text".into(), Some(wish())),
            None if let Some(field) = field_called(&header.key) => {
                let why = match mapping.column(&Role::Field(field.to_string())) {
                    Some(other) => format!("`{field}` comes from `{}`", shown(&table.columns[other].written)),
                    None => format!("no cell fits `{field}`"),
                };
                (format!("{why}; keep it with `--field {}`", wish()), None)
            }
            None => match (input_elsewhere(&header.base, known), mapping.frameworks.as_slice()) {
                (Some(other), [main, ..]) => {
                    let both = format!("`--framework {},{other}` imports both", main.id);
                    (format!("an input of `{other}`, not of `{}`; {both}", main.id), None)
                }
                _ => ("nothing in the plan is called so".into(), Some(wish())),
            },
        };
        report.skipped_columns.push(SkippedColumn { column: header.written.clone(), reason, keep });
    }
}

/// The framework, the shortest name first, that has an input of this name.
fn input_elsewhere<'k>(name: &str, known: &'k Known) -> Option<&'k str> {
    let with = known.frameworks.values().filter(|f| f.input(name).is_some());
    with.map(|f| &*f.id).min_by_key(|id| (id.len(), *id))
}

/// The initiatives of the rows, without their values; none for rows that are left out.
fn heads(
    table: &Table,
    id: Option<usize>,
    title: Option<usize>,
    options: &Options,
    report: &mut ImportReport,
) -> Vec<Option<Item>> {
    let mut taken: BTreeSet<String> = options.taken.clone();
    let mut titles: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let header = id.map_or("", |c| table.columns[c].key.as_str());
    let mut out = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        if is_template(row, id, title) {
            report
                .skipped_rows
                .push(SkippedRow { line: row.line, reason: "it is the template of the table, no item".into() });
            out.push(None);
            continue;
        }
        let text = |column: Option<usize>| column.map(|c| row.cell(c)).filter(|c| !is_missing(c));
        let Some(called) = text(title).or(text(id)) else {
            report.skipped_rows.push(SkippedRow { line: row.line, reason: "it has no title".into() });
            out.push(None);
            continue;
        };
        let called = called.split_whitespace().collect::<Vec<_>>().join(" ");
        if matches!(called.to_lowercase().as_str(), "total" | "totals" | "grand total" | "sum" | "average" | "mean") {
            report.warnings.push(format!(
                "line {}: `{called}` looks like a row of sums; it was imported as an initiative",
                row.line
            ));
        }
        titles.entry(called.clone()).or_default().push(row.line);
        let wanted = text(id).and_then(|c| slug::id(c, header)).or_else(|| slug::slug(&called));
        let wanted = wanted.unwrap_or_else(|| "item".into());
        let name = slug::unique(&wanted, &mut taken);
        if name != wanted {
            report.renamed.push((row.line, wanted, name.clone()));
        }
        out.push(Some(Item { line: row.line, id: name, title: called, ..Item::default() }));
    }
    report.same_titles = titles.into_iter().filter(|(_, lines)| lines.len() > 1).collect();
    report.has_ids = id.is_some();
    out
}

/// Reads the cells of rows, and keeps what is said of several together.
struct Reader<'r> {
    known: &'r Known,
    options: &'r Options,
    references: References<'r>,
    /// Words of phase columns, by column and word.
    words: BTreeMap<(usize, String), Word>,
    /// Fields for words that are no phase, with their columns.
    others: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn item(&mut self, mut item: Item, at: usize, row: &Row, targets: &[Target], report: &mut ImportReport) -> Item {
        for target in targets {
            let cell = match self.options.value_of(&target.key, row.cell(target.column)) {
                Some(value) if !matches!(target.kind, Kind::Phase { .. }) => value,
                _ => row.cell(target.column),
            };
            let said = |reason: String, value: &str| SkippedCell {
                line: row.line,
                column: target.header.to_string(),
                value: value.to_string(),
                reason,
            };
            let fact = |key: &Arc<str>, value: Written| Fact {
                block: target.block.clone(),
                key: key.clone(),
                value,
                column: target.header.clone(),
            };
            let written = match &target.kind {
                Kind::Input { framework, index, scale, unit } => {
                    let input = &framework.inputs[*index];
                    match reading::cell(cell, framework, input, scale) {
                        Cell::Missing => Ok(None),
                        Cell::Level(word, _) => Ok(Some(Written::Token(word.to_string()))),
                        Cell::Number(number) => {
                            input_token::token(&number, input, unit.as_ref(), self.known, self.options)
                                .map(|t| Some(Written::Token(t)))
                        }
                        Cell::Unreadable(why) => Err(why),
                    }
                }
                _ if is_missing(cell) => Ok(None),
                Kind::Own(OwnType::Text) => Ok(Some(Written::Own(cell.to_string()))),
                Kind::Known(row) if row.ty == Type::Text => initiative_field::read(cell, row, self.known).map(Some),
                _ if is_placeholder(cell) => Err("is left from a template".into()),
                Kind::Known(row) => initiative_field::read(cell, row, self.known).map(Some),
                Kind::Own(ty) => own_field::token(cell, *ty).map(|_| Some(Written::Own(cell.to_string()))),
                Kind::Phase { words, other } => {
                    let key = (target.column, crate::exchange::known::plain(cell));
                    let word = self.words.entry(key).or_insert_with(|| Word {
                        column: target.header.to_string(),
                        word: cell.to_string(),
                        phase: words.find(cell).flatten().map(|p| p.to_string()),
                        left_out: words.find(cell) == Some(None),
                        near: words.near(cell).map(|(w, p)| (w.to_string(), p.to_string())),
                        kept_as: other.clone(),
                        lines: Vec::new(),
                    });
                    word.lines.push(row.line);
                    if word.phase.is_none() && !word.left_out {
                        self.others.insert(other.clone(), target.header.to_string());
                        item.facts.push(fact(&other.as_str().into(), Written::Own(cell.to_string())));
                    }
                    match &word.phase {
                        Some(phase) => {
                            item.stale.push(other.as_str().into());
                            Ok(Some(Written::Token(phase.clone())))
                        }
                        None => continue,
                    }
                }
                Kind::Reference { row: field, asked } => {
                    let found = self.references.read(cell, field, at, *asked);
                    if let Some(p) = report.people.iter_mut().find(|p| p.column == *target.header) {
                        p.persons += usize::from(found.value.is_some());
                        p.teams += usize::from(found.value.is_none() && !found.teams.is_empty());
                    }
                    let remark = |r: String| Remark {
                        line: row.line,
                        column: target.header.to_string(),
                        value: cell.to_string(),
                        said: r,
                    };
                    report.remarks.extend(found.remarks.into_iter().map(remark));
                    report.skipped_cells.extend(found.lost.into_iter().map(|(part, why)| said(why, &part)));
                    if !found.teams.is_empty() {
                        let team: Arc<str> = "team".into();
                        let other = targets.iter().any(|t| t.key == team && t.block.is_none());
                        if !other {
                            item.facts.push(fact(&team, Written::Names(found.teams)));
                        }
                    }
                    match found.value {
                        Some(value) => Ok(Some(value)),
                        None => continue,
                    }
                }
            };
            match written {
                Ok(Some(value)) => item.facts.push(fact(&target.key, value)),
                Ok(None) => {
                    report.missing += 1;
                    item.empty.push((target.block.clone(), target.key.clone()));
                }
                Err(reason) => report.skipped_cells.push(said(reason, cell)),
            }
        }
        item
    }
}

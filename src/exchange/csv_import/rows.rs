//! Table and mapping → initiatives.

use super::imported::CsvImport;
use super::initiative_field::FieldReader;
use super::options::CsvImportOptions;
use super::plan_draft::{
    CustomField, CustomFieldType, DraftFact, DraftInitiative, DraftValue, ItemReference, PlanDraft,
};
use super::references::ReferenceResolver;
use super::report::{ImportReport, PeopleColumn, PhaseWord, Remark, SkippedCell, SkippedRow};
use super::skipped::skipped_columns;
use super::targets::{TargetField, TargetKind, targets};
use super::{bounds, custom_field, initiative_field, input_token, outline, slug, total_rows, unread_words};
use crate::exchange::error::{cell_excerpt, quoted_list};
use crate::exchange::mapping::{Mapping, Role};
use crate::exchange::reading::{self, ReadCell, is_missing, is_placeholder, is_template};
use crate::exchange::table::{DecimalSeparator, Number, SourceTable, TableRow};
use crate::exchange::{ImportError, PlanNames};
use crate::schema::FieldType;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn import(
    table: &SourceTable,
    known: &PlanNames,
    options: &CsvImportOptions,
    mapping: Mapping,
) -> Result<CsvImport, ImportError> {
    let mut report = ImportReport {
        guesses: mapping.guesses.clone(),
        warnings: mapping.warnings.clone(),
        ..ImportReport::default()
    };
    let (id, title) = (mapping.column(&Role::Id), mapping.column(&Role::Title));
    if id.is_none() && title.is_none() {
        let headers: Vec<&str> = table.columns.iter().map(|c| c.written.as_str()).collect();
        let said = ImportError::new("no column for the title was found");
        return Err(said.help(format!("say which of {} it is: `--map title=COLUMN`", quoted_list(&headers))));
    }
    report.warnings.extend(missing_header_warning(table, &mapping));
    if let (None, Some(id)) = (title, id) {
        let names = cell_excerpt(&table.columns[id].written);
        report
            .guesses
            .push(format!("no column holds the titles: `{names}` is the title too; `--map title=COLUMN` says another"));
    }
    report.warnings.extend(table.warnings.iter().map(|(line, said)| format!("line {line}: {said}")));
    report
        .skipped_rows
        .extend(table.skipped.iter().map(|(line, reason)| SkippedRow { line: *line, reason: reason.clone() }));
    let mut draft = PlanDraft { has_ids: id.is_some(), ..PlanDraft::default() };
    let targets = targets(table, known, options, &mapping, &mut draft, &mut report)?;
    let archived = archived(table, &mapping);
    skipped_columns(table, known, &mapping, &targets, archived, &mut report);
    let heads = initiatives_without_values(table, id, title, archived, options, &mut report);
    let ids = heads.iter().map(|h| h.as_ref().map(|h| h.id.clone())).collect();
    let mut reader = RowReader {
        known,
        options,
        references: ReferenceResolver::new(table, known, &mapping, ids),
        words: BTreeMap::new(),
        others: BTreeMap::new(),
        said: BTreeSet::new(),
        values: BTreeSet::new(),
        waiting: Vec::new(),
    };
    for target in &targets {
        if let TargetKind::Reference { row, .. } = &target.kind {
            match &row.ty {
                FieldType::Reference(kind) if **kind == *"team" => {
                    reader.references.note_teams(table, target.column, false)
                }
                FieldType::Reference(kind) if **kind == *"person" => {
                    reader.references.note_teams(table, target.column, true);
                    report.people.push(PeopleColumn { column: target.header.to_string(), persons: 0, teams: 0 });
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
    if !targets.iter().any(|t| &*t.key == "parent") {
        outline::assign_parents(table, &mut draft, &mut report);
    }
    reader.links(table, &targets, &mut draft, &mut report);
    reader.unused_values(&targets, &mut report);
    unread_words::report_unread_words(&targets, &mut report);
    report.rows = draft.items.len();
    report.words = reader.words.into_values().collect();
    draft.fields.extend(reader.others.into_iter().map(|(name, column)| CustomField {
        declared: options.declared.contains_key(&name),
        ty: CustomFieldType::Text,
        name,
        column,
    }));
    draft.declared = reader.references.declared();
    report.declared = draft.declared.iter().map(|d| (d.kind.clone(), d.id.clone())).collect();
    Ok(CsvImport { draft, report })
}

/// The initiatives of the rows, without their values; none for rows that are left out.
fn initiatives_without_values(
    table: &SourceTable,
    id: Option<usize>,
    title: Option<usize>,
    archived: Option<usize>,
    options: &CsvImportOptions,
    report: &mut ImportReport,
) -> Vec<Option<DraftInitiative>> {
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
        if archived.is_some_and(|c| says_archived(row.cell(c))) {
            report.skipped_rows.push(SkippedRow { line: row.line, reason: "it is archived".into() });
            out.push(None);
            continue;
        }
        let text = |column: Option<usize>| column.map(|c| row.cell(c)).filter(|c| !is_missing(c));
        let Some(called) = text(title).or(text(id)) else {
            report.skipped_rows.push(SkippedRow { line: row.line, reason: "it has no title".into() });
            out.push(None);
            continue;
        };
        if let Some(title) = title.filter(|c| is_missing(row.cell(*c))) {
            report.remarks.push(Remark {
                line: row.line,
                column: table.columns[title].written.clone(),
                value: called.to_string(),
                said: "is used as the title, since the cell is empty".into(),
            });
        }
        let called = plain_text(called).split_whitespace().collect::<Vec<_>>().join(" ");
        let filled = row.cells.iter().filter(|c| !is_missing(c)).count();
        if filled == 1 && ["---", "===", "***"].iter().any(|mark| called.starts_with(mark) && called.ends_with(mark)) {
            report.skipped_rows.push(SkippedRow {
                line: row.line,
                reason: format!("`{}` parts the table, and is no item", cell_excerpt(&called)),
            });
            out.push(None);
            continue;
        }
        if total_rows::is_total_row(&called) {
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
        out.push(Some(DraftInitiative { line: row.line, id: name, title: called, ..DraftInitiative::default() }));
    }
    report.same_titles = titles.into_iter().filter(|(_, lines)| lines.len() > 1).collect();
    report.has_ids = id.is_some();
    out
}

/// What is to be said where the line that names the columns looks like a row: none of its names is known, and one is a
/// number, a day or an address.
fn missing_header_warning(table: &SourceTable, mapping: &Mapping) -> Option<String> {
    let known = mapping.uses.iter().any(|u| matches!(u.how, "name" | "alias" | "asked"));
    let is_value = |cell: &str| {
        Number::read(cell, DecimalSeparator::Point).is_ok_and(|n| n.rest.is_empty())
            || reading::parse_date(cell).is_ok()
            || cell.contains("://")
    };
    let odd = table.columns.iter().find(|c| !c.key.is_empty() && is_value(&c.written)).filter(|_| !known)?;
    let odd = cell_excerpt(&odd.written);
    Some(format!(
        "the first line is read as the names of the columns; is it a row, since it holds `{odd}`? write names above it"
    ))
}

/// A title without Markdown's marks of emphasis around parts of it.
fn plain_text(title: &str) -> String {
    let pairs = title.matches("**").count();
    if pairs > 0 && pairs.is_multiple_of(2) { title.replace("**", "") } else { title.to_string() }
}

/// The column that says which rows are archived, where nothing else takes it.
fn archived(table: &SourceTable, mapping: &Mapping) -> Option<usize> {
    let is_it = |c: &usize| {
        matches!(table.columns[*c].key.as_str(), "archived" | "is_archived")
            && mapping.uses.iter().all(|u| u.column != *c)
    };
    (0..table.columns.len()).find(is_it)
}

fn says_archived(cell: &str) -> bool {
    custom_field::parse_yes_no(cell) == Some(true) || reading::parse_date(cell).is_ok()
}

/// Reads the cells of rows, and keeps what is said of several together.
struct RowReader<'r> {
    known: &'r PlanNames,
    options: &'r CsvImportOptions,
    references: ReferenceResolver<'r>,
    /// Words of phase columns, by column and word.
    words: BTreeMap<(usize, String), PhaseWord>,
    /// Fields for words that are no phase, with their columns.
    others: BTreeMap<String, String>,
    /// What was said once of a column.
    said: BTreeSet<(usize, String)>,
    /// Which wishes about words a cell met.
    values: BTreeSet<usize>,
    /// Rows that wait, each for which: by the index of the row, and the line and column that say so.
    waiting: Vec<(usize, usize)>,
}

/// What a cell came to.
enum CellOutcome {
    /// A value.
    Value(DraftValue),
    /// Nothing, as the cell says.
    Missing,
    /// What it holds was told elsewhere.
    Reported,
}

impl RowReader<'_> {
    fn item(
        &mut self,
        mut item: DraftInitiative,
        at: usize,
        row: &TableRow,
        targets: &[TargetField],
        report: &mut ImportReport,
    ) -> DraftInitiative {
        for target in targets {
            let raw = target.cell(row);
            let fact = |key: &Arc<str>, value: DraftValue| DraftFact {
                block: target.block.clone(),
                key: key.clone(),
                value,
                column: target.header.clone(),
            };
            match self.cell(&raw, at, row, target, targets, &mut item, report) {
                Ok(CellOutcome::Value(value)) => item.facts.push(fact(&target.key, value)),
                Ok(CellOutcome::Missing) => {
                    report.missing += 1;
                    item.empty.push((target.block.clone(), target.key.clone()));
                }
                Ok(CellOutcome::Reported) => {}
                Err(reason) => report.skipped_cells.push(skipped(row, target, &raw, reason)),
            }
        }
        item
    }

    #[allow(clippy::too_many_arguments)]
    fn cell(
        &mut self,
        raw: &str,
        at: usize,
        row: &TableRow,
        target: &TargetField,
        targets: &[TargetField],
        item: &mut DraftInitiative,
        report: &mut ImportReport,
    ) -> Result<CellOutcome, String> {
        let wished = match target.kind {
            TargetKind::Phase { .. } => None,
            _ => self.options.value_of(&target.key, raw),
        };
        let cell = match wished {
            Some((place, value)) => {
                self.values.insert(place);
                value
            }
            None => raw,
        };
        match &target.kind {
            TargetKind::Input { framework, index, scale, unit } => {
                let input = &framework.inputs[*index];
                // What somebody wrote on the command line is written as the language writes it.
                let own = wished.is_some().then(|| scale.with_decimals(DecimalSeparator::Point));
                match reading::cell(cell, framework, input, own.as_ref().unwrap_or(scale)) {
                    ReadCell::Missing => Ok(CellOutcome::Missing),
                    ReadCell::Level(word, _) => Ok(CellOutcome::Value(DraftValue::Token(word.to_string()))),
                    ReadCell::Number(number) => {
                        let told = input_token::token(&number, input, unit.as_ref(), self.known, self.options)?;
                        bounds::check(&number, input)?;
                        self.report_once(
                            target,
                            number.approximate.then(|| initiative_field::APPROXIMATE_NOTE.to_string()),
                            report,
                        );
                        self.report_once(target, told.note, report);
                        Ok(CellOutcome::Value(DraftValue::Token(told.text)))
                    }
                    ReadCell::Unreadable(why) => Err(why),
                }
            }
            _ if is_missing(cell) => Ok(CellOutcome::Missing),
            TargetKind::Custom(CustomFieldType::Text, _) => Ok(CellOutcome::Value(DraftValue::Own(cell.to_string()))),
            TargetKind::Known(reader) if reader.row.ty == FieldType::Text => {
                self.known_field(cell, reader, row, target, report)
            }
            _ if is_placeholder(cell) => Err("is left from a template".into()),
            TargetKind::Known(reader) => self.known_field(cell, reader, row, target, report),
            TargetKind::Custom(CustomFieldType::Date, dates) => {
                reading::parse_date_in(cell, dates.order).map(|day| CellOutcome::Value(DraftValue::Own(day)))
            }
            TargetKind::Custom(ty, _) => {
                custom_field::field_token(cell, *ty).map(|_| CellOutcome::Value(DraftValue::Own(cell.to_string())))
            }
            TargetKind::Phase { words, other } => {
                let key = (target.column, crate::exchange::plan_names::normalize_name(cell));
                let word = self.words.entry(key).or_insert_with(|| PhaseWord {
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
                    item.facts.push(DraftFact {
                        block: None,
                        key: other.as_str().into(),
                        value: DraftValue::Own(cell.to_string()),
                        column: target.header.clone(),
                    });
                }
                Ok(match &word.phase {
                    Some(phase) => {
                        item.stale.push(other.as_str().into());
                        CellOutcome::Value(DraftValue::Token(phase.clone()))
                    }
                    None => CellOutcome::Reported,
                })
            }
            TargetKind::Blocks => {
                let (rows, lost) = self.references.rows_named(cell, at);
                self.waiting.extend(rows.into_iter().map(|waits| (waits, at)));
                report.skipped_cells.extend(lost.into_iter().map(|(part, why)| skipped(row, target, &part, why)));
                Ok(CellOutcome::Reported)
            }
            TargetKind::Reference { row: field, asked } => {
                let found = self.references.read(cell, field, at, *asked);
                if let Some(p) = report.people.iter_mut().find(|p| p.column == *target.header) {
                    p.persons += usize::from(found.value.is_some());
                    p.teams += usize::from(found.value.is_none() && !found.teams.is_empty());
                }
                self.report_once(target, found.said, report);
                let remark = |said: String| Remark {
                    line: row.line,
                    column: target.header.to_string(),
                    value: cell.to_string(),
                    said,
                };
                report.remarks.extend(found.remarks.into_iter().map(remark));
                report.skipped_cells.extend(found.lost.into_iter().map(|(part, why)| skipped(row, target, &part, why)));
                if !found.teams.is_empty() {
                    let team: Arc<str> = "team".into();
                    if let Some(other) = targets.iter().find(|t| t.key == team && t.block.is_none()) {
                        // The column of teams may name it too.
                        let there = crate::exchange::plan_names::normalize_name(&other.cell(row));
                        let is_new =
                            |team: &&String| !there.contains(&crate::exchange::plan_names::normalize_name(team));
                        let why = "is a team, and the teams come from another column";
                        let lost = found.teams.iter().filter(is_new).map(|team| skipped(row, target, team, why.into()));
                        report.skipped_cells.extend(lost);
                    } else {
                        item.facts.push(DraftFact {
                            block: None,
                            key: team,
                            value: DraftValue::Names(found.teams),
                            column: target.header.clone(),
                        });
                    }
                }
                Ok(found.value.map_or(CellOutcome::Reported, CellOutcome::Value))
            }
        }
    }

    fn known_field(
        &mut self,
        cell: &str,
        reader: &FieldReader,
        row: &TableRow,
        target: &TargetField,
        report: &mut ImportReport,
    ) -> Result<CellOutcome, String> {
        let read = reader.read(cell, self.known, self.options)?;
        self.report_once(target, read.note, report);
        report.skipped_cells.extend(read.rejected.into_iter().map(|(part, why)| skipped(row, target, &part, why)));
        Ok(read.value.map_or(CellOutcome::Reported, CellOutcome::Value))
    }

    /// Says something of a column, once.
    fn report_once(&mut self, target: &TargetField, said: Option<String>, report: &mut ImportReport) {
        if let Some(said) = said.filter(|s| !self.said.contains(&(target.column, s.clone()))) {
            report.guesses.push(format!("`{}`: {said}", cell_excerpt(&target.header)));
            self.said.insert((target.column, said));
        }
    }

    /// Writes what waits for what at the rows that wait, and opens circles.
    fn links(&self, table: &SourceTable, targets: &[TargetField], draft: &mut PlanDraft, report: &mut ImportReport) {
        let place: BTreeMap<u64, usize> = draft.items.iter().enumerate().map(|(i, item)| (item.line, i)).collect();
        let at = |row: usize| table.rows.get(row).and_then(|r| place.get(&r.line)).copied();
        let header: Arc<str> =
            targets.iter().find(|t| matches!(t.kind, TargetKind::Blocks)).map_or("".into(), |t| t.header.clone());
        for (waits, first) in &self.waiting {
            let (Some(waits), Some(first)) = (at(*waits), at(*first)) else { continue };
            let name = ItemReference::bare(draft.items[first].id.clone());
            let facts = &mut draft.items[waits].facts;
            match facts.iter_mut().find(|f| &*f.key == "needs" && f.block.is_none()).map(|f| &mut f.value) {
                Some(DraftValue::Items(items)) if items.iter().any(|i| i.id == name.id) => {}
                Some(DraftValue::Items(items)) => items.push(name),
                _ => {
                    let value = DraftValue::Items(vec![name]);
                    let after = facts.iter().take_while(|f| f.block.is_none()).count();
                    facts.insert(after, DraftFact { block: None, key: "needs".into(), value, column: header.clone() });
                }
            }
        }
        for field in ["needs", "parent"] {
            let header = targets.iter().find(|t| &*t.key == field).map_or(&header, |t| &t.header);
            for (item, to) in super::dependencies::remove_cycles(&mut draft.items, field) {
                report.skipped_cells.push(SkippedCell {
                    line: draft.items[item].line,
                    column: header.to_string(),
                    value: to,
                    reason: "closes a cycle".into(),
                });
            }
        }
    }

    /// Says which words of `--values` no cell holds.
    fn unused_values(&self, targets: &[TargetField], report: &mut ImportReport) {
        for (place, wish) in self.options.values.iter().enumerate().filter(|(at, _)| !self.values.contains(at)) {
            let field = wish.field.split_once('.').map_or(wish.field.as_str(), |(_, input)| input);
            let is_met = |w: &PhaseWord| {
                crate::exchange::plan_names::normalize_name(&w.word)
                    == crate::exchange::plan_names::normalize_name(&wish.word)
            };
            if field == "phase" && self.words.values().any(is_met) {
                continue;
            }
            let later = self.options.values[place + 1..].iter().any(|v| v.field == wish.field && v.word == wish.word);
            let said = if later {
                continue;
            } else if targets.iter().any(|t| *t.key == *field) {
                format!(
                    "no cell of `{}` holds `{}`, which `--values` gives a meaning",
                    cell_excerpt(field),
                    cell_excerpt(&wish.word)
                )
            } else {
                format!(
                    "no column fills `{}`, for which `--values` gives `{}` a meaning",
                    cell_excerpt(field),
                    cell_excerpt(&wish.word)
                )
            };
            report.warnings.push(said);
        }
    }
}

fn skipped(row: &TableRow, target: &TargetField, value: &str, reason: String) -> SkippedCell {
    SkippedCell { line: row.line, column: target.header.to_string(), value: value.to_string(), reason }
}

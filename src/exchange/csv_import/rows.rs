//! Table and mapping → initiatives.

use super::bounds;
use super::imported::CsvImport;
use super::initiative_field::FieldReader;
use super::options::CsvImportOptions;
use super::plan_draft::{Draft, Fact, Item, ItemName, OwnField, OwnType, Written};
use super::references::References;
use super::report::{ImportReport, People, Remark, SkippedCell, SkippedRow, Word};
use super::skipped::skipped_columns;
use super::targets::{Kind, Target, targets};
use super::{initiative_field, input_token, own_field, slug, sums, tree, unread_words};
use crate::exchange::mapping::{Mapping, Role};
use crate::exchange::reading::{self, ReadCell, is_missing, is_placeholder, is_template};
use crate::exchange::refusal::{list, shown};
use crate::exchange::table::{Convention, Number, SourceTable, TableRow};
use crate::exchange::{PlanNames, Refusal};
use crate::schema::FieldType;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn import(
    table: &SourceTable,
    known: &PlanNames,
    options: &CsvImportOptions,
    mapping: Mapping,
) -> Result<CsvImport, Refusal> {
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
    report.warnings.extend(no_names(table, &mapping));
    if let (None, Some(id)) = (title, id) {
        let names = shown(&table.columns[id].written);
        report
            .guesses
            .push(format!("no column holds the titles: `{names}` is the title too; `--map title=COLUMN` says another"));
    }
    report.warnings.extend(table.warnings.iter().map(|(line, said)| format!("line {line}: {said}")));
    report
        .skipped_rows
        .extend(table.skipped.iter().map(|(line, reason)| SkippedRow { line: *line, reason: reason.clone() }));
    let mut draft = Draft { has_ids: id.is_some(), ..Draft::default() };
    let targets = targets(table, known, options, &mapping, &mut draft, &mut report)?;
    let archived = archived(table, &mapping);
    skipped_columns(table, known, &mapping, &targets, archived, &mut report);
    let heads = heads(table, id, title, archived, options, &mut report);
    let ids = heads.iter().map(|h| h.as_ref().map(|h| h.id.clone())).collect();
    let mut reader = Reader {
        known,
        options,
        references: References::new(table, known, &mapping, ids),
        words: BTreeMap::new(),
        others: BTreeMap::new(),
        said: BTreeSet::new(),
        values: BTreeSet::new(),
        waiting: Vec::new(),
    };
    for target in &targets {
        if let Kind::Reference { row, .. } = &target.kind {
            match &row.ty {
                FieldType::Reference(kind) if **kind == *"team" => {
                    reader.references.note_teams(table, target.column, false)
                }
                FieldType::Reference(kind) if **kind == *"person" => {
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
    if !targets.iter().any(|t| &*t.key == "parent") {
        tree::parents(table, &mut draft, &mut report);
    }
    reader.links(table, &targets, &mut draft, &mut report);
    reader.unused_values(&targets, &mut report);
    unread_words::tell(&targets, &mut report);
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
    Ok(CsvImport { draft, report })
}

/// The initiatives of the rows, without their values; none for rows that are left out.
fn heads(
    table: &SourceTable,
    id: Option<usize>,
    title: Option<usize>,
    archived: Option<usize>,
    options: &CsvImportOptions,
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
                reason: format!("`{}` parts the table, and is no item", shown(&called)),
            });
            out.push(None);
            continue;
        }
        if sums::is_sum(&called) {
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

/// What is to be said where the line that names the columns looks like a row: none of its names is known, and one is a
/// number, a day or an address.
fn no_names(table: &SourceTable, mapping: &Mapping) -> Option<String> {
    let known = mapping.uses.iter().any(|u| matches!(u.how, "name" | "alias" | "asked"));
    let is_value = |cell: &str| {
        Number::read(cell, Convention::Point).is_ok_and(|n| n.rest.is_empty())
            || reading::date(cell).is_ok()
            || cell.contains("://")
    };
    let odd = table.columns.iter().find(|c| !c.key.is_empty() && is_value(&c.written)).filter(|_| !known)?;
    let odd = shown(&odd.written);
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
    own_field::truth(cell) == Some(true) || reading::date(cell).is_ok()
}

/// Reads the cells of rows, and keeps what is said of several together.
struct Reader<'r> {
    known: &'r PlanNames,
    options: &'r CsvImportOptions,
    references: References<'r>,
    /// Words of phase columns, by column and word.
    words: BTreeMap<(usize, String), Word>,
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
enum RowOutcome {
    /// A value.
    To(Written),
    /// Nothing, as the cell says.
    Missing,
    /// What it holds was told elsewhere.
    Told,
}

impl Reader<'_> {
    fn item(
        &mut self,
        mut item: Item,
        at: usize,
        row: &TableRow,
        targets: &[Target],
        report: &mut ImportReport,
    ) -> Item {
        for target in targets {
            let raw = target.cell(row);
            let fact = |key: &Arc<str>, value: Written| Fact {
                block: target.block.clone(),
                key: key.clone(),
                value,
                column: target.header.clone(),
            };
            match self.cell(&raw, at, row, target, targets, &mut item, report) {
                Ok(RowOutcome::To(value)) => item.facts.push(fact(&target.key, value)),
                Ok(RowOutcome::Missing) => {
                    report.missing += 1;
                    item.empty.push((target.block.clone(), target.key.clone()));
                }
                Ok(RowOutcome::Told) => {}
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
        target: &Target,
        targets: &[Target],
        item: &mut Item,
        report: &mut ImportReport,
    ) -> Result<RowOutcome, String> {
        let wished = match target.kind {
            Kind::Phase { .. } => None,
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
            Kind::Input { framework, index, scale, unit } => {
                let input = &framework.inputs[*index];
                // What somebody wrote on the command line is written as the language writes it.
                let own = wished.is_some().then(|| scale.with_decimals(Convention::Point));
                match reading::cell(cell, framework, input, own.as_ref().unwrap_or(scale)) {
                    ReadCell::Missing => Ok(RowOutcome::Missing),
                    ReadCell::Level(word, _) => Ok(RowOutcome::To(Written::Token(word.to_string()))),
                    ReadCell::Number(number) => {
                        let told = input_token::token(&number, input, unit.as_ref(), self.known, self.options)?;
                        bounds::check(&number, input)?;
                        self.once(target, number.rough.then(|| initiative_field::ROUGH.to_string()), report);
                        self.once(target, told.said, report);
                        Ok(RowOutcome::To(Written::Token(told.text)))
                    }
                    ReadCell::Unreadable(why) => Err(why),
                }
            }
            _ if is_missing(cell) => Ok(RowOutcome::Missing),
            Kind::Own(OwnType::Text, _) => Ok(RowOutcome::To(Written::Own(cell.to_string()))),
            Kind::Known(reader) if reader.row.ty == FieldType::Text => {
                self.known_field(cell, reader, row, target, report)
            }
            _ if is_placeholder(cell) => Err("is left from a template".into()),
            Kind::Known(reader) => self.known_field(cell, reader, row, target, report),
            Kind::Own(OwnType::Date, dates) => {
                reading::date_in(cell, dates.order).map(|day| RowOutcome::To(Written::Own(day)))
            }
            Kind::Own(ty, _) => own_field::token(cell, *ty).map(|_| RowOutcome::To(Written::Own(cell.to_string()))),
            Kind::Phase { words, other } => {
                let key = (target.column, crate::exchange::plan_names::plain(cell));
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
                    item.facts.push(Fact {
                        block: None,
                        key: other.as_str().into(),
                        value: Written::Own(cell.to_string()),
                        column: target.header.clone(),
                    });
                }
                Ok(match &word.phase {
                    Some(phase) => {
                        item.stale.push(other.as_str().into());
                        RowOutcome::To(Written::Token(phase.clone()))
                    }
                    None => RowOutcome::Told,
                })
            }
            Kind::Blocks => {
                let (rows, lost) = self.references.rows_named(cell, at);
                self.waiting.extend(rows.into_iter().map(|waits| (waits, at)));
                report.skipped_cells.extend(lost.into_iter().map(|(part, why)| skipped(row, target, &part, why)));
                Ok(RowOutcome::Told)
            }
            Kind::Reference { row: field, asked } => {
                let found = self.references.read(cell, field, at, *asked);
                if let Some(p) = report.people.iter_mut().find(|p| p.column == *target.header) {
                    p.persons += usize::from(found.value.is_some());
                    p.teams += usize::from(found.value.is_none() && !found.teams.is_empty());
                }
                self.once(target, found.said, report);
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
                        let there = crate::exchange::plan_names::plain(&other.cell(row));
                        let is_new = |team: &&String| !there.contains(&crate::exchange::plan_names::plain(team));
                        let why = "is a team, and the teams come from another column";
                        let lost = found.teams.iter().filter(is_new).map(|team| skipped(row, target, team, why.into()));
                        report.skipped_cells.extend(lost);
                    } else {
                        item.facts.push(Fact {
                            block: None,
                            key: team,
                            value: Written::Names(found.teams),
                            column: target.header.clone(),
                        });
                    }
                }
                Ok(found.value.map_or(RowOutcome::Told, RowOutcome::To))
            }
        }
    }

    fn known_field(
        &mut self,
        cell: &str,
        reader: &FieldReader,
        row: &TableRow,
        target: &Target,
        report: &mut ImportReport,
    ) -> Result<RowOutcome, String> {
        let read = reader.read(cell, self.known, self.options)?;
        self.once(target, read.said, report);
        report.skipped_cells.extend(read.lost.into_iter().map(|(part, why)| skipped(row, target, &part, why)));
        Ok(read.value.map_or(RowOutcome::Told, RowOutcome::To))
    }

    /// Says something of a column, once.
    fn once(&mut self, target: &Target, said: Option<String>, report: &mut ImportReport) {
        if let Some(said) = said.filter(|s| !self.said.contains(&(target.column, s.clone()))) {
            report.guesses.push(format!("`{}`: {said}", shown(&target.header)));
            self.said.insert((target.column, said));
        }
    }

    /// Writes what waits for what at the rows that wait, and opens circles.
    fn links(&self, table: &SourceTable, targets: &[Target], draft: &mut Draft, report: &mut ImportReport) {
        let place: BTreeMap<u64, usize> = draft.items.iter().enumerate().map(|(i, item)| (item.line, i)).collect();
        let at = |row: usize| table.rows.get(row).and_then(|r| place.get(&r.line)).copied();
        let header: Arc<str> =
            targets.iter().find(|t| matches!(t.kind, Kind::Blocks)).map_or("".into(), |t| t.header.clone());
        for (waits, first) in &self.waiting {
            let (Some(waits), Some(first)) = (at(*waits), at(*first)) else { continue };
            let name = ItemName::bare(draft.items[first].id.clone());
            let facts = &mut draft.items[waits].facts;
            match facts.iter_mut().find(|f| &*f.key == "needs" && f.block.is_none()).map(|f| &mut f.value) {
                Some(Written::Items(items)) if items.iter().any(|i| i.id == name.id) => {}
                Some(Written::Items(items)) => items.push(name),
                _ => {
                    let value = Written::Items(vec![name]);
                    let after = facts.iter().take_while(|f| f.block.is_none()).count();
                    facts.insert(after, Fact { block: None, key: "needs".into(), value, column: header.clone() });
                }
            }
        }
        for field in ["needs", "parent"] {
            let header = targets.iter().find(|t| &*t.key == field).map_or(&header, |t| &t.header);
            for (item, to) in super::links::without_circles(&mut draft.items, field) {
                report.skipped_cells.push(SkippedCell {
                    line: draft.items[item].line,
                    column: header.to_string(),
                    value: to,
                    reason: "closes a circle".into(),
                });
            }
        }
    }

    /// Says which words of `--values` no cell holds.
    fn unused_values(&self, targets: &[Target], report: &mut ImportReport) {
        for (place, wish) in self.options.values.iter().enumerate().filter(|(at, _)| !self.values.contains(at)) {
            let field = wish.field.split_once('.').map_or(wish.field.as_str(), |(_, input)| input);
            let is_met = |w: &Word| {
                crate::exchange::plan_names::plain(&w.word) == crate::exchange::plan_names::plain(&wish.word)
            };
            if field == "phase" && self.words.values().any(is_met) {
                continue;
            }
            let later = self.options.values[place + 1..].iter().any(|v| v.field == wish.field && v.word == wish.word);
            let said = if later {
                continue;
            } else if targets.iter().any(|t| *t.key == *field) {
                format!("no cell of `{}` holds `{}`, which `--values` gives a meaning", shown(field), shown(&wish.word))
            } else {
                format!(
                    "no column fills `{}`, for which `--values` gives `{}` a meaning",
                    shown(field),
                    shown(&wish.word)
                )
            };
            report.warnings.push(said);
        }
    }
}

fn skipped(row: &TableRow, target: &Target, value: &str, reason: String) -> SkippedCell {
    SkippedCell { line: row.line, column: target.header.to_string(), value: value.to_string(), reason }
}

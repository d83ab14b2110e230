//! Table and mapping → initiatives.

use super::report::{ImportReport, Mapped, SkippedCell, SkippedColumn, SkippedRow};
use super::{Draft, Fact, Imported, Item, Options, OwnField, Written, initiative_field, input_token, own_field, slug};
use crate::exchange::mapping::{Mapping, Role, is_score};
use crate::exchange::reading::{self, Cell, Scale, convertible, is_missing, unit_of};
use crate::exchange::refusal::{list, shown};
use crate::exchange::table::{Row, Table};
use crate::exchange::{Known, Refusal};
use crate::model::{Framework, Input};
use crate::quantity::{Base, Unit};
use crate::schema::{FieldRow, Schema};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A column and how its cells are read.
struct Target {
    column: usize,
    header: Arc<str>,
    block: Option<Arc<str>>,
    key: Arc<str>,
    kind: Kind,
}

enum Kind {
    Input { framework: Arc<Framework>, index: usize, scale: Scale, unit: Option<Unit> },
    Own,
    Known(Box<FieldRow>),
}

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
    check_units(options, &mapping)?;
    let mut draft = Draft { has_ids: id.is_some(), ..Draft::default() };
    let targets = targets(table, known, options, &mapping, &mut draft, &mut report)?;
    skipped_columns(table, known, &mapping, &mut report);
    let mut taken: BTreeSet<String> = options.taken.clone();
    for row in &table.rows {
        if let Some(mut item) = item(row, id, title, &targets, known, options, &mut report) {
            let wanted = std::mem::take(&mut item.id);
            item.id = slug::unique(&wanted, &mut taken);
            if id.is_some() && item.id != wanted {
                report.warnings.push(format!(
                    "line {}: the name `{wanted}` is taken, this one is called `{}`",
                    item.line, item.id
                ));
            }
            draft.items.push(item);
        }
    }
    report.rows = draft.items.len();
    Ok(Imported { draft, report })
}

fn check_units(options: &Options, mapping: &Mapping) -> Result<(), Refusal> {
    for (name, _) in &options.units {
        let known = mapping
            .frameworks
            .iter()
            .any(|f| f.inputs.iter().any(|i| *i.id == **name || format!("{}.{}", f.id, i.id) == *name));
        if !known {
            let inputs: Vec<&str> = mapping.frameworks.iter().flat_map(|f| f.inputs.iter().map(|i| &*i.id)).collect();
            return Err(Refusal::new(format!("there is no input `{}` to give a unit", shown(name)))
                .help(format!("the inputs are {}", list(&inputs))));
        }
    }
    Ok(())
}

fn targets(
    table: &Table,
    known: &Known,
    options: &Options,
    mapping: &Mapping,
    draft: &mut Draft,
    report: &mut ImportReport,
) -> Result<Vec<Target>, Refusal> {
    let schema = Schema::complete();
    let mut out: Vec<Target> = Vec::new();
    for used in &mapping.uses {
        let header: Arc<str> = table.columns[used.column].written.as_str().into();
        let mut mapped = Mapped { column: header.to_string(), field: String::new(), how: used.how.into(), unit: None };
        let (block, key, kind) = match &used.role {
            Role::Id | Role::Title => {
                mapped.field = if used.role == Role::Id { "id" } else { "title" }.into();
                report.mapping.push(mapped);
                continue;
            }
            Role::Score | Role::Skip => continue,
            Role::Input(framework, input) => {
                let Some(framework) = mapping.frameworks.iter().find(|f| f.id == *framework) else { continue };
                let Some((index, input)) = framework.input(input) else { continue };
                let scale = Scale::of(table, used.column, input.unit.is_percent());
                let unit = unit(table, used.column, framework, input, known, options, report)?;
                mapped.unit = unit.as_ref().map(Unit::to_string).or(input.unit.is_percent().then(|| "%".to_string()));
                // Several frameworks read one effort: it stands on the initiative, and each inherits it.
                let shared = mapping.frameworks.len() > 1
                    && &*input.id == "effort"
                    && matches!(input.unit.first(), Some(Base::Effort(_)));
                let block = (!shared).then(|| framework.id.clone());
                (block, input.id.clone(), Kind::Input { framework: framework.clone(), index, scale, unit })
            }
            Role::Field(name) => match initiative_field::row(name, &schema, known, options.asks_field(table, name)) {
                Ok(Some(mut row)) => {
                    if let Some(unit) = initiative_field::unit(&row, &table.columns[used.column]) {
                        row.units.insert(0, unit.as_str().into());
                        mapped.unit = Some(unit);
                    }
                    (None, Arc::from(name.as_str()), Kind::Known(Box::new(row)))
                }
                Ok(None) => {
                    draft.fields.push(own_field(table, used.column, name, options));
                    (None, Arc::from(name.as_str()), Kind::Own)
                }
                Err(refusal) if used.how == "asked" => return Err(refusal),
                Err(refusal) => {
                    report.skipped_columns.push(SkippedColumn { column: header.to_string(), reason: refusal.message });
                    continue;
                }
            },
        };
        mapped.field = block.as_ref().map_or(key.to_string(), |b| format!("{b}.{key}"));
        if out.iter().any(|t| t.block == block && t.key == key) {
            if out.iter().any(|t| t.block == block && t.key == key && t.column != used.column) {
                let reason = format!("`{}` is filled from another column already", mapped.field);
                report.skipped_columns.push(SkippedColumn { column: header.to_string(), reason });
            }
            continue;
        }
        report.mapping.push(mapped);
        out.push(Target { column: used.column, header, block, key, kind });
    }
    // Outside blocks first, then the blocks in the order of frameworks, inputs in theirs.
    let place = |t: &Target| match &t.kind {
        Kind::Input { framework, index, .. } if t.block.is_some() => {
            (1 + mapping.frameworks.iter().position(|f| f.id == framework.id).unwrap_or(0), *index)
        }
        _ => (0, t.column),
    };
    out.sort_by_key(place);
    Ok(out)
}

fn own_field(table: &Table, column: usize, name: &str, options: &Options) -> OwnField {
    let elsewhere = options.declared.get(name).copied();
    let is_name = elsewhere.unwrap_or_else(|| own_field::holds_names(table, column));
    OwnField {
        name: name.to_string(),
        is_name,
        column: table.columns[column].written.clone(),
        declared: elsewhere.is_some(),
    }
}

/// The unit of an input's column: the one asked for, else what its header says, else the input's own.
fn unit(
    table: &Table,
    column: usize,
    framework: &Framework,
    input: &Input,
    known: &Known,
    options: &Options,
    report: &mut ImportReport,
) -> Result<Option<Unit>, Refusal> {
    let header = &table.columns[column];
    if let Some(asked) = options.unit_of(&framework.id, &input.id) {
        let refused = |why: String| {
            Refusal::new(format!("`{}` is no unit for `{}.{}`", shown(asked), framework.id, input.id)).help(why)
        };
        let unit = known.units.parse(asked).map_err(|e| refused(e.to_string()))?;
        if !convertible(&unit, input, &known.units) {
            return Err(refused(format!("it is measured in {}", input.unit.dimension_words())));
        }
        return Ok(Some(unit));
    }
    let currency = options.currency.as_deref().unwrap_or("USD");
    let Some((unit, said)) = unit_of(input, &header.base, &header.hints, currency, &known.units) else {
        return Ok(None);
    };
    let has_own = header.hints.time.is_some() || header.hints.per.is_some();
    if !said && has_own {
        report.warnings.push(format!(
            "the unit in the header `{}` does not fit {}: its numbers are taken as {unit}",
            shown(&header.written),
            input.unit.dimension_words()
        ));
    } else if !said && input.unit.has_wildcard() {
        report.guesses.push(format!(
            "`{}` is in {unit}; change it with `--unit {}=…`",
            shown(&header.written),
            input.id
        ));
    }
    Ok(Some(unit))
}

fn skipped_columns(table: &Table, known: &Known, mapping: &Mapping, report: &mut ImportReport) {
    for (column, header) in table.columns.iter().enumerate() {
        let used = mapping.uses.iter().find(|u| u.column == column);
        let free_text =
            ["description", "notes", "note", "comment", "comments", "rationale", "details", "acceptance_criteria"];
        let field = || slug::slug(&header.written).unwrap_or_else(|| "NAME".into());
        let reason = match used.map(|u| &u.role) {
            Some(Role::Skip) => "left out as asked".to_string(),
            Some(Role::Score) => {
                "a stored score is not carried over: scores are computed; compare them with `plan audit`".into()
            }
            Some(_) => continue,
            None if table.cells(column).next().is_none() => "no cell holds anything".into(),
            None if is_score(header) => {
                "a stored score is not carried over: scores are computed; compare them with `plan audit`".into()
            }
            None if free_text.contains(&header.key.as_str()) => {
                format!("free text; keep it with `--field {}`", field())
            }
            None => match (input_elsewhere(&header.base, known), mapping.frameworks.as_slice()) {
                (Some(other), [main, ..]) => {
                    format!(
                        "an input of `{other}`, not of `{}`; `--framework {},{other}` imports both",
                        main.id, main.id
                    )
                }
                _ => format!("nothing in the plan is called so; keep it with `--field {}`", field()),
            },
        };
        report.skipped_columns.push(SkippedColumn { column: header.written.clone(), reason });
    }
}

/// The framework, the shortest name first, that has an input of this name.
fn input_elsewhere<'k>(name: &str, known: &'k Known) -> Option<&'k str> {
    let with = known.frameworks.values().filter(|f| f.input(name).is_some());
    with.map(|f| &*f.id).min_by_key(|id| (id.len(), *id))
}

fn item(
    row: &Row,
    id: Option<usize>,
    title: Option<usize>,
    targets: &[Target],
    known: &Known,
    options: &Options,
    report: &mut ImportReport,
) -> Option<Item> {
    let text = |column: Option<usize>| column.map(|c| row.cell(c)).filter(|c| !is_missing(c));
    let Some(title) = text(title).or(text(id)) else {
        report.skipped_rows.push(SkippedRow { line: row.line, reason: "it has no title".into() });
        return None;
    };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if matches!(title.to_lowercase().as_str(), "total" | "totals" | "grand total" | "sum" | "average" | "mean") {
        report
            .warnings
            .push(format!("line {}: `{title}` looks like a row of sums; it was imported as an initiative", row.line));
    }
    let name = text(id).and_then(slug::slug).or_else(|| slug::slug(&title)).unwrap_or_else(|| "item".into());
    let mut item = Item { line: row.line, id: name, title, ..Item::default() };
    for target in targets {
        let cell = row.cell(target.column);
        let written = match &target.kind {
            Kind::Input { framework, index, scale, unit } => {
                let input = &framework.inputs[*index];
                match reading::cell(cell, framework, input, scale) {
                    Cell::Missing => Ok(None),
                    Cell::Level(word, _) => Ok(Some(Written::Token(word.to_string()))),
                    Cell::Number(number) => input_token::token(&number, input, unit.as_ref(), known, options)
                        .map(|t| Some(Written::Token(t))),
                    Cell::Unreadable(why) => Err(why),
                }
            }
            _ if is_missing(cell) => Ok(None),
            Kind::Known(row) => initiative_field::read(cell, row, known).map(Some),
            Kind::Own => Ok(Some(Written::Own(cell.to_string()))),
        };
        match written {
            Ok(Some(value)) => {
                item.facts.push(Fact {
                    block: target.block.clone(),
                    key: target.key.clone(),
                    value,
                    column: target.header.clone(),
                });
            }
            Ok(None) => {
                report.missing += 1;
                item.empty.push((target.block.clone(), target.key.clone()));
            }
            Err(reason) => report.skipped_cells.push(SkippedCell {
                line: row.line,
                column: target.header.to_string(),
                value: cell.to_string(),
                reason,
            }),
        }
    }
    Some(item)
}

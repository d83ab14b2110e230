//! Which column goes where, and how its cells are read.

use super::initiative_field::FieldReader;
use super::phase_words::PhaseWords;
use super::report::{ImportReport, MappedColumn, SkippedColumn};
use super::{CsvImportOptions, CustomField, CustomFieldType, PlanDraft, custom_field, initiative_field, slug};
use crate::exchange::error::{cell_excerpt, quoted_list};
use crate::exchange::mapping::{Mapping, Role};
use crate::exchange::reading::{DateFormat, NumberFormat, convertible, is_missing, unit_of};
use crate::exchange::table::{SourceTable, TableRow};
use crate::exchange::{ImportError, PlanNames};
use crate::model::{Framework, Input};
use crate::quantity::{BaseUnit, Unit};
use crate::schema::{FieldSchema, FieldType, Schema};
use std::borrow::Cow;
use std::sync::Arc;

/// A column and how its cells are read.
pub(super) struct TargetField {
    pub column: usize,
    /// The columns that its list stands in, itself among them.
    pub columns: Vec<usize>,
    pub header: Arc<str>,
    pub block: Option<Arc<str>>,
    pub key: Arc<str>,
    pub kind: TargetKind,
}

impl TargetField {
    /// What a row has for it: where the list stands in several columns, a line each.
    pub(super) fn cell<'r>(&self, row: &'r TableRow) -> Cow<'r, str> {
        match self.columns.as_slice() {
            [one] => Cow::Borrowed(row.cell(*one)),
            several => {
                let cells = several.iter().map(|c| row.cell(*c)).filter(|c| !is_missing(c));
                Cow::Owned(cells.collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

pub(super) enum TargetKind {
    Input {
        framework: Arc<Framework>,
        index: usize,
        scale: NumberFormat,
        unit: Option<Unit>,
    },
    /// A field of the team's own, and the order of its dates.
    Custom(CustomFieldType, DateFormat),
    /// Rows that wait for this one: their `needs` are filled from it.
    Blocks,
    /// The phase; words that are none go to a field of this name.
    Phase {
        words: PhaseWords,
        other: String,
    },
    /// Names of items; `asked` where the column was named for the field.
    Reference {
        row: Box<FieldSchema>,
        asked: bool,
    },
    Known(Box<FieldReader>),
}

pub(super) fn targets(
    table: &SourceTable,
    known: &PlanNames,
    options: &CsvImportOptions,
    mapping: &Mapping,
    draft: &mut PlanDraft,
    report: &mut ImportReport,
) -> Result<Vec<TargetField>, ImportError> {
    let schema = Schema::complete();
    check_units(options, mapping, &schema)?;
    let mut out: Vec<TargetField> = Vec::new();
    for used in &mapping.uses {
        let header: Arc<str> = table.columns[used.column].written.as_str().into();
        let mut mapped =
            MappedColumn { column: header.to_string(), field: String::new(), how: used.how.into(), unit: None };
        let asked_for = |name: &str| used.how == "rest" || options.is_field_requested(table, name);
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
                let mut scale = NumberFormat::of(table, used.column, input.unit.is_percent());
                if options.unit_of(&framework.id, &input.id) == Some("%") {
                    scale = scale.in_percent();
                }
                let unit = unit(table, used.column, framework, input, known, options, report)?;
                mapped.unit = unit.as_ref().map(Unit::to_string).or(input.unit.is_percent().then(|| "%".to_string()));
                // Several frameworks read one effort: it stands on the initiative, and each inherits it.
                let shared = mapping.frameworks.len() > 1
                    && &*input.id == "effort"
                    && matches!(input.unit.first(), Some(BaseUnit::Effort(_)));
                let block = (!shared).then(|| framework.id.clone());
                (block, input.id.clone(), TargetKind::Input { framework: framework.clone(), index, scale, unit })
            }
            Role::Field(name) if name == "blocks" && !options.is_field_requested(table, name) => {
                (None, Arc::from("blocks"), TargetKind::Blocks)
            }
            Role::Field(name) => match initiative_field::row(name, &schema, known, asked_for(name)) {
                Ok(Some(row)) => {
                    let asked = used.how == "asked";
                    let kind = match &row.ty {
                        FieldType::Reference(kind) if &**kind == "phase" => TargetKind::Phase {
                            words: PhaseWords::of(known).with(known, options)?,
                            other: other_name(&header, name, &schema, known, mapping),
                        },
                        FieldType::Reference(_) => TargetKind::Reference { row: Box::new(row), asked },
                        _ => {
                            let (reader, guesses) = FieldReader::new(row, table, used.column, known, options)?;
                            mapped.unit = reader.unit.clone().filter(|_| reader.has_bare(table, used.column));
                            report
                                .guesses
                                .extend(guesses.into_iter().map(|g| format!("`{}`: {g}", cell_excerpt(&header))));
                            TargetKind::Known(Box::new(reader))
                        }
                    };
                    (None, Arc::from(name.as_str()), kind)
                }
                Ok(None) => {
                    let field = own(table, used.column, name, options);
                    let ty = field.ty;
                    let dates = match ty {
                        CustomFieldType::Date => DateFormat::of(table, used.column, options.dates),
                        _ => DateFormat::default(),
                    };
                    report.guesses.extend(dates.guess.iter().map(|g| format!("`{}`: {g}", cell_excerpt(&header))));
                    draft.fields.push(field);
                    (None, Arc::from(name.as_str()), TargetKind::Custom(ty, dates))
                }
                Err(refusal) if used.how == "asked" => return Err(refusal),
                Err(refusal) => {
                    report.skipped_columns.push(SkippedColumn {
                        column: header.to_string(),
                        reason: refusal.message,
                        keep: None,
                    });
                    continue;
                }
            },
        };
        mapped.field = block.as_ref().map_or(key.to_string(), |b| format!("{b}.{key}"));
        if out.iter().any(|t| t.block == block && t.key == key) {
            if out.iter().any(|t| t.block == block && t.key == key && t.column != used.column) {
                let reason = format!("`{}` is filled from another column already", mapped.field);
                report.skipped_columns.push(SkippedColumn { column: header.to_string(), reason, keep: None });
            }
            continue;
        }
        let is_list = match &kind {
            TargetKind::Known(reader) => reader.row.many,
            TargetKind::Reference { row, .. } => row.many,
            TargetKind::Custom(ty, _) => *ty == CustomFieldType::Names,
            TargetKind::Blocks => true,
            _ => false,
        };
        let columns = if is_list { table.list_columns(used.column) } else { vec![used.column] };
        if columns.len() > 1 && !table.joined.contains_key(&used.column) {
            mapped.column = format!("{header}, {} columns", columns.len());
        }
        report.mapping.push(mapped);
        out.push(TargetField { column: used.column, columns, header, block, key, kind });
    }
    // Outside blocks first, then the blocks in the order of frameworks, inputs in theirs.
    let place = |t: &TargetField| match &t.kind {
        TargetKind::Input { framework, index, .. } if t.block.is_some() => {
            (1 + mapping.frameworks.iter().position(|f| f.id == framework.id).unwrap_or(0), *index)
        }
        _ => (0, t.column),
    };
    out.sort_by_key(place);
    Ok(out)
}

/// A name for the field of words that are no phase: that of their column, unless something is called so already.
fn other_name(header: &str, field: &str, schema: &Schema, known: &PlanNames, mapping: &Mapping) -> String {
    let name = slug::slug(header).filter(|n| slug::is_free(n)).unwrap_or_else(|| field.to_string());
    let used = mapping.uses.iter().any(|u| u.role == Role::Field(name.clone()));
    if used || schema.is_taken(&name) || known.frameworks.contains_key(name.as_str()) {
        format!("{name}_word")
    } else {
        name
    }
}

fn own(table: &SourceTable, column: usize, name: &str, options: &CsvImportOptions) -> CustomField {
    let elsewhere = options.declared.get(name).copied();
    let asked = options.field_request(table, name).and_then(|f| f.ty);
    CustomField {
        name: name.to_string(),
        ty: elsewhere.or(asked).unwrap_or_else(|| custom_field::infer_type(table, column)),
        column: table.columns[column].written.clone(),
        declared: elsewhere.is_some(),
    }
}

/// Every unit asked for must be that of an input or field that takes one.
fn check_units(options: &CsvImportOptions, mapping: &Mapping, schema: &Schema) -> Result<(), ImportError> {
    let fields = schema.kind("initiative").into_iter().flat_map(|k| k.fields.values());
    let measured: Vec<&str> =
        fields.filter(|f| f.ty == FieldType::Quantity && !f.units.is_empty()).map(|f| &*f.name).collect();
    for (name, _) in &options.units {
        let known = mapping
            .frameworks
            .iter()
            .any(|f| f.inputs.iter().any(|i| *i.id == **name || format!("{}.{}", f.id, i.id) == *name));
        if !known && !measured.contains(&name.as_str()) {
            let inputs = mapping.frameworks.iter().flat_map(|f| f.inputs.iter().map(|i| &*i.id));
            let all: Vec<&str> = inputs.chain(measured.iter().copied()).collect();
            return Err(ImportError::new(format!("there is no input `{}` to give a unit", cell_excerpt(name)))
                .help(format!("what has a unit: {}", quoted_list(&all))));
        }
    }
    Ok(())
}

/// The unit of an input's column: the one asked for, else what its header says, else the input's own.
fn unit(
    table: &SourceTable,
    column: usize,
    framework: &Framework,
    input: &Input,
    known: &PlanNames,
    options: &CsvImportOptions,
    report: &mut ImportReport,
) -> Result<Option<Unit>, ImportError> {
    let header = &table.columns[column];
    if let Some(asked) = options.unit_of(&framework.id, &input.id) {
        let refused = |why: String| {
            ImportError::new(format!("`{}` is no unit for `{}.{}`", cell_excerpt(asked), framework.id, input.id))
                .help(why)
        };
        let unit = known.units.parse(asked).map_err(|e| refused(e.to_string()))?;
        if !convertible(&unit, input, &known.units) {
            return Err(refused(format!("it is measured in {}", input.unit.dimension_words())));
        }
        return Ok(Some(unit));
    }
    let currency = options.currency_of(known);
    let Some((unit, said)) = unit_of(input, &header.base, &header.hints, currency, &known.units) else {
        return Ok(None);
    };
    let has_own = header.hints.time.is_some() || header.hints.per.is_some();
    if !said && has_own {
        report.warnings.push(format!(
            "the unit in the header `{}` does not fit {}: its numbers are taken as {unit}",
            cell_excerpt(&header.written),
            input.unit.dimension_words()
        ));
    } else if !said && input.unit.has_wildcard() {
        report.guesses.push(format!(
            "`{}` is in {unit}; change it with `--unit {}=…`",
            cell_excerpt(&header.written),
            input.id
        ));
    }
    Ok(Some(unit))
}

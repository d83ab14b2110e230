//! Columns that are not carried over, each with the reason and what keeps it.

use super::report::{ImportReport, SkippedColumn};
use super::slug::{is_free, slug};
use super::targets::TargetField;
use crate::exchange::PlanNames;
use crate::exchange::error::{cell_excerpt, quoted_list};
use crate::exchange::mapping::{Mapping, Role, field_by_alias, header_matches, holds_numbers, is_score_header};
use crate::exchange::reading::is_missing;
use crate::exchange::table::{DecimalSeparator, Number, SourceTable};
use crate::schema::Schema;
use std::collections::BTreeSet;

/// Columns of prose about an item.
const FREE_TEXT: &[&str] =
    &["description", "notes", "note", "comment", "comments", "rationale", "details", "acceptance_criteria"];

pub(super) fn skipped_columns(
    table: &SourceTable,
    known: &PlanNames,
    mapping: &Mapping,
    targets: &[TargetField],
    archived: Option<usize>,
    report: &mut ImportReport,
) {
    let schema = Schema::complete();
    for (column, header) in table.columns.iter().enumerate() {
        let used = mapping.uses.iter().find(|u| u.column == column);
        let compared = if mapping.frameworks.is_empty() { "" } else { "; compare them with `plan audit`" };
        let stored = format!("a stored score is not carried over: scores are computed{compared}");
        let wish = || {
            let name = slug(&header.written).unwrap_or_else(|| "NAME".into());
            let taken = schema.is_taken(&name) || !is_free(&name) || known.frameworks.contains_key(name.as_str());
            let field = if taken { format!("{name}_text") } else { name };
            if table.column(&field) == Some(column) { field } else { format!("{field}={}", header.written) }
        };
        let (reason, keep) = match used.map(|u| &u.role) {
            Some(Role::Skip) => ("left out as asked".to_string(), None),
            Some(Role::Score) => (stored, None),
            Some(_) => continue,
            None if table.composed.contains(&column) => continue,
            None if targets.iter().any(|t| t.columns.contains(&column)) => continue,
            None if table.cells(column).next().is_none() => ("no cell holds anything".into(), None),
            None if archived == Some(column) => ("it says which rows are archived".into(), None),
            None if is_score_header(header) && holds_numbers(table, column) => (stored, None),
            None if let Some(first) = &header.repeats => {
                let first = table.columns.iter().find(|c| c.key == *first).map_or("", |c| c.written.as_str());
                (format!("it repeats `{}`, which is no list", cell_excerpt(first)), Some(wish()))
            }
            None if FREE_TEXT.contains(&header.key.as_str()) => ("free text".into(), Some(wish())),
            None if let Some(field) = field_by_alias(&header.key) => {
                let why = match mapping.column(&Role::Field(field.to_string())) {
                    Some(other) => format!("`{field}` comes from `{}`", cell_excerpt(&table.columns[other].written)),
                    None => format!("no cell fits `{field}`"),
                };
                (format!("{why}; keep it with `--field {}`", wish()), None)
            }
            None if let Some(why) = words_of(table, column, mapping) => (why, None),
            None => match (input_elsewhere(&header.base, mapping, known), mapping.frameworks.as_slice()) {
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

/// Why a column that is called like an input or the effort fills none: it holds words that nobody gave a number.
fn words_of(table: &SourceTable, column: usize, mapping: &Mapping) -> Option<String> {
    let header = &table.columns[column];
    let inputs = mapping.frameworks.iter().flat_map(|f| f.inputs.iter().map(|i| &*i.id));
    let name = inputs.chain(["effort"]).find(|name| header_matches(name, header))?;
    let filled = mapping.uses.iter().any(|u| match &u.role {
        Role::Input(_, input) => **input == *name,
        Role::Field(field) => field == name,
        _ => false,
    });
    if filled {
        return Some(format!("`{name}` comes from another column"));
    }
    let is_word = |c: &&str| !is_missing(c) && Number::read(c, DecimalSeparator::Point).is_err();
    let words: BTreeSet<&str> = table.cells(column).map(|(_, c)| c).filter(is_word).collect();
    let words: Vec<&str> = words.iter().copied().take(6).collect();
    if words.is_empty() {
        return None;
    }
    let each: Vec<String> = words.iter().map(|w| format!("{}=…", cell_excerpt(w))).collect();
    let wish = format!("`--values \"{name}:{}\"`", each.join(","));
    Some(format!(
        "`{name}` takes numbers, and it holds the words {}: say what they mean with {wish}",
        quoted_list(&words)
    ))
}

/// The framework, the shortest name first, that has an input of this name, where none of the chosen ones does.
fn input_elsewhere<'k>(name: &str, mapping: &Mapping, known: &'k PlanNames) -> Option<&'k str> {
    if mapping.frameworks.iter().any(|f| f.input(name).is_some()) {
        return None;
    }
    let with = known.frameworks.values().filter(|f| f.input(name).is_some());
    with.map(|f| &*f.id).min_by_key(|id| (id.len(), *id))
}

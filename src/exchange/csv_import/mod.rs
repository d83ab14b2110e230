//! CSV → `.plan` text.
//!
//! Every row becomes an initiative; a framework's inputs stand in its block, with their units. What is missing in the
//! table is left out, never 0; what can't be carried over is listed in the [`ImportReport`].

mod bounds;
mod custom_field;
mod dependencies;
mod imported;
mod initiative_field;
mod input_token;
mod money;
mod options;
mod outline;
mod phase_words;
mod plan_draft;
mod references;
mod report;
mod report_text;
mod rows;
mod skipped;
mod slug;
mod targets;
mod total_rows;
mod unread_words;
mod write;

pub(in crate::exchange) use custom_field::text as quoted;
pub use imported::CsvImport;
pub use options::{CsvImportOptions, FieldRequest, ValueRequest};
pub(in crate::exchange) use phase_words::PhaseWords;
pub use plan_draft::{
    CustomField, CustomFieldType, DraftDeclaration, DraftFact, DraftInitiative, DraftValue, ItemReference, PlanDraft,
};
pub use report::{ImportReport, MappedColumn, PeopleColumn, PhaseWord, Remark, SkippedCell, SkippedColumn, SkippedRow};
pub use report_text::wrap_text;
pub(in crate::exchange) use slug::{is_free, slug, unique};
pub(in crate::exchange) use write::{blocks, declaration, declare, item, lines, value};

use super::mapping::{ColumnRequest, Mapping, Role};
use super::{ImportError, PlanNames, SourceTable};

/// Reads the initiatives of a table.
///
/// # Errors
/// A wish for a column, field, framework or unit that there is not; a table without a column for the title.
///
/// ```
/// use planwright::exchange::{PlanNames, SourceTable};
/// use planwright::exchange::csv_import::{import, CsvImportOptions};
/// let table = SourceTable::read(b"Feature,Reach,Impact,Confidence %,Effort (weeks)\nSSO,500,3,90,3\n").unwrap();
/// let imported = import(&table, &PlanNames::standard(), &CsvImportOptions::default()).unwrap();
/// assert_eq!(imported.text(), "initiative sso \"SSO\" {\n  \
///     rice { reach: 500 users/month; impact: 3; confidence: 90%; effort: 3 person-weeks }\n}\n");
/// ```
pub fn import(table: &SourceTable, known: &PlanNames, options: &CsvImportOptions) -> Result<CsvImport, ImportError> {
    let wishes = options.column_requests(table)?;
    let mut table = table.clone();
    wishes.iter().for_each(|w| table.compose(&w.column));
    let mut wishes = wishes;
    let levels = levels_of_titles(&mut table);
    let has_levels = levels.is_some() && wishes.iter().all(|w| w.field != "title");
    wishes.extend(levels.filter(|_| has_levels));
    let table = &table;
    // A column is one of phases too where its words are so by what was asked.
    let mut known = known.clone();
    for wish in options.values.iter().filter(|v| v.field == "phase") {
        let phase = known.phases.iter_mut().find(|p| *p.id == *wish.value);
        phase.into_iter().for_each(|p| p.also.push(wish.word.as_str().into()));
    }
    let known = &known;
    let mapping = Mapping::of(&options.with_values_applied(table), known, &wishes, &options.frameworks)?;
    let mut mapping = if options.rest { mapping.with_remaining_columns(table) } else { mapping };
    if has_levels {
        mapping.uses.iter_mut().filter(|u| u.role == Role::Title).for_each(|u| u.how = "alias");
    }
    let imported = rows::import(table, known, options, mapping.clone())?;
    let used = money::currencies(&imported.draft);
    if used.keys().all(|code| **code == *known.currency || options::has_rate(code, known)) {
        return Ok(imported);
    }
    // A new plan counts in the currency of most of its amounts; one that is there in its own. There are no rates.
    let most = used.iter().max_by_key(|(_, count)| **count).map(|(code, _)| code.clone());
    let only = most.filter(|_| known.alone).unwrap_or_else(|| known.currency.to_string());
    let currency = options.currency.clone().or(Some(only.clone()));
    let options = CsvImportOptions { only: Some(only.clone()), currency, ..options.clone() };
    let mut imported = rows::import(table, known, &options, mapping)?;
    imported.draft.currency = (only != *known.currency).then_some(only);
    Ok(imported)
}

/// The wish for a title made of them.
fn levels_of_titles(table: &mut SourceTable) -> Option<ColumnRequest> {
    let names: Vec<String> =
        outline::level_columns(table).into_iter().map(|c| table.columns[c].written.clone()).collect();
    let column = names.join("|");
    table.compose(&column);
    (!names.is_empty()).then(|| ColumnRequest { field: "title".into(), column })
}

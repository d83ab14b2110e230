//! Trees that are written with a column of titles for each level.

use super::report::ImportReport;
use super::{DraftFact, DraftValue, ItemReference, PlanDraft};
use crate::exchange::error::cell_excerpt;
use crate::exchange::reading::is_missing;
use crate::exchange::table::SourceTable;

/// The columns of the levels: `Title 1` and `Title 2`, one of them filled in each row.
pub(super) fn level_columns(table: &SourceTable) -> Vec<usize> {
    let level = |n: usize| table.columns.iter().position(|c| c.key == format!("title_{n}"));
    let levels: Vec<usize> = (1..10).map_while(level).collect();
    if levels.len() > 1 { levels } else { Vec::new() }
}

/// Of a tree that is written with a column of titles for each level, the rows are parts of the nearest one above them
/// that stands further left.
pub(super) fn assign_parents(table: &SourceTable, draft: &mut PlanDraft, report: &mut ImportReport) {
    let levels = level_columns(table);
    if levels.is_empty() {
        return;
    }
    // The items are in the order of their rows.
    let mut rows = table.rows.iter();
    let mut above: Vec<(usize, String)> = Vec::new();
    let mut found = false;
    for item in &mut draft.items {
        let row = rows.find(|r| r.line == item.line);
        let Some(level) = row.and_then(|r| levels.iter().position(|c| !is_missing(r.cell(*c)))) else { continue };
        above.retain(|(other, _)| *other < level);
        if let Some((_, parent)) = above.last() {
            found = true;
            let value = DraftValue::Items(vec![ItemReference::bare(parent.clone())]);
            let place = item.facts.iter().take_while(|f| f.block.is_none()).count();
            let column = table.columns[levels[level]].written.as_str().into();
            item.facts.insert(place, DraftFact { block: None, key: "parent".into(), value, column });
        }
        above.push((level, item.id.clone()));
    }
    if found {
        let (first, last) = (&table.columns[levels[0]].written, &table.columns[levels[levels.len() - 1]].written);
        let (first, last) = (cell_excerpt(first), cell_excerpt(last));
        report.guesses.push(format!(
            "`{first}` to `{last}` are the levels of a tree: a row is a part of the one above it that is further left"
        ));
    }
}

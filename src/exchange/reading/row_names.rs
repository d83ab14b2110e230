//! Which initiative a cell names: a row of the same table, or one that the plan has.

use super::missing::is_missing;
use crate::exchange::PlanNames;
use crate::exchange::csv_import::slug;
use crate::exchange::plan_names::normalize_name;
use crate::exchange::table::SourceTable;
use std::collections::{BTreeMap, BTreeSet};

/// An initiative that a cell names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedInitiative {
    /// The row of this index.
    Row(usize),
    /// An initiative of the plan.
    InPlan(String),
}

/// What rows are called, by every column whose cells tell them apart.
#[derive(Debug, Default)]
pub struct RowNames {
    /// The row, or nothing where several are called so.
    rows: BTreeMap<String, Option<usize>>,
    there: BTreeMap<String, String>,
    /// Whether the column of names holds numbers, so that `#12` and `12-a-title` are `12`.
    numbers: bool,
}

impl RowNames {
    /// Reads the columns that name their rows: those of names and titles, and of `others` those with hardly a cell twice.
    pub fn of(
        table: &SourceTable,
        id: Option<usize>,
        title: Option<usize>,
        others: &[usize],
        known: &PlanNames,
    ) -> RowNames {
        let mut out = RowNames::default();
        let mut columns: Vec<usize> = id.into_iter().chain(title).collect();
        let more: Vec<usize> =
            others.iter().copied().filter(|c| !columns.contains(c) && is_mostly_distinct(table, *c)).collect();
        columns.extend(more);
        for (rank, column) in columns.into_iter().enumerate() {
            let mut own: BTreeMap<String, Option<usize>> = BTreeMap::new();
            for (at, row) in table.rows.iter().enumerate() {
                let key = normalize_name(row.cell(column));
                if !is_missing(row.cell(column)) && !key.is_empty() {
                    own.entry(key).and_modify(|r| *r = None).or_insert(Some(at));
                }
            }
            if rank == 0 && id == Some(column) {
                let digits = |key: &&String| key.bytes().all(|b| b.is_ascii_digit());
                out.numbers = own.keys().filter(digits).count() * 2 > own.len();
            }
            // What a column before it calls so is meant.
            own.into_iter().for_each(|(key, row)| {
                out.rows.entry(key).or_insert(row);
            });
        }
        for (id, title) in known.items.get("initiative").into_iter().flatten() {
            out.there.insert(normalize_name(title), id.to_string());
        }
        for id in known.items.get("initiative").into_iter().flat_map(|of| of.keys()) {
            out.there.insert(normalize_name(id), id.to_string());
        }
        out
    }

    /// The initiative that a text names: as a whole, by the end of a path, or by the number in it.
    pub fn find(&self, text: &str) -> Option<NamedInitiative> {
        let text = text.trim();
        if let Some(found) = self.exact(text) {
            return Some(found);
        }
        let end = text.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or(text);
        let stem = end.rsplit_once('.').map_or(end, |(stem, _)| stem);
        if stem != text
            && !text.contains("://")
            && !text.contains('(')
            && let Some(found) = self.exact(stem)
        {
            return Some(found);
        }
        if !self.numbers || text.contains("://") {
            return None;
        }
        let digits = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        let words: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let (number, rest) = match words.as_slice() {
            [first, rest @ ..] if digits(first) => (*first, rest),
            [_, second] if digits(second) => (*second, &[] as &[&str]),
            _ => return None,
        };
        let found = self.exact(number).or_else(|| self.exact(number.trim_start_matches('0')))?;
        // `12-single-sign-on` is a name, `2 weeks` is none: behind a blank only the title may follow.
        let is_name = rest.is_empty() || !stem.contains(char::is_whitespace) && !stem.contains([',', ';', '+']);
        (is_name || self.exact(&rest.join(" ")).as_ref() == Some(&found)).then_some(found)
    }

    /// The initiative that a text names as a whole.
    pub fn exact(&self, text: &str) -> Option<NamedInitiative> {
        let key = normalize_name(text);
        match self.rows.get(&key) {
            Some(row) => row.map(NamedInitiative::Row),
            None => {
                let named = || slug(text).and_then(|id| self.there.get(&normalize_name(&id)).cloned());
                self.there.get(&key).cloned().or_else(named).map(NamedInitiative::InPlan)
            }
        }
    }

    /// Whether a cell of a column names an initiative.
    pub(crate) fn names_any(&self, table: &SourceTable, column: usize) -> bool {
        let mut cells = table.cells(column).filter(|(_, c)| !is_missing(c));
        let named =
            |part: &str| self.find(part).is_some() || part.split(['/', '&', ' ']).any(|p| self.exact(p).is_some());
        cells.any(|(_, c)| c.split([';', ',', '\n', '|']).any(named))
    }
}

/// Whether hardly a cell of a column stands there twice.
fn is_mostly_distinct(table: &SourceTable, column: usize) -> bool {
    let cells: Vec<&str> = table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c)).collect();
    let different: BTreeSet<&str> = cells.iter().copied().collect();
    cells.len() * 10 >= table.rows.len() * 9 && different.len() * 10 >= cells.len() * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_number_path_and_title() {
        let table = SourceTable::read(
            b"dir,number,title\n12-single-sign-on,12,Single sign-on\n0007-audit,7,Audit log\n9-x,9,Twice\n10-y,10,Twice\n",
        )
        .unwrap();
        let names = RowNames::of(&table, Some(1), Some(2), &[0], &PlanNames::standard());
        for (text, row) in [
            ("12", 0),
            ("#12", 0),
            ("REQ-12", 0),
            ("/plans/core/12-single-sign-on/", 0),
            ("core/0007-audit.md", 1),
            ("0007", 1),
            ("audit LOG", 1),
        ] {
            assert_eq!(names.find(text), Some(NamedInitiative::Row(row)), "{text}");
        }
        for text in ["Twice", "13", "https://example.org/issues/12", "soon", ""] {
            assert_eq!(names.find(text), None, "{text}");
        }
    }
}

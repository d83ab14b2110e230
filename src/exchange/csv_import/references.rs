//! Cells that name people, teams, initiatives and other items.

use super::custom_field::name_of;
use super::dependencies::lag;
use super::plan_draft::{DraftDeclaration, DraftValue, ItemReference};
use super::slug::{is_free, slug};
use crate::diagnostic::closest_match;
use crate::exchange::PlanNames;
use crate::exchange::error::quoted_list;
use crate::exchange::mapping::Mapping;
use crate::exchange::plan_names::normalize_name;
use crate::exchange::reading::{NamedInitiative, PeopleAndTeams, RowNames, is_missing, read_people_and_teams};
use crate::exchange::table::SourceTable;
use crate::schema::{FieldSchema, FieldType};
use std::collections::{BTreeMap, BTreeSet};

/// What a cell came to.
#[derive(Debug, Default)]
pub(super) struct ReferenceCell {
    /// The value.
    pub value: Option<DraftValue>,
    /// Teams that a column of people names.
    pub teams: Vec<String>,
    /// What is to be said of the cell.
    pub remarks: Vec<String>,
    /// What is to be said of the column's cells once.
    pub said: Option<String>,
    /// Parts that are no reference, each with the reason.
    pub lost: Vec<(String, String)>,
}

/// What cells can refer to, and what was found to be missing from the plan.
pub(super) struct ReferenceResolver<'t> {
    known: &'t PlanNames,
    rows: RowNames,
    /// The names of the rows' initiatives; none for rows left out.
    ids: Vec<Option<String>>,
    /// The same names, without their rows.
    taken: BTreeSet<String>,
    /// What other columns call a team.
    teams: BTreeSet<String>,
    declared: BTreeMap<(String, String), String>,
}

impl<'t> ReferenceResolver<'t> {
    pub(super) fn new(table: &SourceTable, known: &'t PlanNames, mapping: &Mapping, ids: Vec<Option<String>>) -> Self {
        let rows = mapping.row_names(table, known);
        let mut teams: BTreeSet<String> = BTreeSet::new();
        for (id, title) in known.items.get("team").into_iter().flatten() {
            teams.extend([normalize_name(id), normalize_name(title)]);
        }
        let taken = ids.iter().flatten().cloned().collect();
        ReferenceResolver { known, rows, ids, taken, teams, declared: BTreeMap::new() }
    }

    /// Notes the teams that a column names, so that a column of people is read with them in mind.
    pub(crate) fn note_teams(&mut self, table: &SourceTable, column: usize, people: bool) {
        for (_, cell) in table.cells(column).filter(|(_, c)| !is_missing(c)) {
            let found = read_people_and_teams(cell, people);
            let teams = if people { found.teams } else { found.names };
            self.teams.extend(teams.iter().map(|t| normalize_name(t)));
        }
    }

    /// What was referred to and nobody has declared, by kind and name.
    pub(super) fn declared(self) -> Vec<DraftDeclaration> {
        self.declared.into_iter().map(|((kind, id), title)| DraftDeclaration { kind, id, title }).collect()
    }

    /// Reads the cell of a row; `asked` where the column was named for the field.
    pub(super) fn read(&mut self, cell: &str, field: &FieldSchema, row: usize, asked: bool) -> ReferenceCell {
        let FieldType::Reference(kind) = &field.ty else { return ReferenceCell::default() };
        match &**kind {
            "person" => self.people(cell, field),
            "team" => self.teams_of(cell, field),
            "initiative" => self.initiatives(cell, field, row, asked),
            kind => self.others(cell, field, kind),
        }
    }

    fn people(&mut self, cell: &str, field: &FieldSchema) -> ReferenceCell {
        let PeopleAndTeams { names, teams, nobody, prose } = read_people_and_teams(cell, true);
        let mut out = ReferenceCell::default();
        let has_address = cell.split_once('<').is_some_and(|(_, rest)| rest.contains('@') && rest.contains('>'));
        out.said = has_address.then(|| "addresses after names are left out".to_string());
        let mut people = Vec::new();
        let mut of_team: Vec<String> = teams;
        for name in names {
            // A word that other cells call a team is one here too.
            if self.teams.contains(&normalize_name(&name)) && self.find("person", &name).is_none() {
                of_team.push(name);
            } else {
                people.push(name);
            }
        }
        let several = people.len() > 1 && !field.many;
        // Who is not written down is not declared.
        let used = if field.many { people.len() } else { 1 };
        let ids: Vec<String> = people.iter().take(used).filter_map(|n| self.declare("person", n, &mut out)).collect();
        out.teams = of_team.iter().filter_map(|n| self.declare("team", n, &mut out)).collect();
        out.lost.extend(prose.into_iter().map(|p| (p, "is no name".to_string())));
        if nobody {
            out.remarks.push("says that nobody is named yet".into());
        }
        if several {
            let others = quoted_list(&people[1..]);
            out.remarks.push(format!("names several people; the first is the {}, and not {others}", field.name));
        }
        out.value = match ids.first() {
            None => None,
            Some(_) if field.many => Some(DraftValue::Names(ids)),
            Some(first) => Some(DraftValue::Token(first.clone())),
        };
        // A cell that came to nothing is told all the same.
        if out.value.is_none() && out.teams.is_empty() && out.lost.is_empty() && out.remarks.is_empty() {
            out.lost.push((cell.to_string(), "names nobody".into()));
        }
        out
    }

    fn teams_of(&mut self, cell: &str, field: &FieldSchema) -> ReferenceCell {
        let found = read_people_and_teams(cell, false);
        let mut out = ReferenceCell::default();
        let ids: Vec<String> = found.names.iter().filter_map(|n| self.declare("team", n, &mut out)).collect();
        out.lost.extend(found.prose.into_iter().map(|p| (p, "is no name".to_string())));
        if ids.len() > 1 && !field.many {
            out.remarks.push(format!("names several teams; the first is the {}", field.name));
        }
        out.value = match ids.first() {
            None => None,
            Some(_) if field.many => Some(DraftValue::Names(ids)),
            Some(first) => Some(DraftValue::Token(first.clone())),
        };
        if out.value.is_none() && out.lost.is_empty() {
            out.lost.push((cell.to_string(), "names no team".into()));
        }
        out
    }

    fn initiatives(&mut self, cell: &str, field: &FieldSchema, row: usize, asked: bool) -> ReferenceCell {
        let mut out = ReferenceCell::default();
        let mut items: Vec<ItemReference> = Vec::new();
        for part in self.parts(cell) {
            let (part, remark) = self.bare(part);
            let kept = out.lost.len();
            let (name, tail) =
                if field.many { lag(part, |name| self.rows.find(name).is_some()) } else { (part, Ok(None)) };
            let tail = match tail {
                Ok(tail) => tail,
                Err(why) => {
                    out.lost.push((part.to_string(), why));
                    continue;
                }
            };
            let id = match self.rows.find(name) {
                Some(NamedInitiative::Row(at)) if at == row => {
                    out.lost.push((part.to_string(), "is the row itself".into()));
                    continue;
                }
                Some(NamedInitiative::Row(at)) => match self.ids.get(at).cloned().flatten() {
                    Some(id) => Some(id),
                    None => {
                        out.lost.push((part.to_string(), "names a row that was left out".into()));
                        continue;
                    }
                },
                Some(NamedInitiative::InPlan(id)) => Some(id),
                // What rows are parts of need not be a row; what they wait for must be.
                None if asked && !field.many => self.parent(part),
                None => None,
            };
            match id {
                Some(id) if items.iter().any(|i| i.id == id) => {}
                Some(id) => items.push(ItemReference { id, tail }),
                None => out.lost.push((part.to_string(), "names no row of the table".into())),
            }
            if let Some(remark) = remark.filter(|_| out.lost.len() == kept) {
                out.lost.push((remark.to_string(), "is a remark after the name".into()));
            }
        }
        if !field.many && items.len() > 1 {
            let others: Vec<String> = items.drain(1..).map(|i| i.id).collect();
            out.remarks.push(format!("names several; the first is taken, and not {}", quoted_list(&others)));
        }
        out.value = (!items.is_empty()).then_some(DraftValue::Items(items));
        out
    }

    /// The rows that a cell says are waited for by its own: by index.
    pub(crate) fn rows_named(&self, cell: &str, row: usize) -> (Vec<usize>, Vec<(String, String)>) {
        let (mut rows, mut lost) = (Vec::new(), Vec::new());
        for part in self.parts(cell) {
            let (part, remark) = self.bare(part);
            if let Some(remark) = remark {
                lost.push((remark.to_string(), "is a remark after the name".into()));
            }
            match self.rows.find(part) {
                Some(NamedInitiative::Row(at)) if at != row && self.ids.get(at).is_some_and(Option::is_some) => {
                    rows.push(at)
                }
                Some(NamedInitiative::Row(at)) if at == row => {
                    lost.push((part.to_string(), "is the row itself".into()))
                }
                Some(NamedInitiative::InPlan(id)) => {
                    let why = format!("is no row of the table: write its `needs` at `{id}` by hand");
                    lost.push((part.to_string(), why));
                }
                _ => lost.push((part.to_string(), "names no row of the table".into())),
            }
        }
        (rows, lost)
    }

    /// The names in a cell: the whole where it is one, else what commas and semicolons part, or blanks between names.
    fn parts<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        if self.rows.exact(cell).is_some() {
            return vec![cell];
        }
        let parts = split_outside_parens(cell).into_iter().map(str::trim).filter(|p| !p.is_empty() && !is_missing(p));
        let words = |part: &'c str| {
            let several = |parted: &Vec<&str>| parted.len() > 1 && self.rows.exact(part).is_none();
            let words: Vec<&str> = part.split_whitespace().collect();
            if several(&words) && self.rows.find(part).is_none() && words.iter().all(|w| self.rows.exact(w).is_some()) {
                return words;
            }
            // `A1/A3` are two; the parts of a path name no row but its last.
            let slashed: Vec<&str> = part.split(['/', '&', '+']).map(str::trim).filter(|p| !p.is_empty()).collect();
            let first = slashed.first().is_some_and(|first| self.rows.exact(first).is_some());
            let lagged = part.contains('+') && lag(part, |name| self.rows.find(name).is_some()).0 != part;
            if several(&slashed) && first && !lagged { slashed } else { vec![part] }
        };
        parts.flat_map(words).collect()
    }

    /// A part without the remark behind it in parentheses, `A1` of `A1 (best before March)`, and the remark.
    fn bare<'c>(&self, part: &'c str) -> (&'c str, Option<&'c str>) {
        let aside = part.strip_suffix(')').and_then(|p| p.split_once('(')).filter(|(name, _)| !name.trim().is_empty());
        match aside.filter(|_| self.rows.exact(part).is_none()) {
            Some((name, _)) => (name.trim_end(), Some(&part[name.len()..])),
            None => (part, None),
        }
    }

    /// An initiative for what rows belong to.
    fn parent(&mut self, text: &str) -> Option<String> {
        let id = slug(text).filter(|id| is_free(id))?;
        let id = if self.taken.contains(&id) { format!("{id}_group") } else { id };
        self.declared.entry(("initiative".into(), id.clone())).or_insert_with(|| text.to_string());
        Some(id)
    }

    fn others(&self, cell: &str, field: &FieldSchema, kind: &str) -> ReferenceCell {
        let mut out = ReferenceCell::default();
        let parts = if field.many { cell.split([';', ',', '\n']).collect() } else { vec![cell] };
        let mut ids = Vec::new();
        for part in parts.into_iter().map(str::trim).filter(|p| !p.is_empty()) {
            match self.find(kind, part) {
                Some(id) if !ids.contains(&id) => ids.push(id),
                Some(_) => {}
                None => {
                    let all = self.known.items.get(kind).into_iter().flat_map(|of| of.keys()).map(|id| &**id);
                    let reason = match closest_match(part, all) {
                        Some(near) => format!("names no {kind}; did you mean `{near}`?"),
                        None => format!("names no {kind}"),
                    };
                    out.lost.push((part.to_string(), reason));
                }
            }
        }
        out.value = (!ids.is_empty()).then_some(DraftValue::Names(ids));
        out
    }

    /// The item of a kind that a text names.
    fn find(&self, kind: &str, text: &str) -> Option<String> {
        let items = self.known.items.get(kind)?;
        let wanted = normalize_name(text);
        let by_id = items.keys().find(|id| normalize_name(id) == wanted);
        by_id
            .or_else(|| items.iter().find(|(_, t)| normalize_name(t) == wanted).map(|(id, _)| id))
            .map(|id| id.to_string())
    }

    /// The name of a person or team, declared where the plan does not have it.
    fn declare(&mut self, kind: &str, text: &str, out: &mut ReferenceCell) -> Option<String> {
        if let Some(there) = self.find(kind, text) {
            return Some(there);
        }
        // Handles begin with digits at times; prose has been set aside.
        let id = if text.starts_with(|c: char| c.is_ascii_digit()) { slug(text) } else { name_of(text).or(slug(text)) };
        // Nobody who is called like a word of the language, `IT`, loses a name for it.
        match id.map(|id| if is_free(&id) { id } else { format!("{id}_{kind}") }).filter(|id| is_free(id)) {
            Some(id) => {
                self.declared.entry((kind.to_string(), id.clone())).or_insert_with(|| text.to_string());
                Some(id)
            }
            None => {
                out.lost.push((text.to_string(), "is no name".into()));
                None
            }
        }
    }
}

/// What semicolons, commas, bars and line ends part outside parentheses.
fn split_outside_parens(cell: &str) -> Vec<&str> {
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0u32);
    for (at, c) in cell.char_indices() {
        match c {
            '(' if cell[at..].contains(')') => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' | ',' | '\n' | '|' if depth == 0 => {
                out.push(&cell[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&cell[start..]);
    out
}

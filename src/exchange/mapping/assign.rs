//! A role for each column.

use super::{Mapping, Wish, aliases, choose};
use crate::diagnostic::nearest;
use crate::exchange::csv_import::{PhaseWords, slug};
use crate::exchange::reading::{date, is_missing, is_numeric};
use crate::exchange::refusal::{list, shown};
use crate::exchange::table::Table;
use crate::exchange::{Known, Refusal};
use crate::model::Scoring;
use crate::schema::Schema;
use crate::syntax::is_name;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a column is used for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The initiative's name.
    Id,
    /// The initiative's title.
    Title,
    /// An input of a framework.
    Input(Arc<str>, Arc<str>),
    /// A field of initiatives, the language's or a team's own.
    Field(String),
    /// A stored score.
    Score,
    /// Left out on request.
    Skip,
}

/// A column in a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// The column's index.
    pub column: usize,
    /// What it is used for.
    pub role: Role,
    /// `asked`, `name`, `alias` or `content`: how that was found.
    pub how: &'static str,
}

pub(super) fn assign(table: &Table, known: &Known, wishes: &[Wish], mapping: &mut Mapping) -> Result<(), Refusal> {
    for wish in wishes {
        let column = table.column(&wish.column).ok_or_else(|| no_column(table, &wish.column))?;
        for role in roles(wish, mapping)? {
            mapping.uses.push(Use { column, role, how: "asked" });
        }
    }
    for framework in mapping.frameworks.clone() {
        for (index, column, rank) in choose::columns(table, &framework, wishes) {
            let input = &framework.inputs[index];
            let role = Role::Input(framework.id.clone(), input.id.clone());
            if mapping.uses.iter().all(|u| u.role != role) {
                mapping.uses.push(Use { column, role, how: if rank <= 3 { "name" } else { "alias" } });
            }
        }
    }
    find(table, mapping, Role::Id, "id");
    find(table, mapping, Role::Title, "title");
    title_by_content(table, mapping);
    fields_by_name(table, known, mapping);
    let classes_only =
        !mapping.frameworks.is_empty() && mapping.frameworks.iter().all(|f| matches!(f.scoring, Scoring::Classes(_)));
    for (column, header) in table.columns.iter().enumerate() {
        if mapping.uses.iter().any(|u| u.column == column) || table.cells(column).next().is_none() {
            continue;
        }
        let tags = aliases::of("tags").any(|a| a == header.key);
        let own = aliases::OWN_FIELDS.contains(&header.key.as_str()) && !is_numeric(table, column);
        // Classes have no effort of their own, and their shares are of effort.
        if classes_only
            && is_numeric(table, column)
            && aliases::of("effort").chain(["story_points"]).any(|a| a == header.key || a == header.base)
        {
            let role = Role::Field("effort".into());
            if mapping.uses.iter().all(|u| u.role != role) {
                mapping.uses.push(Use { column, role, how: "alias" });
            }
            continue;
        }
        let field = if tags { "tags" } else { header.key.as_str() };
        let role = Role::Field(field.to_string());
        if (tags || own) && mapping.uses.iter().all(|u| u.role != role) {
            mapping.uses.push(Use { column, role, how: "name" });
        }
    }
    mapping.uses.sort_by_key(|u| u.column);
    Ok(())
}

/// Fields that initiatives have by themselves, from columns that are called so and whose cells fit.
fn fields_by_name(table: &Table, known: &Known, mapping: &mut Mapping) {
    let phases = PhaseWords::of(known);
    let rows = mapping.row_names(table, known);
    for (field, kind) in aliases::FIELDS {
        let role = Role::Field(field.to_string());
        let fits = |column: usize| {
            let mut cells = table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c));
            match kind {
                aliases::Fits::Phase => cells.any(|c| phases.find(c).is_some()),
                aliases::Fits::Initiative => rows.names_any(table, column),
                aliases::Fits::Date => cells.any(|c| date(c).is_ok()),
                aliases::Fits::Name => cells.next().is_some() && !is_numeric(table, column),
            }
        };
        let free = |column: &usize| mapping.uses.iter().all(|u| u.column != *column);
        let called = |alias: &str| {
            let mut columns = (0..table.columns.len()).filter(|c| free(c) && table.columns[*c].key == alias);
            columns.find(|c| fits(*c))
        };
        let found = aliases::of(field).enumerate().find_map(|(i, alias)| Some((i, called(alias)?)));
        if let Some((i, column)) = found.filter(|_| mapping.column(&role).is_none()) {
            mapping.uses.push(Use { column, role, how: if i == 0 { "name" } else { "alias" } });
        }
    }
}

/// Every column that holds something and has no use becomes a field called like it.
pub(super) fn the_rest(table: &Table, mapping: &mut Mapping) {
    let schema = Schema::complete();
    for (column, header) in table.columns.iter().enumerate() {
        if mapping.uses.iter().any(|u| u.column == column) || table.cells(column).next().is_none() {
            continue;
        }
        let Some(mut name) = slug(&header.written) else { continue };
        if schema.is_taken(&name) || mapping.frameworks.iter().any(|f| *f.id == name) {
            name.push_str("_text");
        }
        let role = Role::Field(name);
        if mapping.uses.iter().all(|u| u.role != role) && !super::is_score(header) {
            mapping.uses.push(Use { column, role, how: "rest" });
        }
    }
    mapping.uses.sort_by_key(|u| u.column);
}

/// What a wish's field is: an input of one of the frameworks, or a field of initiatives.
fn roles(wish: &Wish, mapping: &Mapping) -> Result<Vec<Role>, Refusal> {
    let field = wish.field.as_str();
    match field {
        "id" => return Ok(vec![Role::Id]),
        "title" => return Ok(vec![Role::Title]),
        "score" => return Ok(vec![Role::Score]),
        "skip" => return Ok(vec![Role::Skip]),
        _ => {}
    }
    let input = |framework: &str, input: &str| Role::Input(framework.into(), input.into());
    if let Some((framework, name)) = field.split_once('.') {
        let known = mapping.frameworks.iter().find(|f| *f.id == *framework).and_then(|f| f.input(name));
        return match known {
            Some(_) => Ok(vec![input(framework, name)]),
            None => Err(no_input(field, mapping)),
        };
    }
    let with = mapping.frameworks.iter().filter(|f| f.input(field).is_some());
    let roles: Vec<Role> = with.map(|f| input(&f.id, field)).collect();
    if !roles.is_empty() {
        return Ok(roles);
    }
    if is_name(field) { Ok(vec![Role::Field(field.to_string())]) } else { Err(no_input(field, mapping)) }
}

fn no_input(field: &str, mapping: &Mapping) -> Refusal {
    let inputs: Vec<String> =
        mapping.frameworks.iter().flat_map(|f| f.inputs.iter().map(move |i| format!("{}.{}", f.id, i.id))).collect();
    Refusal::new(format!("there is no field `{}`", shown(field)))
        .help(format!("there are `id`, `title`, `score`, `skip`, {}", list(&inputs)))
}

fn no_column(table: &Table, name: &str) -> Refusal {
    let headers: Vec<&str> = table.columns.iter().map(|c| c.written.as_str()).collect();
    let refusal = Refusal::new(format!("there is no column `{}`", shown(name)));
    match nearest(name, headers.iter().copied()) {
        Some(near) => refusal.help(format!("did you mean `{}`?", shown(near))),
        None => refusal.help(format!("the columns are {}", list(&headers))),
    }
}

/// Gives a role to the free column that is called so, the most usual word first.
fn find(table: &Table, mapping: &mut Mapping, role: Role, what: &str) {
    if mapping.column(&role).is_some() {
        return;
    }
    let free = |column: usize| mapping.uses.iter().all(|u| u.column != column);
    let called = |alias: &str| {
        let fits = |c: &usize| free(*c) && table.columns[*c].key == alias;
        (0..table.columns.len()).find(fits)
    };
    let found = aliases::of(what).enumerate().find_map(|(i, alias)| Some((i, called(alias)?)));
    if let Some((i, column)) = found {
        mapping.uses.push(Use { column, role, how: if i == 0 { "name" } else { "alias" } });
    }
}

/// Without a column called so, the title is the first free column of prose; else the name's column.
fn title_by_content(table: &Table, mapping: &mut Mapping) {
    if mapping.column(&Role::Title).is_some() {
        return;
    }
    let free = |c: &usize| mapping.uses.iter().all(|u| u.column != *c);
    let distinct = |column: usize| {
        let cells: Vec<&str> = table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c)).collect();
        let different: BTreeSet<&str> = cells.iter().copied().collect();
        !cells.is_empty() && different.len() * 2 > cells.len()
    };
    let prose = |c: &usize| {
        free(c)
            && !is_numeric(table, *c)
            && distinct(*c)
            && !aliases::OWN_FIELDS.contains(&table.columns[*c].key.as_str())
    };
    if let Some(column) = (0..table.columns.len()).find(prose) {
        mapping.guesses.push(format!("the column `{}` as the title", shown(&table.columns[column].written)));
        mapping.uses.push(Use { column, role: Role::Title, how: "content" });
    }
}

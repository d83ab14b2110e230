//! A role for each column.

use super::aliases;
use super::column_requests::ColumnRequest;
use super::column_uses::{ColumnUse, Mapping, Role};
use super::framework_choice::{choose_frameworks, columns};
use super::score_column::{is_score_header, method_of_header};
use crate::diagnostic::closest_match;
use crate::exchange::csv_import::{PhaseWords, is_free, slug};
use crate::exchange::error::{cell_excerpt, quoted_list};
use crate::exchange::reading::{DateOrder, NumberFormat, is_missing, is_numeric, parse_date, parse_date_in};
use crate::exchange::table::{DecimalSeparator, Number, SourceTable};
use crate::exchange::{ImportError, PlanNames};
use crate::schema::Schema;
use crate::syntax::is_name;
use std::collections::BTreeSet;

impl Mapping {
    /// Maps the columns of a table: first as wished, then by the names of inputs and what people commonly call them.
    ///
    /// # Errors
    /// A wish for a column, input or framework that there is not.
    pub fn of(
        table: &SourceTable,
        known: &PlanNames,
        wishes: &[ColumnRequest],
        frameworks: &[String],
    ) -> Result<Mapping, ImportError> {
        let mut mapping = Mapping { guesses: table.guesses.clone(), ..Mapping::default() };
        let chosen = choose_frameworks(table, known, wishes, frameworks, &mut mapping)?;
        mapping.frameworks = chosen;
        assign(table, known, wishes, &mut mapping)?;
        mapping.guess_numbers(table);
        Ok(mapping)
    }

    /// The same, with every column that nothing takes as a field of its own.
    pub(in crate::exchange) fn with_remaining_columns(mut self, table: &SourceTable) -> Mapping {
        assign_remaining(table, &mut self);
        self
    }

    /// What was guessed about the numbers of the columns used.
    fn guess_numbers(&mut self, table: &SourceTable) {
        for used in &self.uses {
            let Role::Input(framework, input) = &used.role else { continue };
            let framework = self.frameworks.iter().find(|f| f.id == *framework);
            let Some((_, input)) = framework.and_then(|f| f.input(input)) else { continue };
            let header = cell_excerpt(&table.columns[used.column].written);
            for guess in NumberFormat::of(table, used.column, input.unit.is_percent()).guesses {
                let said = format!("`{header}`: {guess}");
                if !self.guesses.contains(&said) {
                    self.guesses.push(said);
                }
            }
        }
    }
}

fn assign(
    table: &SourceTable,
    known: &PlanNames,
    wishes: &[ColumnRequest],
    mapping: &mut Mapping,
) -> Result<(), ImportError> {
    for wish in wishes {
        let column = table.column(&wish.column).ok_or_else(|| no_column(table, &wish.column))?;
        for role in requested_roles(wish, mapping)? {
            mapping.uses.push(ColumnUse { column, role, how: "asked" });
        }
    }
    for framework in mapping.frameworks.clone() {
        for (index, column, rank) in columns(table, &framework, wishes) {
            let input = &framework.inputs[index];
            let role = Role::Input(framework.id.clone(), input.id.clone());
            if mapping.uses.iter().all(|u| u.role != role) {
                mapping.uses.push(ColumnUse { column, role, how: if rank <= 3 { "name" } else { "alias" } });
            }
        }
    }
    assign_by_name(table, mapping, Role::Id, "id");
    assign_by_name(table, mapping, Role::Title, "title");
    fields_by_name(table, known, mapping);
    work_by_name(table, mapping);
    title_by_content(table, mapping);
    for (column, header) in table.columns.iter().enumerate() {
        if mapping.uses.iter().any(|u| u.column == column) || table.cells(column).next().is_none() {
            continue;
        }
        let tags = aliases::aliases_of("tags").any(|a| a == header.key);
        let own = aliases::CUSTOM_FIELDS.contains(&header.key.as_str()) && !is_numeric(table, column);
        let field = if tags { "tags" } else { header.key.as_str() };
        let role = Role::Field(field.to_string());
        if (tags || own) && mapping.uses.iter().all(|u| u.role != role) {
            mapping.uses.push(ColumnUse { column, role, how: "name" });
        }
    }
    mapping.uses.sort_by_key(|u| u.column);
    Ok(())
}

/// The work of initiatives, where no framework takes it: classes have none of their own and their shares are of it.
fn work_by_name(table: &SourceTable, mapping: &mut Mapping) {
    let is_work = |role: &Role| match role {
        Role::Input(_, input) => matches!(&**input, "effort" | "job_size"),
        Role::Field(field) => field == "effort",
        _ => false,
    };
    if mapping.uses.iter().any(|u| is_work(&u.role)) {
        return;
    }
    let fits = |column: &usize, alias: &str| {
        let header = &table.columns[*column];
        let called = alias == header.key || alias == header.base;
        let free = mapping.uses.iter().all(|u| u.column != *column);
        // A column that is called so is believed where half of it fits: what does not is named.
        called && free && hold_numbers(table, *column, 0.5)
    };
    let called = |alias: &str| (0..table.columns.len()).find(|c| fits(c, alias));
    if let Some(column) = aliases::aliases_of("effort").chain(aliases::EFFORT_HEADERS.iter().copied()).find_map(called)
    {
        mapping.uses.push(ColumnUse { column, role: Role::Field("effort".into()), how: "alias" });
    }
}

/// Whether a share of the cells begin with a number.
fn hold_numbers(table: &SourceTable, column: usize, share: f64) -> bool {
    let cells: Vec<&str> = table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c)).collect();
    let reads = |cell: &&&str| {
        [DecimalSeparator::Point, DecimalSeparator::Comma].iter().any(|c| Number::read(cell, *c).is_ok())
    };
    !cells.is_empty() && cells.iter().filter(reads).count() as f64 >= cells.len() as f64 * share
}

/// Whether four cells of five begin with a number.
pub(in crate::exchange) fn holds_numbers(table: &SourceTable, column: usize) -> bool {
    hold_numbers(table, column, 0.8)
}

/// Fields that initiatives have by themselves, from columns that are called so and whose cells fit.
fn fields_by_name(table: &SourceTable, known: &PlanNames, mapping: &mut Mapping) {
    let phases = PhaseWords::of(known);
    let rows = mapping.row_names(table, known);
    for (field, kind) in aliases::GUESSED_FIELDS {
        let role = Role::Field(field.to_string());
        let fits = |column: usize, alias: &str| {
            let mut cells = table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c));
            match kind {
                // A column called `status` is one; of one called `section` four cells of five must be words of phases.
                aliases::ColumnContent::Phase if aliases::PHASE_HEADERS.contains(&alias) => {
                    cells.any(|c| phases.find(c).is_some())
                }
                aliases::ColumnContent::Phase => {
                    let (all, found) =
                        cells.fold((0, 0), |(all, found), c| (all + 1, found + usize::from(phases.find(c).is_some())));
                    found > 0 && found * 5 >= all * 4
                }
                aliases::ColumnContent::Initiative => rows.names_any(table, column),
                aliases::ColumnContent::Date => {
                    cells.any(|c| parse_date_in(c, Some(DateOrder::Dmy)).is_ok() || parse_date(c).is_ok())
                }
                aliases::ColumnContent::Number => holds_numbers(table, column),
                aliases::ColumnContent::Name => cells.next().is_some() && !is_numeric(table, column),
            }
        };
        let free = |column: &usize| mapping.uses.iter().all(|u| u.column != *column);
        let called = |alias: &str| {
            let mut columns = (0..table.columns.len()).filter(|c| free(c) && table.columns[*c].key == alias);
            columns.find(|c| fits(*c, alias))
        };
        let found = aliases::aliases_of(field).enumerate().find_map(|(i, alias)| Some((i, called(alias)?)));
        if let Some((i, column)) = found.filter(|_| mapping.column(&role).is_none()) {
            mapping.uses.push(ColumnUse { column, role, how: if i == 0 { "name" } else { "alias" } });
        }
    }
}

/// Every column that holds something and has no use becomes a field called like it.
fn assign_remaining(table: &SourceTable, mapping: &mut Mapping) {
    let schema = Schema::complete();
    for (column, header) in table.columns.iter().enumerate() {
        if mapping.uses.iter().any(|u| u.column == column) || table.cells(column).next().is_none() {
            continue;
        }
        let Some(mut name) = slug(&header.written) else { continue };
        if schema.is_taken(&name) || !is_free(&name) || mapping.frameworks.iter().any(|f| *f.id == name) {
            name.push_str("_text");
        }
        let role = Role::Field(name);
        let stored = is_score_header(header) && holds_numbers(table, column);
        if mapping.uses.iter().all(|u| u.role != role) && !stored {
            mapping.uses.push(ColumnUse { column, role, how: "rest" });
        }
    }
    mapping.uses.sort_by_key(|u| u.column);
}

/// What a wish's field is: an input of one of the frameworks, or a field of initiatives.
fn requested_roles(wish: &ColumnRequest, mapping: &Mapping) -> Result<Vec<Role>, ImportError> {
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

fn no_input(field: &str, mapping: &Mapping) -> ImportError {
    let inputs: Vec<String> =
        mapping.frameworks.iter().flat_map(|f| f.inputs.iter().map(move |i| format!("{}.{}", f.id, i.id))).collect();
    ImportError::new(format!("there is no field `{}`", cell_excerpt(field)))
        .help(format!("there are `id`, `title`, `score`, `skip`, {}", quoted_list(&inputs)))
}

fn no_column(table: &SourceTable, name: &str) -> ImportError {
    let headers: Vec<&str> = table.columns.iter().map(|c| c.written.as_str()).collect();
    let refusal = ImportError::new(format!("there is no column `{}`", cell_excerpt(name)));
    match closest_match(name, headers.iter().copied()) {
        Some(near) => refusal.help(format!("did you mean `{}`?", cell_excerpt(near))),
        None => refusal.help(format!("the columns are {}", quoted_list(&headers))),
    }
}

/// Gives a role to the free column that is called so, the most usual word first. What is only called like it must tell
/// the rows apart; a column of titles that does not is taken where there is no other, unless it repeats one word.
fn assign_by_name(table: &SourceTable, mapping: &mut Mapping, role: Role, what: &str) {
    if mapping.column(&role).is_some() {
        return;
    }
    let free = |column: usize| mapping.uses.iter().all(|u| u.column != column);
    let called = |alias: &str, fits: &dyn Fn(usize) -> bool| {
        let is_it = |c: &usize| free(*c) && table.columns[*c].key == alias && fits(*c);
        (0..table.columns.len()).find(is_it)
    };
    let by = |fits: &dyn Fn(usize) -> bool| {
        // Its own name is believed as it is.
        let each = |(i, alias): (usize, &str)| {
            let found = if i == 0 { called(alias, &|_| true) } else { called(alias, fits) };
            Some((i, found?))
        };
        aliases::aliases_of(what).enumerate().find_map(each)
    };
    let several = |c: usize| distinct(table, c) > 1 || table.rows.len() < 2;
    let found = by(&|c| is_mostly_distinct(table, c) && (what == "id" || !is_numeric(table, c)));
    let found = found.or_else(|| by(&|c| what != "id" && several(c) && !is_numeric(table, c)));
    if let Some((i, column)) = found {
        mapping.uses.push(ColumnUse { column, role, how: if i == 0 { "name" } else { "alias" } });
    }
}

/// How many different values a column holds.
fn distinct(table: &SourceTable, column: usize) -> usize {
    table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c)).collect::<BTreeSet<&str>>().len()
}

/// Whether four cells of five stand there once.
fn is_mostly_distinct(table: &SourceTable, column: usize) -> bool {
    let cells = table.cells(column).filter(|(_, c)| !is_missing(c)).count();
    cells > 0 && distinct(table, column) * 5 >= cells * 4
}

/// How much of a column reads like titles.
#[derive(Debug, Clone, Copy)]
struct TitleLikeness {
    column: usize,
    /// Percent of its cells that are short texts with letters, neither addresses nor codes.
    share: usize,
    /// Percent of its cells that are more than one word.
    phrases: usize,
    /// Characters of a cell.
    length: usize,
}

fn title_likeness(table: &SourceTable, column: usize) -> TitleLikeness {
    let cells: Vec<&str> = table.cells(column).map(|(_, c)| c).filter(|c| !is_missing(c)).collect();
    let is_code = |c: &str| !c.contains(' ') && c.contains(|c: char| c.is_ascii_digit());
    let is_title = |c: &&&str| {
        let length = c.chars().count();
        let letters = c.chars().filter(|c| c.is_alphabetic()).count();
        (1..=120).contains(&length) && letters * 2 >= length && !c.contains("://") && !is_code(c) && !c.contains('\n')
    };
    let all = cells.len().max(1);
    let percent = |count: usize| count * 100 / all;
    TitleLikeness {
        column,
        share: percent(cells.iter().filter(is_title).count()),
        phrases: percent(cells.iter().filter(|c| c.contains(char::is_whitespace)).count()),
        length: cells.iter().map(|c| c.chars().count()).sum::<usize>() / all,
    }
}

/// Without a column called so, the title is the column that reads most like titles, by a margin: four cells of five do,
/// and a fifth fewer of any other, or they are longer by a fifth. Phrases go before single words, which may be anything;
/// a column that is called like something else is none. Without any the title is what a description says, else the
/// name's column is the title.
fn title_by_content(table: &SourceTable, mapping: &mut Mapping) {
    if mapping.column(&Role::Title).is_some() {
        return;
    }
    let prose = |key: &str| matches!(key.rsplit('_').next(), Some("description" | "beschreibung" | "descripción"));
    let fits = |c: &usize, described: bool| {
        let header = &table.columns[*c];
        let last = header.key.rsplit('_').next().unwrap_or("");
        let other = matches!(last, "id" | "key" | "type" | "url" | "link" | "date" | "email" | "notes" | "comment");
        let cells = table.cells(*c).filter(|(_, c)| !is_missing(c)).count();
        mapping.uses.iter().all(|u| u.column != *c)
            && !other
            && prose(&header.key) == described
            && header.repeats.is_none()
            && method_of_header(header).is_none()
            && !is_numeric(table, *c)
            && is_mostly_distinct(table, *c)
            && cells * 5 >= table.rows.len() * 4
            && (described || !aliases::is_known_header(header))
    };
    let found = |described: bool| {
        let all = (0..table.columns.len()).filter(|c| fits(c, described)).map(|c| title_likeness(table, c));
        let mut found: Vec<TitleLikeness> = all.filter(|l| l.share >= 80).collect();
        if found.iter().any(|l| l.phrases >= 50) {
            found.retain(|l| l.phrases >= 50);
        }
        found.sort_by_key(|l| (std::cmp::Reverse(l.share / 20), l.length, l.column));
        found
    };
    let all = [found(false), found(true)].into_iter().find(|f| !f.is_empty()).unwrap_or_default();
    let written = |c: usize| cell_excerpt(&table.columns[c].written);
    match all.as_slice() {
        [] => {}
        [one] => take_title(table, mapping, one.column),
        [first, second, ..] => {
            let is_phrase = first.phrases >= 50;
            let shorter = second.length * 5 > first.length * 6;
            if is_phrase && (first.share - second.share.min(first.share) >= 20 || shorter) {
                take_title(table, mapping, first.column);
                return;
            }
            let (a, b) = (written(first.column.min(second.column)), written(first.column.max(second.column)));
            mapping
                .warnings
                .push(format!("`{a}` and `{b}` may both hold the titles: say which with `--map title={a}`"));
        }
    }
}

fn take_title(table: &SourceTable, mapping: &mut Mapping, column: usize) {
    mapping.guesses.push(format!("the column `{}` as the title", cell_excerpt(&table.columns[column].written)));
    mapping.uses.push(ColumnUse { column, role: Role::Title, how: "content" });
}

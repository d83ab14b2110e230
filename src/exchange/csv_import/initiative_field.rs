//! Fields that initiatives have by themselves, filled from a column on request.

use super::custom_field::{name_of, parse_yes_no, text};
use super::slug::{is_free, slug};
use super::{CsvImportOptions, DraftValue, input_token};
use crate::diagnostic::closest_match;
use crate::exchange::error::{cell_excerpt, quoted_list};
use crate::exchange::reading::{DateFormat, NumberFormat, code, is_missing, parse_date_in, span};
use crate::exchange::table::{Number, SourceTable, person_time, time, words};
use crate::exchange::{ImportError, PlanNames};
use crate::quantity::TimeUnit;
use crate::schema::{FieldSchema, FieldType, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The language's own row of a field, `None` for a team's own field; `asked` where it was asked for as one.
///
/// # Errors
/// A name that a block or framework of initiatives has, or a field that takes more than a cell holds.
pub(super) fn row(
    name: &str,
    schema: &Schema,
    known: &PlanNames,
    asked: bool,
) -> Result<Option<FieldSchema>, ImportError> {
    let initiative = schema.kind("initiative");
    if let Some(row) = initiative.and_then(|r| r.fields.get(name)) {
        let simple = matches!(
            row.ty,
            FieldType::Text
                | FieldType::Word
                | FieldType::Truth
                | FieldType::Date
                | FieldType::Quantity
                | FieldType::Number
                | FieldType::Reference(_)
        );
        let help = "keep the column as a field of another name: `--field NAME=COLUMN`";
        return if simple {
            Ok(Some(row.clone()))
        } else {
            Err(ImportError::new(format!("`{name}` can't be filled from a column")).help(help))
        };
    }
    if known.frameworks.contains_key(name) || initiative.is_some_and(|r| r.blocks.contains_key(name)) {
        return Err(ImportError::new(format!("`{}` is a block of initiatives", cell_excerpt(name)))
            .help(format!("call the field differently: `--field {name}_name={name}`")));
    }
    // A misspelt input must not quietly become a field of its own.
    let inputs = known.frameworks.values().flat_map(|f| f.inputs.iter().map(|i| &*i.id));
    match closest_match(name, inputs).filter(|near| !asked && *near != name) {
        Some(near) => Err(ImportError::new(format!("there is no field `{}`", cell_excerpt(name)))
            .help(format!("did you mean `{near}`? for a field of your own write `--field {name}`"))),
        None => Ok(None),
    }
}

/// How the cells of a column are read as values of a field.
pub(super) struct FieldReader {
    /// The field.
    pub row: FieldSchema,
    /// How its numbers are written.
    scale: NumberFormat,
    /// In which order its dates are.
    dates: DateFormat,
    /// The unit of its bare numbers: a period behind a currency's code, as `EUR/year`, or `person-months`.
    pub unit: Option<String>,
    /// Whether bare numbers are seconds, as Jira writes estimates.
    seconds: bool,
    /// Names that different words of the column come to.
    alike: BTreeSet<String>,
}

impl FieldReader {
    /// The reader of a column, and what was guessed of it.
    ///
    /// # Errors
    /// A unit that the field does not take.
    pub(super) fn new(
        row: FieldSchema,
        table: &SourceTable,
        column: usize,
        known: &PlanNames,
        options: &CsvImportOptions,
    ) -> Result<(FieldReader, Vec<String>), ImportError> {
        let header = &table.columns[column];
        let numbers = matches!(row.ty, FieldType::Quantity | FieldType::Number);
        let mut guesses = Vec::new();
        let dates = if row.ty == FieldType::Date {
            DateFormat::of(table, column, options.dates)
        } else {
            DateFormat::default()
        };
        let scale = if numbers { NumberFormat::of(table, column, false) } else { NumberFormat::default() };
        guesses.extend(dates.guess.clone());
        guesses.extend(scale.guesses.iter().cloned());
        let asked = options.unit_of("", &row.name);
        let has = |unit: &str| row.units.iter().any(|u| **u == *unit);
        let unit = match asked {
            Some(asked) => {
                let refused = |why: String| {
                    ImportError::new(format!("`{}` is no unit for `{}`", cell_excerpt(asked), row.name)).help(why)
                };
                let takes = format!("it takes {}", quoted_list(&row.units));
                let unit = known.units.parse(asked).map_err(|e| refused(e.to_string()))?;
                let is_money = row.units.iter().any(|u| u.starts_with("money")) && unit.currency().is_some();
                let fits =
                    |own: &Arc<str>| known.units.parse(own).is_ok_and(|own| known.units.convert(&unit, &own).is_ok());
                if numbers && !is_money && !row.units.iter().any(fits) {
                    return Err(refused(takes));
                }
                Some(unit.to_string())
            }
            None if has("person-months") && is_jira_estimate(table, column, options) => {
                guesses.push("its numbers are seconds, as Jira writes estimates".into());
                None
            }
            None if has("person-months") => {
                let is_points = |w: &str| matches!(w, "points" | "point" | "sp" | "estimate");
                let points = header.hints.points || header.key.split('_').any(is_points);
                let each =
                    |(_, cell): (u64, &str)| Number::read(cell, scale.convention).is_ok_and(|n| n.rest.is_empty());
                let guessed = header.hints.time.is_none() && table.cells(column).any(each);
                let unit = match header.hints.time {
                    Some(time) => format!("person-{}s", time.name()),
                    None => if points { "points" } else { "person-months" }.to_string(),
                };
                if guessed && !header.key.contains("points") {
                    guesses.push(format!("its numbers are in {unit}; change it with `--unit {}=…`", row.name));
                }
                Some(unit)
            }
            None if row.units.iter().any(|u| u.starts_with("money")) => {
                let code = header.hints.money.as_deref().and_then(code).unwrap_or(options.currency_of(known));
                let rate = match header.hints.per {
                    Some(per) => format!("/{}", per.name()),
                    None if has("money/year") => "/year".to_string(),
                    None => String::new(),
                };
                if header.hints.per.is_none() || header.hints.money.is_none() {
                    guesses.push(format!("its amounts are in {code}{rate}; change it with `--unit {}=…`", row.name));
                }
                Some(format!("{code}{rate}"))
            }
            // The field's first unit is the one that its document gives.
            None => row.units.first().map(|u| u.to_string()).filter(|u| numbers && !u.is_empty()),
        };
        let seconds = unit.is_none() && has("person-months");
        let alike =
            if row.ty == FieldType::Word && row.many { ambiguous_labels(table, column) } else { BTreeSet::new() };
        Ok((FieldReader { row, scale, dates, unit, seconds, alike }, guesses))
    }

    /// Whether a cell of its column leaves the unit to the column.
    pub(crate) fn has_bare(&self, table: &SourceTable, column: usize) -> bool {
        let is_bare = |cell: &str| Number::read(cell, self.scale.convention).map_or(true, |n| n.rest.is_empty());
        table.cells(column).any(|(_, cell)| is_bare(cell))
    }

    /// A cell as a value of the field, what is to be said once, and parts that are none.
    ///
    /// # Errors
    /// Why the cell is none.
    pub(super) fn read(&self, cell: &str, known: &PlanNames, options: &CsvImportOptions) -> Result<FieldCell, String> {
        let row = &self.row;
        let token = |text: String| Ok(FieldCell::of(DraftValue::Token(text)));
        match &row.ty {
            FieldType::Text => token(text(cell)),
            FieldType::Word if row.many => self.names(cell),
            FieldType::Word => {
                let name = name_of(cell).ok_or_else(|| "is no name".to_string())?;
                closed(&name, row)?;
                token(name)
            }
            FieldType::Truth => match parse_yes_no(cell) {
                Some(yes) => token(if yes { "yes" } else { "no" }.into()),
                None => Err("is neither yes nor no".into()),
            },
            FieldType::Date => parse_date_in(cell, self.dates.order).and_then(token),
            _ => self.number(cell, known, options),
        }
    }

    /// The names of a list, each by itself: one that is none takes no other with it.
    fn names(&self, cell: &str) -> Result<FieldCell, String> {
        let mut read = FieldCell::default();
        let mut names: Vec<String> = Vec::new();
        for (part, bare) in labels(cell) {
            let name = label(bare);
            match name.ok_or_else(|| "is no name".to_string()).and_then(|n| closed(&n, &self.row).map(|()| n)) {
                Ok(name) if self.alike.contains(&name) => {
                    read.note = Some(format!("different words give the same name, `{name}`"));
                    names.extend((!names.contains(&name)).then_some(name));
                }
                Ok(name) if names.contains(&name) => {}
                Ok(name) => names.push(name),
                Err(why) => read.rejected.push((part.to_string(), why)),
            }
        }
        read.value = (!names.is_empty()).then_some(DraftValue::Names(names));
        Ok(read)
    }

    fn number(&self, cell: &str, known: &PlanNames, options: &CsvImportOptions) -> Result<FieldCell, String> {
        let row = &self.row;
        let unit = self.unit.as_deref().unwrap_or("");
        let is_work = row.units.iter().any(|u| &**u == "person-months" || &**u == "person-days");
        let number = match span(cell).filter(|_| is_work) {
            Some(number) => number,
            None => Number::read(cell, self.scale.convention)?,
        };
        if self.seconds && number.rest.is_empty() {
            if number.high.is_some() || number.percent || number.money.is_some() {
                return Err("is no number of seconds".into());
            }
            self.within(&number, "", known)?;
            let hours = number.value() / 3600.0;
            let (count, unit) = if hours % 8.0 == 0.0 { (hours / 8.0, "day") } else { (hours, "hour") };
            let plural = if count == 1.0 { "" } else { "s" };
            return Ok(FieldCell::of(DraftValue::Token(format!("{count} person-{unit}{plural}"))));
        }
        if let Some(why) = self.scale.doubt(cell, &number, &row.name) {
            return Err(why);
        }
        let is_money = row.units.iter().any(|u| u.starts_with("money"));
        let number = self.scale.apply(if is_money { number.of_money() } else { number });
        let more = || Err(format!("is more than a number of {}", if unit.is_empty() { "its field" } else { unit }));
        let mut said = number.approximate.then(|| APPROXIMATE_NOTE.to_string());
        let text = if is_money {
            let (own, rate) = unit.split_once('/').map_or((unit, String::new()), |(c, r)| (c, format!("/{r}")));
            let period = words(&number.rest);
            let rate = match period.as_slice() {
                [] => rate,
                [.., last] if time(last).is_some() && period.len() <= 2 => {
                    format!("/{}", time(last).map_or("year", TimeUnit::name))
                }
                _ => return more(),
            };
            if number.percent {
                return more();
            }
            options.accepts(input_token::currency_code(&number, own), known)?;
            let (text, other) = input_token::money(&number, own, &rate);
            said = said.or(other);
            self.within(&number, &format!("{own}{rate}"), known)?;
            text
        } else if number.money.is_some() {
            return more();
        } else if unit == "%" || row.units.iter().any(|u| &**u == "%") {
            if !number.rest.is_empty() {
                return more();
            }
            let number = Number { percent: true, ..number };
            self.within(&number, "", known)?;
            input_token::with_unit(&number, "")
        } else if number.percent {
            return more();
        } else {
            let told = match number.rest.as_str() {
                "" => unit.to_string(),
                // `PT` are Personentage where the column is in days of people.
                rest if rest.eq_ignore_ascii_case("pt") && unit == "person-days" => unit.to_string(),
                rest => own_unit(rest, row).ok_or_else(|| {
                    format!("has `{}` after its number, which is no unit for `{}`", cell_excerpt(rest), row.name)
                })?,
            };
            self.within(&number, &told, known)?;
            let display = |u: &str| {
                known
                    .units
                    .parse(u)
                    .map_or(u.to_string(), |parsed| parsed.display(input_token::upper_bound(&number)).to_string())
            };
            input_token::with_unit(&number, &if told.is_empty() { told } else { format!(" {}", display(&told)) })
        };
        Ok(FieldCell { note: said, ..FieldCell::of(DraftValue::Token(text)) })
    }

    /// Refuses what a check of the plan would: a number beyond the bounds of the field, both ends of a range.
    fn within(&self, number: &Number, unit: &str, known: &PlanNames) -> Result<(), String> {
        let Some(asked) = self.row.bounds.words() else { return Ok(()) };
        let units = &known.units;
        let conversion = units.parse(unit).ok().and_then(|unit| {
            let own = self.row.units.iter().filter_map(|u| units.parse(u).ok());
            own.filter_map(|own| units.convert(&unit, &own).ok()).next()
        });
        let allowed = |end: f64| self.row.bounds.allow(conversion.as_ref().map_or(end, |c| c.apply(end)));
        if number.ends().all(allowed) {
            return Ok(());
        }
        Err(format!("is beyond the bounds of `{}`, which is {asked}", self.row.name))
    }
}

/// The parts of a cell of labels; boards put the colour of a label behind it.
fn labels(cell: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = cell.split([',', ';', '|', '\n']).map(str::trim).filter(|p| !is_missing(p));
    parts.map(|part| {
        let bare = part.strip_suffix(')').and_then(|p| p.rsplit_once('('));
        (part, bare.map_or(part, |(name, _)| name.trim()))
    })
}

/// The name that a label comes to: `c_plus_plus` for `C++`.
fn label(bare: &str) -> Option<String> {
    let said = bare.replace('+', " plus ").replace('#', " sharp ");
    let said = if bare.starts_with('#') { bare.to_string() } else { said };
    let said = said.trim();
    name_of(said).or_else(|| slug(said).filter(|n| is_free(n)).filter(|_| said.len() <= 40))
}

/// The names that labels of a column come to which differ in more than capitals.
fn ambiguous_labels(table: &SourceTable, column: usize) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut out = BTreeSet::new();
    for column in table.list_columns(column) {
        for (_, bare) in table.cells(column).flat_map(|(_, cell)| labels(cell)) {
            let Some(name) = label(bare) else { continue };
            let plain = bare.to_lowercase();
            if seen.entry(name.clone()).or_insert_with(|| plain.clone()) != &plain {
                out.insert(name);
            }
        }
    }
    out
}

/// Whether a column is one of Jira's estimates, which it writes in seconds.
fn is_jira_estimate(table: &SourceTable, column: usize, options: &CsvImportOptions) -> bool {
    let is_estimate =
        matches!(table.columns[column].key.as_str(), "original_estimate" | "remaining_estimate" | "time_spent");
    is_estimate && (options.jira || table.column("Issue key").is_some())
}

/// What is said once of a column with numbers that are rough.
pub(super) const APPROXIMATE_NOTE: &str = "numbers that are said to be rough are written without that";

/// The unit that words behind a number name, where the field takes it: `points` of `5 SP`, `person-days` of `3 days`.
fn own_unit(rest: &str, row: &FieldSchema) -> Option<String> {
    let words = words(rest);
    let last = words.last().filter(|_| words.len() <= 2)?;
    let has = |unit: &str| row.units.iter().any(|u| **u == *unit);
    if matches!(last.as_str(), "pt" | "pts" | "point" | "points" | "sp") && has("points") {
        return Some("points".into());
    }
    let work = has("person-months") || has("person-days");
    let unit = person_time(last).or_else(|| time(last)).filter(|t| work && t.is_effort())?;
    let person = |w: &String| {
        matches!(
            w.as_str(),
            "person" | "man" | "dev" | "developer" | "engineer" | "eng" | "staff" | "people" | "work" | "working"
        )
    };
    words[..words.len() - 1].iter().all(person).then(|| format!("person-{}s", unit.name()))
}

/// What a cell came to.
#[derive(Debug, Clone, Default)]
pub(super) struct FieldCell {
    /// The value.
    pub value: Option<DraftValue>,
    /// What is to be said of the column's cells once.
    pub note: Option<String>,
    /// Parts that are none, each with the reason.
    pub rejected: Vec<(String, String)>,
}

impl FieldCell {
    pub(super) fn of(value: DraftValue) -> FieldCell {
        FieldCell { value: Some(value), ..FieldCell::default() }
    }
}

fn closed(name: &str, row: &FieldSchema) -> Result<(), String> {
    let known = row.of.is_empty() || row.of.iter().any(|w| **w == *name);
    if known { Ok(()) } else { Err(format!("is none of {}", quoted_list(&row.of))) }
}

//! Fields that initiatives have by themselves, filled from a column on request.

use super::Written;
use super::own_field::{name_of, text, truth};
use crate::diagnostic::nearest;
use crate::exchange::reading::{date, is_missing};
use crate::exchange::refusal::{list, shown};
use crate::exchange::table::{Convention, Header, Number};
use crate::exchange::{Known, Refusal};
use crate::schema::{FieldRow, Schema, Type};

/// The language's own row of a field, `None` for a team's own field; `asked` where it was asked for as one.
///
/// # Errors
/// A name that a block or framework of initiatives has, or a field that takes more than a cell holds.
pub(super) fn row(name: &str, schema: &Schema, known: &Known, asked: bool) -> Result<Option<FieldRow>, Refusal> {
    let initiative = schema.kind("initiative");
    if let Some(row) = initiative.and_then(|r| r.fields.get(name)) {
        let simple = matches!(
            row.ty,
            Type::Text | Type::Word | Type::Truth | Type::Date | Type::Quantity | Type::Number | Type::Reference(_)
        );
        let help = "keep the column as a field of another name: `--field NAME=COLUMN`";
        return if simple {
            Ok(Some(row.clone()))
        } else {
            Err(Refusal::new(format!("`{name}` can't be filled from a column")).help(help))
        };
    }
    if known.frameworks.contains_key(name) || initiative.is_some_and(|r| r.blocks.contains_key(name)) {
        return Err(Refusal::new(format!("`{}` is a block of initiatives", shown(name)))
            .help(format!("call the field differently: `--field {name}_name={name}`")));
    }
    // A misspelt input must not quietly become a field of its own.
    let inputs = known.frameworks.values().flat_map(|f| f.inputs.iter().map(|i| &*i.id));
    match nearest(name, inputs).filter(|near| !asked && *near != name) {
        Some(near) => Err(Refusal::new(format!("there is no field `{}`", shown(name)))
            .help(format!("did you mean `{near}`? for a field of your own write `--field {name}`"))),
        None => Ok(None),
    }
}

/// The unit that a header gives to a field of effort.
pub(super) fn unit(row: &FieldRow, header: &Header) -> Option<String> {
    if !row.units.iter().any(|u| &**u == "person-months") {
        return None;
    }
    let points = header.hints.points || header.key.split('_').any(|w| matches!(w, "points" | "sp"));
    match header.hints.time {
        Some(time) => Some(format!("person-{}s", time.name())),
        None => Some(if points { "points" } else { "person-months" }.to_string()),
    }
}

/// A cell as a value of such a field.
pub(super) fn read(cell: &str, row: &FieldRow, known: &Known) -> Result<Written, String> {
    let token = |text: String| Ok(Written::Token(text));
    match &row.ty {
        Type::Text => token(text(cell)),
        Type::Word if row.many => {
            let names: Vec<&str> =
                cell.split([',', ';', '|', '\n']).map(str::trim).filter(|t| !is_missing(t)).collect();
            let read: Result<Vec<String>, String> = names
                .into_iter()
                .map(|n| name_of(n).ok_or_else(|| "holds something that is no name".to_string()))
                .collect();
            let mut names = read?;
            let mut seen = std::collections::BTreeSet::new();
            names.retain(|n| seen.insert(n.clone()));
            closed(&names, row)?;
            if names.is_empty() { Err("holds no name".into()) } else { Ok(Written::Names(names)) }
        }
        Type::Word => {
            let name = name_of(cell).ok_or_else(|| "is no name".to_string())?;
            closed(std::slice::from_ref(&name), row)?;
            token(name)
        }
        Type::Truth => match truth(cell) {
            Some(yes) => token(if yes { "yes" } else { "no" }.into()),
            None => Err("is neither yes nor no".into()),
        },
        Type::Date => date(cell).map(Written::Token),
        _ => {
            let number = Number::read(cell, Convention::Point)?;
            if !number.rest.is_empty() || number.money.is_some() {
                return Err("is more than a number".into());
            }
            let suffix = number.suffix.map_or(String::new(), String::from);
            let percent = if number.percent { "%" } else { "" };
            // The field's first unit is the one that its document gives.
            let unit = match row.units.first().map(|u| &**u) {
                Some("%") if percent.is_empty() => "%".to_string(),
                Some("money/year" | "money") => " USD/year".to_string(),
                Some(unit) if unit != "%" && !unit.is_empty() => {
                    let parsed = known.units.parse(unit);
                    format!(" {}", parsed.map_or(unit.to_string(), |u| u.display(number.value())))
                }
                _ => String::new(),
            };
            token(format!("{}{suffix}{percent}{unit}", number.digits))
        }
    }
}

fn closed(names: &[String], row: &FieldRow) -> Result<(), String> {
    let known = |n: &String| row.of.is_empty() || row.of.iter().any(|w| **w == **n);
    if names.iter().all(known) { Ok(()) } else { Err(format!("is none of {}", list(&row.of))) }
}

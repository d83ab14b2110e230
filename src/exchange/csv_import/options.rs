//! What a person asks of an import, by flags or by a file of `key=value` lines.

use super::OwnType;
use crate::exchange::known::plain;
use crate::exchange::mapping::{Wish, pairs, wishes};
use crate::exchange::refusal::shown;
use crate::exchange::{Refusal, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A column to carry over as a field of initiatives: `theme`, or `theme=Product theme`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWish {
    /// The field.
    pub name: String,
    /// The column, where it is called differently.
    pub column: Option<String>,
    /// What it takes, where that is not left to the cells.
    pub ty: Option<OwnType>,
}

/// What a word of a field's column means: in `phase`, `alpha` is `delivery`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueWish {
    /// The field.
    pub field: String,
    /// The word in the table.
    pub word: String,
    /// What is written instead; `none` where it says nothing.
    pub value: String,
}

/// What is asked of an import. The default guesses everything.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which column is what.
    pub map: Vec<Wish>,
    /// The frameworks that the columns are inputs of; guessed where none is given.
    pub frameworks: Vec<String>,
    /// The units of inputs: `reach` with `customers/quarter`.
    pub units: Vec<(String, String)>,
    /// Columns to carry over as fields.
    pub fields: Vec<FieldWish>,
    /// What words of the table mean.
    pub values: Vec<ValueWish>,
    /// Whether every column that nothing else takes becomes a field of its own.
    pub rest: bool,
    /// Names that initiatives must not take, since items in other files of the plan have them. Those of the file that
    /// is merged into do not belong here.
    pub taken: BTreeSet<String>,
    /// The team's own fields that other files of the plan declare, with what they take.
    pub declared: BTreeMap<String, OwnType>,
    /// The currency of amounts that name none, as `EUR`; `USD` where it is not given.
    pub currency: Option<String>,
}

impl Options {
    /// Adds `--map title=feature,reach=Reach`.
    ///
    /// # Errors
    /// A part without `=`.
    pub fn map(&mut self, text: &str) -> Result<(), Refusal> {
        self.map.extend(wishes(text)?);
        Ok(())
    }

    /// Adds `--unit reach=customers/quarter`.
    ///
    /// # Errors
    /// A part without `=`.
    pub fn unit(&mut self, text: &str) -> Result<(), Refusal> {
        self.units.extend(pairs(text)?);
        Ok(())
    }

    /// Adds `--field theme`, `--field theme=Product theme` or `--field started:date=Begun`.
    pub fn field(&mut self, text: &str) {
        let (name, column) = text.split_once('=').map_or((text, None), |(n, c)| (n, Some(c.trim().to_string())));
        // Columns may have a `:` in their names: only a type behind it is one.
        let typed = name.rsplit_once(':').and_then(|(name, ty)| Some((name, OwnType::parse(ty.trim())?)));
        let (name, ty) = typed.map_or((name, None), |(name, ty)| (name, Some(ty)));
        self.fields.push(FieldWish { name: name.trim().to_string(), column, ty });
    }

    /// Adds `--values phase:alpha=delivery,beta=launch`.
    ///
    /// # Errors
    /// Where no field stands in front, or a part has no `=`.
    pub fn values(&mut self, text: &str) -> Result<(), Refusal> {
        let Some((field, rest)) = text.split_once(':') else {
            return Err(Refusal::new(format!("`{}` does not say which field it means", shown(text)))
                .help("write `phase:word=value`"));
        };
        let wish = |(word, value)| ValueWish { field: field.trim().to_string(), word, value };
        self.values.extend(pairs(rest)?.into_iter().map(wish));
        Ok(())
    }

    /// Adds a mapping file: lines as in `--map`, and `framework=rice`, `field=theme`, `unit.reach=customers/quarter`,
    /// `values.phase.alpha=delivery`, `currency=EUR`. `#` begins a comment line.
    ///
    /// # Errors
    /// A line without `=`.
    pub fn file(&mut self, text: &str) -> Result<(), Refusal> {
        for (key, value) in pairs(text)? {
            match key.as_str() {
                "framework" => self.frameworks.push(value),
                "field" => self.field(&value),
                "currency" => self.currency = Some(value),
                _ => match (key.strip_prefix("unit."), key.strip_prefix("values.").and_then(|k| k.split_once('.'))) {
                    (Some(input), _) => self.units.push((input.to_string(), value)),
                    (_, Some((field, word))) => {
                        self.values.push(ValueWish { field: field.into(), word: word.trim().into(), value })
                    }
                    _ => self.map.push(Wish { field: key, column: value }),
                },
            }
        }
        Ok(())
    }

    /// The wishes about columns, those for fields included.
    pub(super) fn wishes(&self, table: &Table) -> Result<Vec<Wish>, Refusal> {
        let mut out = self.map.clone();
        for field in &self.fields {
            // `--field "Product theme"` names the column.
            let column = field.column.clone().unwrap_or_else(|| field.name.clone());
            let name = match table.column(&field.name) {
                Some(at) if field.column.is_none() => super::slug::slug(&table.columns[at].written).unwrap_or_default(),
                _ => field.name.clone(),
            };
            out.push(Wish { field: name, column });
        }
        Ok(out)
    }

    /// What a word of a field's column was said to mean.
    pub(super) fn value_of(&self, field: &str, cell: &str) -> Option<&str> {
        let wanted = plain(cell);
        let wish =
            |v: &&ValueWish| v.field == field && (v.word == cell || (plain(&v.word) == wanted && !wanted.is_empty()));
        self.values.iter().rev().find(wish).map(|v| v.value.as_str())
    }

    /// Whether a field was asked for by `--field`.
    pub(super) fn asks_field(&self, table: &Table, name: &str) -> bool {
        self.field_wish(table, name).is_some()
    }

    /// The `--field` that asked for a field.
    pub(super) fn field_wish(&self, table: &Table, name: &str) -> Option<&FieldWish> {
        let asked = |f: &FieldWish| {
            f.name == name
                || table
                    .column(&f.name)
                    .is_some_and(|c| super::slug::slug(&table.columns[c].written).as_deref() == Some(name))
        };
        self.fields.iter().find(|f| asked(f))
    }

    /// The unit asked for an input, written as `reach` or `rice.reach`.
    pub(super) fn unit_of(&self, framework: &str, input: &str) -> Option<&str> {
        let full = format!("{framework}.{input}");
        self.units.iter().rev().find(|(name, _)| *name == full || name == input).map(|(_, unit)| unit.as_str())
    }
}

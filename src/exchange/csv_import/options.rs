//! What a person asks of an import, by flags or by a file of `key=value` lines.

use super::CustomFieldType;
use crate::exchange::error::cell_excerpt;
use crate::exchange::mapping::{ColumnRequest, header_matches, parse_column_requests, parse_pairs};
use crate::exchange::plan_names::normalize_name;
use crate::exchange::reading::DateOrder;
use crate::exchange::{ImportError, PlanNames, SourceTable};
use std::collections::{BTreeMap, BTreeSet};

/// A column to carry over as a field of initiatives: `theme`, or `theme=Product theme`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRequest {
    /// The field.
    pub name: String,
    /// The column, where it is called differently.
    pub column: Option<String>,
    /// What it takes, where that is not left to the cells.
    pub ty: Option<CustomFieldType>,
}

/// What a word of a field's column means: in `phase`, `alpha` is `delivery`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRequest {
    /// The field.
    pub field: String,
    /// The word in the table.
    pub word: String,
    /// What is written instead; `none` where it says nothing.
    pub value: String,
}

/// What is asked of an import. The default guesses everything.
#[derive(Debug, Clone, Default)]
pub struct CsvImportOptions {
    /// Which column is what.
    pub map: Vec<ColumnRequest>,
    /// The frameworks that the columns are inputs of; guessed where none is given.
    pub frameworks: Vec<String>,
    /// The units of inputs: `reach` with `customers/quarter`.
    pub units: Vec<(String, String)>,
    /// Columns to carry over as fields.
    pub fields: Vec<FieldRequest>,
    /// What words of the table mean.
    pub values: Vec<ValueRequest>,
    /// Whether every column that nothing else takes becomes a field of its own.
    pub rest: bool,
    /// Names that initiatives must not take, since items in other files of the plan have them. Those of the file that
    /// is merged into do not belong here.
    pub taken: BTreeSet<String>,
    /// The team's own fields that other files of the plan declare, with what they take.
    pub declared: BTreeMap<String, CustomFieldType>,
    /// The currency of amounts that name none, as `EUR`; the plan's where it is not given.
    pub currency: Option<String>,
    /// In which order dates such as `03/04/2026` are, where the table does not show it.
    pub dates: Option<DateOrder>,
    /// The only currency that amounts may be in where the plan has no rate for others.
    pub only: Option<String>,
    /// Whether the table is Jira's own, whose estimates are in seconds.
    pub jira: bool,
}

impl CsvImportOptions {
    /// Adds `--map title=feature,reach=Reach`.
    ///
    /// # Errors
    /// A part without `=`.
    pub fn map(&mut self, text: &str) -> Result<(), ImportError> {
        self.map.extend(parse_column_requests(text)?);
        Ok(())
    }

    /// Adds `--unit reach=customers/quarter`.
    ///
    /// # Errors
    /// A part without `=`.
    pub fn unit(&mut self, text: &str) -> Result<(), ImportError> {
        self.units.extend(parse_pairs(text)?);
        Ok(())
    }

    /// Adds `--field theme`, `--field theme=Product theme` or `--field started:date=Begun`.
    pub fn field(&mut self, text: &str) {
        let (name, column) = text.split_once('=').map_or((text, None), |(n, c)| (n, Some(c.trim().to_string())));
        // Columns may have a `:` in their names: only a type behind it is one.
        let typed = name.rsplit_once(':').and_then(|(name, ty)| Some((name, CustomFieldType::parse(ty.trim())?)));
        let (name, ty) = typed.map_or((name, None), |(name, ty)| (name, Some(ty)));
        self.fields.push(FieldRequest { name: name.trim().to_string(), column, ty });
    }

    /// Adds `--values phase:alpha=delivery,beta=launch`.
    ///
    /// # Errors
    /// Where no field stands in front, or a part has no `=`.
    pub fn values(&mut self, text: &str) -> Result<(), ImportError> {
        let Some((field, rest)) = text.split_once(':') else {
            return Err(ImportError::new(format!("`{}` does not say which field it means", cell_excerpt(text)))
                .help("write `phase:word=value`"));
        };
        let wish = |(word, value)| ValueRequest { field: field.trim().to_string(), word, value };
        self.values.extend(parse_pairs(rest)?.into_iter().map(wish));
        Ok(())
    }

    /// Adds `--currency EUR`.
    ///
    /// # Errors
    /// A code that no currency has.
    pub fn currency(&mut self, code: &str) -> Result<(), ImportError> {
        if crate::quantity::Currency::new(code).is_none() {
            return Err(ImportError::new(format!("`{}` is not a currency", cell_excerpt(code)))
                .help("currencies are written by their codes: `EUR`"));
        }
        self.currency = Some(code.to_string());
        Ok(())
    }

    /// Adds `--dates dmy`.
    ///
    /// # Errors
    /// A word that is no order.
    pub fn dates(&mut self, order: &str) -> Result<(), ImportError> {
        self.dates = DateOrder::parse(order);
        match self.dates {
            Some(_) => Ok(()),
            None => Err(ImportError::new(format!("`{}` is no order of dates", cell_excerpt(order)))
                .help("write `dmy` where the day comes first, `mdy` where the month does")),
        }
    }

    /// Adds a mapping file: lines as in `--map`, and `framework=rice`, `field=theme`, `unit.reach=customers/quarter`,
    /// `values.phase.alpha=delivery`, `currency=EUR`, `dates=dmy`. `#` begins a comment line.
    ///
    /// # Errors
    /// A line without `=`.
    pub fn file(&mut self, text: &str) -> Result<(), ImportError> {
        for (key, value) in parse_pairs(text)? {
            match key.as_str() {
                "framework" => self.frameworks.push(value),
                "field" => self.field(&value),
                "currency" => self.currency(&value)?,
                "dates" => self.dates(&value)?,
                _ => match (key.strip_prefix("unit."), key.strip_prefix("values.").and_then(|k| k.split_once('.'))) {
                    (Some(input), _) => self.units.push((input.to_string(), value)),
                    (_, Some((field, word))) => {
                        self.values.push(ValueRequest { field: field.into(), word: word.trim().into(), value })
                    }
                    _ => self.map.push(ColumnRequest { field: key, column: value }),
                },
            }
        }
        Ok(())
    }

    /// The wishes about columns, those for fields included.
    pub(super) fn column_requests(&self, table: &SourceTable) -> Result<Vec<ColumnRequest>, ImportError> {
        let mut out = self.map.clone();
        for field in &self.fields {
            // `--field "Product theme"` names the column.
            let column = field.column.clone().unwrap_or_else(|| field.name.clone());
            let name = match table.column(&field.name) {
                Some(at) if field.column.is_none() => super::slug::slug(&table.columns[at].written).unwrap_or_default(),
                _ => field.name.clone(),
            };
            out.push(ColumnRequest { field: name, column });
        }
        Ok(out)
    }

    /// What a word of a field's column was said to mean, and the place of the wish that said so.
    pub(super) fn value_of(&self, field: &str, cell: &str) -> Option<(usize, &str)> {
        let wanted = normalize_name(cell);
        let named =
            |v: &ValueRequest| v.field == field || v.field.split_once('.').is_some_and(|(_, input)| input == field);
        let is_it = |v: &ValueRequest| {
            named(v) && (v.word == cell || (normalize_name(&v.word) == wanted && !wanted.is_empty()))
        };
        let found = self.values.iter().enumerate().rev().find(|(_, v)| is_it(v));
        found.map(|(at, v)| (at, v.value.as_str()))
    }

    /// The table with what words were said to mean in their places, so that its columns can be told by what they hold.
    pub(super) fn with_values_applied(&self, table: &SourceTable) -> SourceTable {
        let mut out = table.clone();
        let fields: BTreeSet<&str> = self.values.iter().map(|v| v.field.as_str()).filter(|f| *f != "phase").collect();
        for field in fields {
            let name = field.split_once('.').map_or(field, |(_, input)| input);
            let asked = |c: usize| self.map.iter().any(|w| w.field == field && table.column(&w.column) == Some(c));
            let called = |c: &usize| asked(*c) || header_matches(name, &table.columns[*c]);
            for column in (0..table.columns.len()).filter(called) {
                for row in &mut out.rows {
                    if let Some((_, value)) = self.value_of(name, row.cell(column)) {
                        row.cells[column] = value.to_string();
                    }
                }
            }
        }
        out
    }

    /// Refuses a currency that the plan could not count in.
    pub(super) fn accepts(&self, code: &str, known: &PlanNames) -> Result<(), String> {
        match &self.only {
            Some(only) if *code != **only && (**only != *known.currency || !has_rate(code, known)) => Err(format!(
                "is in {code}, and there is no rate to {only}: write one into the plan, as `rate: 1 {code} = 1.1 {only}`"
            )),
            _ => Ok(()),
        }
    }

    /// The currency of amounts that name none.
    pub(super) fn currency_of<'o>(&'o self, known: &'o PlanNames) -> &'o str {
        self.currency.as_deref().unwrap_or(&known.currency)
    }

    /// Whether a field was asked for by `--field`.
    pub(super) fn is_field_requested(&self, table: &SourceTable, name: &str) -> bool {
        self.field_request(table, name).is_some()
    }

    /// The `--field` that asked for a field.
    pub(super) fn field_request(&self, table: &SourceTable, name: &str) -> Option<&FieldRequest> {
        let asked = |f: &FieldRequest| {
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

/// Whether amounts in a currency can be counted in the plan's own.
pub(super) fn has_rate(code: &str, known: &PlanNames) -> bool {
    let unit = |code: &str| known.units.parse(code).ok();
    unit(code).zip(unit(&known.currency)).is_some_and(|(from, to)| known.units.convert(&from, &to).is_ok())
}

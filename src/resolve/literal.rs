//! One operand → one value of the type that its field takes.

use super::errors;
use super::numbers::{UnitCache, mismatch, unit_error};
use super::symbol_table::Resolution;
use crate::diagnostic::{Code, Diagnostic, Fix, closest_match};
use crate::model::{Datum, FormulaSource as Formula};
use crate::quantity::{Amount, Mismatch, Note, Period, Quantity, Unit};
use crate::schema::synonyms::{unit_by_synonym, value_by_synonym};
use crate::schema::{FieldSchema, FieldType, Tail};
use crate::source::Span;
use crate::syntax::{Literal, Operand, SpannedLiteral};
use std::sync::Arc;

/// What reading a value needs to know.
pub(super) struct LiteralReader<'c> {
    pub units: &'c mut UnitCache,
    pub names: &'c super::symbol_table::SymbolTable,
    pub namespace: Option<Arc<str>>,
    pub diagnostics: &'c mut Vec<Diagnostic>,
    /// What is worth saying about the conversion of the last quantity to its field's unit.
    pub note: Option<Note>,
}

impl LiteralReader<'_> {
    /// The value of an operand; `None` where it was reported.
    pub(super) fn datum(&mut self, operand: &Operand<'_>, row: &FieldSchema) -> Option<Datum> {
        let term = &operand.low;
        if operand.high.is_none() {
            match &term.literal {
                Literal::Hole => return Some(Datum::Hole),
                Literal::Word("none") if !row.of.iter().any(|w| &**w == "none") => return Some(Datum::None),
                _ => {}
            }
        }
        let read = match &row.ty {
            FieldType::Quantity | FieldType::Number if row.single && operand.high.is_some() => {
                let said = format!("`{}` takes one number, not a range", row.name);
                let d = Diagnostic::new(Code::WRONG_TYPE, operand.span(), said);
                Err(d.help("write one number: ranges are for estimates"))
            }
            FieldType::Quantity | FieldType::Number | FieldType::Span => self.number(operand, row),
            FieldType::Period => period(operand),
            _ if operand.high.is_some() && row.ty != FieldType::Any => {
                Err(errors::wrong_type(operand.span(), "a range", row))
            }
            FieldType::Text | FieldType::File => self.text(term, row),
            FieldType::Code => code(term, row),
            FieldType::Word => word(term, row),
            FieldType::Date => date(term, row).map(Datum::Date),
            FieldType::Truth => truth(term, row),
            FieldType::Unit => self.unit(term, row),
            FieldType::Reference(kind) => self.reference(term, kind, row),
            FieldType::Any => self.any(operand),
        };
        read.map_err(|d| self.diagnostics.push(d)).ok()
    }

    /// What follows behind a connective.
    pub(super) fn tail(&mut self, operand: &Operand<'_>, tail: &Tail, row: &FieldSchema) -> Option<Datum> {
        let ty = match tail {
            Tail::Date => FieldType::Date,
            Tail::Wait => return self.wait(operand, row),
            Tail::Quantity => FieldType::Quantity,
            Tail::Number => {
                return self.datum(operand, &FieldSchema { single: true, ..row.of_type(FieldType::Quantity) });
            }
            Tail::Word => FieldType::Word,
            Tail::Text => FieldType::Text,
            Tail::Reference(kind) => FieldType::Reference(kind.clone()),
        };
        self.datum(operand, &row.of_type(ty))
    }

    /// A length of time behind a connective.
    fn wait(&mut self, operand: &Operand<'_>, row: &FieldSchema) -> Option<Datum> {
        let row = FieldSchema { units: vec!["weeks".into()], ..row.of_type(FieldType::Quantity) };
        let read = self.datum(operand, &row)?;
        if let Datum::Quantity(quantity) = &read
            && quantity.amount.low() < 0.0
        {
            let said = "a wait is not negative";
            self.diagnostics.push(
                Diagnostic::new(Code::OUT_OF_BOUNDS, operand.span(), said)
                    .help("leave it out where nothing has to pass in between: an overlap can't be written yet"),
            );
            return None;
        }
        Some(read)
    }

    fn number(&mut self, operand: &Operand<'_>, row: &FieldSchema) -> Result<Datum, Diagnostic> {
        let term = &operand.low;
        let span = operand.span();
        match &term.literal {
            Literal::Word(_) if operand.high.is_some() && !row.levels.is_empty() => return self.levels(operand, row),
            Literal::Number { .. } if !row.levels.is_empty() && has_word(operand) => return self.levels(operand, row),
            Literal::Number { .. } => {}
            Literal::Word(word) if !row.levels.is_empty() => return self.level(word, term.span, row),
            Literal::Text(_) => {
                return Err(quoted_level(term, row));
            }
            Literal::Word(word)
                if row.levels.is_empty() && unit_by_synonym(word).is_some_and(|u| u.write.is_none()) =>
            {
                let say = unit_by_synonym(word).map_or("", |u| u.say);
                return Err(errors::wrong_type(span, &format!("`{word}`"), row).help(say));
            }
            other => return Err(errors::wrong_type(span, errors::describe(other), row)),
        }
        if operand.high.is_none() && row.ty == FieldType::Span {
            return Err(errors::wrong_type(span, "a single number", row));
        }
        let quantity = self.units.quantity(operand).map_err(|d| match d.code {
            Code::WRONG_DIMENSION => errors::unit_elsewhere(errors::suggest_person_time(d, row), operand, row),
            _ => d,
        })?;
        if row.ty == FieldType::Span {
            if quantity.amount.low() == quantity.amount.high() {
                let said = format!("`{}` runs from a number to itself", row.name);
                return Err(Diagnostic::new(Code::RANGE_ORDER, span, said).help("the low end comes first"));
            }
            if row.units.is_empty() {
                return Ok(Datum::Quantity(quantity));
            }
        }
        self.fits(&quantity.unit, operand, row)?;
        self.within(&quantity, span, row)?;
        Ok(self.pointed(operand, quantity))
    }

    /// A quantity; two equal ends are a point, and that is said.
    fn pointed(&mut self, operand: &Operand<'_>, quantity: Quantity) -> Datum {
        let Amount::Range { low, high, .. } = quantity.amount else { return Datum::Quantity(quantity) };
        if low == high {
            let has_unit = |t: &&SpannedLiteral<'_>| matches!(&t.literal, Literal::Number { symbol, unit, digits } if symbol.is_some() || unit.is_some() || digits.ends_with('%'));
            let ends = [operand.likely.as_ref(), operand.high.as_ref(), Some(&operand.low)].into_iter().flatten();
            let end = ends.clone().find(has_unit).or(ends.last()).unwrap_or(&operand.low);
            let point = errors::written(&Operand { low: end.clone(), high: None, likely: None });
            let span = operand.span();
            self.diagnostics.push(
                Diagnostic::new(Code::EQUAL_ENDS, span, "the two ends of this range are equal: it is a point")
                    .help(format!("write `{point}`, or two ends that it lies between"))
                    .fix(Fix { title: format!("write `{point}`"), span, replacement: point, safe: false }),
            );
            return Datum::Quantity(Quantity { amount: Amount::Point(low), ..quantity });
        }
        Datum::Quantity(quantity)
    }

    /// Whether a value's unit converts into one of those that its field takes.
    fn fits(&mut self, given: &Unit, operand: &Operand<'_>, row: &FieldSchema) -> Result<(), Diagnostic> {
        let span = operand.span();
        if row.units.is_empty() {
            if row.ty == FieldType::Number && !given.is_number() && !given.is_ratio() {
                let said = format!("`{}` is a bare number, here it has the unit `{given}`", row.name);
                return Err(Diagnostic::new(Code::WRONG_DIMENSION, span, said).help("leave the unit out"));
            }
            return Ok(());
        }
        let mut first = None;
        for text in &row.units {
            let asked = self.units.parse(text).map_err(|e| unit_error(span, &e))?;
            // A fraction could be taken for a percentage, and 50 for 5000%: it is written with its sign.
            let bare = given.is_number() && asked.is_percent();
            let converted =
                if bare { Err(Mismatch::Bare { asked: asked.clone() }) } else { self.units.convert(given, &asked) };
            match converted {
                Ok(conversion) => {
                    self.note = conversion.note;
                    return Ok(());
                }
                Err(m) => drop(first.get_or_insert((m, asked))),
            }
        }
        let Some((problem, asked)) = first else { return Ok(()) };
        let written = errors::written(operand);
        let mut d = mismatch(span, &written, &problem, None);
        if d.code == Code::MISSING_UNIT {
            d = errors::with_unit(d, operand, &asked);
        } else if let Some(unit) = problem.suggestion() {
            d = errors::other_unit(d, operand, &unit);
        }
        let d = errors::unit_elsewhere(d, operand, row);
        Err(match &problem {
            Mismatch::Bare { asked } if asked.is_percent() => {
                Diagnostic { message: format!("`{}` is a percentage, and `{written}` has no sign", row.name), ..d }
            }
            Mismatch::Dimension { asked, .. } if d.help.as_deref().is_some_and(|h| h.starts_with("did you mean")) => {
                let unit = problem.suggestion().map(|u| u.to_string()).unwrap_or_default();
                let Some((number, _)) = written.rsplit_once(' ').filter(|_| unit.starts_with("person-")) else {
                    return Err(d);
                };
                let said = format!("`{}` needs person-time (`{asked}`): `{written}` is a duration", row.name);
                Diagnostic { message: said, ..d }.help(format!("did you mean `{number} {unit}`?"))
            }
            _ => d,
        })
    }

    /// Whether a value keeps to the bounds of its field.
    fn within(&mut self, quantity: &Quantity, span: Span, row: &FieldSchema) -> Result<(), Diagnostic> {
        let Some(words) = row.bounds.words() else { return Ok(()) };
        let asked = row.units.iter().find_map(|text| {
            let asked = self.units.parse(text).ok()?;
            self.units.convert(&quantity.unit, &asked).ok()
        });
        let amount = asked.map_or(quantity.amount, |conversion| quantity.amount.convert(&conversion));
        if [amount.low(), amount.high()].into_iter().all(|end| row.bounds.allow(end)) {
            return Ok(());
        }
        let written = crate::quantity::print::source_amount(quantity.amount, &quantity.unit);
        let said = format!("`{}` is `{written}`, beyond its bounds", row.name);
        let help = format!("it is {words}");
        Err(Diagnostic::new(Code::OUT_OF_BOUNDS, span, said).help(help))
    }

    /// A range with words of the scale among its ends: `medium to high` is between their numbers.
    fn levels(&mut self, operand: &Operand<'_>, row: &FieldSchema) -> Result<Datum, Diagnostic> {
        let of_level = row.units.first().and_then(|u| self.units.system().parse(u).ok()).unwrap_or_default();
        let mut end = |term: &SpannedLiteral<'_>| -> Result<f64, Diagnostic> {
            if let Literal::Word(word) = &term.literal {
                return match self.level(word, term.span, row)? {
                    Datum::Level { value, .. } => Ok(value),
                    _ => Ok(f64::NAN),
                };
            }
            let alone = Operand { low: term.clone(), high: None, likely: None };
            let quantity = self.units.quantity(&alone)?;
            self.fits(&quantity.unit, &alone, row)?;
            let conversion = self
                .units
                .convert(&quantity.unit, &of_level)
                .map_err(|m| mismatch(term.span, &errors::written(&alone), &m, None))?;
            Ok(quantity.amount.convert(&conversion).low())
        };
        let low = end(&operand.low)?;
        let high = operand.high.as_ref().map_or(Ok(low), &mut end)?;
        let likely = operand.likely.as_ref().map(&mut end).transpose()?;
        let amount = Amount::Range { low, high, likely };
        if !amount.is_ordered() {
            let written = |term: &SpannedLiteral<'_>| match &term.literal {
                Literal::Word(word) => (*word).to_string(),
                Literal::Number { digits, .. } => (*digits).to_string(),
                other => errors::describe(other).to_string(),
            };
            let high = operand.high.as_ref().map(written).unwrap_or_default();
            let said = format!("the range from `{}` to `{high}` does not run upwards", written(&operand.low));
            return Err(Diagnostic::new(Code::RANGE_ORDER, operand.span(), said)
                .help("the low end comes first, and a likely value between the ends"));
        }
        Ok(self.pointed(operand, Quantity { amount, unit: of_level }))
    }

    fn level(&self, word: &str, span: Span, row: &FieldSchema) -> Result<Datum, Diagnostic> {
        match row.levels.iter().find(|(name, _)| &**name == word) {
            Some((name, value)) => {
                let unit = row.units.first().and_then(|u| self.units.system().parse(u).ok()).unwrap_or_default();
                Ok(Datum::Level { name: name.clone(), value: *value, unit })
            }
            None => Err(errors::unknown_level(word, span, row, row.levels.iter().map(|(n, _)| &**n))),
        }
    }

    fn text(&self, term: &SpannedLiteral<'_>, row: &FieldSchema) -> Result<Datum, Diagnostic> {
        match &term.literal {
            Literal::Text(text) => Ok(Datum::Text(text.as_ref().into())),
            Literal::Word(word) => {
                Err(errors::wrong_type(term.span, "a name", row).help("text goes between quotes").fix(Fix {
                    title: "put it between quotes".into(),
                    span: term.span,
                    replacement: format!("\"{word}\""),
                    safe: true,
                }))
            }
            other => Err(errors::wrong_type(term.span, errors::describe(other), row).help("text goes between quotes")),
        }
    }

    fn unit(&mut self, term: &SpannedLiteral<'_>, row: &FieldSchema) -> Result<Datum, Diagnostic> {
        match &term.literal {
            Literal::Word(text) => match self.units.parse(text) {
                Ok(_) => Ok(Datum::Word((*text).into())),
                Err(e) => Err(unit_error(term.span, &e)),
            },
            other => Err(errors::wrong_type(term.span, errors::describe(other), row)),
        }
    }

    fn reference(&mut self, term: &SpannedLiteral<'_>, kind: &str, row: &FieldSchema) -> Result<Datum, Diagnostic> {
        let Literal::Word(id) = &term.literal else {
            let d = errors::wrong_type(term.span, errors::describe(&term.literal), row);
            return Err(self.without_quotes(d, term, kind));
        };
        match self.names.find(kind, id, self.namespace.as_deref()) {
            Resolution::Item(name) => Ok(Datum::Reference { kind: kind.into(), id: name }),
            Resolution::Renamed(new) => {
                let d = Diagnostic::new(Code::RENAMED, term.span, format!("`{id}` is now called `{new}`"));
                let fix =
                    Fix { title: format!("write `{new}`"), span: term.span, replacement: new.to_string(), safe: true };
                self.diagnostics.push(d.help(format!("write `{new}`")).fix(fix));
                Ok(Datum::Reference { kind: kind.into(), id: new })
            }
            Resolution::OtherKind(other) => {
                let taken = crate::schema::FieldType::Reference(kind.into()).words();
                let said = format!("`{id}` is a {other}, and `{}` takes {taken}", row.name);
                Err(Diagnostic::new(Code::UNKNOWN_REFERENCE, term.span, said).help(format!("write {taken}")))
            }
            Resolution::Nothing(near) => {
                let code = if kind == "framework" { Code::UNKNOWN_FRAMEWORK } else { Code::UNKNOWN_REFERENCE };
                let d = Diagnostic::new(code, term.span, format!("there is no {kind} `{id}`"));
                let mut names: Vec<&str> = self.names.of_kind(kind).collect();
                let listed = errors::listed(kind, &mut names);
                // A word that is known elsewhere has its meaning, whatever else is spelt like it.
                let known = value_by_synonym(kind, id);
                let d = match known.flatten().filter(|meant| names.contains(meant)) {
                    Some(meant) => d.did_you_mean(term.span, Some(meant)),
                    None => d.spelt_like(term.span, id, near.as_deref().filter(|_| known.is_none())),
                };
                let near = d.help.clone();
                Err(match (near, listed) {
                    (Some(asked), Some(listed)) => d.help(format!("{asked} {}", capital(&listed))),
                    (Some(_), None) => d,
                    (None, Some(listed)) => d.help(format!("{listed}; or declare it: `{kind} {id} \"…\" {{ … }}`")),
                    (None, None) => d.help(format!("declare it: `{kind} {id} \"…\" {{ … }}`")),
                })
            }
        }
    }

    /// The name that stands between quotes, or that what stands there is called by: `"ana"`, `"In Progress"`.
    fn without_quotes(&self, d: Diagnostic, term: &SpannedLiteral<'_>, kind: &str) -> Diagnostic {
        let Literal::Text(text) = &term.literal else { return d };
        let known = |id: &str| matches!(self.names.find(kind, id, self.namespace.as_deref()), Resolution::Item(_));
        let name = text.trim().trim_start_matches('@');
        let meant =
            Some(name).filter(|n| known(n)).or_else(|| value_by_synonym(kind, name).flatten().filter(|m| known(m)));
        match meant {
            Some(name) => d.help(format!("a name is written without quotes: `{name}`")).fix(Fix {
                title: format!("write `{name}`"),
                span: term.span,
                replacement: name.to_string(),
                safe: name == text.trim(),
            }),
            None => d,
        }
    }

    /// The most natural reading of a value that may be anything.
    fn any(&mut self, operand: &Operand<'_>) -> Result<Datum, Diagnostic> {
        if operand.high.is_some() && matches!(operand.low.literal, Literal::Date(_)) {
            return period(operand);
        }
        Ok(match &operand.low.literal {
            Literal::Number { .. } => {
                let quantity = self.units.quantity(operand)?;
                self.pointed(operand, quantity)
            }
            Literal::Date(text) => Datum::Date(read_date(text, operand.low.span)?),
            Literal::Word("yes") => Datum::Truth(true),
            Literal::Word("no") => Datum::Truth(false),
            Literal::Word(word) => Datum::Word((*word).into()),
            Literal::Text(text) => Datum::Text(text.as_ref().into()),
            Literal::Code(text) => Datum::Code(Formula { text: (*text).into(), span: operand.low.span }),
            Literal::Hole => Datum::Hole,
        })
    }
}

/// Text where a number or a level belongs: a level stands without quotes.
fn quoted_level(term: &SpannedLiteral<'_>, row: &FieldSchema) -> Diagnostic {
    let d = errors::wrong_type(term.span, "text", row);
    let Literal::Text(text) = &term.literal else { return d };
    let near = closest_match(text, row.levels.iter().map(|(w, _)| &**w));
    let level = row.levels.iter().find(|(w, _)| **w == **text).map(|(w, _)| &**w).or(near);
    let number = text.trim();
    let mended =
        level.or(Some(number).filter(|n| n.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£'))));
    let help = match level {
        Some(level) => format!("a level is written without quotes: `{level}`"),
        None if row.levels.is_empty() => "a number is written without quotes".to_string(),
        None => d.help.clone().unwrap_or_default(),
    };
    let d = d.help(help);
    match mended {
        Some(mended) => d.fix(Fix {
            title: "take the quotes away".into(),
            span: term.span,
            replacement: mended.to_string(),
            safe: level.is_some_and(|l| l == &**text),
        }),
        None => d,
    }
}

/// A sentence that follows another.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Whether the high end or the middle is a word.
fn has_word(operand: &Operand<'_>) -> bool {
    [&operand.high, &operand.likely].into_iter().flatten().any(|t| matches!(t.literal, Literal::Word(_)))
}

fn code(term: &SpannedLiteral<'_>, row: &FieldSchema) -> Result<Datum, Diagnostic> {
    match &term.literal {
        Literal::Code(text) => Ok(Datum::Code(Formula { text: (*text).into(), span: term.span })),
        other => {
            Err(errors::wrong_type(term.span, errors::describe(other), row).help("a formula goes between backticks"))
        }
    }
}

fn word(term: &SpannedLiteral<'_>, row: &FieldSchema) -> Result<Datum, Diagnostic> {
    match &term.literal {
        Literal::Word(word) if row.of.is_empty() => Ok(Datum::Word((*word).into())),
        Literal::Word(word) => match row.of.iter().find(|w| &***w == *word) {
            Some(known) => Ok(Datum::Word(known.clone())),
            None => Err(errors::unknown_level(word, term.span, row, row.of.iter().map(|w| &**w))),
        },
        Literal::Text(text) if row.of.iter().any(|w| **w == **text) => Err(errors::wrong_type(term.span, "text", row)
            .help("a word of a list is written without quotes")
            .fix(Fix {
                title: "take the quotes away".into(),
                span: term.span,
                replacement: text.to_string(),
                safe: true,
            })),
        other => Err(errors::wrong_type(term.span, errors::describe(other), row)),
    }
}

fn truth(term: &SpannedLiteral<'_>, row: &FieldSchema) -> Result<Datum, Diagnostic> {
    match &term.literal {
        Literal::Word("yes") => Ok(Datum::Truth(true)),
        Literal::Word("no") => Ok(Datum::Truth(false)),
        Literal::Word(word) => {
            let mended = match word.to_lowercase().as_str() {
                "true" | "yes" | "y" | "on" | "enabled" => Some("yes"),
                "false" | "no" | "n" | "off" | "disabled" => Some("no"),
                _ => None,
            };
            let d = errors::wrong_type(term.span, &format!("`{word}`"), row);
            Err(match mended {
                Some(w) => {
                    d.fix(Fix { title: format!("write `{w}`"), span: term.span, replacement: w.into(), safe: true })
                }
                None => d,
            })
        }
        other => Err(errors::wrong_type(term.span, errors::describe(other), row)),
    }
}

fn date(term: &SpannedLiteral<'_>, row: &FieldSchema) -> Result<Period, Diagnostic> {
    match &term.literal {
        Literal::Date(text) => read_date(text, term.span),
        Literal::Number { digits, symbol: None, unit: None } if digits.len() == 4 => read_date(digits, term.span),
        Literal::Text(text) if Period::parse(text.trim()).is_ok() => {
            Err(errors::wrong_type(term.span, "text", row).help("a date is written without quotes").fix(Fix {
                title: "take the quotes away".into(),
                span: term.span,
                replacement: text.trim().to_string(),
                safe: true,
            }))
        }
        other => Err(errors::wrong_type(term.span, errors::describe(other), row)),
    }
}

fn read_date(text: &str, span: Span) -> Result<Period, Diagnostic> {
    Period::parse(text).map_err(|e| Diagnostic::new(Code::BAD_DATE, span, e.to_string()).help(e.help()))
}

fn period(operand: &Operand<'_>) -> Result<Datum, Diagnostic> {
    let read = |term: &SpannedLiteral<'_>| match &term.literal {
        Literal::Date(text) => read_date(text, term.span),
        Literal::Number { digits, symbol: None, unit: None } if digits.len() == 4 => read_date(digits, term.span),
        other => Err(Diagnostic::new(
            Code::WRONG_TYPE,
            term.span,
            format!("a period is between dates, not {}", errors::describe(other)),
        )
        .help("write `2026-Q2`, or `2026-05 to 2026-08`")),
    };
    let from = read(&operand.low)?;
    let Some(high) = &operand.high else { return Ok(Datum::Date(from)) };
    let to = read(high)?;
    if to.last() < from.first() {
        return Err(Diagnostic::new(Code::PERIOD_ORDER, operand.span(), format!("`{to}` is before `{from}`"))
            .help("the earlier date comes first"));
    }
    Ok(Datum::Dates(from, to))
}

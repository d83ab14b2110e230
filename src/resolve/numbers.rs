//! Numbers with units, ranges included.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::quantity::{Amount, Conversion, Mismatch, Numeral, Quantity, Unit, UnitError, UnitSystem, parse_numeral};
use crate::source::Span;
use crate::syntax::{Literal, Operand, SpannedLiteral};
use std::collections::HashMap;

/// Reads units once for each way they are written.
#[derive(Debug)]
pub(super) struct UnitCache {
    system: UnitSystem,
    read: HashMap<String, Result<Unit, UnitError>>,
    converted: HashMap<(Unit, Unit), Result<Conversion, Mismatch>>,
}

/// A number as a term has it.
struct ParsedNumber<'a> {
    numeral: Numeral,
    symbol: Option<&'a str>,
    unit: Option<(&'a str, Span)>,
    span: Span,
    text: &'a str,
}

impl UnitCache {
    pub(super) fn new(system: UnitSystem) -> Self {
        UnitCache { system, read: HashMap::new(), converted: HashMap::new() }
    }

    pub(super) fn system(&self) -> &UnitSystem {
        &self.system
    }

    /// The unit of this text.
    pub(super) fn parse(&mut self, text: &str) -> Result<Unit, UnitError> {
        self.unit_of(None, false, text)
    }

    fn unit_of(&mut self, symbol: Option<&str>, percent: bool, rest: &str) -> Result<Unit, UnitError> {
        if symbol.is_none() && !percent {
            if rest.is_empty() {
                return Ok(Unit::number());
            }
            if let Some(known) = self.read.get(rest) {
                return known.clone();
            }
            let unit = if rest == "%" { Ok(Unit::percent()) } else { self.system.parse(rest) };
            self.read.insert(rest.to_string(), unit.clone());
            return unit;
        }
        if symbol.is_none() && rest.is_empty() {
            return Ok(Unit::percent());
        }
        self.system.unit_of(symbol, percent, rest)
    }

    /// The conversion between two units.
    pub(super) fn convert(&mut self, from: &Unit, to: &Unit) -> Result<Conversion, Mismatch> {
        let key = (from.clone(), to.clone());
        if let Some(known) = self.converted.get(&key) {
            return known.clone();
        }
        let conversion = self.system.convert(from, to);
        self.converted.insert(key, conversion.clone());
        conversion
    }

    /// A number or range with the unit as written.
    pub(super) fn quantity(&mut self, operand: &Operand<'_>) -> Result<Quantity, Diagnostic> {
        let Some(high) = &operand.high else {
            let number = number(&operand.low)?;
            let unit = self.unit(&number, None)?;
            return Ok(Quantity { amount: Amount::Point(number.numeral.value), unit });
        };
        let (low, high) = (number(&operand.low)?, number(high)?);
        let likely = operand.likely.as_ref().map(number).transpose()?;
        same_suffix(&low, &high, likely.as_ref())?;
        // The unit may stand once, at the end, or at the beginning as a currency's symbol does.
        let last = likely.as_ref().unwrap_or(&high);
        let shared = [Some(last), Some(&high), Some(&low)].into_iter().flatten().find(|n| n.has_unit());
        let unit = match shared {
            Some(number) => self.unit(number, None)?,
            None => Unit::number(),
        };
        let mut value = |n: &ParsedNumber<'_>| -> Result<f64, Diagnostic> {
            if !n.has_unit() {
                return Ok(n.numeral.value);
            }
            let own = self.unit(n, shared.and_then(|s| s.unit))?;
            let conversion = self.convert(&own, &unit).map_err(|m| mismatch(n.span, n.text, &m, None))?;
            Ok(conversion.apply(n.numeral.value))
        };
        let (l, h) = (value(&low)?, value(&high)?);
        let m = likely.as_ref().map(&mut value).transpose()?;
        let amount = Amount::Range { low: l, high: h, likely: m };
        if !amount.is_ordered() {
            return Err(wrong_way(operand, &low, &high, l <= h));
        }
        Ok(Quantity { amount, unit })
    }

    fn unit(&mut self, number: &ParsedNumber<'_>, otherwise: Option<(&str, Span)>) -> Result<Unit, Diagnostic> {
        let (rest, span) = number.unit.or(otherwise).unwrap_or(("", number.span));
        self.unit_of(number.symbol, number.numeral.percent, rest).map_err(|e| unit_error(span, &e))
    }
}

impl ParsedNumber<'_> {
    fn has_unit(&self) -> bool {
        self.symbol.is_some() || self.unit.is_some() || self.numeral.percent
    }
}

/// A unit that can't be read.
pub(super) fn unit_error(span: Span, error: &UnitError) -> Diagnostic {
    let d = Diagnostic::new(Code::WRONG_DIMENSION, span, error.to_string());
    d.help(error.help().unwrap_or_else(|| "only time, money, people and things counted can follow a `/`".into()))
}

/// A value whose unit does not fit.
pub(super) fn mismatch(
    span: Span,
    written: &str,
    mismatch: &Mismatch,
    declared: Option<(Span, &'static str)>,
) -> Diagnostic {
    let code = match mismatch {
        Mismatch::Bare { .. } => Code::MISSING_UNIT,
        Mismatch::MissingRate { .. } => Code::MISSING_RATE,
        Mismatch::Dimension { .. } | Mismatch::Noun { .. } => Code::WRONG_DIMENSION,
    };
    let mut d = Diagnostic::new(code, span, mismatch.message(written));
    d = d.help(mismatch.help().unwrap_or_else(|| match mismatch {
        Mismatch::Dimension { asked, .. } if !asked.is_number() => {
            format!("give it in `{asked}`, or in a unit that measures the same")
        }
        _ => "leave the unit out".into(),
    }));
    if let Some((place, words)) = declared {
        d = d.also(place, words);
    }
    d
}

fn number<'a>(term: &SpannedLiteral<'a>) -> Result<ParsedNumber<'a>, Diagnostic> {
    let Literal::Number { digits, symbol, unit } = term.literal else {
        return Err(Diagnostic::new(Code::WRONG_TYPE, term.span, "a range is between two numbers")
            .help("write `2 to 5`, with the unit after the second"));
    };
    let numeral = parse_numeral(digits).map_err(|e| {
        let d = Diagnostic::new(Code::BAD_NUMBER, term.span, format!("`{digits}`: {e}"));
        d.help(e.help().unwrap_or_else(|| "take a larger unit".into()))
    })?;
    Ok(ParsedNumber { numeral, symbol, unit, span: term.span, text: digits })
}

/// A suffix belongs to its own number: `18 to 30K` could be 18 or 18K.
fn same_suffix(
    low: &ParsedNumber<'_>,
    high: &ParsedNumber<'_>,
    likely: Option<&ParsedNumber<'_>>,
) -> Result<(), Diagnostic> {
    let mark = |n: &ParsedNumber<'_>| match n.numeral.suffix {
        Some(suffix) => suffix.to_string(),
        None if n.numeral.percent => "%".to_string(),
        None => String::new(),
    };
    for other in [Some(high), likely].into_iter().flatten() {
        let (bare, marked) = match (mark(low).is_empty(), mark(other).is_empty()) {
            (true, false) => (low, other),
            (false, true) if low.numeral.percent && !other.has_unit() => (other, low),
            (false, true) if low.numeral.suffix.is_some() && other.numeral.value != 0.0 => (other, low),
            _ => continue,
        };
        let mark = mark(marked);
        let scaled = parse_numeral(&format!("{}{mark}", bare.text)).map_or(f64::INFINITY, |n| n.value);
        // `0 to 2K` and `500 to 2K` have one reading only: 500K would be the wrong way round.
        if bare.numeral.value == 0.0 || (std::ptr::eq(bare, low) && scaled > marked.numeral.value) {
            continue;
        }
        let plain = marked.text.trim_end_matches(['K', 'M', 'B', '%']);
        let with = format!("{}{mark}", bare.text);
        let insert =
            Span { end: bare.span.start + (bare.span.end - bare.span.start).min(bare.text.len() as u32), ..bare.span };
        let symbol = bare.symbol.map_or(0, str::len) as u32;
        let insert =
            Span { start: insert.start + symbol, end: insert.start + symbol + bare.text.len() as u32, ..insert };
        return Err(Diagnostic::new(
            Code::AMBIGUOUS_SUFFIX,
            bare.span.to(marked.span),
            format!("`{mark}` is on one end of the range only"),
        )
        .help(format!("write `{with}` if it belongs to both ends, or `{plain}` without it if it belongs to neither"))
        .fix(Fix { title: format!("write `{with}`"), span: insert, replacement: with, safe: false }));
    }
    Ok(())
}

fn wrong_way(operand: &Operand<'_>, low: &ParsedNumber<'_>, high: &ParsedNumber<'_>, ends_fit: bool) -> Diagnostic {
    let span = operand.span();
    if ends_fit {
        return Diagnostic::new(Code::RANGE_ORDER, span, "the likely value lies outside the range")
            .help("`LOW to HIGH likely MIDDLE`: the middle lies between the ends");
    }
    let ends = low.span.to(high.span);
    let d =
        Diagnostic::new(Code::RANGE_ORDER, span, format!("the range runs from `{}` down to `{}`", low.text, high.text))
            .help("the low end comes first");
    if low.has_unit() != high.has_unit() && low.unit.is_none() && high.symbol.is_none() {
        // Only the digits change places: the unit stays at the end.
        let unit =
            high.unit.map_or(String::new(), |(u, _)| if u.starts_with('/') { u.into() } else { format!(" {u}") });
        let mended = format!("{} to {}{unit}", high.text, low.text);
        return d.fix(Fix { title: format!("write `{mended}`"), span: ends, replacement: mended, safe: false });
    }
    d
}

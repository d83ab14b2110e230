//! Numbers and quantities as text, for people and for the plan's source.

use super::amount::Amount;
use super::decimal::Decimal;
use super::unit::{BaseUnit, Unit};

/// Beyond these magnitudes a number is written with an exponent.
const MAX_PLAIN_MAGNITUDE: i32 = 15;
const MIN_PLAIN_MAGNITUDE: i32 = -9;

/// A number for people: at most 2 decimals from 1 up, 4 significant digits below, no trailing zeros.
///
/// Half is rounded away from zero, judged on the shortest decimal text of the number and not on its binary
/// neighbour.
///
/// ```
/// use planwright::quantity::print::number;
/// assert_eq!(number(400.0 / 3.0), "133.33");
/// assert_eq!(number(2.675), "2.68");
/// assert_eq!(number(0.26666), "0.2667");
/// ```
pub fn number(value: f64) -> String {
    match not_finite(value) {
        Some(text) => text.to_string(),
        None => round_for_display(Decimal::of(value)),
    }
}

/// A probability for people: never a certainty that it is not.
///
/// ```
/// use planwright::quantity::print::percent;
/// assert_eq!([0.0, 0.004, 0.825, 0.996, 1.0].map(percent), ["0%", "<1%", "83%", ">99%", "100%"]);
/// ```
pub fn percent(probability: f64) -> String {
    match probability {
        p if p <= 0.0 => "0%".to_string(),
        p if p < 0.01 => "<1%".to_string(),
        p if p >= 1.0 => "100%".to_string(),
        p if p > 0.99 => ">99%".to_string(),
        p => format!("{}%", (p * 100.0).round()),
    }
}

/// The shortest text that is read back as the same number, for programs; an exponent only outside 1e-9 to 1e16.
pub fn exact(value: f64) -> String {
    if let Some(text) = not_finite(value) {
        return text.to_string();
    }
    let decimal = Decimal::of(value);
    if (MIN_PLAIN_MAGNITUDE..=MAX_PLAIN_MAGNITUDE).contains(&decimal.magnitude()) {
        decimal.text()
    } else {
        format!("{value:e}")
    }
}

/// A value with its unit, for people: `400 customers/quarter`, `$50K/year`, `80%`, `10 pp`, `1 person-month`.
pub fn quantity(value: f64, unit: &Unit) -> String {
    match not_finite(value) {
        Some(text) => with_unit(text, unit),
        None => written(Decimal::of(value), unit, NumberStyle::People),
    }
}

/// An amount with its unit, for people: `4 to 9 person-months likely 5`.
pub fn amount(amount: Amount, unit: &Unit) -> String {
    format_amount(amount, unit, NumberStyle::People)
}

/// A value with its unit as a plan writes it; it is read back as the same value.
pub fn source_text(value: f64, unit: &Unit) -> String {
    match not_finite(value) {
        Some(_) => "?".to_string(),
        None => written(Decimal::of(value), unit, NumberStyle::Source),
    }
}

/// An amount with its unit as a plan writes it.
pub fn source_amount(amount: Amount, unit: &Unit) -> String {
    // One sign is enough to write all of a range in the currency's code.
    format_amount(amount, unit, if amount.low() < 0.0 { NumberStyle::Code } else { NumberStyle::Source })
}

#[derive(Clone, Copy, PartialEq)]
enum NumberStyle {
    /// Rounded.
    People,
    /// In full.
    Source,
    /// In full, money by its code.
    Code,
}

fn not_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("not a number")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "infinity" } else { "-infinity" })
    } else {
        None
    }
}

fn round_for_display(decimal: Decimal) -> String {
    let magnitude = decimal.magnitude();
    if !(MIN_PLAIN_MAGNITUDE..=MAX_PLAIN_MAGNITUDE).contains(&magnitude) {
        let mantissa = decimal.shift(-magnitude).round(3).text();
        return format!("{mantissa}e{magnitude}");
    }
    let decimals = if magnitude >= 0 { 2 } else { 3 - magnitude };
    decimal.round(decimals).text()
}

fn digits(decimal: Decimal, style: NumberStyle) -> String {
    match style {
        NumberStyle::People => round_for_display(decimal),
        NumberStyle::Source | NumberStyle::Code => decimal.text(),
    }
}

fn written(decimal: Decimal, unit: &Unit, style: NumberStyle) -> String {
    match unit.first() {
        Some(BaseUnit::Percent) => format!("{}%{}", digits(decimal.shift(2), style), unit.tail()),
        Some(BaseUnit::Money(currency)) => {
            let negative = decimal.text().starts_with('-');
            match currency.symbol() {
                // A sign before the symbol is for people; in source the code leaves no doubt.
                Some(symbol) if style == NumberStyle::People || (style == NumberStyle::Source && !negative) => {
                    let sign = if negative { "-" } else { "" };
                    format!("{sign}{symbol}{}{}", abbreviate_money(decimal.abs(), style), unit.tail())
                }
                _ => format!("{} {unit}", abbreviate_money(decimal, style)),
            }
        }
        _ => with_unit(&digits(decimal, style), unit),
    }
}

fn with_unit(number: &str, unit: &Unit) -> String {
    if unit.is_number() {
        return number.to_string();
    }
    let name = unit.display(if number == "1" { 1.0 } else { 2.0 });
    format!("{number} {name}")
}

/// Money with `K`, `M` or `B`, where that leaves nothing out: at most one decimal of thousands, three of the others.
/// For people that is judged on what the plain number would show, which spares them the residue of a rate.
fn abbreviate_money(decimal: Decimal, style: NumberStyle) -> String {
    let decimal = if style == NumberStyle::People && decimal.magnitude() >= 3 { decimal.round(2) } else { decimal };
    for (letter, places, decimals) in [('B', 9, 3), ('M', 6, 3), ('K', 3, 1)] {
        if decimal.magnitude() < places {
            continue;
        }
        let short = decimal.clone().shift(-places);
        if short.decimals() <= decimals && short.magnitude() < 6 {
            return format!("{}{letter}", short.text());
        }
    }
    digits(decimal, style)
}

fn format_amount(amount: Amount, unit: &Unit, style: NumberStyle) -> String {
    let print = |value: f64, unit: &Unit| match not_finite(value) {
        Some(text) if style == NumberStyle::People => text.to_string(),
        Some(_) => "?".to_string(),
        None => written(Decimal::of(value), unit, style),
    };
    let (low, high, likely) = match amount {
        Amount::Point(value) => return print(value, unit),
        Amount::Range { low, high, likely } => (low, high, likely),
    };
    // `%`, a symbol and a suffix belong to their own number; any other unit stands once.
    let own = |value: f64| match unit.first() {
        Some(BaseUnit::Percent) => print(value, &Unit::percent()),
        Some(base @ BaseUnit::Money(_)) => {
            let text = print(value, &Unit::of(base.clone()));
            text.split(' ').next().unwrap_or(&text).to_string()
        }
        _ => print(value, &Unit::number()),
    };
    let mut text = format!("{} to {}", own(low), print(high, unit));
    if let Some(likely) = likely {
        text.push_str(" likely ");
        text.push_str(&own(likely));
    }
    text
}

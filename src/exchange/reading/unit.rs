//! The unit that a column's numbers get.

use crate::exchange::table::{UnitHints, person_time, time, words};
use crate::model::Input;
use crate::quantity::{BaseUnit, TimeUnit, Unit, UnitSystem};

/// The unit of a column that fills this input, and whether its header said so: what the header says where that
/// converts to the input's unit, else the input's own, `users` standing in for `count`. `None` for plain numbers.
pub(in crate::exchange) fn unit_of(
    input: &Input,
    base: &str,
    hints: &UnitHints,
    currency: &str,
    units: &UnitSystem,
) -> Option<(Unit, bool)> {
    if input.unit.is_ratio() {
        return None;
    }
    let said = from_aside(input, hints, units).or_else(|| from_hints(input, base, hints, currency, units));
    let own = || concrete(&input.unit, "users", None, currency, units);
    Some(match said {
        Some(unit) => (unit, true),
        None => (own().unwrap_or_else(|| input.unit.clone()), false),
    })
}

/// Whether a unit converts to that of an input.
pub(in crate::exchange) fn convertible(unit: &Unit, input: &Input, units: &UnitSystem) -> bool {
    units.convert(unit, &input.unit).is_ok()
}

/// `(customers/quarter)`, `(users per month)`, `(person-weeks)`.
fn from_aside(input: &Input, hints: &UnitHints, units: &UnitSystem) -> Option<Unit> {
    let text = hints.aside.replace(" per ", "/").trim().replace(' ', "-");
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    let unit = units.parse(&text).ok().or_else(|| units.parse(&text.replace('-', "_")).ok())?;
    // A noun made of any word in parentheses, `(est)`, converts to a bare count only.
    let is_told = unit.factors().len() > 1 || unit.nouns().next().is_none();
    (is_told && !unit.has_wildcard() && convertible(&unit, input, units)).then_some(unit)
}

fn from_hints(input: &Input, base: &str, hints: &UnitHints, currency: &str, units: &UnitSystem) -> Option<Unit> {
    let unit = match (input.unit.first()?, hints.time) {
        (BaseUnit::Effort(_), Some(time)) => effort(time, units),
        (BaseUnit::Effort(_), None) if hints.points => units.parse("points").ok(),
        (BaseUnit::Time(_), Some(time)) => Some(Unit::of(BaseUnit::Time(time))),
        (BaseUnit::AnyNoun, _) => {
            let noun = base.split('_').find_map(|w| COUNT_NOUNS.iter().find(|n| **n == w));
            if noun.is_none() && hints.per.is_none() {
                return None;
            }
            concrete(&input.unit, noun.unwrap_or(&"users"), hints.per, currency, units)
        }
        (BaseUnit::AnyMoney, _) if hints.money.is_some() || hints.per.is_some() => {
            let code = hints.money.as_deref().and_then(code).unwrap_or(currency);
            concrete(&input.unit, "users", hints.per, code, units)
        }
        _ => None,
    }?;
    convertible(&unit, input, units).then_some(unit)
}

/// What people count; any other word names something that a plan may count too, and says no more than "these".
const COUNT_NOUNS: &[&str] = &[
    "users",
    "customers",
    "accounts",
    "visitors",
    "companies",
    "subscribers",
    "members",
    "sellers",
    "buyers",
    "leads",
    "events",
    "requests",
];

/// What a cell counts, `users` of `1,200 users` or of `500/month`, in the column's unit but for what it says itself; and
/// the word that stands for what the column counts, where it is none that is known.
pub(in crate::exchange) fn of_noun(
    input: &Input,
    column: &Unit,
    text: &str,
    units: &UnitSystem,
) -> Option<(Unit, Option<String>)> {
    if !matches!(input.unit.first(), Some(BaseUnit::AnyNoun)) {
        return None;
    }
    let text = text.to_lowercase().replace(" per ", "/").replace(" a ", "/").replace(" each ", "/");
    let (counted, period) = text.split_once('/').map_or((text.as_str(), None), |(c, p)| (c, Some(p)));
    let period = match period.map(words) {
        None => None,
        Some(period) => Some(time(period.first().filter(|_| period.len() == 1)?)?),
    };
    let counted = words(counted);
    let is_word = |w: &String| w.chars().all(char::is_alphabetic) && time(w).is_none() && person_time(w).is_none();
    if counted.len() > 2 || !counted.iter().all(is_word) {
        return None;
    }
    let known = counted.iter().find_map(|w| COUNT_NOUNS.iter().find(|n| **n == w || n.strip_suffix('s') == Some(w)));
    let written = column.to_string();
    let (own, rest) = written.split_once('/').map_or((written.as_str(), None), |(noun, rest)| (noun, Some(rest)));
    let rest = period.map(TimeUnit::name).or(rest);
    let noun = known.copied().unwrap_or(own);
    let unit = units.parse(&rest.map_or(noun.to_string(), |rest| format!("{noun}/{rest}"))).ok()?;
    let odd = (known.is_none() && !counted.is_empty()).then(|| counted.join(" "));
    convertible(&unit, input, units).then_some((unit, odd))
}

fn effort(time: TimeUnit, units: &UnitSystem) -> Option<Unit> {
    time.is_effort().then(|| units.parse(&format!("person-{}", time.name())).ok()).flatten()
}

/// The currency that a symbol or code stands for.
pub(in crate::exchange) fn code(money: &str) -> Option<&str> {
    Some(match money {
        "$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        "¥" => "JPY",
        "₹" => "INR",
        code if code.len() == 3 => code,
        _ => return None,
    })
}

/// A declared unit with a noun for `count` and a currency for `money`, and perhaps another period.
fn concrete(unit: &Unit, noun: &str, per: Option<TimeUnit>, currency: &str, units: &UnitSystem) -> Option<Unit> {
    let declared = unit.to_string();
    let mut parts: Vec<String> = declared.split('/').map(str::to_string).collect();
    for part in &mut parts {
        match part.as_str() {
            "count" => *part = noun.to_string(),
            "money" => *part = currency.to_string(),
            word => {
                if let (Some(per), Some(_)) = (per, TimeUnit::named(word)) {
                    *part = per.name().to_string();
                }
            }
        }
    }
    units.parse(&parts.join("/")).ok()
}

/// What a cell's own words behind its number say: `weeks`, `pm`, `users/month`.
pub(in crate::exchange) fn of_words(input: &Input, text: &str, currency: &str, units: &UnitSystem) -> Option<Unit> {
    let words = words(text);
    let last = words.last()?;
    let hints = UnitHints {
        time: person_time(last).or_else(|| time(last)),
        points: matches!(last.as_str(), "pt" | "pts" | "point" | "points" | "sp"),
        aside: text.to_lowercase(),
        ..UnitHints::default()
    };
    let own = concrete(&input.unit, "users", None, currency, units);
    if hints.points && own.as_ref().is_some_and(|u| u.to_string() == "points") {
        return own;
    }
    from_aside(input, &hints, units).or_else(|| from_hints(input, "", &hints, currency, units))
}

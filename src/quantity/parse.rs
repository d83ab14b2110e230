//! Text to units and quantities.

use super::money::Currency;
use super::noun::Noun;
use super::numeral::{NumeralError, parse_numeral};
use super::time_unit::TimeUnit;
use super::unit::{BaseUnit, MAX_UNIT_FACTORS, Unit, UnitFactor};
use super::unit_system::UnitSystem;
use std::fmt;

/// Why a text is not a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitError {
    /// There is nothing.
    Empty,
    /// A name is missing beside a `/`.
    MissingName,
    /// A word that is no name of a unit, with what was probably meant.
    Unknown {
        /// As written.
        word: String,
        /// As the language has it.
        instead: Option<String>,
    },
    /// `%` or `pp` after a `/`.
    RatioBelow {
        /// As written.
        word: String,
    },
    /// A unit after `$` or `%` that does not begin with `/`.
    TrailingName {
        /// As written.
        word: String,
    },
    /// More names than a unit may have.
    TooMany,
}

impl UnitError {
    /// The remedy.
    pub fn help(&self) -> Option<String> {
        match self {
            UnitError::Unknown { instead: Some(instead), .. } => Some(format!("write `{instead}`")),
            UnitError::TrailingName { word } => Some(format!("write `/{word}` for a rate")),
            UnitError::TooMany => Some(format!("a unit has at most {MAX_UNIT_FACTORS} names")),
            UnitError::RatioBelow { .. } => None,
            _ => Some("units are names over names, as in `users/month`, `person-months`, `minutes/user/week`".into()),
        }
    }
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnitError::Empty => f.write_str("a unit is missing"),
            UnitError::MissingName => f.write_str("a unit lacks a name beside its `/`"),
            UnitError::Unknown { word, .. } => write!(f, "`{word}` is not a unit"),
            UnitError::RatioBelow { word } => write!(f, "nothing can be counted per `{word}`"),
            UnitError::TrailingName { word } => {
                write!(f, "`{word}` cannot follow an amount that has its unit already")
            }
            UnitError::TooMany => f.write_str("a unit of too many names"),
        }
    }
}

impl std::error::Error for UnitError {}

/// Why a text is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// Its number.
    Numeral(NumeralError),
    /// Its unit.
    Unit(UnitError),
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QuantityError::Numeral(error) => error.fmt(f),
            QuantityError::Unit(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for QuantityError {}

impl UnitSystem {
    /// Reads a unit: names over names, singular or plural, `customers/quarter`, `person-months`, `CHF/year`.
    ///
    /// A word that is neither a unit of the language nor a currency is a noun, declared or not.
    ///
    /// # Errors
    ///
    /// What is not a name, and abbreviations (`hrs`), which would otherwise pass for nouns.
    pub fn parse(&self, text: &str) -> Result<Unit, UnitError> {
        let text = text.trim();
        match text {
            "" => Err(UnitError::Empty),
            "%" => Ok(Unit::percent()),
            _ => self.names(None, text),
        }
    }

    /// The unit of a number from its parts: the currency's symbol before it, `%` at its end, the text after it.
    ///
    /// # Errors
    ///
    /// As [`UnitSystem::parse`]; also a unit after `$` or `%` that is not a rate.
    ///
    /// ```
    /// use planwright::quantity::{UnitSettings, UnitSystem};
    /// let (system, _) = UnitSystem::new(&UnitSettings::default());
    /// assert_eq!(system.unit_of(Some("$"), false, "/year").unwrap().to_string(), "USD/year");
    /// assert_eq!(system.unit_of(None, true, "").unwrap().to_string(), "%");
    /// ```
    pub fn unit_of(&self, symbol: Option<&str>, percent: bool, rest: &str) -> Result<Unit, UnitError> {
        let rest = rest.trim();
        let first = match symbol {
            Some(symbol) => Some(BaseUnit::Money(Currency::of_symbol(symbol).ok_or_else(|| unknown(symbol, None))?)),
            None => percent.then_some(BaseUnit::Percent),
        };
        match (first, rest) {
            (None, "") => Ok(Unit::number()),
            (None, _) => self.names(None, rest),
            (Some(BaseUnit::Percent), "") => Ok(Unit::percent()),
            (Some(base), "") => Ok(Unit::of(base)),
            (first, _) => match rest.strip_prefix('/') {
                Some(names) => self.names(first, names),
                None => Err(UnitError::TrailingName { word: clip(rest) }),
            },
        }
    }

    /// Reads a number with its unit, as a plan writes it: `3 person-months`, `$50K/year`, `12%/year`, `80%`, `7`.
    ///
    /// # Errors
    ///
    /// What is wrong with the number or with the unit.
    pub fn parse_quantity(&self, text: &str) -> Result<(f64, Unit), QuantityError> {
        let text = text.trim();
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (-1.0, rest),
            None => (1.0, text),
        };
        let symbol = unsigned.chars().next().filter(|first| matches!(first, '$' | '€' | '£'));
        let (sign, body, symbol) = match symbol {
            Some(symbol) => (sign, &unsigned[symbol.len_utf8()..], &unsigned[..symbol.len_utf8()]),
            None => (1.0, text, ""),
        };
        let (number, rest) = body.split_at(body.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(body.len()));
        // `5 %` is five hundredths, not five hundred.
        let (numeral, rest) = match rest.trim_start().strip_prefix('%') {
            Some(rest) => (parse_numeral(&format!("{number}%")), rest),
            None => (parse_numeral(number), rest),
        };
        let numeral = numeral.map_err(QuantityError::Numeral)?;
        let symbol = Some(symbol).filter(|symbol| !symbol.is_empty());
        let unit = self.unit_of(symbol, numeral.percent, rest).map_err(QuantityError::Unit)?;
        Ok((sign * numeral.value, unit))
    }

    fn names(&self, first: Option<BaseUnit>, text: &str) -> Result<Unit, UnitError> {
        let mut factors = Vec::with_capacity(3);
        factors.extend(first.map(|base| UnitFactor { base, per: false }));
        for name in text.split('/') {
            let per = !factors.is_empty();
            let base = self.name(name.trim())?;
            if per && matches!(base, BaseUnit::Percent | BaseUnit::Points) {
                return Err(UnitError::RatioBelow { word: clip(name.trim()) });
            }
            if factors.len() == MAX_UNIT_FACTORS {
                return Err(UnitError::TooMany);
            }
            factors.push(UnitFactor { base, per });
        }
        Unit::new(factors).ok_or(UnitError::TooMany)
    }

    fn name(&self, word: &str) -> Result<BaseUnit, UnitError> {
        if let Some(unit) = TimeUnit::named(word) {
            return Ok(BaseUnit::Time(unit));
        }
        match word {
            "" => return Err(UnitError::MissingName),
            "%" => return Ok(BaseUnit::Percent),
            "pp" => return Ok(BaseUnit::Points),
            "count" => return Ok(BaseUnit::AnyNoun),
            "money" => return Ok(BaseUnit::AnyMoney),
            "person" | "people" | "persons" => return Ok(BaseUnit::People),
            _ => {}
        }
        if let Some(unit) = word.strip_prefix("person-").and_then(TimeUnit::named).filter(|unit| unit.is_effort()) {
            return Ok(BaseUnit::Effort(unit));
        }
        if let Some(noun) = self.declared(word) {
            return Ok(BaseUnit::Noun(noun.clone()));
        }
        if let Some(currency) = Currency::new(word).filter(|currency| currency.is_iso() || self.has_rate(*currency)) {
            return Ok(BaseUnit::Money(currency));
        }
        if let Some(currency) = Currency::of_symbol(word) {
            return Ok(BaseUnit::Money(currency));
        }
        let is_name = word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match suggest_unit(word, is_name) {
            Some(instead) => Err(unknown(word, Some(instead))),
            None if is_name => Ok(BaseUnit::Noun(self.canonical(word))),
            None => Err(unknown(word, None)),
        }
    }

    /// The noun of a word that is not declared as it stands.
    fn canonical(&self, word: &str) -> Noun {
        let noun = Noun::new(word);
        self.declared(noun.singular()).cloned().unwrap_or(noun)
    }
}

fn unknown(word: &str, instead: Option<String>) -> UnitError {
    UnitError::Unknown { word: clip(word), instead }
}

/// A word cut to a length that fits a message.
fn clip(word: &str) -> String {
    match word.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_string(),
    }
}

/// What stands for a unit of the language elsewhere: abbreviations, capitals, `man_months`, `users per month`.
fn suggest_unit(word: &str, is_name: bool) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    if is_name {
        if let Some(unit) = TimeUnit::abbreviated(word).or_else(|| TimeUnit::named(&lower)) {
            return Some(format!("{}s", unit.name()));
        }
        match lower.as_str() {
            "fte" | "ftes" | "people" | "person" | "persons" | "headcount" => return Some("people".into()),
            "percent" | "pct" => return Some("%".into()),
            _ => {}
        }
    }
    if let Some((above, below)) = word.split_once(" per ") {
        return Some(format!("{}/{}", above.trim(), below.trim()));
    }
    let (who, unit) = lower.rsplit_once(['-', '_', ' ']).or_else(|| {
        let who = ["person", "man"].into_iter().find(|who| lower.starts_with(who))?;
        Some((who, &lower[who.len()..]))
    })?;
    let unit = TimeUnit::named(unit).filter(|unit| unit.is_effort())?;
    let works = matches!(who, "person" | "people" | "man" | "dev" | "developer" | "engineer" | "eng" | "staff" | "fte");
    works.then(|| format!("person-{}s", unit.name()))
}

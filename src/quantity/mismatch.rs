//! Why a value does not fit the unit that is asked for, in people's words.

use super::money::Currency;
use super::noun::Noun;
use super::time_unit::TimeUnit;
use super::unit::{BaseUnit, Unit};
use std::fmt;

/// A unit that cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// A bare number where a unit belongs.
    Bare {
        /// The unit asked for.
        asked: Unit,
    },
    /// Something else is measured.
    Dimension {
        /// The value's unit.
        given: Unit,
        /// The unit asked for.
        asked: Unit,
    },
    /// The same kind of count, of another noun.
    Noun {
        /// The value's unit.
        given: Unit,
        /// The unit asked for.
        asked: Unit,
        /// The noun that is not accepted.
        noun: Noun,
        /// The noun asked for.
        wanted: Noun,
    },
    /// No chain of rates links the two currencies.
    MissingRate {
        /// The value's currency.
        from: Currency,
        /// The currency asked for.
        to: Currency,
    },
}

/// A unit with what it measures, once where both are the same word: `effort (person-months)`, `money`.
fn described(unit: &Unit) -> String {
    let (words, name) = (unit.dimension_words(), unit.to_string());
    if unit.is_number() || words == name { words } else { format!("{words} (`{name}`)") }
}

/// Without the value: [`Mismatch::message`] says it in the author's own words.
impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::Bare { asked } => write!(f, "a number without a unit, but {} is expected", described(asked)),
            Mismatch::Dimension { given, asked } => {
                write!(f, "{}, but {} is expected", described(given), described(asked))
            }
            Mismatch::Noun { given, asked, .. } => write!(f, "`{given}`, but `{asked}` is expected"),
            Mismatch::MissingRate { from, to } => write!(f, "there is no rate from {from} to {to}"),
        }
    }
}

impl std::error::Error for Mismatch {}

impl Mismatch {
    /// The message, with the value in the author's own words.
    ///
    /// ```
    /// use planwright::quantity::{UnitSettings, UnitSystem};
    /// let (system, _) = UnitSystem::new(&UnitSettings::default());
    /// let [weeks, effort] = ["weeks", "person-months"].map(|unit| system.parse(unit).unwrap());
    /// let mismatch = system.convert(&weeks, &effort).unwrap_err();
    /// assert_eq!(mismatch.message("3 weeks"), "`3 weeks` is time, but effort (`person-months`) is expected");
    /// assert_eq!(mismatch.suggestion().unwrap().to_string(), "person-weeks");
    /// ```
    pub fn message(&self, written: &str) -> String {
        match self {
            Mismatch::Bare { asked } => format!("`{written}` has no unit, but {} is expected", described(asked)),
            Mismatch::Dimension { given, asked } => {
                format!("`{written}` is {}, but {} is expected", given.dimension_words(), described(asked))
            }
            Mismatch::Noun { asked, noun, .. } => {
                format!("`{written}` counts {}, but `{asked}` is expected", noun.plural())
            }
            Mismatch::MissingRate { from, to } => {
                format!("`{written}` is in {from}, and the plan has no rate to {to}")
            }
        }
    }

    /// The remedy.
    pub fn help(&self) -> Option<String> {
        match self {
            Mismatch::Bare { asked } if asked.has_wildcard() => Some(match asked.first() {
                Some(BaseUnit::AnyMoney) => "say in which currency, as in `$50K` or `2M CHF`".into(),
                _ => format!("say what is counted, as in `{}`", asked.to_string().replace("count", "users")),
            }),
            Mismatch::Bare { .. } | Mismatch::Dimension { .. } => {
                self.suggestion().map(|unit| format!("did you mean `{unit}`?"))
            }
            Mismatch::Noun { noun, wanted, .. } => Some(format!(
                "where {} count as {}, declare `noun {noun} {{ is: {wanted} }}`",
                noun.plural(),
                wanted.plural()
            )),
            Mismatch::MissingRate { from, to } => Some(format!("add `rate: {from} = … {to}` to the `plan` block")),
        }
    }

    /// The unit that was probably meant, where there is one.
    pub fn suggestion(&self) -> Option<Unit> {
        let (given, asked) = match self {
            Mismatch::Bare { asked } if !asked.has_wildcard() => return Some(asked.clone()),
            Mismatch::Dimension { given, asked } => (given, asked),
            _ => return None,
        };
        let [first] = given.factors() else { return None };
        match (&first.base, asked.factors()) {
            // `3 weeks` where effort is asked for, and the other way round.
            (BaseUnit::Time(unit), [only]) if matches!(only.base, BaseUnit::Effort(_)) && unit.is_effort() => {
                Some(Unit::of(BaseUnit::Effort(*unit)))
            }
            (BaseUnit::Effort(unit), [only]) if matches!(only.base, BaseUnit::Time(_)) => {
                Some(Unit::of(BaseUnit::Time(*unit)))
            }
            // `500 users` where a rate is asked for: the period is missing.
            (base, [above, below]) if below.per && matches!(below.base, BaseUnit::Time(_)) => {
                let fits = match (base, &above.base) {
                    (BaseUnit::Noun(_) | BaseUnit::People, BaseUnit::AnyNoun)
                    | (BaseUnit::Money(_), BaseUnit::AnyMoney | BaseUnit::Money(_)) => true,
                    (base, above) => base == above,
                };
                if fits { given.per(below.base.clone()) } else { None }
            }
            _ => None,
        }
    }
}

/// Worth saying about a conversion that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// People counted per one period are not a number per another: the same ones come again.
    PeopleAreNotEvents {
        /// Who is counted.
        noun: Noun,
        /// The period that was counted in.
        given: TimeUnit,
        /// The period asked for.
        asked: TimeUnit,
    },
    /// `%` where points are asked for: 10% of a percentage, or 10 points?
    RelativeChange,
}

impl Note {
    /// The message, with the value in the author's own words.
    pub fn message(&self, written: &str) -> String {
        match self {
            Note::PeopleAreNotEvents { noun, given, asked } => format!(
                "`{written}` counts {} per {}, and the same ones may come again within a {}",
                noun.plural(),
                given.name(),
                if asked > given { asked.name() } else { given.name() },
            ),
            Note::RelativeChange => format!("`{written}` is a relative change, but percentage points are expected"),
        }
    }

    /// The remedy.
    pub fn help(&self) -> String {
        match self {
            Note::PeopleAreNotEvents { noun, asked, .. } => {
                format!("give how many different {} there are per {}", noun.plural(), asked.name())
            }
            Note::RelativeChange => "write the change in points, as in `10 pp`".into(),
        }
    }
}

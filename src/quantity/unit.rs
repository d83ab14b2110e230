//! Units: names over names.

use super::money::Currency;
use super::noun::Noun;
use super::time_unit::TimeUnit;
use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// The most names in one unit.
pub(super) const MAX_UNIT_FACTORS: usize = 8;

static DIMENSIONLESS: LazyLock<Unit> = LazyLock::new(|| Unit(Arc::from([])));
static PERCENT: LazyLock<Unit> = LazyLock::new(|| Unit::of(BaseUnit::Percent));

/// One name of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BaseUnit {
    /// Time of the calendar: `weeks`.
    Time(TimeUnit),
    /// A person's work: `person-weeks`. Never a second or a minute when it was read.
    Effort(TimeUnit),
    /// Heads: `people`.
    People,
    /// Money of one currency: `$`, `CHF`.
    Money(Currency),
    /// `money`: any currency, in a declared unit.
    AnyMoney,
    /// `%`; values are fractions, 0.8 for `80%`.
    Percent,
    /// `pp`, percentage points: the change of a percentage; values are their number, 10 for `10 pp`.
    Points,
    /// A count of a noun: `customers`.
    Noun(Noun),
    /// `count`: any noun, in a declared unit.
    AnyNoun,
}

/// A name of a unit, above or below the line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnitFactor {
    /// What it measures.
    pub base: BaseUnit,
    /// Whether it stands below, after a `/`.
    pub per: bool,
}

/// A unit, `minutes/user/week`; cheap to clone.
///
/// Two units are equal when they have the same names in the same order; whether one converts to the other is
/// asked of [`UnitSystem::convert`](super::UnitSystem::convert). Its `Display` is the unit as it is declared,
/// `users/month`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unit(Arc<[UnitFactor]>);

/// No unit.
impl Default for Unit {
    fn default() -> Self {
        Unit::number()
    }
}

impl Unit {
    /// No unit: a plain number.
    pub fn number() -> Unit {
        DIMENSIONLESS.clone()
    }

    /// `%`: a ratio that prints as a percentage.
    pub fn percent() -> Unit {
        PERCENT.clone()
    }

    /// The unit of one name.
    pub fn of(base: BaseUnit) -> Unit {
        Unit(Arc::from([UnitFactor { base, per: false }]))
    }

    /// A unit of its factors; at most eight count, the rest is `None`.
    pub fn new(factors: Vec<UnitFactor>) -> Option<Unit> {
        (factors.len() <= MAX_UNIT_FACTORS).then(|| Unit(Arc::from(factors)))
    }

    /// Its names, as written.
    pub fn factors(&self) -> &[UnitFactor] {
        &self.0
    }

    /// Whether it is a plain number.
    pub fn is_number(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is a plain number or `%`: both hold a ratio as itself.
    pub fn is_ratio(&self) -> bool {
        matches!(&*self.0, [] | [UnitFactor { base: BaseUnit::Percent, per: false }])
    }

    /// Whether its first name is `%`, so that its values print as percentages.
    pub fn is_percent(&self) -> bool {
        matches!(self.first(), Some(BaseUnit::Percent))
    }

    /// Whether it holds `count` or `money`, which stand for any noun and any currency.
    pub fn has_wildcard(&self) -> bool {
        self.0.iter().any(|factor| matches!(factor.base, BaseUnit::AnyNoun | BaseUnit::AnyMoney))
    }

    /// The currency of an amount of money, also where it is a rate.
    pub fn currency(&self) -> Option<Currency> {
        match self.first() {
            Some(BaseUnit::Money(currency)) => Some(*currency),
            _ => None,
        }
    }

    /// The nouns that it counts or divides by.
    pub fn nouns(&self) -> impl Iterator<Item = &Noun> {
        self.0.iter().filter_map(|factor| match &factor.base {
            BaseUnit::Noun(noun) => Some(noun),
            _ => None,
        })
    }

    /// The first name, where it stands above the line.
    pub fn first(&self) -> Option<&BaseUnit> {
        self.0.first().filter(|factor| !factor.per).map(|factor| &factor.base)
    }

    /// This unit per another: `users` per `month`.
    pub fn per(&self, base: BaseUnit) -> Option<Unit> {
        let mut factors = self.0.to_vec();
        factors.push(UnitFactor { base, per: true });
        Unit::new(factors)
    }

    /// The unit with its first name left out, as it comes after `$50K` and `12%`: `/year`, or nothing.
    pub(super) fn tail(&self) -> String {
        let mut text = String::new();
        self.0.iter().skip(1).for_each(|factor| write_factor(&mut text, factor, false));
        text
    }

    /// The unit as it comes after a value: `customers/quarter`, or `customer/quarter` after 1.
    ///
    /// ```
    /// use planwright::quantity::{UnitSettings, UnitSystem};
    /// let (system, _) = UnitSystem::new(&UnitSettings::default());
    /// let unit = system.parse("person-month").unwrap();
    /// assert_eq!(unit.display(3.0), "person-months");
    /// assert_eq!(unit.display(1.0), "person-month");
    /// ```
    pub fn display(&self, value: f64) -> String {
        let mut text = String::new();
        self.0.iter().for_each(|factor| write_factor(&mut text, factor, value != 1.0));
        text
    }

    /// The unit as it is said of a score: `users/month per person-month`. What is divided by first stays with what is
    /// counted; of a plain number it is `a plain number`.
    ///
    /// ```
    /// use planwright::quantity::{UnitSettings, UnitSystem};
    /// let (system, _) = UnitSystem::new(&UnitSettings::default());
    /// let unit = system.parse("users/month/person-month").unwrap();
    /// assert_eq!(unit.score_text(), "users/month per person-month");
    /// ```
    pub fn score_text(&self) -> String {
        if self.is_number() {
            return "a plain number".to_string();
        }
        let mut text = String::new();
        let mut below = 0;
        for factor in self.0.iter() {
            // Work is what scores are divided by: it never belongs to what is counted.
            let apart = factor.per && (below > 0 || text.is_empty() || matches!(factor.base, BaseUnit::Effort(_)));
            below += usize::from(factor.per);
            if apart {
                let mut name = String::new();
                write_factor(&mut name, &UnitFactor { per: false, ..factor.clone() }, false);
                text.push_str(if text.is_empty() { "per " } else { " per " });
                text.push_str(&name);
            } else {
                write_factor(&mut text, factor, true);
            }
        }
        text
    }

    /// What it measures, in words: `effort`, `money per time`, `a count of users per time`, `a ratio`.
    pub fn dimension_words(&self) -> String {
        let staffing = self.staffing();
        let skipped = |index: &usize| staffing.is_some_and(|(work, time)| *index == work || *index == time);
        let names = |per: bool| {
            let factors = self.0.iter().enumerate().filter(move |(_, factor)| factor.per == per);
            factors.filter(|(index, _)| !skipped(index)).map(|(_, factor)| &factor.base)
        };
        let mut above: Vec<Cow<str>> = staffing.map(|_| Cow::Borrowed("a head count")).into_iter().collect();
        above.extend(names(false).map(|base| match base {
            BaseUnit::Time(_) => "time".into(),
            BaseUnit::Effort(_) => "effort".into(),
            BaseUnit::People => "a head count".into(),
            BaseUnit::Money(_) | BaseUnit::AnyMoney => "money".into(),
            BaseUnit::Percent => "a ratio".into(),
            BaseUnit::Points => "percentage points".into(),
            BaseUnit::Noun(noun) => format!("a count of {}", noun.plural()).into(),
            BaseUnit::AnyNoun => "a count".into(),
        }));
        let mut words = if above.is_empty() { "a plain number".to_string() } else { above.join(" times ") };
        for base in names(true) {
            words.push_str(" per ");
            words.push_str(match base {
                BaseUnit::Time(_) => "time",
                BaseUnit::Effort(_) => "effort",
                BaseUnit::People => "person",
                BaseUnit::Money(_) | BaseUnit::AnyMoney => "money",
                BaseUnit::Percent | BaseUnit::Points => "ratio",
                BaseUnit::Noun(noun) => noun.singular(),
                BaseUnit::AnyNoun => "thing counted",
            });
        }
        words
    }

    /// Where effort stands over time, which makes a head count: the places of the two.
    pub(super) fn staffing(&self) -> Option<(usize, usize)> {
        let work = self.0.iter().position(|factor| matches!(factor.base, BaseUnit::Effort(_)) && !factor.per)?;
        let time = self.0.iter().position(|factor| matches!(factor.base, BaseUnit::Time(_)) && factor.per)?;
        Some((work, time))
    }
}

fn write_factor(text: &mut String, factor: &UnitFactor, many: bool) {
    if factor.per {
        text.push('/');
    } else if !text.is_empty() {
        text.push('·');
    }
    let many = many && !factor.per;
    match &factor.base {
        BaseUnit::Time(unit) | BaseUnit::Effort(unit) => {
            if matches!(factor.base, BaseUnit::Effort(_)) {
                text.push_str("person-");
            }
            text.push_str(unit.name());
            if many {
                text.push('s');
            }
        }
        BaseUnit::People => text.push_str(if many { "people" } else { "person" }),
        BaseUnit::Money(currency) => text.push_str(currency.code()),
        BaseUnit::AnyMoney => text.push_str("money"),
        BaseUnit::Percent => text.push('%'),
        BaseUnit::Points => text.push_str("pp"),
        BaseUnit::Noun(noun) if many => text.push_str(&noun.plural()),
        BaseUnit::Noun(noun) => text.push_str(noun.singular()),
        BaseUnit::AnyNoun => text.push_str("count"),
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display(2.0))
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({self})")
    }
}

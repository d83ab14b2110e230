//! What a plan's settings say about units.

use super::money::Currency;
use super::noun::{Noun, plural, singular};
use super::rates::{Rate, Rates};
use super::time_unit::TimeUnit;
use std::collections::HashMap;
use std::sync::Arc;

/// A `noun` of the plan or of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounSettings {
    /// Its id.
    pub id: String,
    /// The noun that it counts as, `is:`.
    pub is: Option<String>,
    /// Whether the same one comes again in the next period (`unique: yes`): users are, orders are not.
    pub unique: bool,
}

/// The settings that units depend on.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSettings {
    /// `currency:`, which `money` is converted to.
    pub currency: Option<Currency>,
    /// `rate:` lines, in the order of the file.
    pub rates: Vec<Rate>,
    /// `person_month:`, in person-days; 20 in the language.
    pub person_month: f64,
    /// The nouns, those of the plan before those of the library.
    pub nouns: Vec<NounSettings>,
}

impl Default for UnitSettings {
    fn default() -> Self {
        UnitSettings { currency: None, rates: Vec::new(), person_month: 20.0, nouns: Vec::new() }
    }
}

/// A setting that was left out because it makes no sense; positions are those in [`UnitSettings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitSettingsProblem {
    /// `person_month` is not above zero, or beyond 1,000 person-days; 20 is used.
    PersonMonth,
    /// A rate that is not above zero.
    Rate(usize),
    /// A rate that differs by more than 1% from what the rates before it say.
    RateContradicts(usize),
    /// A noun named like a unit of the language (`week`, `count`, `money`).
    ReservedNoun(usize),
    /// A noun that, by its `is:` and theirs, is itself.
    NounCycle(usize),
}

/// The most nouns that count as one another in a row.
const MAX_NOUN_CHAIN: usize = 50;

#[derive(Debug)]
struct KnownNoun {
    noun: Noun,
    is: Option<Noun>,
    unique: bool,
}

#[derive(Debug)]
struct UnitSystemData {
    currency: Option<Currency>,
    rates: Rates,
    person_month: u64,
    /// By id, singular and plural.
    words: HashMap<Box<str>, Noun>,
    nouns: HashMap<Noun, KnownNoun>,
}

/// Reads and converts units under one plan's settings. Cheap to clone; shared between threads.
#[derive(Clone, Debug)]
pub struct UnitSystem(Arc<UnitSystemData>);

impl Default for UnitSystem {
    fn default() -> Self {
        UnitSystem::new(&UnitSettings::default()).0
    }
}

impl UnitSystem {
    /// The system of these settings, and what in them had to be left out.
    pub fn new(settings: &UnitSettings) -> (UnitSystem, Vec<UnitSettingsProblem>) {
        let mut problems = Vec::new();
        let person_month = TimeUnit::person_month_millis(settings.person_month).unwrap_or_else(|| {
            problems.push(UnitSettingsProblem::PersonMonth);
            TimeUnit::Day.effort_millis(0) * 20
        });
        let (mut rates, mut places) = (Vec::new(), Vec::new());
        for (index, rate) in settings.rates.iter().enumerate() {
            if rate.value.is_finite() && rate.value > 0.0 {
                rates.push(*rate);
                places.push(index);
            } else {
                problems.push(UnitSettingsProblem::Rate(index));
            }
        }
        let (rates, contradicting) = Rates::new(&rates, settings.currency);
        problems.extend(contradicting.into_iter().map(|at| UnitSettingsProblem::RateContradicts(places[at])));

        let (mut words, mut nouns) = (HashMap::new(), HashMap::new());
        for (index, setting) in settings.nouns.iter().enumerate() {
            let noun = Noun::new(&setting.id);
            if is_reserved(noun.singular()) {
                problems.push(UnitSettingsProblem::ReservedNoun(index));
                continue;
            }
            let is = setting.is.as_deref().map(Noun::new);
            nouns.entry(noun.clone()).or_insert_with(|| KnownNoun { noun: noun.clone(), is, unique: setting.unique });
            for word in [setting.id.as_str(), noun.singular(), &plural(noun.singular()), &singular(&setting.id)] {
                words.entry(Box::from(word)).or_insert_with(|| noun.clone());
            }
        }
        let system =
            UnitSystem(Arc::new(UnitSystemData { currency: settings.currency, rates, person_month, words, nouns }));
        for (index, setting) in settings.nouns.iter().enumerate() {
            let noun = Noun::new(&setting.id);
            // A chain that long comes round again, or helps nobody.
            if system.ancestry(&noun).count() > MAX_NOUN_CHAIN + 1 {
                problems.push(UnitSettingsProblem::NounCycle(index));
            }
        }
        (system, problems)
    }

    /// The plan's currency.
    pub fn currency(&self) -> Option<Currency> {
        self.0.currency
    }

    /// The length of a person-month, in person-days.
    pub fn person_month(&self) -> f64 {
        self.0.person_month as f64 / TimeUnit::Day.effort_millis(0) as f64
    }

    /// What one unit of a currency is worth in another, where a chain of rates tells.
    pub fn rate(&self, from: Currency, to: Currency) -> Option<f64> {
        self.0.rates.between(from, to).map(|(multiply, divide)| multiply / divide)
    }

    /// Whether one noun counts as another: it is it, or `is:` it, also by way of others.
    pub fn counts_as(&self, noun: &Noun, other: &Noun) -> bool {
        noun == other || self.ancestry(noun).any(|known| known == other)
    }

    /// Whether the same ones come again in the next period: `unique`, also by what the noun `is:`. People do.
    pub fn is_unique(&self, noun: &Noun) -> bool {
        self.ancestry(noun)
            .any(|known| known.singular() == "person" || self.0.nouns.get(known).is_some_and(|known| known.unique))
    }

    /// The noun and what it counts as, upwards; ends also where the chain comes round.
    fn ancestry<'a>(&'a self, noun: &'a Noun) -> impl Iterator<Item = &'a Noun> {
        let next = |noun: &&'a Noun| self.0.nouns.get(*noun).and_then(|known| known.is.as_ref());
        std::iter::successors(Some(noun), next).take(MAX_NOUN_CHAIN + 2)
    }

    pub(super) fn declared(&self, word: &str) -> Option<&Noun> {
        self.0.words.get(word)
    }

    /// The singular names of all nouns that are declared, sorted; for completion.
    pub fn noun_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.0.nouns.values().map(|known| known.noun.singular()).collect();
        names.sort_unstable();
        names
    }

    pub(super) fn has_rate(&self, currency: Currency) -> bool {
        self.0.rates.knows(currency)
    }

    pub(super) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    pub(super) fn work(&self, unit: TimeUnit) -> u64 {
        unit.effort_millis(self.0.person_month)
    }
}

/// Words that no noun may take.
fn is_reserved(word: &str) -> bool {
    TimeUnit::named(word).is_some() || matches!(word, "count" | "money" | "pp")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noun(id: &str, is: Option<&str>, unique: bool) -> NounSettings {
        NounSettings { id: id.into(), is: is.map(Into::into), unique }
    }

    #[test]
    fn nouns_count_as_what_they_are() {
        let nouns = vec![
            noun("pupil", Some("learner"), false),
            noun("learner", Some("user"), false),
            noun("users", None, true),
        ];
        let (system, problems) = UnitSystem::new(&UnitSettings { nouns, ..UnitSettings::default() });
        assert_eq!(problems, []);
        let (pupil, user) = (Noun::new("pupils"), Noun::new("user"));
        assert!(system.counts_as(&pupil, &user) && !system.counts_as(&user, &pupil));
        assert!(system.is_unique(&pupil) && !system.is_unique(&Noun::new("order")));
        assert!(system.is_unique(&Noun::new("people")));
        assert_eq!(system.noun_names(), ["learner", "pupil", "user"]);
    }

    #[test]
    fn settings_that_make_no_sense_are_named_and_left_out() {
        let usd = Currency::USD;
        let (system, problems) = UnitSystem::new(&UnitSettings {
            currency: Some(usd),
            rates: vec![
                Rate { of: Currency::EUR, value: -1.0, in_terms_of: usd },
                Rate { of: Currency::EUR, value: 1.1, in_terms_of: usd },
                Rate { of: Currency::EUR, value: 1.3, in_terms_of: usd },
            ],
            person_month: 0.0,
            nouns: vec![noun("a", Some("b"), false), noun("b", Some("a"), false), noun("weeks", None, true)],
        });
        assert_eq!(
            problems,
            [
                UnitSettingsProblem::PersonMonth,
                UnitSettingsProblem::Rate(0),
                UnitSettingsProblem::RateContradicts(2),
                UnitSettingsProblem::ReservedNoun(2),
                UnitSettingsProblem::NounCycle(0),
                UnitSettingsProblem::NounCycle(1),
            ]
        );
        assert_eq!(system.person_month(), 20.0);
        assert_eq!(system.rate(Currency::EUR, usd), Some(1.1));
        assert!(!system.counts_as(&Noun::new("a"), &Noun::new("c")), "a cycle ends");
    }

    #[test]
    fn it_crosses_threads() {
        fn crosses<T: Clone + Send + Sync + 'static>() {}
        crosses::<UnitSystem>();
    }
}

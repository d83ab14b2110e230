//! Units behind a number, and what stands behind their `/`.

use super::super::candidate::{Candidate, CandidateCollector, CandidateKind as Kind};
use super::super::knowledge::Knowledge;
use crate::quantity::{BaseUnit, Currency, Noun, TimeUnit, Unit, UnitFactor, print};

/// Which units a value may have.
pub(super) enum AllowedUnits {
    /// Any.
    Any,
    /// What converts to one of these.
    These(Vec<Unit>),
}

impl AllowedUnits {
    /// The units that a field names; none of them is any.
    pub(super) fn parse<S: AsRef<str>>(known: &Knowledge<'_>, units: &[S]) -> AllowedUnits {
        match units {
            [] => AllowedUnits::Any,
            units => {
                // An empty text is a plain number, which takes no unit.
                let read = |u: &S| match u.as_ref() {
                    "" => Some(Unit::number()),
                    text => known.plan.units.parse(text).ok(),
                };
                AllowedUnits::These(units.iter().filter_map(read).collect())
            }
        }
    }
}

/// Offers units behind a number; `one` where the number is 1.
pub(super) fn offer(known: &Knowledge<'_>, asked: &AllowedUnits, one: bool, pool: &mut CandidateCollector<'_>) {
    match asked {
        AllowedUnits::These(units) => {
            for unit in units {
                let Some((first, below)) = unit.factors().split_first() else { continue };
                let below: String = below.iter().map(|f| format!("/{}", singular(&f.base))).collect();
                offer_base(known, &first.base, one, &below, pool);
            }
        }
        AllowedUnits::Any => any(known, one, pool),
    }
}

/// Offers what may stand behind the `/` of a unit; `over` is what stands before that.
pub(super) fn offer_below(known: &Knowledge<'_>, asked: &AllowedUnits, over: &str, pool: &mut CandidateCollector<'_>) {
    let place = 1 + over.matches('/').count();
    let factor = |unit: &Unit| unit.factors().get(place).map(|f| f.base.clone());
    let bases: Vec<BaseUnit> = match asked {
        AllowedUnits::These(units) => units.iter().filter_map(factor).collect(),
        AllowedUnits::Any => Vec::new(),
    };
    for base in &bases {
        offer_base(known, base, true, "", pool);
    }
    if bases.is_empty() && matches!(asked, AllowedUnits::Any) {
        // Periods are what stands there most.
        for time in TimeUnit::ALL.into_iter().rev() {
            pool.offer(time.name(), || time_unit(time.name(), time));
        }
        offer_base(known, &BaseUnit::People, true, "", pool);
        offer_base(known, &BaseUnit::AnyNoun, true, "", pool);
    }
}

/// Offers units alone, as `unit:` takes them.
pub(super) fn offer_declared(known: &Knowledge<'_>, over: Option<&str>, pool: &mut CandidateCollector<'_>) {
    match over {
        Some(over) => offer_below(known, &AllowedUnits::Any, over, pool),
        None => {
            pool.add(Kind::Unit, "%", "a share; 80% is 0.8 in formulas");
            any(known, false, pool);
            pool.add(Kind::Unit, "count", "a count of any noun");
            pool.add(Kind::Unit, "money", "an amount in any currency");
        }
    }
}

/// Offers the currencies that the plan can convert.
pub(super) fn offer_currencies(known: &Knowledge<'_>, below: &str, pool: &mut CandidateCollector<'_>) {
    let units = &known.plan.units;
    let own = units.currency();
    let rates = known.plan.other_items.get("plan").into_iter().flatten().flat_map(|p| p.all("rate"));
    let rated = rates.filter_map(|f| match &f.first()?.head {
        crate::model::Datum::Word(code) => Currency::new(code),
        _ => None,
    });
    for currency in own.into_iter().chain(rated).chain([Currency::USD, Currency::EUR, Currency::GBP]) {
        let doc = match (own, own.and_then(|own| units.rate(currency, own))) {
            (Some(own), _) if own == currency => "money in the plan's currency".to_string(),
            (Some(own), Some(rate)) => format!("money; {} {}", print::number(rate), own.code()),
            _ => "money; the plan needs a `rate` for it".to_string(),
        };
        let text = format!("{}{below}", currency.code());
        pool.offer(&text, || Candidate::new(Kind::Unit, text.clone(), doc));
    }
}

fn any(known: &Knowledge<'_>, one: bool, pool: &mut CandidateCollector<'_>) {
    let effort = BaseUnit::Effort(TimeUnit::Month);
    for base in [BaseUnit::Time(TimeUnit::Week), effort, BaseUnit::People, BaseUnit::Points, BaseUnit::AnyNoun] {
        offer_base(known, &base, one, "", pool);
    }
    offer_currencies(known, "", pool);
}

/// Offers the units of one dimension, with what stands below them.
fn offer_base(known: &Knowledge<'_>, base: &BaseUnit, one: bool, below: &str, pool: &mut CandidateCollector<'_>) {
    let mut offer = |base: BaseUnit, doc: String| {
        let unit = Unit::new(vec![UnitFactor { base, per: false }]).unwrap_or_else(Unit::number);
        let text = format!("{}{below}", unit.display(if one { 1.0 } else { 2.0 }));
        pool.offer(&text, || Candidate::new(Kind::Unit, text.clone(), doc));
    };
    match base {
        BaseUnit::Time(declared) => {
            // The unit that the field is in stands first.
            let others = TimeUnit::ALL.into_iter().filter(|t| t != declared);
            [*declared].into_iter().chain(others).for_each(|t| offer(BaseUnit::Time(t), length(t)));
        }
        BaseUnit::Effort(declared) => {
            let others = TimeUnit::ALL.into_iter().filter(|t| t != declared && t.is_effort());
            let all = [*declared].into_iter().chain(others);
            all.for_each(|t| offer(BaseUnit::Effort(t), work(t, known.plan.units.person_month())));
        }
        BaseUnit::People => offer(BaseUnit::People, "heads".into()),
        BaseUnit::Percent => offer(BaseUnit::Percent, "a share; 80% is 0.8 in formulas".into()),
        BaseUnit::Points => offer(BaseUnit::Points, "percentage points: the change of a percentage".into()),
        BaseUnit::Money(_) | BaseUnit::AnyMoney => offer_currencies(known, below, pool),
        BaseUnit::Noun(noun) => {
            offer(BaseUnit::Noun(noun.clone()), noun_doc(known, noun));
            for name in known.plan.units.noun_names() {
                let other = Noun::new(name);
                if other != *noun && known.plan.units.counts_as(&other, noun) {
                    let doc = noun_doc(known, &other);
                    offer(BaseUnit::Noun(other), doc);
                }
            }
        }
        BaseUnit::AnyNoun => {
            for (id, _) in known.items("noun") {
                let noun = Noun::new(id);
                let doc = noun_doc(known, &noun);
                offer(BaseUnit::Noun(noun), doc);
            }
        }
    }
}

fn noun_doc(known: &Knowledge<'_>, noun: &Noun) -> String {
    let record = known.record("noun", noun.singular());
    record.and_then(|r| r.text("doc")).map_or(String::new(), |doc| doc.to_string())
}

fn time_unit(text: &str, time: TimeUnit) -> Candidate {
    Candidate::new(Kind::Unit, text, length(time))
}

/// How long a unit of the calendar is.
pub(in crate::ide) fn length(time: TimeUnit) -> String {
    match time {
        TimeUnit::Second => "time",
        TimeUnit::Minute => "time; 60 seconds",
        TimeUnit::Hour => "time; 60 minutes",
        TimeUnit::Day => "time; 24 hours",
        TimeUnit::Week => "time; 7 days",
        TimeUnit::Month => "time; 365.25/12 days",
        TimeUnit::Quarter => "time; 3 months",
        TimeUnit::Year => "time; 12 months",
    }
    .to_string()
}

/// How much one person's work in a unit of the calendar is.
pub(in crate::ide) fn work(time: TimeUnit, person_month: f64) -> String {
    let days = print::number(person_month);
    match time {
        TimeUnit::Day => "effort; one person's work of a day, 8 hours".to_string(),
        TimeUnit::Week => "effort; 5 person-days".to_string(),
        TimeUnit::Month => format!("effort; {days} person-days"),
        TimeUnit::Quarter => "effort; 3 person-months".to_string(),
        TimeUnit::Year => "effort; 12 person-months".to_string(),
        other => format!("effort; one person's work of one {}", other.name()),
    }
}

fn singular(base: &BaseUnit) -> String {
    Unit::of(base.clone()).display(1.0)
}

//! Units multiplied and divided.

use super::noun::Noun;
use super::unit::{BaseUnit, Unit, UnitFactor};
use super::unit_system::UnitSystem;

impl UnitSystem {
    /// The unit of a product: what stands above the line in one and below it in the other falls out, where nouns that
    /// count as each other are the same. `None` where it would have more names than a unit may have.
    ///
    /// ```
    /// use planwright::quantity::{UnitSettings, UnitSystem};
    /// let (system, _) = UnitSystem::new(&UnitSettings::default());
    /// let [price, count] = ["USD/order", "orders/month"].map(|u| system.parse(u).unwrap());
    /// assert_eq!(system.times(&price, &count).unwrap().to_string(), "USD/month");
    /// ```
    pub fn times(&self, a: &Unit, b: &Unit) -> Option<Unit> {
        let mut factors: Vec<UnitFactor> = Vec::new();
        let mut percent = false;
        for factor in a.factors().iter().chain(b.factors()) {
            let mut factor = factor.clone();
            match (&factor.base, self.currency()) {
                // A ratio times anything is that: its values are plain numbers.
                (BaseUnit::Percent, _) => {
                    percent = true;
                    continue;
                }
                (BaseUnit::AnyMoney, Some(currency)) => factor.base = BaseUnit::Money(currency),
                _ => {}
            }
            let opposite = |f: &UnitFactor| f.per != factor.per && self.cancels(&f.base, &factor.base);
            match factors.iter().position(opposite) {
                Some(at) => drop(factors.remove(at)),
                None => factors.push(factor),
            }
        }
        factors.sort_by_key(|f| (f.per, !matches!(f.base, BaseUnit::Money(_) | BaseUnit::AnyMoney)));
        if percent && factors.first().is_none_or(|f| f.per) {
            factors.insert(0, UnitFactor { base: BaseUnit::Percent, per: false });
        }
        Unit::new(factors)
    }

    /// The unit of a quotient; `None` where it would have more names than a unit may have.
    pub fn over(&self, a: &Unit, b: &Unit) -> Option<Unit> {
        let keeps_percent = a.is_percent();
        let below = b.factors().iter().filter(|f| f.base != BaseUnit::Percent);
        let below = Unit::new(below.map(|f| UnitFactor { per: !f.per, ..f.clone() }).collect())?;
        let unit = self.times(a, &below)?;
        let alone = unit.is_percent() && unit.factors().len() == 1;
        // A percentage over a percentage is a plain ratio.
        Some(if keeps_percent && alone && b.is_percent() { Unit::number() } else { unit })
    }

    /// The unit with `money` as the plan's currency, and without what stands both above and below its line.
    pub fn normalize(&self, unit: &Unit) -> Unit {
        self.times(unit, &Unit::number()).unwrap_or_else(|| unit.clone())
    }

    /// The unit with `money` as the plan's currency.
    pub fn with_plan_currency(&self, unit: &Unit) -> Unit {
        let Some(currency) = self.currency() else { return unit.clone() };
        let base =
            |f: &UnitFactor| if f.base == BaseUnit::AnyMoney { BaseUnit::Money(currency) } else { f.base.clone() };
        let factors = unit.factors().iter().map(|f| UnitFactor { base: base(f), per: f.per }).collect();
        Unit::new(factors).unwrap_or_else(|| unit.clone())
    }

    fn cancels(&self, a: &BaseUnit, b: &BaseUnit) -> bool {
        let noun = |base: &BaseUnit| match base {
            BaseUnit::Noun(noun) => Some(noun.clone()),
            BaseUnit::People => Some(Noun::new("person")),
            _ => None,
        };
        match (a, b) {
            (BaseUnit::AnyNoun, other) | (other, BaseUnit::AnyNoun) => {
                noun(other).is_some() || *other == BaseUnit::AnyNoun
            }
            _ => match (noun(a), noun(b)) {
                (Some(a), Some(b)) => self.counts_as(&a, &b) || self.counts_as(&b, &a),
                _ => a == b,
            },
        }
    }

    /// Of people counted per period, the count alone: those that are there, where others are those that come. `None` for
    /// any other unit.
    pub fn headcount(&self, unit: &Unit) -> Option<Unit> {
        let people = match unit.first()? {
            BaseUnit::Noun(noun) => self.is_unique(noun),
            BaseUnit::People => true,
            _ => false,
        };
        let time = unit.factors().iter().position(|f| f.per && matches!(f.base, BaseUnit::Time(_)))?;
        let mut factors = unit.factors().to_vec();
        factors.remove(time);
        Unit::new(factors).filter(|_| people)
    }

    /// Whether a unit is a count of things over as many counts of others, and nothing else: a share in everyday words.
    pub fn is_share(&self, unit: &Unit) -> bool {
        let counts = |f: &&UnitFactor| matches!(f.base, BaseUnit::Noun(_) | BaseUnit::AnyNoun | BaseUnit::People);
        let (above, below): (Vec<_>, Vec<_>) = unit.factors().iter().partition(|f| !f.per);
        above.len() == below.len() && above.iter().chain(&below).all(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NounSettings, UnitSettings};
    use super::*;

    fn system() -> UnitSystem {
        let noun = |id: &str, is: Option<&str>| NounSettings { id: id.into(), is: is.map(Into::into), unique: true };
        let nouns = vec![noun("customer", None), noun("account", Some("customer"))];
        UnitSystem::new(&UnitSettings {
            currency: super::super::Currency::new("EUR"),
            nouns,
            ..UnitSettings::default()
        })
        .0
    }

    #[test]
    fn what_stands_on_both_sides_falls_out() {
        let system = system();
        let unit = |text: &str| system.parse(text).unwrap();
        let over = |a: &str, b: &str| system.over(&unit(a), &unit(b)).unwrap().to_string();
        let times = |a: &str, b: &str| system.times(&unit(a), &unit(b)).unwrap().to_string();
        assert_eq!(over("USD/month", "customers/month"), "USD/customer");
        assert_eq!(over("USD/customer/month", "%/month"), "USD/customer");
        assert_eq!(over("USD/customer/year", "%/month"), "USD·months/customer/year");
        assert_eq!(over("accounts/month", "customers/month"), "");
        assert_eq!(over("%", "%"), "");
        assert_eq!(over("money", "count"), "EUR/count");
        assert_eq!(times("%", "USD"), "USD");
        assert_eq!(times("%", "%/month"), "%/month");
        assert_eq!(over("money/month", "EUR/month"), "");
        let many = unit("apples/pear/plum/fig/date");
        assert_eq!(system.times(&many, &unit("nuts/egg/leek/bean/pea")), None);
        assert!(system.is_share(&unit("orders/visit")) && !system.is_share(&unit("orders/month")));
        assert_eq!(system.headcount(&unit("customers/day")).unwrap().to_string(), "customers");
        assert_eq!(system.headcount(&unit("orders/day")), None);
    }
}

//! Exchange rates, and the chains between them.

use super::money::Currency;
use std::collections::{BTreeMap, VecDeque};

/// `rate: EUR = 1.08 USD`: what one unit of a currency is worth in another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The currency that is priced.
    pub of: Currency,
    /// How much of the other one unit is worth: finite and above zero.
    pub value: f64,
    /// The currency of the price.
    pub in_terms_of: Currency,
}

/// A currency's worth in the first currency of all that are linked to it.
#[derive(Clone, Copy, Debug)]
struct CurrencyValue {
    root: Currency,
    multiply: f64,
    divide: f64,
}

/// All rates of a plan, each currency's worth worked out along the shortest chain.
#[derive(Clone, Debug, Default)]
pub(super) struct Rates {
    worth: BTreeMap<Currency, CurrencyValue>,
}

impl Rates {
    /// Works out the chains, and gives the positions of rates that contradict the others by more than 1%.
    pub(super) fn new(rates: &[Rate], first: Option<Currency>) -> (Rates, Vec<usize>) {
        let mut worth = BTreeMap::new();
        let mentioned = rates.iter().flat_map(|rate| [rate.of, rate.in_terms_of]);
        for root in first.into_iter().chain(mentioned) {
            if worth.contains_key(&root) {
                continue;
            }
            worth.insert(root, CurrencyValue { root, multiply: 1.0, divide: 1.0 });
            let mut queue = VecDeque::from([root]);
            while let Some(known) = queue.pop_front() {
                let CurrencyValue { multiply, divide, .. } = worth[&known];
                for rate in rates {
                    let (next, multiply, divide) = if rate.in_terms_of == known {
                        (rate.of, multiply * rate.value, divide)
                    } else if rate.of == known {
                        (rate.in_terms_of, multiply, divide * rate.value)
                    } else {
                        continue;
                    };
                    worth.entry(next).or_insert_with(|| {
                        queue.push_back(next);
                        CurrencyValue { root, multiply, divide }
                    });
                }
            }
        }
        let rates_by_chain = Rates { worth };
        let contradicts = |rate: &Rate| match rates_by_chain.between(rate.of, rate.in_terms_of) {
            Some((multiply, divide)) => (multiply / divide / rate.value - 1.0).abs() > 0.01,
            None => false,
        };
        let contradicting = (0..rates.len()).filter(|&index| contradicts(&rates[index])).collect();
        (rates_by_chain, contradicting)
    }

    /// Whether a rate mentions the currency.
    pub(super) fn knows(&self, currency: Currency) -> bool {
        self.worth.contains_key(&currency)
    }

    /// The numbers to multiply and to divide by, where a chain of rates links the two.
    pub(super) fn between(&self, from: Currency, to: Currency) -> Option<(f64, f64)> {
        if from == to {
            return Some((1.0, 1.0));
        }
        let (from, to) = (self.worth.get(&from)?, self.worth.get(&to)?);
        (from.root == to.root).then_some((from.multiply * to.divide, from.divide * to.multiply))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(of: &str, value: f64, in_terms_of: &str) -> Rate {
        Rate { of: Currency::new(of).unwrap(), value, in_terms_of: Currency::new(in_terms_of).unwrap() }
    }

    #[test]
    fn chains_link_currencies_and_gaps_do_not() {
        let given = [rate("EUR", 1.08, "USD"), rate("CHF", 1.05, "EUR"), rate("SEK", 0.9, "NOK")];
        let (rates, contradicting) = Rates::new(&given, Some(Currency::USD));
        assert!(contradicting.is_empty());
        let chf = Currency::new("CHF").unwrap();
        assert_eq!(rates.between(chf, Currency::USD), Some((1.08 * 1.05, 1.0)));
        assert_eq!(rates.between(Currency::USD, Currency::EUR), Some((1.0, 1.08)));
        let (sek, nok) = (Currency::new("SEK").unwrap(), Currency::new("NOK").unwrap());
        let (multiply, divide) = rates.between(sek, nok).unwrap();
        assert!((multiply / divide - 0.9).abs() < 1e-15);
        assert_eq!(rates.between(sek, Currency::USD), None);
    }

    #[test]
    fn contradictions_are_found() {
        let given = [rate("EUR", 1.08, "USD"), rate("USD", 0.926, "EUR"), rate("EUR", 1.2, "USD")];
        assert_eq!(Rates::new(&given, None).1, [2]);
    }
}

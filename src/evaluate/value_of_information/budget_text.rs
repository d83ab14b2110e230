//! What somebody has to spend, as it is written: effort to choose within, or money.

use super::information::ChoiceRule;
use crate::evaluate::scores::Evaluated;
use crate::quantity::{BaseUnit, QuantityError, Unit};
use std::fmt;

/// Why a text is nothing to choose within.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NoBudget {
    /// It is no number with a unit.
    Unreadable(QuantityError),
    /// It is no amount of work above zero.
    Work,
    /// It is no amount of people's time or of money.
    Budget,
    /// Scores of the framework are not added up: less is better.
    LessIsBetter(String),
}

impl NoBudget {
    /// How to write it.
    pub fn help(&self) -> &'static str {
        match self {
            NoBudget::Unreadable(_) | NoBudget::Work => "write an effort, as `12 person-months`",
            NoBudget::Budget => "write it as `24 person-months` or `$500K`",
            NoBudget::LessIsBetter(_) => "choose so many of the first instead",
        }
    }
}

impl fmt::Display for NoBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoBudget::Unreadable(error) => error.fmt(f),
            NoBudget::Work => f.write_str("it is no amount of work above zero"),
            NoBudget::Budget => f.write_str("it is no amount of people's time or of money"),
            NoBudget::LessIsBetter(framework) => {
                write!(f, "a capacity adds scores up, and under `{framework}` less is better")
            }
        }
    }
}

impl std::error::Error for NoBudget {}

impl Evaluated {
    /// What there is to spend on a choice, of people's time or of money, for [`SelectionRequest::budget`](crate::evaluate::portfolio::SelectionRequest::budget):
    /// `24 person-months`, `$500K`.
    ///
    /// # Errors
    /// Where the text is no such amount.
    pub fn budget(&self, text: &str) -> Result<(f64, Unit), NoBudget> {
        let units = &self.plan().units;
        let (amount, unit) = units.parse_quantity(text).map_err(NoBudget::Unreadable)?;
        let time = units.parse("person-weeks").is_ok_and(|weeks| units.convert(&weeks, &unit).is_ok());
        let money = unit.dimension_words() == "money";
        if (time || money) && amount >= 0.0 { Ok((amount, unit)) } else { Err(NoBudget::Budget) }
    }

    /// The choice of what fits an effort by a framework's scores: `12 person-months`.
    ///
    /// # Errors
    /// Where the text is no amount of work above zero, or less is better under the framework.
    pub fn capacity_choice(&self, framework: &str, text: &str) -> Result<ChoiceRule, NoBudget> {
        let (amount, unit) = self.plan().units.parse_quantity(text).map_err(NoBudget::Unreadable)?;
        let works = unit.first().is_some_and(|b| matches!(b, BaseUnit::Effort(_) | BaseUnit::Noun(_)))
            && unit.factors().len() == 1;
        if !works || !amount.is_finite() || amount <= 0.0 {
            return Err(NoBudget::Work);
        }
        if self.column(framework).is_some_and(|c| c.framework.lower_is_better) {
            return Err(NoBudget::LessIsBetter(framework.to_string()));
        }
        Ok(ChoiceRule::Capacity { amount, unit })
    }

    /// The choice of the first by a framework's scores: so many, else 5, or half of a shorter list.
    pub fn top_choice(&self, framework: &str, top: Option<usize>) -> ChoiceRule {
        const DEFAULT_TOP: usize = 5;
        let ranked = self.ranking(framework, false).map_or(0, |r| r.rows.len());
        ChoiceRule::Top(top.unwrap_or(DEFAULT_TOP.min(ranked.div_ceil(2))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, View};

    fn evaluated() -> Evaluated {
        let text = "plan p \"P\" { }
framework least \"L\" { better: lower; input a { range: 0 to 10 } score: `a` }
initiative a \"A\" { ice { impact: 5; confidence: 6; ease: 9 } }
initiative b \"B\" { ice { impact: 5; confidence: 6; ease: 8 } }
initiative c \"C\" { ice { impact: 5; confidence: 6; ease: 7 }; least { a: 1 } }";
        Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate().evaluated
    }

    #[test]
    fn a_budget_is_time_or_money() {
        let evaluated = evaluated();
        assert_eq!(evaluated.budget("24 person-months").unwrap().0, 24.0);
        assert_eq!(evaluated.budget("$500K").unwrap().0, 500_000.0);
        assert_eq!(evaluated.budget("3 users"), Err(NoBudget::Budget));
        assert!(matches!(evaluated.budget("much"), Err(NoBudget::Unreadable(_))));
    }

    #[test]
    fn a_capacity_is_work_that_scores_add_up_within() {
        let evaluated = evaluated();
        assert!(matches!(
            evaluated.capacity_choice("ice", "12 person-months"),
            Ok(ChoiceRule::Capacity { amount: 12.0, .. })
        ));
        assert_eq!(evaluated.capacity_choice("ice", "$5"), Err(NoBudget::Work));
        let less = evaluated.capacity_choice("least", "1 person-month").unwrap_err();
        assert_eq!(less.to_string(), "a capacity adds scores up, and under `least` less is better");
    }

    #[test]
    fn half_of_a_short_list_is_chosen() {
        let evaluated = evaluated();
        assert_eq!(
            (evaluated.top_choice("ice", None), evaluated.top_choice("ice", Some(7))),
            (ChoiceRule::Top(2), ChoiceRule::Top(7))
        );
    }
}

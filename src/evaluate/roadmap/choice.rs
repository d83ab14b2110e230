//! Which initiatives to do, within what there is.

use super::calendar::{Calendar, WHOLE, capacity, teams};
use super::work::work;
use crate::evaluate::column::Column;
use crate::evaluate::evaluated::Evaluated;
use crate::model::{Datum, Verdict};
use crate::quantity::{Date, Unit};
use planwright_solver::{ChooseError, Item, Limit, Price, Question, Wish, choose, prices};
use std::collections::HashMap;
use std::sync::Arc;

/// What is asked of a choice.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The framework whose scores add up.
    pub by: String,
    /// What each initiative is worth, instead of its score; `None` for those without.
    pub worth: Option<Vec<Option<f64>>>,
    /// How much there is in all, instead of the teams' capacity: people's time or money.
    pub budget: Option<(f64, Unit)>,
    /// The last day of the teams' capacity, instead of the end of the plan's horizon.
    pub to: Option<Date>,
    /// Initiatives that are in whatever they are worth, beside those that decisions commit.
    pub must: Vec<usize>,
    /// Initiatives that are out, beside those that decisions decline or defer.
    pub without: Vec<usize>,
}

/// The set with the greatest worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// What is in, the most worth first.
    pub chosen: Vec<Candidate>,
    /// What is out though it could have been in, the most worth first.
    pub left_out: Vec<Candidate>,
    /// What could not be chosen from, with the reason.
    pub apart: Vec<(usize, String)>,
    /// What all that is in is worth.
    pub worth: f64,
    /// What no choice exceeds: the same where it is proven.
    pub bound: f64,
    /// Whether no other choice is worth more.
    pub proven: bool,
    /// What there is and what of it is taken, by name: teams in person-weeks, or the budget in its unit.
    pub budgets: Vec<Budget>,
    /// What each wish cost: what must be in, or must not.
    pub prices: Vec<Forced>,
    /// How many wishes and decisions there are, where they are more than [`MOST_PRICED`] and no price is told.
    pub unpriced: Option<usize>,
}

/// The most wishes and decisions whose price is told: each is a choice of its own.
pub const MOST_PRICED: usize = 12;

/// Something to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its index in the plan.
    pub initiative: usize,
    /// What it is worth.
    pub worth: f64,
    /// What it takes in all, in the unit of the budgets.
    pub cost: f64,
    /// Whether a wish or a decision put it in.
    pub forced: bool,
}

/// Something that runs out.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// A team, or `budget`.
    pub name: Arc<str>,
    /// How much there is.
    pub there: f64,
    /// How much is taken.
    pub taken: f64,
}

/// What a wish cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Forced {
    /// The initiative that is in or out.
    pub initiative: usize,
    /// Whether it is in.
    pub is_in: bool,
    /// How much more would be had without the wish: at least and at most.
    pub price: (f64, f64),
    /// What is out for it.
    pub displaced: Vec<usize>,
}

/// Why nothing can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no such framework.
    NoFramework,
    /// One must be in and needs one that must not.
    Contradiction(usize, usize),
    /// What must be in takes more than there is of this.
    OverBudget(Arc<str>),
    /// The solver did not find its way.
    Solver(String),
}

impl Evaluated {
    /// The initiatives of the greatest total worth within what there is, what they need with them; proven optimal, or
    /// with a bound.
    ///
    /// # Errors
    /// Where wishes contradict each other or what there is.
    pub fn choose(&self, asked: &Asked) -> Result<Selection, Refused> {
        let plan = self.plan();
        let own = self.column(&asked.by).ok_or(Refused::NoFramework)?;
        let others = plan.frameworks.keys().filter(|k| **k != own.framework.id).filter_map(|k| self.column(k));
        let columns: Vec<Arc<Column>> = [own.clone()].into_iter().chain(others).collect();
        let mut stock = self.stock(asked);
        let mut candidates: Vec<(usize, Item)> = Vec::new();
        let mut apart = Vec::new();
        for (index, initiative) in plan.initiatives.iter().enumerate().filter(|(_, i)| i.open) {
            let worth = match &asked.worth {
                Some(worth) => worth.get(index).copied().flatten(),
                None => own.score(index).map(|s| if own.framework.lower_is_better { -s } else { s }),
            };
            let verdict = self.decision(initiative.id()).map(|d| d.verdict);
            let out = matches!(verdict, Some(Verdict::Decline | Verdict::Sunset | Verdict::Defer));
            let wish = match () {
                () if asked.must.contains(&index) => Wish::Must,
                () if asked.without.contains(&index) || out => Wish::Without,
                () if verdict == Some(Verdict::Commit) => Wish::Must,
                () => Wish::Free,
            };
            let costs = stock.costs(self, index, &columns);
            match (worth, costs) {
                (_, Err(why)) => apart.push((index, why)),
                (None, Ok(_)) if wish == Wish::Free => {
                    // What nobody has scored may still be needed.
                    apart.push((index, "it has no score".to_string()));
                }
                (worth, Ok(costs)) => {
                    candidates.push((index, Item { value: worth.unwrap_or(0.0), costs, needs: Vec::new(), wish }));
                }
            }
        }
        let at: HashMap<usize, usize> = candidates.iter().enumerate().map(|(at, (i, _))| (*i, at)).collect();
        for (index, item) in &mut candidates {
            for needed in super::project::needed(self, *index) {
                match at.get(&needed) {
                    Some(needed) => item.needs.push(*needed),
                    None => {
                        // It waits for something that can't be chosen.
                        item.wish = Wish::Without;
                    }
                }
            }
        }
        let (indexes, items): (Vec<usize>, Vec<Item>) = candidates.into_iter().unzip();
        let question = Question { items, budgets: stock.budgets.iter().map(|b| b.there).collect() };
        let cancel = self.cancel_flag();
        let limit = Limit { cancel: cancel.as_deref(), ..Limit::default() };
        let refused = |error: ChooseError| match error {
            ChooseError::Contradiction { must, without } => Refused::Contradiction(indexes[must], indexes[without]),
            ChooseError::OverBudget { budget } => Refused::OverBudget(stock.budgets[budget].name.clone()),
            other => Refused::Solver(other.to_string()),
        };
        let found = choose(&question, &limit).map_err(refused)?;
        checked(&question, &found.members)?;
        let wishes = question.items.iter().filter(|i| i.wish != Wish::Free).count();
        let unpriced = Some(wishes).filter(|w| *w > MOST_PRICED);
        let prices = match unpriced {
            None => prices(&question, &found, &limit).map_err(refused)?,
            Some(_) => Vec::new(),
        };
        let mut budgets = stock.budgets.clone();
        let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
        for (at, item) in question.items.iter().enumerate() {
            let candidate = Candidate {
                initiative: indexes[at],
                worth: item.value,
                cost: item.costs.iter().sum(),
                forced: item.wish != Wish::Free,
            };
            if found.members[at] {
                item.costs.iter().zip(&mut budgets).for_each(|(cost, budget)| budget.taken += cost);
                chosen.push(candidate);
            } else {
                left_out.push(candidate);
            }
        }
        let by_worth = |a: &Candidate, b: &Candidate| b.worth.total_cmp(&a.worth).then(a.initiative.cmp(&b.initiative));
        chosen.sort_by(by_worth);
        left_out.sort_by(by_worth);
        let forced = |p: Price| Forced {
            initiative: indexes[p.item],
            is_in: question.items[p.item].wish == Wish::Must,
            price: (p.least, p.most),
            displaced: p.displaced.iter().map(|at| indexes[*at]).collect(),
        };
        Ok(Selection {
            chosen,
            left_out,
            apart,
            worth: found.value,
            bound: found.bound,
            proven: found.proven,
            budgets,
            unpriced,
            prices: prices.into_iter().map(forced).filter(|f| f.price.1 > 1e-9).collect(),
        })
    }

    fn stock(&self, asked: &Asked) -> Stock {
        let (from, to) = (self.today(), super::build::horizon(self, asked.to));
        if let Some((there, unit)) = &asked.budget {
            let budget = Budget { name: "budget".into(), there: *there, taken: 0.0 };
            return Stock { unit: Some(unit.clone()), budgets: vec![budget], known: HashMap::new() };
        }
        let calendar = Calendar::new(from, to, 0);
        let mut stock = Stock { unit: None, budgets: Vec::new(), known: HashMap::new() };
        let mut all: Vec<_> = teams(&self.world).into_iter().collect();
        all.sort_by(|a, b| a.0.cmp(b.0));
        for (team, record) in all {
            if let Some(weeks) = capacity(&self.world, calendar, record) {
                stock.known.insert(team.clone(), stock.budgets.len());
                let there = weeks.iter().sum::<i64>() as f64 / WHOLE;
                stock.budgets.push(Budget { name: team.clone(), there, taken: 0.0 });
            }
        }
        stock
    }
}

/// Every choice that is shown has kept the rules, by a look that knows nothing of how it was found.
fn checked(question: &Question, members: &[bool]) -> Result<(), Refused> {
    match question.judge(members) {
        (_, true) => Ok(()),
        (_, false) => Err(Refused::Solver("the one that was found breaks its own rules, a fault of ours".into())),
    }
}

/// What there is to spend.
struct Stock {
    /// The unit of a budget; none for the teams' time.
    unit: Option<Unit>,
    budgets: Vec<Budget>,
    known: HashMap<Arc<str>, usize>,
}

impl Stock {
    /// What an initiative takes of each budget.
    fn costs(&mut self, evaluated: &Evaluated, index: usize, columns: &[Arc<Column>]) -> Result<Vec<f64>, String> {
        let initiative = &evaluated.plan().initiatives[index];
        let units = &evaluated.plan().units;
        let mut costs = vec![0.0; self.budgets.len()];
        let Some(unit) = &self.unit else {
            for part in work(&evaluated.world, index, initiative, columns)? {
                // Who is on no team, or on one without a number, is not short.
                if let Some(at) = part.team.and_then(|team| self.known.get(&team)) {
                    costs[*at] += part.weeks;
                }
            }
            return Ok(costs);
        };
        let weeks = evaluated.world.person_weeks();
        if let Some(conversion) = weeks.and_then(|weeks| units.convert(weeks, unit).ok()) {
            let parts = work(&evaluated.world, index, initiative, columns)?;
            costs[0] = conversion.apply(parts.iter().map(|p| p.weeks).sum());
            return Ok(costs);
        }
        let Some(Datum::Quantity(cost)) = initiative.record.value("cost") else {
            return Err("no `cost` on file".into());
        };
        costs[0] = evaluated.number(cost, Some(unit)).ok_or_else(|| format!("its cost does not convert to {unit}"))?;
        Ok(costs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_that_breaks_the_rules_is_not_shown() {
        let item = |needs: &[usize]| Item { value: 1.0, costs: vec![2.0], needs: needs.to_vec(), ..Item::default() };
        let question = Question { items: vec![item(&[]), item(&[0])], budgets: vec![3.0] };
        assert_eq!(checked(&question, &[true, false]), Ok(()));
        for broken in [[true, true], [false, true]] {
            assert!(matches!(checked(&question, &broken), Err(Refused::Solver(_))), "{broken:?}");
        }
    }
}

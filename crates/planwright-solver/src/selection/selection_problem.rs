//! What is to be chosen from, and the answer.

use crate::stop_check::StopCheck;
use std::fmt;

/// Items to choose from within budgets: the next release problem (Bagnall, Rayward-Smith and Whittley, 2001) with any
/// number of budgets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SelectionProblem {
    /// What may be chosen.
    pub items: Vec<Item>,
    /// How much there is of each budget: money, or a team's capacity over the horizon.
    pub budgets: Vec<f64>,
}

/// What may be chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// What it is worth; below 0 for what is done only because another needs it.
    pub value: f64,
    /// What it takes of each budget, in their order; 0 for those beyond the list.
    pub costs: Vec<f64>,
    /// What must be chosen with it.
    pub needs: Vec<usize>,
    /// What is said about it beforehand.
    pub constraint: Constraint,
}

/// What is said about an item beforehand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Constraint {
    /// Nothing: its worth decides.
    #[default]
    Free,
    /// It is in, with all it needs.
    Must,
    /// It is out, with all that needs it.
    Without,
}

/// How long to look for the proof.
#[derive(Debug, Clone, Copy)]
pub struct SearchLimit<'a> {
    /// Nodes of branch and bound. The same number gives the same answer; 20,000 take about a minute for 1,000 items.
    pub nodes: u64,
    /// Wanted from outside, it ends the search early with the best so far: then, and only then, the answer depends
    /// on the moment.
    pub stop: Option<StopCheck<'a>>,
}

impl Default for SearchLimit<'_> {
    fn default() -> Self {
        SearchLimit { nodes: 20_000, stop: None }
    }
}

/// The best set found.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectionResult {
    /// Whether each item is in.
    pub members: Vec<bool>,
    /// Its value.
    pub value: f64,
    /// What no set exceeds; [`SelectionResult::value`] if that is proven optimal.
    pub bound: f64,
    /// Whether no other set is worth more.
    pub proven: bool,
    /// Nodes of branch and bound it took.
    pub nodes: u64,
}

impl SelectionResult {
    /// How much more another set could be worth at most, as a share of this one; 0 if it is proven optimal, infinite
    /// if this one is worth nothing.
    pub fn gap(&self) -> f64 {
        if self.proven {
            0.0
        } else if self.value > 0.0 {
            (self.bound - self.value).max(0.0) / self.value
        } else {
            f64::INFINITY
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are indices and amounts, named as in the model")]
pub enum ChooseError {
    /// An item needs one that isn't there.
    NoItem { item: usize, need: usize },
    /// A value, cost or budget that is no finite number, or a cost below 0; the item, none for a budget.
    NotFinite { item: Option<usize> },
    /// An item is wished in and one that it needs is wished out.
    Contradiction { must: usize, without: usize },
    /// What is wished in takes more than there is of a budget.
    OverBudget { budget: usize },
    /// The solver of linear programs failed.
    Solver(String),
}

impl fmt::Display for ChooseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChooseError::NoItem { item, need } => write!(f, "item {item} needs item {need}, which is not there"),
            ChooseError::NotFinite { item: Some(item) } => write!(f, "item {item} has a number that can't be counted"),
            ChooseError::NotFinite { item: None } => write!(f, "a budget can't be counted"),
            ChooseError::Contradiction { must, without } => {
                write!(f, "item {must} is wished in, and item {without}, which it needs, is wished out")
            }
            ChooseError::OverBudget { budget } => write!(f, "what is wished in takes more than budget {budget}"),
            ChooseError::Solver(why) => write!(f, "the solver failed: {why}"),
        }
    }
}

impl std::error::Error for ChooseError {}

impl SelectionProblem {
    pub(super) fn check(&self) -> Result<(), ChooseError> {
        if self.budgets.iter().any(|b| !b.is_finite()) {
            return Err(ChooseError::NotFinite { item: None });
        }
        for (at, item) in self.items.iter().enumerate() {
            if !item.value.is_finite() || item.costs.iter().any(|c| !c.is_finite() || *c < 0.0) {
                return Err(ChooseError::NotFinite { item: Some(at) });
            }
            if let Some(need) = item.needs.iter().find(|n| **n >= self.items.len()) {
                return Err(ChooseError::NoItem { item: at, need: *need });
            }
        }
        Ok(())
    }

    /// What a set is worth, and whether it keeps every rule: needs, wishes and budgets, the last to within a
    /// billionth of their size.
    pub fn evaluate(&self, members: &[bool]) -> (f64, bool) {
        let is_in = |at: usize| members.get(at).copied().unwrap_or(false);
        let chosen = || self.items.iter().enumerate().filter(|(at, _)| is_in(*at));
        let value = chosen().map(|(_, item)| item.value).sum();
        let needs = chosen().all(|(_, item)| item.needs.iter().all(|need| is_in(*need)));
        let wishes = self.items.iter().enumerate().all(|(at, item)| match item.constraint {
            Constraint::Free => true,
            Constraint::Must => is_in(at),
            Constraint::Without => !is_in(at),
        });
        let budgets = self.budgets.iter().enumerate().all(|(at, budget)| {
            let used: f64 = chosen().map(|(_, item)| item.costs.get(at).copied().unwrap_or(0.0)).sum();
            used <= budget + budget_tolerance(*budget)
        });
        (value, needs && wishes && budgets && members.len() == self.items.len())
    }
}

/// How far a sum of costs may lie above a budget by rounding alone.
pub(super) fn budget_tolerance(budget: f64) -> f64 {
    1e-9 * budget.abs().max(1.0)
}

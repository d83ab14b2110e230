//! What wishes cost.

use super::selection_problem::{ChooseError, Constraint, SearchLimit, SelectionProblem, SelectionResult};

/// What one wish costs: the best set with it against the best without it, all other wishes kept.
#[derive(Debug, Clone, PartialEq)]
pub struct OpportunityCost {
    /// The item that is wished in or out.
    pub item: usize,
    /// How much more the best set would be worth without the wish, at least and at most: equal where both are
    /// proven.
    pub least: f64,
    /// See [`OpportunityCost::least`].
    pub most: f64,
    /// What would be in without the wish, and is out with it.
    pub displaced: Vec<usize>,
    /// What is in with the wish, and would be out without it.
    pub admitted: Vec<usize>,
}

/// The price of each wish, in the order of the items: the question once more without it.
///
/// # Errors
///
/// A [`ChooseError`] if a question has no answer.
pub fn opportunity_costs(
    question: &SelectionProblem,
    chosen: &SelectionResult,
    limit: &SearchLimit<'_>,
) -> Result<Vec<OpportunityCost>, ChooseError> {
    let mut prices = Vec::new();
    for item in (0..question.items.len()).filter(|at| question.items[*at].constraint != Constraint::Free) {
        let mut freed = question.clone();
        freed.items[item].constraint = Constraint::Free;
        let other = super::choose(&freed, limit)?;
        let differs = |here: &[bool], there: &[bool]| -> Vec<usize> {
            here.iter().zip(there).enumerate().filter(|(_, (h, t))| **h && !**t).map(|(at, _)| at).collect()
        };
        prices.push(OpportunityCost {
            item,
            least: (other.value - chosen.bound).max(0.0),
            most: (other.bound - chosen.value).max(0.0),
            displaced: differs(&other.members, &chosen.members),
            admitted: differs(&chosen.members, &other.members),
        });
    }
    Ok(prices)
}

//! Choosing: the set of the greatest value within budgets, prerequisites included.

mod branch_and_bound;
mod branching;
mod greedy;
mod incumbent;
mod lagrangian_relaxation;
mod max_closure;
mod opportunity_cost;
mod presolve;
mod selection_problem;

pub use opportunity_cost::{OpportunityCost, opportunity_costs};
pub use selection_problem::{ChooseError, Constraint, Item, SearchLimit, SelectionProblem, SelectionResult};

use branching::prove_optimality;
use greedy::greedy_start;
use incumbent::Incumbent;
use presolve::ReducedProblem;

/// The set of the greatest value within the budgets, with all that its members need, wishes kept: an integer program
/// as Bagnall, Rayward-Smith and Whittley (2001) wrote it, on the groups of items that come together, solved by
/// branch and bound from a good set found by annealing. Proven optimal, or with the bound known at the limit.
///
/// # Errors
///
/// A [`ChooseError`] if the question has no answer.
///
/// ```
/// use planwright_solver::{Item, SearchLimit, SelectionProblem, choose};
/// let item = |value, cost, needs: &[usize]| Item { value, costs: vec![cost], needs: needs.to_vec(), ..Item::default() };
/// // The third is worth most, and needs the fourth, which is worth nothing alone.
/// let items = vec![item(6.0, 4.0, &[]), item(5.0, 3.0, &[]), item(9.0, 3.0, &[3]), item(0.0, 2.0, &[])];
/// let chosen = choose(&SelectionProblem { items, budgets: vec![8.0] }, &SearchLimit::default())?;
/// assert_eq!((chosen.members, chosen.value), (vec![false, true, true, true], 14.0));
/// assert!(chosen.proven);
/// # Ok::<(), planwright_solver::ChooseError>(())
/// ```
pub fn choose(question: &SelectionProblem, limit: &SearchLimit<'_>) -> Result<SelectionResult, ChooseError> {
    let reduced = ReducedProblem::new(question)?;
    let start = greedy_start(&reduced);
    let whole = question.items.iter().all(|item| item.value.fract() == 0.0);
    let known = if reduced.groups.is_empty() {
        Incumbent { chosen: Some(Vec::new()), bound: 0.0, proven: true, nodes: 0 }
    } else {
        prove_optimality(&reduced, &start, whole, limit)?
    };
    let candidates = known.chosen.iter().chain([&start]).map(|chosen| reduced.members(chosen, question.items.len()));
    let judged = candidates.map(|members| (question.evaluate(&members), members)).filter(|((_, valid), _)| *valid);
    let best = judged.reduce(|a, b| if b.0.0 > a.0.0 { b } else { a });
    let Some(((value, _), members)) = best else {
        return Err(ChooseError::Solver("it found no set that keeps the rules".into()));
    };
    // The relaxation's bound is of what is left to decide; values that are whole numbers can't lie between two.
    let base: f64 = reduced.members.iter().map(|at| question.items[*at].value).sum();
    let mut bound = base + known.bound;
    if whole {
        bound = (bound + 1e-6).floor();
    }
    // What the solver proves holds for the set it found: not if rounding it broke a rule.
    let found = known.chosen.as_ref().map(|chosen| base + presolve::value(&reduced, chosen));
    let scale = 1e-6 * value.abs().max(1.0);
    let proven = bound <= value || (known.proven && found.is_some_and(|found| found <= value + scale));
    let bound = if proven { value } else { bound.max(value) };
    Ok(SelectionResult { members, value, bound, proven, nodes: known.nodes })
}

#[cfg(test)]
mod tests;

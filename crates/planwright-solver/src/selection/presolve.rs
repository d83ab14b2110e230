//! A question made smaller, with the same answer.

use super::selection_problem::{ChooseError, Constraint, SelectionProblem, budget_tolerance};
use std::collections::BTreeMap;

/// What is left to decide: groups of items that are in or out together.
#[derive(Debug, Clone, Default)]
pub(super) struct ReducedProblem {
    /// The items of each group.
    pub groups: Vec<Vec<usize>>,
    pub values: Vec<f64>,
    /// By group, then by budget.
    pub costs: Vec<Vec<f64>>,
    /// The groups that must be in with each, without those that others bring along.
    pub needs: Vec<Vec<usize>>,
    /// All groups that come with each, itself too.
    pub closure: Vec<Vec<usize>>,
    pub budgets: Vec<f64>,
    /// Items that are in whatever else is.
    pub members: Vec<usize>,
}

/// All items reachable by an item's edges, itself too.
fn reachable(from: usize, edges: &[Vec<usize>]) -> Vec<usize> {
    let (mut seen, mut stack) = (vec![false; edges.len()], vec![from]);
    while let Some(at) = stack.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            stack.extend(&edges[at]);
        }
    }
    (0..edges.len()).filter(|at| seen[*at]).collect()
}

impl ReducedProblem {
    /// Applies wishes, drops what fits in no case or helps nobody, and joins what only ever comes together: items of
    /// no worth of their own that the same items need.
    pub(super) fn new(question: &SelectionProblem) -> Result<ReducedProblem, ChooseError> {
        question.check()?;
        let n = question.items.len();
        let needs: Vec<Vec<usize>> = question.items.iter().map(|item| item.needs.clone()).collect();
        let closures: Vec<Vec<usize>> = (0..n).map(|at| reachable(at, &needs)).collect();
        let cost = |item: usize, budget: usize| question.items[item].costs.get(budget).copied().unwrap_or(0.0);
        let mut fixed = vec![false; n];
        for must in (0..n).filter(|at| question.items[*at].constraint == Constraint::Must) {
            for at in &closures[must] {
                if question.items[*at].constraint == Constraint::Without {
                    return Err(ChooseError::Contradiction { must, without: *at });
                }
                fixed[*at] = true;
            }
        }
        let mut budgets = question.budgets.clone();
        for (at, budget) in budgets.iter_mut().enumerate() {
            let used: f64 = (0..n).filter(|item| fixed[*item]).map(|item| cost(item, at)).sum();
            *budget -= used;
            if *budget < -budget_tolerance(question.budgets[at]) {
                return Err(ChooseError::OverBudget { budget: at });
            }
            *budget = budget.max(0.0);
        }
        let can = |at: usize| {
            let open = || closures[at].iter().filter(|item| !fixed[**item]);
            let wished_out = closures[at].iter().any(|item| question.items[*item].constraint == Constraint::Without);
            let fits = |(b, budget): (usize, &f64)| {
                open().map(|item| cost(*item, b)).sum::<f64>() <= *budget + budget_tolerance(*budget)
            };
            !wished_out && budgets.iter().enumerate().all(fits)
        };
        let open: Vec<bool> = (0..n).map(|at| !fixed[at] && can(at)).collect();
        // Who of the worthy brings each item along.
        let mut bringers: Vec<Vec<usize>> = vec![Vec::new(); n];
        for worthy in (0..n).filter(|at| open[*at] && question.items[*at].value > 0.0) {
            closures[worthy].iter().filter(|item| open[**item]).for_each(|item| bringers[*item].push(worthy));
        }
        let mut reduced =
            ReducedProblem { budgets, members: (0..n).filter(|at| fixed[*at]).collect(), ..ReducedProblem::default() };
        let mut group_of = vec![None; n];
        let mut by_bringers: BTreeMap<&[usize], usize> = BTreeMap::new();
        for at in (0..n).filter(|at| open[*at] && !bringers[*at].is_empty()) {
            // Items that the same worthy ones bring are in or out together: a worthy one brings itself.
            let group = *by_bringers.entry(&bringers[at]).or_insert_with(|| {
                reduced.groups.push(Vec::new());
                reduced.groups.len() - 1
            });
            reduced.groups[group].push(at);
            group_of[at] = Some(group);
        }
        for group in &reduced.groups {
            reduced.values.push(group.iter().map(|at| question.items[*at].value).sum());
            let costs = (0..reduced.budgets.len()).map(|b| group.iter().map(|at| cost(*at, b)).sum());
            reduced.costs.push(costs.collect());
        }
        let mut edges: Vec<Vec<usize>> = vec![Vec::new(); reduced.groups.len()];
        for (at, group) in group_of.iter().enumerate() {
            let Some(group) = *group else { continue };
            edges[group].extend(needs[at].iter().filter_map(|need| group_of[*need]).filter(|other| *other != group));
        }
        for edge in &mut edges {
            edge.sort_unstable();
            edge.dedup();
        }
        reduced.closure = (0..edges.len()).map(|at| reachable(at, &edges)).collect();
        // An edge that a longer way implies is left out; groups have no cycles, their items are in one group.
        reduced.needs = edges
            .iter()
            .map(|direct| {
                let implied =
                    |to: usize| direct.iter().any(|d| *d != to && reduced.closure[*d].binary_search(&to).is_ok());
                direct.iter().copied().filter(|to| !implied(*to)).collect()
            })
            .collect();
        Ok(reduced)
    }

    /// The set of items after a set of groups.
    pub(super) fn members(&self, chosen: &[bool], items: usize) -> Vec<bool> {
        let mut members = vec![false; items];
        self.members.iter().for_each(|at| members[*at] = true);
        for (group, _) in self.groups.iter().zip(chosen).filter(|(_, chosen)| **chosen) {
            group.iter().for_each(|at| members[*at] = true);
        }
        members
    }
}

/// What chosen groups are worth.
pub(super) fn value(reduced: &ReducedProblem, chosen: &[bool]) -> f64 {
    chosen.iter().zip(&reduced.values).filter(|(c, _)| **c).map(|(_, v)| v).sum()
}

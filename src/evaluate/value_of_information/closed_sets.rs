//! Choosing what fits a capacity where some need others: sets that hold all that their members need.
//!
//! What hangs together by needs is a group. Of each group the sets worth keeping are found by themselves, and groups are
//! joined as single items are. Only what is worth something makes a set: with it comes all that it needs.

use super::knapsack::{KnapsackItem, ParetoFrontier, fits};
use planwright_solver::{Constraint, SelectionProblem};
use std::collections::{HashMap, HashSet};

/// The most sets of one group that are kept apart by what they hold, and the least where it is large: of more, those that
/// no lighter one matches, the best of each so many-th of the room.
const SETS_KEPT_RANGE: (usize, usize) = (2_000, 50);

/// The most steps for one item of a group, about: with more items that make its sets fewer sets are kept.
const MAX_STEPS: usize = 1_000_000;

/// What may be chosen from, by item of a question; weights are shares of the capacity.
pub(in crate::evaluate) struct ClosureProblem {
    /// What each takes and is worth by itself.
    pub items: Vec<KnapsackItem>,
    /// Whether it is in whatever is chosen.
    pub fixed: Vec<bool>,
    /// What is left beside that.
    pub room: f64,
    /// What each needs.
    needs: Vec<Vec<usize>>,
    /// All that comes with each, itself included, but for what is in anyway.
    with: Vec<Vec<usize>>,
    /// Its group; none for what is in or out whatever is chosen.
    group: Vec<Option<usize>>,
    /// By group: what makes its sets.
    makers: Vec<Vec<usize>>,
}

/// A set of one group.
#[derive(Clone)]
struct ClosedSet {
    held: Vec<usize>,
    sum: KnapsackItem,
}

/// What goes together where one is dropped: it, what needs it, and what only they needed.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct DropSet {
    /// The items.
    pub items: Vec<usize>,
    /// What they take and are worth together.
    pub sum: KnapsackItem,
}

/// Those reached from some, each step to its neighbours.
fn reachable(from: impl Iterator<Item = usize>, to: &[Vec<usize>]) -> Vec<bool> {
    let mut seen = vec![false; to.len()];
    let mut open: Vec<usize> = from.collect();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(to[at].iter().copied());
        }
    }
    seen
}

fn reversed_edges(to: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut from = vec![Vec::new(); to.len()];
    for (at, of) in to.iter().enumerate() {
        of.iter().for_each(|other| from[*other].push(at));
    }
    from
}

impl ClosureProblem {
    /// From a question with one budget, a capacity of `amount`. Something is learned about some items, which may turn out
    /// to be worth something.
    pub(in crate::evaluate) fn new(
        question: &SelectionProblem,
        amount: f64,
        learned: &HashSet<usize>,
    ) -> ClosureProblem {
        let count = question.items.len();
        let needs: Vec<Vec<usize>> = question.items.iter().map(|i| i.needs.clone()).collect();
        let wished = |wish: Constraint| (0..count).filter(move |at| question.items[*at].constraint == wish);
        let fixed = reachable(wished(Constraint::Must), &needs);
        let out = reachable(wished(Constraint::Without), &reversed_edges(&needs));
        let free: Vec<bool> = (0..count).map(|at| !out[at] && !fixed[at]).collect();
        let item = |i: &planwright_solver::Item| KnapsackItem { weight: i.costs[0] / amount, value: i.value };
        let items: Vec<KnapsackItem> = question.items.iter().map(item).collect();
        let taken: f64 = (0..count).filter(|at| fixed[*at]).map(|at| items[at].weight).sum();
        let among_free = |of: Vec<bool>| (0..count).filter(|at| of[*at] && free[*at]).collect::<Vec<_>>();
        let with = (0..count).map(|at| among_free(reachable(std::iter::once(at), &needs))).collect();
        // Needs both ways, among what is free.
        let mut near = vec![Vec::new(); count];
        for at in (0..count).filter(|at| free[*at]) {
            for need in needs[at].iter().copied().filter(|need| free[*need]) {
                near[at].push(need);
                near[need].push(at);
            }
        }
        let mut group: Vec<Option<usize>> = vec![None; count];
        let mut makers: Vec<Vec<usize>> = Vec::new();
        for at in 0..count {
            if free[at] && group[at].is_none() {
                let members = among_free(reachable(std::iter::once(at), &near));
                members.iter().for_each(|other| group[*other] = Some(makers.len()));
                let makes = |other: &usize| items[*other].value > 0.0 || learned.contains(other);
                makers.push(members.into_iter().filter(makes).collect());
            }
        }
        ClosureProblem { items, fixed, room: (1.0 - taken).max(0.0), needs, with, group, makers }
    }

    /// The group of an item; none for what is in or out whatever is chosen.
    pub(in crate::evaluate) fn group(&self, item: usize) -> Option<usize> {
        self.group[item]
    }

    /// By group, the sets worth keeping.
    pub(in crate::evaluate) fn groups(&self) -> Vec<ParetoFrontier> {
        self.makers.iter().map(|makers| self.extend_sets(makers, &[], self.room, None)).collect()
    }

    /// The sets of an item's group without it; and those with it, what it takes and is worth itself left aside, up to a
    /// weight beyond the room for what may turn out lighter.
    pub(in crate::evaluate) fn around(&self, item: usize, beyond: f64) -> (ParetoFrontier, ParetoFrontier) {
        let makers = self.group[item].map_or(&[][..], |group| &self.makers[group]);
        let without: Vec<usize> = makers.iter().copied().filter(|m| !self.with[*m].contains(&item)).collect();
        let with = self.extend_sets(makers, &self.with[item], self.room + beyond, Some(item));
        (self.extend_sets(&without, &[], self.room, None), with)
    }

    /// The sets that some make, each with all that it needs, beside what they start with.
    fn extend_sets(&self, makers: &[usize], start: &[usize], room: f64, aside: Option<usize>) -> ParetoFrontier {
        let item = |at: usize| if aside == Some(at) { KnapsackItem::NOTHING } else { self.items[at] };
        let sum = |of: &[usize]| of.iter().fold(KnapsackItem::NOTHING, |sum, at| sum.plus(item(*at)));
        let mut sets = vec![ClosedSet { held: start.to_vec(), sum: sum(start) }];
        for (nth, maker) in makers.iter().enumerate() {
            let mut known: HashSet<Vec<usize>> = sets.iter().map(|set| set.held.clone()).collect();
            for at in 0..sets.len() {
                let set = &sets[at];
                let new: Vec<usize> = self.with[*maker].iter().copied().filter(|i| !set.held.contains(i)).collect();
                let grown = set.sum.plus(sum(&new));
                if new.is_empty() || !fits(grown.weight, room) {
                    continue;
                }
                let mut held = [set.held.as_slice(), &new].concat();
                held.sort_unstable();
                if known.insert(held.clone()) {
                    sets.push(ClosedSet { held, sum: grown });
                }
            }
            let most = (MAX_STEPS / makers.len().pow(2)).clamp(SETS_KEPT_RANGE.1, SETS_KEPT_RANGE.0);
            sets = self.non_dominated(sets, &makers[nth + 1..], most);
        }
        ParetoFrontier::of(sets.into_iter().map(|set| set.sum).collect(), room)
    }

    /// Of sets that hold the same of what is still to come with others, those that no lighter one matches; of too many
    /// the same whatever they hold.
    fn non_dominated(&self, sets: Vec<ClosedSet>, left: &[usize], most: usize) -> Vec<ClosedSet> {
        let ahead: HashSet<usize> = left.iter().flat_map(|maker| self.with[*maker].iter().copied()).collect();
        let key = |set: &ClosedSet| set.held.iter().copied().filter(|at| ahead.contains(at)).collect::<Vec<_>>();
        let kept = non_dominated(sets, &key);
        if kept.len() <= most {
            return kept;
        }
        let mut kept = non_dominated(kept, &|_| Vec::new());
        if kept.len() > most {
            // From the lightest, each heavier one is worth more: of each part of the room the last is the best.
            let part = |set: &ClosedSet| (set.sum.weight / self.room * most as f64) as usize;
            let parts: Vec<usize> = kept.iter().map(part).collect();
            let mut nth = 0;
            kept.retain(|_| {
                nth += 1;
                parts.get(nth) != Some(&parts[nth - 1])
            });
        }
        kept
    }

    /// What goes with each of those of a set that are worth something, where it is dropped.
    pub(crate) fn drops(&self, members: &[bool]) -> Vec<DropSet> {
        let free = |at: &usize| members[*at] && !self.fixed[*at];
        let after = reversed_edges(&self.needs);
        let makers = (0..members.len()).filter(|at| free(at) && self.items[*at].value > 0.0);
        let drop = |at: usize| {
            let gone = reachable(std::iter::once(at), &after);
            let stay = |other: &usize| free(other) && !gone[*other];
            let roots = (0..members.len()).filter(|other| stay(other) && self.items[*other].value > 0.0);
            let needed = reachable(roots, &self.needs);
            let items: Vec<usize> = (0..members.len()).filter(|o| free(o) && !(stay(o) && needed[*o])).collect();
            let sum = items.iter().fold(KnapsackItem::NOTHING, |sum, at| sum.plus(self.items[*at]));
            DropSet { items, sum }
        };
        makers.map(drop).collect()
    }
}

/// Of sets with one key those that no lighter one matches in value.
fn non_dominated(mut sets: Vec<ClosedSet>, key: &dyn Fn(&ClosedSet) -> Vec<usize>) -> Vec<ClosedSet> {
    sets.sort_by(|a, b| a.sum.weight.total_cmp(&b.sum.weight).then(b.sum.value.total_cmp(&a.sum.value)));
    let mut best: HashMap<Vec<usize>, f64> = HashMap::new();
    let better = |set: &ClosedSet| {
        let best = best.entry(key(set)).or_insert(f64::NEG_INFINITY);
        let is = set.sum.value > *best;
        *best = best.max(set.sum.value);
        is
    };
    let mut better = better;
    sets.retain(|set| better(set));
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_needs_any_more_goes_along() {
        let item = |value: f64, cost: f64, needs: &[usize]| planwright_solver::Item {
            value,
            costs: vec![cost],
            needs: needs.to_vec(),
            ..planwright_solver::Item::default()
        };
        // The first two need the third, which is worth nothing by itself; the second needs the fourth too.
        let items = vec![item(5.0, 1.0, &[2]), item(4.0, 1.0, &[2, 3]), item(0.0, 2.0, &[]), item(0.0, 3.0, &[])];
        let question = SelectionProblem { items, budgets: vec![10.0] };
        let closed = ClosureProblem::new(&question, 10.0, &HashSet::new());
        let dropped: Vec<Vec<usize>> = closed.drops(&[true; 4]).into_iter().map(|d| d.items).collect();
        assert_eq!(dropped, [vec![0], vec![1, 3]]);
    }
}

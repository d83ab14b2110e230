//! The best schedule of spread work, by trying orders.

use super::instance::Instance;
use super::lagrangian_bound::CapacityPrices;
use super::model::{Load, Project, ProjectError, ResourceUnits, WorkProfile};

/// The best order of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct SequenceResult {
    /// The list; [`super::list_schedule`] makes the schedule of it.
    pub list: Vec<usize>,
    /// What that is worth.
    pub value: f64,
    /// Whether no schedule, of whatever kind, is worth more.
    pub proven: bool,
    /// Places that were tried.
    pub nodes: u64,
}

/// The best order of tasks, from one to begin with, within so many places that are tried: the same number gives the
/// same answer. None where a best order need not give a best schedule, or where the first does not place every task.
///
/// Where work is spread without a cap, nothing is fixed or optional, and a later finish never brings more, a best order
/// gives a best schedule: take any schedule's tasks in the order of their finishes. Placed in that order as early as
/// they fit, none finishes later than it did, since whatever a resource gives in the time before is given to those that
/// had to be done by then (the exchange argument of Smith, 1956). Orders in which one finishes before the one before it
/// need not be tried, nor those whose start is worth too little by the prices of capacity.
///
/// # Errors
///
/// The first [`ProjectError`] of the project.
pub fn sequence_search(project: &Project, first: &[usize], nodes: u64) -> Result<Option<SequenceResult>, ProjectError> {
    let shop = Instance::new(project)?;
    if !(0..project.tasks.len()).all(|task| order_suffices(&shop, task)) {
        return Ok(None);
    }
    let mut dive = PartialSequence::of(&shop);
    let Some(value) = dive.value(first) else { return Ok(None) };
    let prices = CapacityPrices::new(&shop, value + project.makespan_cost * dive.length as f64);
    dive.reset();
    let mut best = SequenceResult { list: first.to_vec(), value, proven: false, nodes: 0 };
    let left: f64 = prices.price.iter().zip(&shop.free).map(|(price, free)| price * *free as f64).sum();
    let ended = dive.branch(&prices, left, 0.0, 0, nodes, &mut best);
    best.proven = ended;
    Ok(Some(best))
}

/// Whether a task is one of which a best order is enough.
fn order_suffices(shop: &Instance<'_>, task: usize) -> bool {
    let (project, t) = (shop.project(), &shop.project().tasks[task]);
    let [mode] = &t.modes[..] else { return false };
    let there = |period: usize| -> i128 {
        mode.uses.iter().map(|u| i128::from(shop.free[u.resource * project.periods + period])).sum()
    };
    let capped = mode.at_most.is_some_and(|most| (0..project.periods).any(|p| there(p) > i128::from(most)));
    let falls = (0..project.periods).all(|f| t.gain(f + 1) <= t.gain(f));
    mode.work_profile == WorkProfile::Effort && !capped && falls && !t.optional && t.fixed_start.is_none()
}

/// An order that is being made.
struct PartialSequence<'s, 'p> {
    shop: &'s Instance<'p>,
    free: Vec<ResourceUnits>,
    /// The finish of each task that has its place.
    places: Vec<Option<usize>>,
    list: Vec<usize>,
    length: usize,
}

impl<'s, 'p> PartialSequence<'s, 'p> {
    fn of(shop: &'s Instance<'p>) -> PartialSequence<'s, 'p> {
        let places = vec![None; shop.project().tasks.len()];
        PartialSequence { shop, free: shop.free.clone(), places, list: Vec::new(), length: 0 }
    }

    fn reset(&mut self) {
        *self = PartialSequence::of(self.shop);
    }

    /// What a list is worth; none where it does not place every task.
    fn value(&mut self, list: &[usize]) -> Option<f64> {
        let mut lister = super::list_scheduler::ListScheduler::new(self.shop);
        lister.run(list);
        let (missing, value) = lister.value();
        let finishes = (0..self.places.len()).filter_map(|t| Some(lister.placed(t)?.1));
        self.length = finishes.max().unwrap_or(0);
        (missing == 0).then_some(value)
    }

    /// The first period in which a task may start; none where something that it needs has no place yet.
    fn ready(&self, task: usize) -> Option<usize> {
        let t = &self.shop.project().tasks[task];
        t.needs
            .iter()
            .try_fold(t.release, |from, need| Some(from.max(self.places[need.task]?.saturating_add(need.lag))))
    }

    /// Tries every order of what is left, the one that finishes first before the others; whether all were tried or are
    /// known to be no better. `left` is what the capacity is worth that is left, `gains` what has its place brings.
    fn branch(
        &mut self,
        prices: &CapacityPrices,
        left: f64,
        gains: f64,
        last: usize,
        nodes: u64,
        best: &mut SequenceResult,
    ) -> bool {
        let (project, count) = (self.shop.project(), self.places.len());
        if self.list.len() == count {
            let value = gains - project.makespan_cost * last as f64;
            if value > best.value {
                (best.list, best.value) = (self.list.clone(), value);
            }
            return true;
        }
        let open = (0..count).filter(|t| self.places[*t].is_none());
        let most: f64 = open.clone().map(|t| prices.best[t][last.min(project.periods)]).sum();
        let most = gains + left + most - project.makespan_cost * last as f64;
        if most <= best.value + 1e-9 * best.value.abs() {
            return true;
        }
        let mut next: Vec<(usize, usize, Vec<Load>)> = Vec::new();
        for task in open {
            let Some(from) = self.ready(task) else { continue };
            let (mode, mut loads) = (&project.tasks[task].modes[0], Vec::new());
            let note = |resource, period, amount| loads.push(Load { resource, period, amount });
            // In an order of finishes none is done before the one before it.
            match self.shop.spread(&self.free, mode, from, note) {
                Some(finish) if finish >= last => next.push((finish, task, loads)),
                _ => {}
            }
        }
        next.sort_by_key(|(finish, task, _)| (*finish, *task));
        for (finish, task, loads) in next {
            if best.nodes == nodes {
                return false;
            }
            best.nodes += 1;
            let place = |l: &Load| l.resource * project.periods + l.period;
            let paid: f64 = loads.iter().map(|l| prices.price[place(l)] * l.amount as f64).sum();
            loads.iter().for_each(|l| self.free[place(l)] -= l.amount);
            self.places[task] = Some(finish);
            self.list.push(task);
            let gain = project.tasks[task].gain(finish);
            let ended = self.branch(prices, left - paid, gains + gain, finish, nodes, best);
            self.list.pop();
            self.places[task] = None;
            loads.iter().for_each(|l| self.free[place(l)] += l.amount);
            if !ended {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, Precedence, Resource, Task, Use, bound, list_schedule, quick_bound, validate};
    use proptest::prelude::*;

    prop_compose! {
        fn any_task()(
            uses in proptest::collection::btree_map(0..2usize, 0..9i64, 1..3),
            needs in proptest::collection::btree_map(0..6usize, 0..2usize, 0..2),
            release in 0..4usize, due in proptest::option::of(0..12usize), weight in 1..9u8,
        ) -> (Task, std::collections::BTreeMap<usize, usize>) {
            let uses = uses.into_iter().map(|(resource, amount)| Use { resource, amount }).collect();
            let weight = f64::from(weight);
            let worth = (0..=30).map(|f| weight * (1.0 - f64::from(f) / 30.0)).collect();
            let modes = vec![Mode { work_profile: WorkProfile::Effort, uses, at_most: None }];
            (Task { modes, release, due, tardiness_cost: weight / 5.0, worth, ..Task::default() }, needs)
        }
    }

    prop_compose! {
        fn any_project()(
            drawn in proptest::collection::vec(any_task(), 1..6),
            capacities in proptest::collection::vec(proptest::collection::vec(1..4i64, 40), 2),
        ) -> Project {
            let task = |(at, (task, needs)): (usize, (Task, std::collections::BTreeMap<usize, usize>))| Task {
                needs: needs.into_iter().filter(|(t, _)| *t < at).map(|(task, lag)| Precedence { task, lag }).collect(),
                ..task
            };
            let resources = capacities.into_iter().map(|capacity| Resource { capacity }).collect();
            Project { periods: 40, resources, tasks: drawn.into_iter().enumerate().map(task).collect(), makespan_cost: 0.0 }
        }
    }

    /// Every order of so many.
    fn orders(count: usize) -> Vec<Vec<usize>> {
        if count == 0 {
            return vec![Vec::new()];
        }
        let longer = |shorter: Vec<usize>| {
            (0..count).map(move |at| {
                let mut order = shorter.clone();
                order.insert(at, count - 1);
                order
            })
        };
        orders(count - 1).into_iter().flat_map(longer).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn the_best_order_is_that_of_all(project in any_project()) {
            let first: Vec<usize> = (0..project.tasks.len()).collect();
            let found = sequence_search(&project, &first, 100_000).unwrap().unwrap();
            prop_assert!(found.proven);
            let schedule = list_schedule(&project, &found.list).unwrap();
            prop_assert_eq!(validate(&project, &schedule), vec![]);
            prop_assert!((schedule.value(&project) - found.value).abs() < 1e-9);
            let all = orders(project.tasks.len());
            let value = |order: &Vec<usize>| list_schedule(&project, order).unwrap().value(&project);
            let best = all.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((best - found.value).abs() < 1e-9, "{} of all, {} found", best, found.value);
            prop_assert!(found.value <= quick_bound(&project).unwrap().value + 1e-9);
            prop_assert!(found.value <= bound(&project).unwrap().value + 1e-9);
        }
    }

    #[test]
    fn what_a_list_can_not_promise_is_not_claimed() {
        let task = Task {
            modes: vec![Mode {
                work_profile: WorkProfile::Effort,
                uses: vec![Use { resource: 0, amount: 4 }],
                at_most: None,
            }],
            worth: (0..9).map(|f| f64::from(8 - f)).collect(),
            ..Task::default()
        };
        let resources = vec![Resource { capacity: vec![2; 9] }];
        let project = |task: &Task| Project {
            periods: 9,
            resources: resources.clone(),
            tasks: vec![task.clone(); 3],
            makespan_cost: 0.0,
        };
        // 2, 4 and 6 periods: 6 + 4 + 2.
        let found = sequence_search(&project(&task), &[0, 1, 2], 100).unwrap().unwrap();
        assert_eq!((found.value, found.proven), (12.0, true));
        // Three for two leave half a period to nobody, which prices do not see: every order must be looked at.
        let mut odd = task.clone();
        odd.modes[0].uses[0].amount = 3;
        let found = |nodes| sequence_search(&project(&odd), &[0, 1, 2], nodes).unwrap().unwrap();
        assert_eq!((found(100).value, found(100).proven), (14.0, true));
        assert_eq!((found(1).proven, found(1).nodes), (false, 1));
        let none = |task: Task| assert_eq!(sequence_search(&project(&task), &[0, 1, 2], 100), Ok(None));
        none(Task { optional: true, ..task.clone() });
        none(Task { fixed_start: Some(0), ..task.clone() });
        none(Task { worth: vec![0.0, 1.0], ..task.clone() });
        let mut capped = task.clone();
        capped.modes[0].at_most = Some(1);
        none(capped.clone());
        // A cap that never binds is none.
        capped.modes[0].at_most = Some(2);
        assert!(sequence_search(&project(&capped), &[0, 1, 2], 100).unwrap().is_some());
    }
}

//! A bound by prices of capacity: each task takes the finish that is best for it alone at those prices.

use super::instance::Instance;
use super::model::{Mode, ResourceUnits, WorkProfile};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Steps of the search for prices: fewer for more tasks and periods.
const SUBGRADIENT_STEPS: (usize, usize) = (40, 400);

/// Tasks times periods that all steps together may look at.
const MAX_CELLS_VISITED: usize = 1_500_000;

/// Steps without progress after which they are made shorter.
const PATIENCE: usize = 8;

/// A gap of this share of the value is small enough.
const GAP_TOLERANCE: f64 = 1e-4;

/// Steps shorter than this share of the gap lead nowhere.
const MIN_STEP: f64 = 1e-3;

/// Prices of each resource in each period, and what they say.
///
/// Capacity is bought: what there is of it is worth its price, and each task pays for the cheapest periods in which it
/// can be done by a finish. Whatever the prices are, no schedule is worth more than all capacity at its price and each
/// task at its best finish (the Lagrangian bound of Christofides, Alvarez-Valdes and Tamarit, 1987, here for work that
/// is spread). Prices are sought by subgradient steps (Held, Wolfe and Crowder, 1974; Polyak, 1969).
#[derive(Debug, Clone)]
pub(super) struct CapacityPrices {
    /// By resource and period, one resource after the other.
    pub price: Vec<f64>,
    /// By task and period: the most that a finish then or later brings, less what it pays.
    pub best: Vec<Vec<f64>>,
    /// What no schedule exceeds, the cost of its length left aside.
    pub value: f64,
}

/// What a task chooses at given prices.
struct PricedFinish {
    value: f64,
    /// What it takes, by place in [`CapacityPrices::price`].
    takes: Vec<(usize, f64)>,
}

/// Capacity of a period that a task takes, the dearest first.
#[derive(PartialEq)]
struct PricedUse {
    price: f64,
    period: usize,
    amount: ResourceUnits,
}

impl Eq for PricedUse {}

impl Ord for PricedUse {
    fn cmp(&self, other: &Self) -> Ordering {
        self.price.total_cmp(&other.price).then(self.period.cmp(&other.period))
    }
}

impl PartialOrd for PricedUse {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl CapacityPrices {
    /// Good prices of a project, of which some schedule is worth `known`.
    pub(crate) fn new(shop: &Instance<'_>, known: f64) -> CapacityPrices {
        let project = shop.project();
        let size = project.tasks.len().max(1) * project.periods.max(1);
        let steps = (MAX_CELLS_VISITED / size).clamp(SUBGRADIENT_STEPS.0, SUBGRADIENT_STEPS.1);
        let mut price = vec![0.0; shop.free.len()];
        let (mut found, mut slope) = evaluate_prices(shop, &price);
        let mut best = found.clone();
        let (mut length, mut idle) = (1.0, 0);
        for _ in 0..steps {
            let steep: f64 = slope.iter().map(|g| g * g).sum();
            let gap = best.value - known;
            if steep <= 0.0 || gap <= GAP_TOLERANCE * known.abs() || length < MIN_STEP {
                break;
            }
            let step = length * gap / steep;
            price.iter_mut().zip(&slope).for_each(|(price, g)| *price = (*price - step * g).max(0.0));
            (found, slope) = evaluate_prices(shop, &price);
            if found.value < best.value {
                best = found.clone();
                idle = 0;
            } else {
                idle += 1;
                if idle == PATIENCE {
                    (length, idle) = (length / 2.0, 0);
                    price.clone_from(&best.price);
                    slope = evaluate_prices(shop, &price).1;
                }
            }
        }
        best
    }
}

/// What prices say, and how much of each capacity is left at them.
fn evaluate_prices(shop: &Instance<'_>, price: &[f64]) -> (CapacityPrices, Vec<f64>) {
    let project = shop.project();
    let mut slope: Vec<f64> = shop.free.iter().map(|free| *free as f64).collect();
    let mut value: f64 = slope.iter().zip(price).map(|(free, price)| free * price).sum();
    let mut best = Vec::with_capacity(project.tasks.len());
    for task in 0..project.tasks.len() {
        let (all, choice) = best_finishes(shop, price, task);
        value += choice.value;
        choice.takes.iter().for_each(|(place, amount)| slope[*place] -= amount);
        best.push(all);
    }
    (CapacityPrices { price: price.to_vec(), best, value }, slope)
}

/// The best that each finish or a later one brings a task at given prices, and its choice.
fn best_finishes(shop: &Instance<'_>, price: &[f64], task: usize) -> (Vec<f64>, PricedFinish) {
    let project = shop.project();
    let t = &project.tasks[task];
    let mut best = vec![f64::NEG_INFINITY; project.periods + 1];
    let mut chosen: Option<(f64, usize, usize)> = None;
    let from = shop.head(task).unwrap_or(usize::MAX);
    for (number, mode) in t.modes.iter().enumerate() {
        let pays = min_cost_by_finish(shop, price, mode, from, None).0;
        let soonest = from.saturating_add(shop.min_mode_duration(task, number));
        for (finish, (best, pays)) in best.iter_mut().zip(&pays).enumerate().skip(soonest) {
            let Some(pays) = pays else { continue };
            let brings = t.gain(finish) - pays;
            *best = best.max(brings);
            if chosen.is_none_or(|(most, ..)| brings > most) {
                chosen = Some((brings, number, finish));
            }
        }
    }
    for finish in (0..project.periods).rev() {
        best[finish] = best[finish].max(best[finish + 1]);
    }
    // What can't be placed at all brings nothing here: the bound is of schedules that place what can be.
    let choice = match chosen.filter(|(brings, ..)| !t.optional || *brings > 0.0) {
        None => PricedFinish { value: 0.0, takes: Vec::new() },
        Some((value, mode, finish)) => {
            PricedFinish { value, takes: min_cost_by_finish(shop, price, &t.modes[mode], from, Some(finish)).1 }
        }
    };
    (best, choice)
}

/// What a mode pays at least by each finish, work from a period on, in the cheapest periods; none where it can't be
/// done by then. With what it takes for one of the finishes.
fn min_cost_by_finish(
    shop: &Instance<'_>,
    price: &[f64],
    mode: &Mode,
    from: usize,
    of: Option<usize>,
) -> (Vec<Option<f64>>, Vec<(usize, f64)>) {
    let periods = shop.project().periods;
    let mut pays = vec![Some(0.0); periods + 1];
    let mut takes = Vec::new();
    for used in mode.uses.iter().filter(|u| u.amount > 0) {
        // In a period a task can't take more than there is, nor more than its rate or its cap.
        let (wanted, most) = match mode.work_profile {
            WorkProfile::Effort => (i128::from(used.amount), mode.at_most.unwrap_or(ResourceUnits::MAX)),
            WorkProfile::Constant(n) | WorkProfile::Interruptible(n) => {
                (i128::from(used.amount) * n as i128, used.amount)
            }
        };
        let row = used.resource * periods;
        let mut taken: BinaryHeap<PricedUse> = BinaryHeap::new();
        let (mut sum, mut cost) = (0i128, 0.0);
        for (finish, pays) in pays.iter_mut().enumerate() {
            if let Some(period) = finish.checked_sub(1).filter(|p| *p >= from) {
                let amount = shop.free[row + period].min(most);
                if amount > 0 {
                    taken.push(PricedUse { price: price[row + period], period, amount });
                    sum += i128::from(amount);
                    cost += amount as f64 * price[row + period];
                }
            }
            // What is more than it wants goes back, the dearest first.
            while sum > wanted {
                let Some(mut dearest) = taken.pop() else { break };
                let back = (sum - wanted).min(i128::from(dearest.amount)) as ResourceUnits;
                sum -= i128::from(back);
                cost -= back as f64 * dearest.price;
                dearest.amount -= back;
                if dearest.amount > 0 {
                    taken.push(dearest);
                }
            }
            *pays = pays.filter(|_| sum == wanted).map(|all| all + cost);
            if of == Some(finish) {
                takes.extend(taken.iter().map(|t| (row + t.period, t.amount as f64)));
                break;
            }
        }
    }
    (pays, takes)
}

//! A good set to begin with.

use super::super::random::{COOLING_FACTOR, COOLING_STEPS, SplitMix64, random_move};
use super::presolve::ReducedProblem;
use super::selection_problem::budget_tolerance;

/// Lists tried.
const ITERATIONS: u64 = 30_000;

/// Groups taken in the order of a list, each with all it needs, as long as they fit; the list bettered by annealing
/// (Kirkpatrick, Gelatt and Vecchi, 1983; for this problem Baker, Harman, Steinhöfel and Skaliotis, 2006).
pub(super) fn greedy_start(reduced: &ReducedProblem) -> Vec<bool> {
    let mut list: Vec<usize> = (0..reduced.groups.len()).filter(|g| reduced.values[*g] > 0.0).collect();
    let share = |g: &usize| {
        let all = reduced.closure[*g].iter().flat_map(|c| reduced.costs[*c].iter().zip(&reduced.budgets));
        reduced.values[*g] / all.map(|(cost, budget)| cost / budget.max(1e-9)).sum::<f64>().max(1e-12)
    };
    let shares: Vec<f64> = (0..reduced.groups.len()).map(|g| share(&g)).collect();
    list.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]).then(a.cmp(b)));
    let mut filler = GreedyFill { chosen: vec![false; reduced.groups.len()], left: Vec::new(), reduced };
    let mut current = filler.fill(&list);
    let mut best = (filler.chosen.clone(), current);
    if list.len() < 2 {
        return best.0;
    }
    let mut random = SplitMix64::new(1, 0);
    let mean = list.iter().map(|g| reduced.values[*g]).sum::<f64>() / list.len() as f64;
    let mut temperature = mean.max(1e-9);
    for iteration in 0..ITERATIONS {
        if iteration % (ITERATIONS / COOLING_STEPS) == 0 {
            temperature *= COOLING_FACTOR;
        }
        let undo = random_move(&mut list, &mut random);
        let value = filler.fill(&list);
        if random.accepts(current - value, temperature) {
            current = value;
            if value > best.1 {
                best = (filler.chosen.clone(), value);
            }
        } else {
            undo.apply(&mut list);
        }
    }
    best.0
}

struct GreedyFill<'r> {
    reduced: &'r ReducedProblem,
    chosen: Vec<bool>,
    left: Vec<f64>,
}

impl GreedyFill<'_> {
    fn fill(&mut self, list: &[usize]) -> f64 {
        let reduced = self.reduced;
        self.chosen.fill(false);
        self.left.clone_from(&reduced.budgets);
        let mut value = 0.0;
        for group in list.iter().filter(|g| reduced.values[**g] > 0.0) {
            if self.chosen[*group] {
                continue;
            }
            let new = || reduced.closure[*group].iter().copied();
            let gain: f64 = new().filter(|c| !self.chosen[*c]).map(|c| reduced.values[c]).sum();
            let fits = |b: usize| {
                let cost: f64 = new().filter(|c| !self.chosen[*c]).map(|c| reduced.costs[c][b]).sum();
                cost <= self.left[b] + budget_tolerance(reduced.budgets[b])
            };
            if gain <= 0.0 || !(0..self.left.len()).all(fits) {
                continue;
            }
            for c in new() {
                if !std::mem::replace(&mut self.chosen[c], true) {
                    self.left.iter_mut().zip(&reduced.costs[c]).for_each(|(left, cost)| *left -= cost);
                }
            }
            value += gain;
        }
        value
    }
}

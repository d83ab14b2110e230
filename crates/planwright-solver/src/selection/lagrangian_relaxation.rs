//! The relaxation of a single budget: its price, and what is best at that price.

use super::max_closure::FlowNetwork;
use super::presolve::ReducedProblem;

/// Where a group stands in a node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fixing {
    Open,
    In,
    Out,
}

/// What the relaxation of a node says.
#[derive(Debug, Clone)]
pub(super) struct Relaxation {
    /// No set that agrees with the node is worth more.
    pub bound: f64,
    /// Worth of a unit of the budget.
    pub price: f64,
    /// The best set at that price that keeps the budget, if one came up.
    pub low: Vec<bool>,
    /// One that doesn't.
    pub high: Vec<bool>,
}

/// Works out relaxations, with room to work in.
#[derive(Debug, Default)]
pub(super) struct RelaxationSolver {
    net: FlowNetwork,
    open: Vec<usize>,
    place: Vec<usize>,
    chosen: Vec<bool>,
}

/// What a relaxation begins with.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartingPoint<'a> {
    /// The relaxation of a node above, whose sets are near those of this one.
    pub seed: Option<&'a Relaxation>,
    /// The bound at which no more is needed.
    pub enough: f64,
    /// Prices tried at most; each bounds.
    pub prices: usize,
}

impl RelaxationSolver {
    /// Lagrangian relaxation of the budget (Geoffrion, 1974): at a price for each unit, the best set is a closure of
    /// the greatest weight. The price is where the lines of a set within the budget and one beyond it meet, again and
    /// again (Newton's way for convex functions of straight pieces).
    pub(super) fn relax(&mut self, reduced: &ReducedProblem, stands: &[Fixing], from: StartingPoint<'_>) -> Relaxation {
        let budget = reduced.budgets[0];
        let n = reduced.groups.len();
        let of = |which: Fixing| (0..n).filter(move |g| stands[*g] == which);
        let line = |set: &dyn Fn(usize) -> bool| -> (f64, f64) {
            (0..n).filter(|g| set(*g)).fold((0.0, 0.0), |(v, c), g| (v + reduced.values[g], c + reduced.costs[g][0]))
        };
        let forced = line(&|g| stands[g] == Fixing::In);
        self.open.clear();
        self.open.extend(of(Fixing::Open));
        self.place.clear();
        self.place.resize(n, usize::MAX);
        self.net.clear(self.open.len());
        for (place, group) in self.open.iter().enumerate() {
            self.place[*group] = place;
        }
        for (place, group) in self.open.iter().enumerate() {
            for need in reduced.needs[*group].iter().filter(|need| stands[**need] == Fixing::Open) {
                self.net.add_dependency(place, self.place[*need]);
            }
        }
        self.chosen.clear();
        self.chosen.resize(self.open.len(), false);
        let mut low: Vec<bool> = stands.iter().map(|s| *s == Fixing::In).collect();
        let mut high: Vec<bool> = stands.iter().map(|s| *s != Fixing::Out).collect();
        let (mut below, mut above) = (forced, line(&|g| stands[g] != Fixing::Out));
        let mut price = 1.0;
        if let Some(seed) = from.seed {
            price = seed.price;
            // What is in comes with all it needs, what is out with all that needs it: the sets stay closed.
            for set in [&seed.low, &seed.high] {
                let held = |g: usize| stands[g] == Fixing::In || (set[g] && stands[g] != Fixing::Out);
                let here = line(&held);
                let worth = |line: (f64, f64)| line.0 - price * line.1;
                let (kept, line) = if here.1 <= budget { (&mut low, &mut below) } else { (&mut high, &mut above) };
                if worth(here) > worth(*line) {
                    *line = here;
                    kept.iter_mut().enumerate().for_each(|(g, kept)| *kept = held(g));
                }
            }
            let meet = (above.0 - below.0) / (above.1 - below.1);
            if meet.is_finite() && meet > 0.0 {
                price = meet;
            }
        }
        let values: f64 = self.open.iter().map(|g| reduced.values[*g].abs()).sum();
        let costs: f64 = self.open.iter().map(|g| reduced.costs[*g][0]).sum();
        // Beyond the highest price everything that costs is out; what is worth something and costs nothing counts.
        let mut bound = self.open.iter().map(|g| reduced.values[*g].max(0.0)).sum::<f64>() + forced.0;
        let mut best = (bound, 0.0);
        for _ in 0..from.prices {
            // Whole numbers, rounded up: what the cut finds is never below the truth.
            let scale = 2f64.powi(50) / (values + price * costs).max(1e-9);
            let weight = |g: &usize| ((reduced.values[*g] - price * reduced.costs[*g][0]) * scale).ceil() as i64;
            self.net.closure(self.open.iter().map(weight), &mut self.chosen);
            let (mut value, mut cost) = forced;
            let mut total = 0i64;
            for (group, _) in self.open.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen) {
                value += reduced.values[*group];
                cost += reduced.costs[*group][0];
                total += weight(group);
            }
            let here = forced.0 + price * (budget - forced.1) + total as f64 / scale;
            if here < best.0 {
                best = (here, price);
            }
            bound = best.0;
            let (kept, line) = if cost <= budget { (&mut low, &mut below) } else { (&mut high, &mut above) };
            let new = *line != (value, cost);
            *line = (value, cost);
            for (group, chosen) in self.open.iter().zip(&self.chosen) {
                kept[*group] = *chosen;
            }
            if bound <= from.enough || !new {
                break;
            }
            let next = (above.0 - below.0) / (above.1 - below.1);
            if !next.is_finite() || next <= 0.0 || next == price {
                break;
            }
            price = next;
        }
        Relaxation { bound, price: best.1, low, high }
    }
}

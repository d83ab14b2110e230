//! Means over a standard normal score without sampling: Gauss and Legendre's rule of five points, panel by panel.

use planwright_stats::distribution::normal_cdf;

/// Scores are looked at this far to either side: beyond it lies less than 2e-15.
const MAX_NORMAL_SCORE: f64 = 8.0;

/// Panels to the unit: for `exp(z)` and its kind the rule is then exact to 12 digits.
const PANELS_PER_UNIT: f64 = 2.0;

/// Points of the rule between -1 and 1, with their weights.
const GAUSS_LEGENDRE_5: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.906_179_845_938_664, 0.236_926_885_056_189_08),
];

/// A score with the probability that it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::evaluate) struct QuadratureNode {
    pub z: f64,
    pub weight: f64,
}

/// Panels over the whole distribution, from the lowest, with the nodes of the rule in each.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::evaluate) struct QuadratureGrid {
    edges: Vec<f64>,
    /// Those of all panels.
    pub nodes: Vec<QuadratureNode>,
}

impl QuadratureGrid {
    /// Panels that are parted at these scores too: a rule that meets a kink inside a panel is no longer exact.
    pub(crate) fn new(kinks: impl Iterator<Item = f64>) -> QuadratureGrid {
        let panels = (2.0 * MAX_NORMAL_SCORE * PANELS_PER_UNIT) as usize;
        let even = (0..=panels).map(|i| i as f64 / PANELS_PER_UNIT - MAX_NORMAL_SCORE);
        let mut edges: Vec<f64> = even.chain(kinks.filter(|z| z.abs() < MAX_NORMAL_SCORE)).collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        let nodes = edges.windows(2).flat_map(|edge| panel_nodes(edge[0], edge[1])).collect();
        QuadratureGrid { edges, nodes }
    }
}

/// The nodes of one panel.
fn panel_nodes(from: f64, to: f64) -> [QuadratureNode; GAUSS_LEGENDRE_5.len()] {
    let (middle, half) = (f64::midpoint(from, to), (to - from) / 2.0);
    GAUSS_LEGENDRE_5.map(|(point, weight)| {
        let z = middle + half * point;
        QuadratureNode { z, weight: weight * half * density(z) }
    })
}

/// The density of the standard normal distribution.
fn density(z: f64) -> f64 {
    const NORM: f64 = 0.398_942_280_401_432_7;
    NORM * libm::exp(-0.5 * z * z)
}

/// How a function of a standard normal score lies above zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::evaluate) struct Exceedance {
    /// The mean of what it has above zero.
    pub mean: f64,
    /// The probability that it is above.
    pub chance: f64,
    /// Where it passes zero, from the lowest score.
    pub passes: Vec<f64>,
}

/// How `f` lies above zero, from its values at the nodes. Panels in which it passes zero are parted there, so that the
/// rule meets no kink. Where it has no value it counts as not above.
pub(in crate::evaluate) fn exceedance(f: &dyn Fn(f64) -> f64, grid: &QuadratureGrid, values: &[f64]) -> Exceedance {
    let (mut out, nodes) = (Exceedance::default(), &grid.nodes);
    let pairs = nodes.windows(2).zip(values.windows(2));
    for (place, value) in pairs {
        if (value[0] > 0.0) != (value[1] > 0.0) && value[0].is_finite() && value[1].is_finite() {
            out.passes.push(find_root(f, (place[0].z, place[1].z), (value[0], value[1])));
        }
    }
    for (edge, inside) in
        grid.edges.windows(2).zip(values.chunks(GAUSS_LEGENDRE_5.len()).zip(nodes.chunks(GAUSS_LEGENDRE_5.len())))
    {
        let here: Vec<f64> = out.passes.iter().copied().filter(|z| *z >= edge[0] && *z < edge[1]).collect();
        if here.is_empty() {
            let part = |(value, node): (&f64, &QuadratureNode)| if *value > 0.0 { value * node.weight } else { 0.0 };
            out.mean += inside.0.iter().zip(inside.1).map(part).sum::<f64>();
            continue;
        }
        let mut from = edge[0];
        for to in here.into_iter().chain([edge[1]]) {
            let part = |node: QuadratureNode| f(node.z).max(0.0) * node.weight;
            out.mean += panel_nodes(from, to).into_iter().map(part).sum::<f64>();
            from = to;
        }
    }
    // Between two passes it is on one side.
    let mut up = values.iter().find(|v| v.is_finite()).is_some_and(|v| *v > 0.0);
    let mut from = 0.0;
    for to in out.passes.iter().map(|z| normal_cdf(*z)).chain([1.0]) {
        if up {
            out.chance += to - from;
        }
        (up, from) = (!up, to);
    }
    out
}

/// Where a function passes zero between two places on either side of it: the Illinois method (Dowell and Jarratt 1971).
fn find_root(f: &dyn Fn(f64) -> f64, (mut a, mut b): (f64, f64), (mut at_a, mut at_b): (f64, f64)) -> f64 {
    let size = at_a.abs().max(at_b.abs());
    let mut side = 0;
    for _ in 0..100 {
        if at_a == at_b || (b - a).abs() < 1e-14 {
            break;
        }
        let z = (a * at_b - b * at_a) / (at_b - at_a);
        let value = f(z);
        if !value.is_finite() || value.abs() < 1e-15 * size {
            return z;
        }
        if (value > 0.0) == (at_b > 0.0) {
            (b, at_b) = (z, value);
            if side == -1 {
                at_a /= 2.0;
            }
            side = -1;
        } else {
            (a, at_a) = (z, value);
            if side == 1 {
                at_b /= 2.0;
            }
            side = 1;
        }
    }
    f64::midpoint(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_normal_and_the_lognormal() {
        let grid = QuadratureGrid::new(std::iter::empty());
        let mean = |f: &dyn Fn(f64) -> f64| grid.nodes.iter().map(|n| f(n.z) * n.weight).sum::<f64>();
        assert!((mean(&|_| 1.0) - 1.0).abs() < 1e-13);
        assert!((mean(&|z| z * z) - 1.0).abs() < 1e-12);
        assert!((mean(&|z| z.powi(4)) - 3.0).abs() < 1e-10);
        for sigma in [0.3, 1.0, 2.0] {
            let exact = f64::exp(sigma * sigma / 2.0);
            assert!((mean(&|z| (sigma * z).exp()) / exact - 1.0).abs() < 1e-8, "{sigma}");
        }
    }

    #[test]
    fn what_is_above_zero_is_the_unit_normal_loss() {
        // scipy.stats: norm.pdf(c) - c * norm.sf(c).
        for (c, loss) in [(0.0, 0.3989422804014327), (0.7, 0.14287937681061016), (-1.3, 1.3455279620865142)] {
            let f = |z: f64| z - c;
            let grid = QuadratureGrid::new(std::iter::empty());
            let values: Vec<f64> = grid.nodes.iter().map(|n| f(n.z)).collect();
            let found = exceedance(&f, &grid, &values);
            assert!((found.mean - loss).abs() < 1e-12, "{c}: {} for {loss}", found.mean);
            assert!((found.chance - normal_cdf(-c)).abs() < 1e-13);
            assert!((found.passes[0] - c).abs() < 1e-12);
        }
    }

    #[test]
    fn passes_in_both_directions_are_told_apart() {
        let f = |z: f64| 1.0 - z * z;
        let grid = QuadratureGrid::new(std::iter::empty());
        let values: Vec<f64> = grid.nodes.iter().map(|n| f(n.z)).collect();
        let found = exceedance(&f, &grid, &values);
        assert_eq!(found.passes.len(), 2);
        // Between -1 and 1: 2 Φ(1) - 1, and the mean of 1 - z² there, 2 φ(1).
        assert!((found.chance - 0.6826894921370859).abs() < 1e-12, "{}", found.chance);
        assert!((found.mean - 2.0 * 0.24197072451914337).abs() < 1e-12, "{}", found.mean);
    }

    #[test]
    fn a_kink_costs_no_digits() {
        // A normal held at a bound: E[max(z, c)] is φ(c) + c Φ(c).
        let held = |z: f64| z.max(0.7);
        let mean = |grid: &QuadratureGrid| grid.nodes.iter().map(|n| held(n.z) * n.weight).sum::<f64>();
        let exact = 0.312_253_933_366_761_2 + 0.7 * normal_cdf(0.7);
        assert!((mean(&QuadratureGrid::new([0.7, 0.7, 99.0].into_iter())) - exact).abs() < 1e-12);
        assert!((mean(&QuadratureGrid::new(std::iter::empty())) - exact).abs() > 1e-6);
    }
}

//! The probability that one share is greater than another.

use super::beta::{beta_cdf, beta_density, beta_survival};
use super::normal_cdf;
use super::proportion::TwoProportions;

/// Panels of the integral and how far it reaches on either side, in standard deviations.
const PANELS: usize = 240;
const INTEGRATION_LIMIT: f64 = 48.0;
/// Above this many successes and failures the posteriors are normal.
const NORMAL_FROM: f64 = 1e6;

/// Nodes and weights of Gauss and Legendre's rule with 8 points, one half of them.
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// The probability that the variant's share is greater than the control's, each with a uniform prior: their posteriors
/// are Beta(1 + successes, 1 + failures).
///
/// The integral of the narrower posterior's density times the other one's tail, by composite Gauss–Legendre
/// quadrature; it agrees with Cook's (2005) and Miller's (2015) closed sums to 1e-12.
///
/// Where every count is above a million, the posteriors are normal to more digits than anybody reads, and are taken so.
pub fn probability_better(s: TwoProportions) -> f64 {
    let counts = [s.control, s.control_n - s.control, s.variant, s.variant_n - s.variant];
    if counts.iter().all(|c| *c > NORMAL_FROM) {
        return normal_cdf(s.effect() / s.standard_error());
    }
    let control = (s.control + 1.0, s.control_n - s.control + 1.0);
    let variant = (s.variant + 1.0, s.variant_n - s.variant + 1.0);
    let value = if spread(variant) <= spread(control) {
        integral(variant, |x| beta_cdf(control.0, control.1, x))
    } else {
        integral(control, |x| beta_survival(variant.0, variant.1, x))
    };
    value.clamp(0.0, 1.0)
}

fn spread((a, b): (f64, f64)) -> f64 {
    (a * b / ((a + b) * (a + b) * (a + b + 1.0))).sqrt()
}

fn integral((a, b): (f64, f64), tail: impl Fn(f64) -> f64) -> f64 {
    let (mean, reach) = (a / (a + b), INTEGRATION_LIMIT * spread((a, b)));
    let (low, high) = ((mean - reach).max(0.0), (mean + reach).min(1.0));
    let width = (high - low) / PANELS as f64;
    let mut sum = 0.0;
    for panel in 0..PANELS {
        let middle = low + (panel as f64 + 0.5) * width;
        for (node, weight) in NODES {
            for x in [middle - node * width / 2.0, middle + node * width / 2.0] {
                let density = beta_density(a, b, x);
                // Far out there is nothing to add, and the tail takes the longest.
                if density > 0.0 {
                    sum += weight * density * tail(x);
                }
            }
        }
    }
    sum * width / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn great_counts_take_no_time_and_meet_the_normal_approximation() {
        let shares = |control, variant, n| TwoProportions { control, control_n: n, variant, variant_n: n };
        for (s, least, most) in [
            (shares(100.0, 120.0, 1e12), 0.9, 0.93),
            (shares(0.0, 5e11, 1e12), 0.999, 1.0),
            (shares(999_999.0, 1_002_000.0, 1e12), 0.92, 0.925),
            (shares(5e11, 5e11, 1e12), 0.4999, 0.5001),
        ] {
            let p = probability_better(s);
            assert!((least..=most).contains(&p), "{s:?}: {p}");
        }
        // On either side of where the normal approximation begins.
        let (below, above) = (shares(999_000.0, 1_001_000.0, 3e6), shares(1_000_001.0, 1_002_001.0, 3e6));
        assert!((probability_better(below) - probability_better(above)).abs() < 1e-4);
    }
}

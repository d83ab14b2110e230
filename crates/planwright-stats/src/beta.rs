//! The regularised incomplete beta function.

use super::saddle_point::binomial;

/// Terms grow with the square root of the larger parameter.
const MAX_TERMS: usize = 100_000;
/// Where a continued fraction would divide by zero.
const TINY: f64 = 1e-300;

/// I_x(a, b): the share of a Beta(a, b) distribution below `x`. NaN unless `a` and `b` are above 0 and `x` in 0 to 1.
///
/// Lentz's continued fraction (DLMF 8.17.22; DiDonato and Morris 1992) on the side of the smaller tail, times Loader's
/// (2000) leading term.
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, x, 1.0 - x).0
}

/// 1 − I_x(a, b), with its own relative precision.
pub fn beta_survival(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, x, 1.0 - x).1
}

/// The density of a Beta(a, b) distribution, for `a` and `b` from 1.
pub fn beta_density(a: f64, b: f64, x: f64) -> f64 {
    if !(0.0..=1.0).contains(&x) {
        return 0.0;
    }
    binomial(a - 1.0, b - 1.0, x, 1.0 - x) * (a + b - 1.0)
}

/// Both tails of `x`, where `y` is 1 − x as exactly as the caller knows it.
pub(super) fn tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x)) || a.is_infinite() || b.is_infinite() {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 || y <= 0.0 {
        return if x == 0.0 { (0.0, 1.0) } else { (1.0, 0.0) };
    }
    if x <= (a + 1.0) / (a + b + 2.0) {
        let lower = lower(a, b, x, y);
        (lower, 1.0 - lower)
    } else {
        let upper = lower(b, a, y, x);
        (1.0 - upper, upper)
    }
}

fn lower(a: f64, b: f64, x: f64, y: f64) -> f64 {
    binomial(a, b, x, y) * (b / (a + b)) * continued_fraction(a, b, x)
}

fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for i in 1..MAX_TERMS {
        let m = i as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

//! The regularised incomplete gamma functions.

use super::saddle_point::poisson;

/// More terms than any argument of use needs: they grow with the square root of `a`.
const MAX_TERMS: usize = 100_000;
/// Where a continued fraction would divide by zero.
const TINY: f64 = 1e-300;

/// P(a, x): the share of a gamma distribution of shape `a` below `x`. NaN unless `a` is above 0 and `x` from 0.
///
/// By its series below `a + 1`, by Lentz's continued fraction above (DiDonato and Morris 1986; Lentz 1976), both times
/// Loader's (2000) leading term, so that large arguments lose nothing.
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    tails(a, x).0
}

/// Q(a, x) = 1 − P(a, x), with its own relative precision.
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    tails(a, x).1
}

fn tails(a: f64, x: f64) -> (f64, f64) {
    if !(a > 0.0 && x >= 0.0) || a.is_infinite() {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 || x.is_infinite() {
        return if x == 0.0 { (0.0, 1.0) } else { (1.0, 0.0) };
    }
    if x < a + 1.0 {
        let lower = poisson(a, x) * series(a, x);
        (lower, 1.0 - lower)
    } else {
        let upper = poisson(a, x) * a * continued_fraction(a, x);
        (1.0 - upper, upper)
    }
}

/// 1 + x/(a+1) + x²/((a+1)(a+2)) + …
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 1..MAX_TERMS {
        term *= x / (a + n as f64);
        sum += term;
        if term <= sum * f64::EPSILON / 4.0 {
            break;
        }
    }
    sum
}

/// 1/(x+1−a− 1(1−a)/(x+3−a− 2(2−a)/(x+5−a− …))).
fn continued_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..MAX_TERMS {
        let n = i as f64;
        let an = -n * (n - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b);
        c = away_from_zero(b + an / c);
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

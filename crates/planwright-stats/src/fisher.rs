//! Fisher's exact test.

use super::saddle_point::binomial;

/// Beyond so many tables it is no longer the test for small numbers.
const MAX_TABLES: f64 = 1e5;
/// Tables within this of the observed one's probability count as equally likely.
const PROBABILITY_TOLERANCE: f64 = 1e-7;

/// The two-sided p-value of Fisher's exact test for `a` of `n` against `b` of `m` (Fisher 1935): the probability of all
/// tables with these margins that are no more likely than the one seen. `None` where there are too many of them.
pub fn fisher_exact(a: f64, n: f64, b: f64, m: f64) -> Option<f64> {
    let (total, k) = (n + m, a + b);
    // Counting failures gives the same p-value and is shorter where they are fewer.
    let (a, k) = if 2.0 * k > total { (n - a, total - k) } else { (a, k) };
    if k == 0.0 {
        return Some(1.0);
    }
    let (first, last) = ((k - m).max(0.0), k.min(n));
    if last - first > MAX_TABLES {
        return None;
    }
    let (p, q) = (k / total, (total - k) / total);
    let whole = binomial(k, total - k, p, q);
    let table = |x: f64| binomial(x, n - x, p, q) * binomial(k - x, m - (k - x), p, q) / whole;
    let seen = table(a);
    let tables = (0..=(last - first) as u64).map(|i| table(first + i as f64));
    let p: f64 = tables.filter(|t| *t <= seen * (1.0 + PROBABILITY_TOLERANCE)).sum();
    Some(p.min(1.0))
}

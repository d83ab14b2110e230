//! The binomial distribution.

use super::beta::tails;
use super::saddle_point::binomial;

/// The probability of `k` successes in `n` trials that succeed with `p` (Loader 2000).
pub fn binomial_pmf(k: f64, n: f64, p: f64) -> f64 {
    if !(k >= 0.0 && k <= n && (0.0..=1.0).contains(&p)) {
        return 0.0;
    }
    match p {
        0.0 => f64::from(u8::from(k == 0.0)),
        1.0 => f64::from(u8::from(k == n)),
        p => binomial(k, n - k, p, 1.0 - p),
    }
}

/// The probability of at most `k` successes, by the incomplete beta function.
pub fn binomial_cdf(k: f64, n: f64, p: f64) -> f64 {
    if k < 0.0 {
        return 0.0;
    }
    if k >= n {
        return 1.0;
    }
    tails(k + 1.0, n - k, p, 1.0 - p).1
}

//! Student's t distribution with any number of degrees of freedom.

use super::beta::tails;
use super::normal_quantile;
use std::f64::consts::PI;

/// The probability above `t`; NaN unless `freedom` is above 0. By the incomplete beta function (DLMF 8.17).
pub fn student_survival(t: f64, freedom: f64) -> f64 {
    if t.is_nan() || freedom.is_nan() || freedom <= 0.0 {
        return f64::NAN;
    }
    if t.is_infinite() {
        return if t > 0.0 { 0.0 } else { 1.0 };
    }
    let square = t * t;
    // x and 1 − x each without cancellation.
    let (x, y) = (freedom / (freedom + square), square / (freedom + square));
    let half = 0.5 * tails(freedom / 2.0, 0.5, x, y).0;
    if t >= 0.0 { half } else { 1.0 - half }
}

/// The probability below `t`.
pub fn student_cdf(t: f64, freedom: f64) -> f64 {
    student_survival(-t, freedom)
}

/// The value that has the probability `p` below it: Newton's steps from the normal quantile, which lies nearer to zero,
/// so that on the convex tail they close in from one side.
pub fn student_quantile(p: f64, freedom: f64) -> f64 {
    if !(p > 0.0 && p < 1.0 && freedom > 0.0) {
        return f64::NAN;
    }
    if p == 0.5 {
        return 0.0;
    }
    let tail = p.min(1.0 - p);
    let half = freedom / 2.0;
    let scale = libm::exp(libm::lgamma(half + 0.5) - libm::lgamma(half)) / (freedom * PI).sqrt();
    let mut t = -normal_quantile(tail);
    for _ in 0..1000 {
        let density = scale * libm::pow(1.0 + t * t / freedom, -(half + 0.5));
        let step = (student_survival(t, freedom) - tail) / density;
        if !step.is_finite() {
            break;
        }
        t += step;
        if step.abs() <= 1e-15 * t.abs() {
            break;
        }
    }
    if p < 0.5 { -t } else { t }
}

//! Terms of binomial and Poisson probabilities without cancellation (C. Loader, 2000, Fast and Accurate Computation of
//! Binomial Probabilities).

use std::f64::consts::PI;

/// The error of Stirling's formula: ln Γ(n + 1) − ln(√(2πn) (n/e)ⁿ).
pub(super) fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - 0.5 * libm::log(2.0 * PI);
    }
    const TERMS: [f64; 7] =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    TERMS.iter().rev().fold(0.0, |sum, c| sum / (n * n) + c) / n
}

/// The deviance x ln(x/m) + m − x.
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    for j in 1..1000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// λˣ e^−λ / Γ(x + 1), for any x above 0.
pub(super) fn poisson(x: f64, lambda: f64) -> f64 {
    libm::exp(-stirling_error(x) - deviance(x, lambda)) / (2.0 * PI * x).sqrt()
}

/// Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) pᵃ qᵇ for any a and b from 0 and q = 1 − p.
pub(super) fn binomial(a: f64, b: f64, p: f64, q: f64) -> f64 {
    let n = a + b;
    if a == 0.0 {
        return if p < 0.1 { libm::exp(n * libm::log1p(-p)) } else { libm::pow(q, n) };
    }
    if b == 0.0 {
        return if q < 0.1 { libm::exp(n * libm::log1p(-q)) } else { libm::pow(p, n) };
    }
    let power = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * p) - deviance(b, n * q);
    libm::exp(power) * (n / (2.0 * PI * a * b)).sqrt()
}

//! Student's t distribution with a whole number of degrees of freedom, in its finite form (Abramowitz and Stegun, 1964,
//! 26.7.3 and 26.7.4).

/// Above this many degrees of freedom the sums are cut to the tail that matters: the normal distribution is as near as a
/// double shows on a forecast.
const MAX_DEGREES: u32 = 10_000;

/// The probability of at most `t` in absolute value.
pub(in crate::evaluate) fn within(t: f64, degrees: u32) -> f64 {
    let n = degrees.clamp(1, MAX_DEGREES);
    let theta = libm::atan(t.abs() / libm::sqrt(f64::from(n)));
    let (sin, cos) = (libm::sin(theta), libm::cos(theta));
    if n.is_multiple_of(2) {
        let (mut term, mut sum) = (1.0, 1.0);
        for k in (2..n).step_by(2) {
            term *= cos * cos * f64::from(k - 1) / f64::from(k);
            sum += term;
        }
        sin * sum
    } else {
        let (mut term, mut sum) = (cos, if n > 1 { cos } else { 0.0 });
        for k in (3..n).step_by(2) {
            term *= cos * cos * f64::from(k - 1) / f64::from(k);
            sum += term;
        }
        2.0 / std::f64::consts::PI * (theta + sin * sum)
    }
}

/// How far from 0 `share` of the distribution reaches: the quantile at (1 + share) / 2, by bisection.
pub(in crate::evaluate) fn reach(share: f64, degrees: u32) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while within(high, degrees) < share && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if within(middle, degrees) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 26.10, two-sided.
        for (share, degrees, wanted) in [
            (0.9, 1, 6.314),
            (0.9, 2, 2.920),
            (0.95, 3, 3.182),
            (0.9, 4, 2.132),
            (0.95, 5, 2.571),
            (0.99, 10, 3.169),
            (0.9, 30, 1.697),
            (0.95, 120, 1.980),
        ] {
            assert!((reach(share, degrees) - wanted).abs() < 5.1e-4, "{share} {degrees}: {}", reach(share, degrees));
        }
        // One degree is Cauchy's distribution, two have a closed form.
        assert!((reach(0.9, 1) - libm::tan(0.45 * std::f64::consts::PI)).abs() < 1e-9);
        assert!((within(3.0, 2) - 3.0 / libm::sqrt(11.0)).abs() < 1e-14);
    }
}

//! The chi-square distribution and its test of goodness of fit.

use super::gamma::gamma_upper;

/// The probability above `x` with so many degrees of freedom.
pub fn chi_square_survival(x: f64, freedom: f64) -> f64 {
    gamma_upper(freedom / 2.0, x / 2.0)
}

/// Whether counts fit the shares they should have (K. Pearson 1900): the statistic and its p-value. The shares are
/// normalised. `None` for fewer than two groups, a share that is not above 0, or nothing counted.
///
/// A p-value below 0.001 is how a sample-ratio mismatch is told (Fabijan et al. 2019).
///
/// ```
/// use planwright_stats::goodness_of_fit;
/// let (_, p) = goodness_of_fit(&[821_588.0, 815_482.0], &[0.5, 0.5]).unwrap();
/// assert!(p < 0.001);
/// ```
pub fn goodness_of_fit(counts: &[f64], shares: &[f64]) -> Option<(f64, f64)> {
    let (total, whole) = (counts.iter().sum::<f64>(), shares.iter().sum::<f64>());
    let sound = counts.len() == shares.len() && counts.len() > 1 && total > 0.0;
    if !sound || shares.iter().any(|s| s.is_nan() || *s <= 0.0) || !whole.is_finite() {
        return None;
    }
    let parts = counts.iter().zip(shares).map(|(count, share)| {
        let expected = total * share / whole;
        (count - expected) * (count - expected) / expected
    });
    let statistic = parts.sum::<f64>();
    Some((statistic, chi_square_survival(statistic, (counts.len() - 1) as f64)))
}

//! What a written amount means: a range the distribution that it stands for, a number itself.

use crate::quantity::Amount;
use planwright_stats::distribution::{Bounds, Distribution, FitError, Range};

/// The median of an amount under a plan's interval and an input's bounds.
pub(in crate::evaluate) fn median(amount: Amount, interval: f64, bounds: Bounds) -> Result<f64, FitError> {
    fit_distribution(amount, interval, bounds).map(|(median, _)| median)
}

/// The median of an amount and, of a range, what it stands for.
pub(in crate::evaluate) fn fit_distribution(
    amount: Amount,
    interval: f64,
    bounds: Bounds,
) -> Result<(f64, Option<Distribution>), FitError> {
    match amount {
        Amount::Point(value) => Ok((value, None)),
        Amount::Range { low, high, likely } => {
            let fitted = Range { low, high, likely, tail: (1.0 - interval) / 2.0, bounds }.fit()?;
            Ok((fitted.median(), Some(fitted)))
        }
    }
}

/// What an amount without bounds stands for.
pub(in crate::evaluate) fn distribution_of(amount: Amount, interval: f64) -> Option<Distribution> {
    let (median, range) = fit_distribution(amount, interval, Bounds::default()).ok()?;
    range.or_else(|| degenerate_distribution(median))
}

/// A number as a distribution.
pub(in crate::evaluate) fn degenerate_distribution(value: f64) -> Option<Distribution> {
    Range { low: value, high: value, likely: None, tail: 0.05, bounds: Bounds::default() }.fit().ok()
}

//! One group of an experiment.

use super::thresholds::MIN_COUNT;
use crate::source::Span;
use planwright_stats::{TwoMeans, TwoProportions};
use std::sync::Arc;

/// One group.
#[derive(Debug, Clone)]
pub struct ExperimentGroup {
    /// Its name; `control` or `holdout` for the one without the change.
    pub name: Arc<str>,
    /// How many were in it.
    pub n: f64,
    /// How many of them did what the metric counts.
    pub successes: Option<f64>,
    /// The mean, in the metric's unit.
    pub mean: Option<f64>,
    /// Its standard deviation.
    pub sd: Option<f64>,
    /// The share of all that should have been in it.
    pub share: Option<f64>,
    /// Where it stands.
    pub span: Span,
}

impl ExperimentGroup {
    /// Its share of successes, or its mean.
    pub fn value(&self) -> f64 {
        self.successes.map_or_else(|| self.mean.unwrap_or(f64::NAN), |s| s / self.n)
    }

    /// Whether there are too few successes, or failures, for the normal approximation.
    pub(super) fn is_too_small(&self) -> bool {
        self.successes.is_some_and(|s| s < MIN_COUNT || self.n - s < MIN_COUNT)
    }

    /// Both groups, where both count successes.
    pub(super) fn proportions(&self, variant: &ExperimentGroup) -> Option<TwoProportions> {
        let (control, variant_successes) = (self.successes?, variant.successes?);
        Some(TwoProportions { control, control_n: self.n, variant: variant_successes, variant_n: variant.n })
    }

    /// Both groups as means; NaN where a figure is missing, which was reported.
    pub(super) fn means(&self, variant: &ExperimentGroup) -> TwoMeans {
        let or_nan = |x: Option<f64>| x.unwrap_or(f64::NAN);
        TwoMeans {
            control: or_nan(self.mean),
            control_sd: or_nan(self.sd),
            control_n: self.n,
            variant: or_nan(variant.mean),
            variant_sd: or_nan(variant.sd),
            variant_n: variant.n,
        }
    }
}

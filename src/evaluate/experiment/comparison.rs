//! A variant against the group without the change.

use super::group::ExperimentGroup;
use super::thresholds::{CONFIDENCE, POWER};
use planwright_stats::{
    Interval, fisher_exact, newcombe, normal_cdf, probability_better, sample_size_of_proportions, two_sided_p, wald,
    welch, z_pooled,
};
use std::sync::Arc;

/// What a comparison comes to, at a two-sided 5% after Holm's correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExperimentVerdict {
    /// The variant is better, by the least effect worth having or more where one is given.
    Better,
    /// The variant is better, but by less than the least effect worth having.
    TooSmall,
    /// The variant is worse.
    Worse,
    /// Whatever effect there is, it is smaller than the least effect worth having.
    NoEffect,
    /// It can't be told yet.
    Unclear,
    /// The groups do not have the shares they should have: nothing can be told from them.
    Untrusted,
    /// It is not over: what is seen so far decides nothing.
    NotOver,
}

impl ExperimentVerdict {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ExperimentVerdict::Better => "better",
            ExperimentVerdict::TooSmall => "too_small",
            ExperimentVerdict::Worse => "worse",
            ExperimentVerdict::NoEffect => "no_effect",
            ExperimentVerdict::Unclear => "unclear",
            ExperimentVerdict::Untrusted => "untrusted",
            ExperimentVerdict::NotOver => "not_over",
        }
    }
}

/// A variant against the group without the change.
#[derive(Debug, Clone)]
pub struct VariantComparison {
    /// The variant's name.
    pub variant: Arc<str>,
    /// The difference: variant − control. A share is a fraction, 0.02 for two points.
    pub effect: f64,
    /// Where the difference lies with 95% confidence.
    pub interval: Interval,
    /// The relative effect, 0.1 for a tenth more, with its interval; absent where a value is not above zero.
    pub relative: Option<(f64, Interval)>,
    /// The two-sided p-value.
    pub p: f64,
    /// The p-value as it counts with several variants.
    pub p_holm: f64,
    /// The probability that the variant is better. For shares under uniform priors, Beta(1, 1); for means by the normal
    /// approximation under a flat one.
    pub better: f64,
    /// The probability that the effect is the least one worth having or more, by the normal approximation under a flat
    /// prior; absent where none is given.
    pub worth: Option<f64>,
    /// How many more each group needs for a power of 80%, at the least effect where one is given, else at the effect
    /// seen; 0 where there are enough, absent where no number would do.
    pub additional_members: Option<f64>,
    /// Whether the exact test was used.
    pub exact: bool,
    /// What it comes to.
    pub verdict: ExperimentVerdict,
}

/// The level of the tests.
const SIGNIFICANCE_LEVEL: f64 = 1.0 - CONFIDENCE;

/// More than this in a group is no number to wait for.
const MAX_SAMPLE_SIZE: f64 = 1e12;

impl VariantComparison {
    pub(in crate::evaluate) fn compare(
        control: &ExperimentGroup,
        variant: &ExperimentGroup,
        lower: bool,
        least: Option<f64>,
    ) -> VariantComparison {
        let towards = if lower { -1.0 } else { 1.0 };
        let least = least.map(|l| l.abs() * towards);
        let mut exact = false;
        let (effect, interval, relative, p, greater, size, error);
        if let Some(shares) = control.proportions(variant) {
            let fisher = (control.is_too_small() || variant.is_too_small())
                .then(|| fisher_exact(shares.control, shares.control_n, shares.variant, shares.variant_n))
                .flatten();
            exact = fisher.is_some();
            effect = shares.effect();
            interval = if exact { newcombe(shares, CONFIDENCE) } else { wald(shares, CONFIDENCE) };
            error = shares.standard_error();
            relative = shares.relative_effect(CONFIDENCE);
            p = fisher.unwrap_or_else(|| two_sided_p(z_pooled(shares)));
            greater = probability_better(shares);
            let after = (shares.control_rate() + least.unwrap_or(effect)).clamp(0.0, 1.0);
            size = sample_size_of_proportions(shares.control_rate(), after, SIGNIFICANCE_LEVEL, POWER);
        } else {
            let means = control.means(variant);
            let test = welch(means, CONFIDENCE);
            effect = means.effect();
            interval = test.interval;
            error = means.standard_error();
            relative = means.relative_effect(CONFIDENCE);
            p = test.p;
            greater = normal_cdf(effect / means.standard_error());
            size = means.sample_size(least.unwrap_or(effect), SIGNIFICANCE_LEVEL, POWER);
        }
        VariantComparison {
            variant: variant.name.clone(),
            effect,
            interval,
            relative,
            p,
            p_holm: p,
            better: if lower { 1.0 - greater } else { greater },
            worth: least.map(|least| normal_cdf((effect - least) * towards / error)).filter(|p| p.is_finite()),
            additional_members: Some((size.ceil() - control.n.min(variant.n)).max(0.0))
                .filter(|n| *n <= MAX_SAMPLE_SIZE),
            exact,
            verdict: ExperimentVerdict::Unclear,
        }
    }

    pub(in crate::evaluate) fn judge(&mut self, p_holm: f64, lower: bool, least: Option<f64>) {
        self.p_holm = p_holm;
        let small = least.is_some_and(|l| self.interval.low > -l.abs() && self.interval.high < l.abs());
        // The test and the interval must agree: they use different variances.
        self.verdict = if p_holm < SIGNIFICANCE_LEVEL && self.interval.excludes(0.0) {
            match (self.effect < 0.0) == lower {
                // An effect exactly as large as the least one is worth having.
                true if least.is_some_and(|l| self.effect.abs() < l.abs() * (1.0 - 1e-9)) => {
                    ExperimentVerdict::TooSmall
                }
                true => ExperimentVerdict::Better,
                false => ExperimentVerdict::Worse,
            }
        } else if small {
            ExperimentVerdict::NoEffect
        } else {
            ExperimentVerdict::Unclear
        };
    }
}

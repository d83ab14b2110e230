//! Two shares: `successes` of `n` with the change against without.

use super::{Interval, normal_quantile};

/// Successes of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoProportions {
    /// Successes without the change.
    pub control: f64,
    /// How many were in the group without it.
    pub control_n: f64,
    /// Successes with the change.
    pub variant: f64,
    /// How many were in the group with it.
    pub variant_n: f64,
}

impl TwoProportions {
    /// The share without the change.
    pub fn control_rate(self) -> f64 {
        self.control / self.control_n
    }

    /// The share with the change.
    pub fn variant_rate(self) -> f64 {
        self.variant / self.variant_n
    }

    /// The difference of the shares: variant − control.
    pub fn effect(self) -> f64 {
        self.variant_rate() - self.control_rate()
    }

    /// The standard error with each group's own variance.
    pub fn standard_error(self) -> f64 {
        (variance(self.control_rate()) / self.control_n + variance(self.variant_rate()) / self.variant_n).sqrt()
    }
}

fn variance(share: f64) -> f64 {
    share * (1.0 - share)
}

/// The score of the difference under one common share, as a test of "no difference" has it; NaN where nobody or
/// everybody succeeded.
///
/// ```
/// use planwright_stats::{TwoProportions, two_sided_p, z_pooled};
/// let groups = TwoProportions { control: 250.0, control_n: 5000.0, variant: 295.0, variant_n: 5000.0 };
/// assert_eq!(format!("{:.3} {:.4}", z_pooled(groups), two_sided_p(z_pooled(groups))), "1.982 0.0474");
/// ```
pub fn z_pooled(s: TwoProportions) -> f64 {
    let common = (s.control + s.variant) / (s.control_n + s.variant_n);
    s.effect() / (variance(common) * (1.0 / s.control_n + 1.0 / s.variant_n)).sqrt()
}

/// The score of the difference with each group's own variance.
pub fn z_unpooled(s: TwoProportions) -> f64 {
    s.effect() / s.standard_error()
}

/// The interval of the difference by Wald's method; poor for few successes.
pub fn wald(s: TwoProportions, confidence: f64) -> Interval {
    Interval::around(s.effect(), critical_value(confidence) * s.standard_error())
}

/// The interval of one share (E. B. Wilson 1927).
pub fn wilson(successes: f64, n: f64, confidence: f64) -> Interval {
    let z = critical_value(confidence);
    let share = successes / n;
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let reach = z / (1.0 + z * z / n) * (variance(share) / n + z * z / (4.0 * n * n)).sqrt();
    Interval::around(middle, reach)
}

/// The interval of the difference from the two shares' Wilson intervals (R. G. Newcombe, 1998, Statistics in Medicine
/// 17, 873–890, method 10): holds for few successes too.
pub fn newcombe(s: TwoProportions, confidence: f64) -> Interval {
    let (before, after) = (wilson(s.control, s.control_n, confidence), wilson(s.variant, s.variant_n, confidence));
    let (p, q) = (s.variant_rate(), s.control_rate());
    let reach = |a: f64, b: f64| (a * a + b * b).sqrt();
    Interval {
        low: s.effect() - reach(p - after.low, before.high - q),
        high: s.effect() + reach(after.high - p, q - before.low),
    }
}

/// The ratio of the shares less one, with its interval on the scale of logarithms (D. Katz et al., 1978, Biometrics 34,
/// 469–474). `None` where a share is zero.
pub(super) fn relative_effect(s: TwoProportions, confidence: f64) -> Option<(f64, Interval)> {
    if s.control <= 0.0 || s.variant <= 0.0 {
        return None;
    }
    let error = ((1.0 - s.control_rate()) / s.control + (1.0 - s.variant_rate()) / s.variant).sqrt();
    Some(super::ratio::relative_interval(s.variant_rate() / s.control_rate(), error, critical_value(confidence)))
}

impl TwoProportions {
    /// The relative effect, 0.1 for a tenth more, with its interval.
    pub fn relative_effect(self, confidence: f64) -> Option<(f64, Interval)> {
        relative_effect(self, confidence)
    }
}

fn critical_value(confidence: f64) -> f64 {
    normal_quantile(0.5 + confidence / 2.0)
}

/// How many it takes in each of two equal groups to see the step from one share to another at a two-sided level with a
/// power (J. L. Fleiss 1981, without continuity correction). Infinite where there is no step, NaN beyond 0 to 1.
pub fn sample_size_of_proportions(before: f64, after: f64, level: f64, power: f64) -> f64 {
    if !(0.0..=1.0).contains(&before) || !(0.0..=1.0).contains(&after) {
        return f64::NAN;
    }
    let common = (before + after) / 2.0;
    let root = -normal_quantile(level / 2.0) * (2.0 * variance(common)).sqrt()
        + normal_quantile(power) * (variance(before) + variance(after)).sqrt();
    let step = after - before;
    if step == 0.0 { f64::INFINITY } else { (root / step) * (root / step) }
}

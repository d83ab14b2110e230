//! How many members an experiment takes, and how long it has to run for them.

use super::group::ExperimentGroup;
use super::result::Experiment;
use super::thresholds::{CONFIDENCE, POWER};
use crate::evaluate::scores::ScoredPlan;
use crate::model::{Datum, Record};
use crate::quantity::Unit;
use planwright_stats::distribution::normal_quantile;

/// How many members it takes to see the least effect worth having, at a two-sided 5% with a power of 80%.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleSize {
    /// What is without the change: the group's own value, else the metric's.
    pub before: f64,
    /// The members of the group without the change.
    pub control: f64,
    /// The members of each variant.
    pub variant: f64,
    /// All members together.
    pub total: f64,
    /// How many of them there are by now.
    pub so_far: f64,
    /// How many weeks it takes to get all of them, at the traffic that is given.
    pub weeks: Option<f64>,
    /// How many weeks the rest takes.
    pub more_weeks: Option<f64>,
}

/// More than this is no number to wait for.
const MAX_MEMBERS: f64 = 1e12;

impl ScoredPlan {
    /// The size of an experiment at its least effect; absent without one, where nothing is known of what is without the
    /// change, and for means of whose spread nothing is known yet.
    pub(in crate::evaluate) fn size(&self, record: &Record, e: &Experiment, before: Option<f64>) -> Option<SampleSize> {
        let least = e.least_effect?;
        let before = before?;
        let variants = record.blocks.iter().filter(|b| &*b.kind == "variant").count().max(1) as f64;
        let split = record.value("split").and_then(|datum| match datum {
            Datum::Quantity(q) => self.number(q, Some(&Unit::percent())),
            _ => None,
        });
        let share = |group: Option<&ExperimentGroup>| group.and_then(|g| g.share);
        let equal = 1.0 / (variants + 1.0);
        let variant_share = share(e.groups.get(1)).or(split).unwrap_or(equal);
        let control_share = share(e.groups.first()).unwrap_or(1.0 - variants * variant_share);
        if !(variant_share > 0.0 && control_share > 0.0) {
            return None;
        }
        let ratio = variant_share / control_share;
        let control = if e.shares {
            let after = if e.lower { before - least } else { before + least };
            (0.0..=1.0).contains(&before).then(|| sample_size_for_proportions(before, after.clamp(0.0, 1.0), ratio))?
        } else {
            let sd = |at: usize| e.groups.get(at).and_then(|g| g.sd);
            sample_size_for_means(sd(0)?, sd(1).or(sd(0))?, least, ratio)
        };
        let control = control.ceil();
        let total = (control / control_share).ceil();
        if !(total > 0.0 && total <= MAX_MEMBERS) {
            return None;
        }
        let so_far = e.groups.iter().map(|g| g.n).sum::<f64>();
        let weeks = |members: f64| e.traffic.map(|traffic| (members / traffic).max(0.0));
        Some(SampleSize {
            before,
            control,
            variant: (control * ratio).ceil(),
            total,
            so_far,
            weeks: weeks(total),
            more_weeks: weeks(total - so_far),
        })
    }
}

/// The two scores of a test at this level and power.
fn z_scores() -> (f64, f64) {
    (normal_quantile(0.5 + CONFIDENCE / 2.0), normal_quantile(POWER))
}

/// The members of the control to see the step from one share to another, the variant having `ratio` times as many (J. L.
/// Fleiss, A. Tytun and H. K. Ury, 1980, Biometrics 36, 343–346, without continuity correction).
fn sample_size_for_proportions(before: f64, after: f64, ratio: f64) -> f64 {
    let (level, power) = z_scores();
    let variance = |p: f64| p * (1.0 - p);
    let common = (before + ratio * after) / (1.0 + ratio);
    let root = level * ((1.0 + 1.0 / ratio) * variance(common)).sqrt()
        + power * (variance(before) + variance(after) / ratio).sqrt();
    let step = after - before;
    if step == 0.0 { f64::INFINITY } else { (root / step) * (root / step) }
}

/// The same for the step between two means, by the normal approximation.
fn sample_size_for_means(before_sd: f64, after_sd: f64, step: f64, ratio: f64) -> f64 {
    let (level, power) = z_scores();
    let variance = before_sd * before_sd + after_sd * after_sd / ratio;
    (level + power) * (level + power) * variance / (step * step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use planwright_stats::sample_size_of_proportions;

    #[test]
    fn groups_of_one_size_are_those_of_fleiss() {
        for (before, after) in [(0.3, 0.32), (0.05, 0.06), (0.0, 0.01), (0.99, 1.0)] {
            let equal = sample_size_of_proportions(before, after, 0.05, 0.8);
            assert!((sample_size_for_proportions(before, after, 1.0) / equal - 1.0).abs() < 1e-12);
        }
        // Fleiss's formula written out over scipy 1.17's `norm.ppf`: 30% to 32%, and half a standard deviation.
        assert!((sample_size_for_proportions(0.3, 0.32, 1.0) - 8393.197842663074).abs() < 1e-6);
        assert!((sample_size_for_means(10.0, 10.0, 5.0, 1.0) - 62.79103787479271).abs() < 1e-9);
    }

    #[test]
    fn unequal_groups_take_more_together() {
        // The same source: 10% to 12%, a tenth of all in the variant.
        let control = sample_size_for_proportions(0.1, 0.12, 1.0 / 9.0);
        assert!((control - 18690.346668936276).abs() < 1e-6, "{control}");
        let equal = 2.0 * sample_size_for_proportions(0.1, 0.12, 1.0);
        assert!(control * 10.0 / 9.0 > 2.0 * equal);
    }
}

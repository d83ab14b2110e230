//! What an experiment measured of an initiative's effect on a metric.

use crate::evaluate::experiment::{Experiment, ExperimentVerdict, VariantComparison};
use crate::evaluate::scores::Evaluated;
use crate::model::Metric;
use std::sync::Arc;

/// An effect that was measured, in the metric's unit, that of a percentage as a fraction.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredEffect {
    /// The experiment's name in its initiative.
    pub experiment: Arc<str>,
    /// The effect: variant − control. Of several variants that of the best.
    pub value: f64,
    /// The low end of its 95% interval.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// Whether the experiment tells something, be it that there is no effect worth having.
    pub decided: bool,
}

impl Evaluated {
    /// What the last experiment about an initiative, by its index, measured of a metric: one that is over, whose groups
    /// have their shares, and whose figures are in the metric's unit.
    pub fn measured_effect(&self, initiative: usize, metric: &Metric) -> Option<MeasuredEffect> {
        let experiments = self.experiments(initiative);
        experiments.iter().rev().find_map(|e| effect_of(e, metric))
    }
}

fn effect_of(e: &Experiment, metric: &Metric) -> Option<MeasuredEffect> {
    let is_share = metric.unit.as_ref().is_some_and(|u| u.is_percent());
    if e.metric != metric.record.id || e.shares && !is_share {
        return None;
    }
    let towards = if e.lower { -1.0 } else { 1.0 };
    let counts = |c: &&VariantComparison| {
        !matches!(c.verdict, ExperimentVerdict::Untrusted | ExperimentVerdict::NotOver) && c.effect.is_finite()
    };
    let best = e.comparisons.iter().filter(counts).max_by(|a, b| {
        // Of equal ones the first.
        (a.effect * towards).total_cmp(&(b.effect * towards)).then(std::cmp::Ordering::Greater)
    })?;
    let VariantComparison { effect, interval, verdict, .. } = best;
    let decided = *verdict != ExperimentVerdict::Unclear;
    Some(MeasuredEffect { experiment: e.id.clone(), value: *effect, low: interval.low, high: interval.high, decided })
}

//! Which initiatives move a metric, and by how much.

use super::measured_effect::MeasuredEffect;
use crate::evaluate::scores::Evaluated;
use crate::model::{Datum, Metric};
use crate::quantity::Unit;
use crate::source::Span;

/// An initiative that moves a metric; its change is in the metric's unit, that of a percentage as a fraction.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricMover {
    /// The initiative's index in the plan.
    pub initiative: usize,
    /// The change that it says: its median, with the ends of its range. `None` where it does not say, or in a unit that
    /// does not fit.
    pub estimated: Option<(f64, f64, f64)>,
    /// What an experiment measured, which holds in place of what is said.
    pub measured: Option<MeasuredEffect>,
    /// Whether a reason stands beside the change.
    pub reason: bool,
    /// Where it says so.
    pub span: Span,
}

impl MetricMover {
    /// What was measured, where it says more than the range that was said: one that can't tell yet, and whose interval
    /// holds the whole of that range, says less.
    pub(crate) fn informative_measurement(&self) -> Option<&MeasuredEffect> {
        let vague = |m: &MeasuredEffect| {
            !m.decided && self.estimated.is_some_and(|(_, low, high)| m.low <= low && high <= m.high)
        };
        self.measured.as_ref().filter(|m| !vague(m))
    }

    /// The change that counts, with its ends: what was measured, else what is said.
    pub fn effective_change(&self) -> Option<(f64, f64, f64)> {
        self.informative_measurement().map(|m| (m.value, m.low, m.high)).or(self.estimated)
    }

    /// Whether what was measured lies outside what is said.
    pub(crate) fn is_refuted(&self) -> bool {
        let slack = |v: f64| 1e-9 * v.abs();
        let outside = |m: &MeasuredEffect, (_, low, high): (f64, f64, f64)| {
            m.value < low - slack(low) || m.value > high + slack(high)
        };
        self.informative_measurement().zip(self.estimated).is_some_and(|(m, said)| outside(m, said))
    }
}

impl Evaluated {
    /// The initiatives that move a metric and are not delivered yet, by name.
    pub fn movers(&self, metric: &Metric) -> Vec<MetricMover> {
        self.all_movers(metric).into_iter().filter(|m| !self.delivered(m.initiative)).collect()
    }

    /// Every initiative that says that it moves a metric, by name.
    pub(in crate::evaluate) fn all_movers(&self, metric: &Metric) -> Vec<MetricMover> {
        let mut found = Vec::new();
        for (index, initiative) in self.plan().initiatives.iter().enumerate() {
            for fact in initiative.record.all("moves") {
                for clause in &fact.clauses {
                    if !matches!(&clause.head, Datum::Reference { id, .. } if *id == metric.record.id) {
                        continue;
                    }
                    found.push(MetricMover {
                        initiative: index,
                        estimated: clause.tail("by").and_then(|change| self.change(change, metric)),
                        measured: self.measured_effect(index, metric),
                        reason: fact.because.is_some() || clause.because.is_some(),
                        span: clause.span,
                    });
                }
            }
        }
        found.sort_by(|a, b| {
            let name = |m: &MetricMover| self.plan().initiatives[m.initiative].id();
            name(a).cmp(name(b))
        });
        found
    }

    fn change(&self, change: &Datum, metric: &Metric) -> Option<(f64, f64, f64)> {
        let Datum::Quantity(quantity) = change else { return None };
        let system = &self.scored_plan.plan.units;
        let amount = match metric.unit.as_ref().filter(|_| !quantity.unit.is_number()) {
            // Points of a percentage are hundredths of what it is held as; `%` is a part of what it is now.
            Some(unit) if unit.is_percent() && quantity.unit.is_percent() => return None,
            Some(unit) => quantity.amount.convert(&system.convert(&quantity.unit, unit).ok()?),
            None if metric.unit.as_ref().is_some_and(Unit::is_percent) => return None,
            None => quantity.amount,
        };
        Some((self.scored_plan.point_value(amount)?, amount.low(), amount.high()))
    }
}

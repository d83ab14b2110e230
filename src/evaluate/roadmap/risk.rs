//! Risks that delay.

use crate::evaluate::index::{fact_key, fit_distribution};
use crate::evaluate::scores::Evaluated;
use crate::model::{Datum, Record};
use planwright_stats::distribution::{Distribution, normal_quantile};
use std::sync::Arc;

/// A risk with what it delays.
pub(super) struct Risk {
    /// Its name in the initiative.
    pub id: Arc<str>,
    /// The standard normal score below which it comes.
    pub below: f64,
    /// What the samples of its coming hang on.
    pub key: u64,
    /// The weeks by which it delays; their median where they are a range.
    pub weeks: f64,
    /// The range, with what its samples hang on.
    pub delay: Option<(u64, Distribution)>,
}

/// The risks of an initiative that say how likely they are and by how much they delay.
pub(super) fn risks(evaluated: &Evaluated, record: &Record) -> Vec<Risk> {
    let plan = evaluated.plan();
    let weeks = plan.units.parse("weeks").ok();
    let key = |risk: &Record, field: &str| fact_key(plan.settings.seed, record, &format!("risk[{}].{field}", risk.id));
    let read = |risk: &Record| {
        let likelihood = match risk.value("likelihood")? {
            Datum::Quantity(q) => evaluated.number(q, None)?,
            _ => return None,
        };
        let Datum::Quantity(delay) = risk.value("delay")? else { return None };
        let amount = evaluated.scored_plan.amount(delay, weeks.as_ref())?;
        let (median, range) = fit_distribution(amount, plan.settings.interval, Default::default()).ok()?;
        let likelihood = likelihood.clamp(0.0, 1.0);
        let below = match likelihood {
            0.0 => f64::NEG_INFINITY,
            1.0 => f64::INFINITY,
            l => normal_quantile(l),
        };
        let delay = range.map(|d| (key(risk, "delay"), d));
        Some(Risk { id: risk.id.clone(), below, key: key(risk, "likelihood"), weeks: median, delay })
    };
    record.blocks.iter().filter(|b| &*b.kind == "risk").filter_map(read).collect()
}

//! Which initiatives move a metric, and by how much.

use crate::evaluate::Evaluated;
use crate::model::{Datum, Metric};
use crate::quantity::Unit;

/// An open initiative that moves a metric; its change is in the metric's unit, that of a percentage as a fraction.
#[derive(Debug, Clone, PartialEq)]
pub struct Mover {
    /// The initiative's index in the plan.
    pub initiative: usize,
    /// The change: its median, with the ends of its range. `None` where it does not say, or in a unit that does not fit.
    pub by: Option<(f64, f64, f64)>,
}

impl Evaluated {
    /// The open initiatives that move a metric, in the plan's order.
    pub fn movers(&self, metric: &Metric) -> Vec<Mover> {
        let plan = self.plan();
        let mut found = Vec::new();
        for (index, initiative) in plan.initiatives.iter().enumerate().filter(|(_, i)| i.open) {
            for clause in initiative.record.all("moves").flat_map(|f| &f.clauses) {
                if matches!(&clause.head, Datum::Reference(id) if *id == metric.record.id) {
                    let by = clause.tail("by").and_then(|change| self.change(change, metric));
                    found.push(Mover { initiative: index, by });
                }
            }
        }
        found
    }

    fn change(&self, change: &Datum, metric: &Metric) -> Option<(f64, f64, f64)> {
        let Datum::Quantity(quantity) = change else { return None };
        let system = &self.world.plan.units;
        let amount = match metric.unit.as_ref().filter(|_| !quantity.unit.is_number()) {
            // Points of a percentage are hundredths of what it is held as; `%` is a part of what it is now.
            Some(unit) if unit.is_percent() && quantity.unit.is_percent() => return None,
            Some(unit) => quantity.amount.convert(&system.convert(&quantity.unit, unit).ok()?),
            None if metric.unit.as_ref().is_some_and(Unit::is_percent) => return None,
            None => quantity.amount,
        };
        Some((self.world.point(amount)?, amount.low(), amount.high()))
    }
}

//! What makes dates unsure, in words.

use super::result::{RiskCause, ScheduleRisk};
use crate::model::Plan;

impl ScheduleRisk {
    /// The title of the initiative that has it.
    pub fn initiative<'p>(&self, plan: &'p Plan) -> &'p str {
        plan.initiatives.get(self.initiative).map_or("", |i| i.record.title())
    }

    /// `effort`, or the risk by its title.
    pub fn cause_text<'p>(&'p self, plan: &'p Plan) -> &'p str {
        let RiskCause::Risk(id) = &self.cause else { return "effort" };
        let record = plan.initiatives.get(self.initiative).map(|i| &i.record);
        let risk = record.and_then(|r| r.blocks.iter().find(|b| &*b.kind == "risk" && b.id == *id));
        risk.map_or(id, |risk| risk.title())
    }
}

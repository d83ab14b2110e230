//! Floor 1: A plan with what is looked up in it again and again: items, parts, decisions, metrics.

mod decisions;
mod fact_key;
mod item_ref;
mod metric_index;
mod parts;
mod plan_index;
mod range_distribution;

pub(super) use decisions::{Holds, contradiction, group, latest, phase};
pub(super) use fact_key::fact_key;
pub(super) use item_ref::{ItemRef, places};
pub(super) use parts::Parts;
pub(super) use plan_index::PlanIndex;
pub(super) use range_distribution::{certain, fitted, stands_for};

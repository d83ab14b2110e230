//! Floor 1: A plan with what is looked up in it again and again: items, parts, decisions, metrics.

mod decisions;
mod fact_key;
mod initiative_hierarchy;
mod item_ref;
mod metric_index;
mod plan_index;
mod range_distribution;

pub(super) use decisions::{PrevailingStatement, contradiction, latest_decisions, phase, verdict_order};
pub(super) use fact_key::fact_key;
pub(super) use initiative_hierarchy::InitiativeHierarchy;
pub(super) use item_ref::{ItemRef, item_refs};
pub(super) use plan_index::PlanIndex;
pub(super) use range_distribution::{degenerate_distribution, distribution_of, fit_distribution};

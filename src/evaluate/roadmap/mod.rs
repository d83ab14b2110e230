//! Floor 8: What gets done when: open initiatives placed on their teams' calendars.

mod build;
mod calendar;
mod commitment_state;
mod earliest;
mod findings;
mod finish_odds;
mod infeasible;
mod initial_states;
mod item_priority;
mod optimality;
mod options;
mod precedence;
mod project;
mod result;
mod risk;
mod roadmap_confidence;
mod roadmap_facts;
mod roadmap_formulas;
mod sampler;
mod schedule_dates;
mod schedule_risk;
mod task;
mod task_order;
mod task_values;
mod team_load;
mod team_work;
mod validated;

#[cfg(test)]
mod tests;

pub(super) use calendar::{Calendar, HUNDREDTHS, horizon, teams_by_name, weekly_capacity};
pub use commitment_state::CommitmentState;
pub use finish_odds::FinishOdds;
pub(super) use initial_states::PlanningPurpose;
pub use optimality::{OptimalityProof, OptimizedStage};
pub use options::{CustomWorth, RoadmapOptions};
pub(super) use project::{RoadmapModel, roadmap_model};
pub use result::{Lateness, RiskCause, Roadmap, RoadmapConfidence, ScheduleRisk, ScheduledItem, TeamLoad, WaitsFor};
pub use roadmap_facts::ITEM_FACTS;
pub use roadmap_formulas::{ROADMAP_FACTS, RoadmapFormulas};
pub(super) use task::{ScheduledTask, TaskKind};
pub use validated::NoRoadmap;

//! Floor 8: What gets done when: open initiatives placed on their teams' calendars.

mod audience_columns;
mod build;
mod calendar;
mod commitment_state;
mod critical_path_dates;
mod earliest;
mod findings;
mod finish_odds;
mod infeasible;
mod initial_states;
mod optimality;
mod options;
mod precedence;
mod project;
mod result;
mod risk;
mod roadmap_confidence;
mod roadmap_facts;
mod sampler;
mod schedule_risk;
mod score_share;
mod task;
mod task_order;
mod task_values;
mod team_load;
mod team_work;
mod validated;

#[cfg(test)]
mod tests;

pub use audience_columns::{AudienceColumns, ROADMAP_FACTS};
pub(super) use calendar::{Calendar, HUNDREDTHS, capacity, horizon, teams};
pub use commitment_state::CommitmentState;
pub use finish_odds::FinishOdds;
pub(super) use initial_states::PlanningPurpose;
pub use optimality::{OptimalityProof, OptimizedStage};
pub use options::{CustomWorth, RoadmapOptions};
pub(super) use project::{RoadmapModel, model};
pub use result::{Lateness, RiskCause, Roadmap, RoadmapConfidence, ScheduleRisk, ScheduledItem, TeamLoad, WaitsFor};
pub use roadmap_facts::ITEM_FACTS;
pub(super) use task::{ScheduledTask, TaskKind};
pub use validated::NoRoadmap;

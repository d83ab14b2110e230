//! Floor 8: What gets done when: open initiatives placed on their teams' calendars.

mod audience_columns;
mod build;
mod calendar;
mod certificate;
mod commitment_state;
mod confidence;
mod dates;
mod earliest;
mod findings;
mod forecast;
mod infeasible;
mod options;
mod order;
mod precedence;
mod project;
mod result;
mod risk;
mod roadmap_facts;
mod sampler;
mod standing;
mod task;
mod team_load;
mod uncertainty;
mod validated;
mod value;
mod weight;
mod work;

#[cfg(test)]
mod tests;

pub use audience_columns::{AudienceColumns, ROADMAP_FACTS};
pub(super) use calendar::{Calendar, HUNDREDTHS, capacity, horizon, teams};
pub use certificate::{OptimalityProof, OptimizedStage};
pub use commitment_state::CommitmentState;
pub use forecast::FinishOdds;
pub use options::{CustomWorth, RoadmapOptions};
pub(super) use project::{RoadmapModel, model};
pub use result::{Lateness, RiskCause, Roadmap, RoadmapConfidence, RoadmapItem, ScheduleRisk, TeamLoad, WaitsFor};
pub use roadmap_facts::ITEM_FACTS;
pub(super) use standing::ItemFilter;
pub(super) use task::{ScheduledTask, TaskKind};
pub use validated::NoRoadmap;

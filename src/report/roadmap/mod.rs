//! Floor 3: The roadmap, told to each audience in its own words.
//!
//! What an audience is told is written in the language: the `audience` and `column` items of the plan and of
//! `scripts/std/`. Here they are filled into a [`RoadmapReport`], all texts of which are Markdown.

mod audience;
mod audience_roadmap;
mod build;
mod column_cell;
mod gantt;
mod item_selection;
mod mermaid;
mod milestones;
mod page;
mod roadmap_report;
mod table;
mod team_load;
mod text;
mod uncertainty;

pub use audience::{audience_horizon, audiences};
pub use audience_roadmap::{AUDIENCE_FOLDERS, AudienceRoadmapOptions, NoAudienceRoadmap, audience_roadmap};
pub use build::{AudienceReport, LeftOutInitiatives, report};
pub use mermaid::mermaid;
pub use page::page;
pub(in crate::report) use roadmap_report::{BarChartContent, GridCell, MarkdownGrid, strip_markdown};
pub use roadmap_report::{
    ConfidenceReport, LatenessReport, OptimizedStageReport, ProbabilityByDate, RoadmapItem, RoadmapLeftOut,
    RoadmapReport, RoadmapSection, RoadmapState, ScheduleRiskReport, TeamCapacity, WaitsForReport,
};
pub use table::table;
pub use text::text;

//! Floor 3: The roadmap, told to each audience in its own words.
//!
//! What an audience is told is written in the language: the `audience` and `column` items of the plan and of
//! `scripts/std/`. Here they are filled into a [`RoadmapReport`], all texts of which are Markdown.

mod audience;
mod audience_roadmap;
mod build;
mod cell;
mod gantt;
mod item_selection;
mod load;
mod mermaid;
mod milestones;
mod page;
mod roadmap_report;
mod table;
mod text;
mod uncertainty;

pub use audience::{audiences, until};
pub use audience_roadmap::{AudienceRoadmapOptions, FOLDERS, WithheldRoadmap, audience_roadmap};
pub use build::{AudienceReport, LeftOut, report};
pub use mermaid::mermaid;
pub use page::page;
pub(in crate::report) use roadmap_report::{Bars, Grid, GridCell, unmarked};
pub use roadmap_report::{
    ConfidenceReport, RoadmapAfter, RoadmapChance, RoadmapItem, RoadmapLate, RoadmapLeftOut, RoadmapReport,
    RoadmapSection, RoadmapStage, RoadmapState, RoadmapUncertainty, TeamCapacity,
};
pub use table::table;
pub use text::text;

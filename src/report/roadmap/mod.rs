//! Floor 3: The roadmap, told to each audience in its own words.
//!
//! What an audience is told is written in the language: the `audience` and `column` items of the plan and of
//! `scripts/std/`. Here they are filled into a [`RoadmapReport`], all texts of which are Markdown.

mod audience;
mod build;
mod cell;
mod chart;
mod load;
mod mermaid;
mod milestones;
mod page;
mod roadmap_report;
mod select;
mod table;
mod tell;
mod text;
mod unsure;

pub use audience::{audiences, until};
pub use build::{LeftOut, Told, report};
pub use mermaid::mermaid;
pub use page::page;
pub(in crate::report) use roadmap_report::{Bars, Grid, GridCell, unmarked};
pub use roadmap_report::{
    RoadmapAfter, RoadmapChance, RoadmapConfidence, RoadmapItem, RoadmapLate, RoadmapLeftOut, RoadmapReport,
    RoadmapSection, RoadmapStage, RoadmapState, RoadmapUncertainty, TeamCapacity,
};
pub use table::table;
pub use tell::{FOLDERS, Untold, Wanted, tell};
pub use text::text;

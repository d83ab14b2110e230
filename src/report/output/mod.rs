//! Floor 1: Neutral tables and how they leave the program: as text, Markdown, CSV and JSON, each escaped for its place.

pub(in crate::report) mod column_grid;
pub(in crate::report) mod escaping;
pub(in crate::report) mod fact_report;
pub(in crate::report) mod layout;
pub(in crate::report) mod phrasing;
pub(in crate::report) mod render;
pub(in crate::report) mod table;

//! Floor 8: evaluated plans → neutral tables and typed reports; one renderer an output format.
//!
//! A report that is read back from its JSON gives the same JSON again. What only its own tables and texts need is not in
//! the JSON, so that those of a report that was read back may say less.

mod break_even;
pub mod chart;
pub mod compare;
mod declaration_pages;
pub mod diff;
pub mod document;
pub mod experiment;
pub mod explain;
pub mod findings;
pub mod html_report;
pub mod initiatives;
pub mod learn;
pub mod metrics;
mod output;
pub mod portfolio;
pub mod rank;
pub mod reference;
pub mod results;
pub mod roadmap;
pub mod sensitivity;
pub mod status;
pub mod topics;

pub use output::escaping::{escape_cell, escape_markdown, escape_terminal, unescaped};
pub use output::fact_report::FactReport;
pub use output::layout::Layout;
pub(crate) use output::phrasing::value_change;
pub use output::render::{csv, drop_columns_to_fit, drop_named_to_fit, fits, json, markdown, text, wrap_line};
pub use output::table::{Align, Cell, Table};

/// The version of every machine-readable format.
pub const SCHEMA: &str = "planwright/2";

//! Floor 8: evaluated plans → neutral tables and typed reports; one renderer an output format.
//!
//! A report that is read back from its JSON gives the same JSON again. What only its own tables and texts need is not in
//! the JSON, so that those of a report that was read back may say less.

pub mod against;
pub mod chart;
pub mod choice;
pub mod compare;
mod declared;
pub mod document;
pub mod experiment;
pub mod explain;
mod fact;
pub mod findings;
mod gate;
mod grid;
pub mod initiatives;
pub mod learn;
pub mod metrics;
mod need;
pub mod odds;
pub mod overview;
pub mod rank;
pub mod reference;
mod render;
pub mod results;
pub mod roadmap;
pub mod sensitivity;
pub mod several;
pub mod status;
mod table;
pub mod topics;
mod words;

pub use fact::FactReport;
pub use gate::{as_is, cell, plain, terminal};
pub use render::{Layout, csv, fit, fit_named, fits, json, line, markdown, text};
pub use table::{Align, Cell, Table};

/// The version of every machine-readable format.
pub const SCHEMA: &str = "planwright/2";

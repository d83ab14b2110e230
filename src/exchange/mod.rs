//! Floor 10: import and export.
//!
//! [`Table`] is a spreadsheet as it was read, [`mapping`] says which column is which input, [`reading`] what a cell
//! says; [`csv_import`] makes `.plan` text of it and [`merge`] brings later versions of the same table into that
//! text; [`audit`] recomputes the scores that a table holds; [`mouc`] reads roadmaps of mouc out of [`Yaml`].

pub mod audit;
pub mod csv_import;
mod error;
mod json;
pub mod mapping;
pub mod merge;
pub mod mouc;
mod plan_names;
pub mod reading;
pub mod table;
#[cfg(test)]
mod tests;
mod yaml;

pub use csv_import::wrap_text;
pub use error::ImportError;
pub use json::table_from_json;
pub use plan_names::{Phase, PlanNames};
pub use table::SourceTable;
pub use yaml::{Yaml, YamlNode};

//! Floor 3: text edits that change what they shall and nothing else: one value ([`set`], [`add`]), or all the changes
//! of a session ([`write_back`], [`save_scenario`]).
//!
//! Nothing is read or written here: edits are computed from parsed files and applied to text. Every byte that an
//! edit does not name stays, comments, layout and line ends included. No schema is known on this floor: whether a
//! field may stand where it is put is for the check that follows.

mod address;
mod align;
mod append;
mod apply;
mod apply_fixes;
mod checked_value;
mod equivalent;
mod error;
mod file_editor;
mod insert;
mod list_edits;
mod locate;
mod merge;
mod patch;
mod plan_file;
mod remove;
mod render;
mod save_scenario;
mod set;
mod three_way;
mod write_back;

pub use address::Address;
pub use apply::apply;
pub use apply_fixes::apply_fixes;
pub use error::EditError;
pub use locate::{AddressTarget, locate};
pub use merge::{MergedChanges, merge_changes};
pub use plan_file::PlanFile;
pub use save_scenario::{find_scenario, save_scenario, scenario_text};
pub use set::{add, set};
pub use three_way::{ConflictLabels, ConflictPlace, ThreeWayMerge, merge_three_way};
pub use write_back::{EditSet, SkippedChange, write_back};

use crate::source::Span;

/// One replacement: the text of `span` becomes `replacement`. An empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod write_back_tests;

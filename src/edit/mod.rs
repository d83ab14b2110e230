//! Floor 3: text edits that change what they shall and nothing else: one value ([`set`], [`add`]), or all the changes
//! of a session ([`lay`], [`save_scenario`]).
//!
//! Nothing is read or written here: edits are computed from parsed files and applied to text. Every byte that an
//! edit does not name stays, comments, layout and line ends included. No schema is known on this floor: whether a
//! field may stand where it is put is for the check that follows.

mod address;
mod append;
mod apply;
mod change;
mod error;
mod fix;
mod given;
mod home;
mod insert;
mod join;
mod lay;
mod list;
mod locate;
mod pair;
mod patch;
mod remove;
mod render;
mod same;
mod save;
mod set;

pub use address::Address;
pub use apply::apply;
pub use error::EditError;
pub use fix::apply_fixes;
pub use home::PlanFile;
pub use join::{MergedChanges, merge_changes};
pub use lay::{EditSet, SkippedChange, write_back};
pub use locate::{AddressTarget, locate};
pub use save::{find_scenario, save_scenario, scenario_text};
pub use set::{add, set};

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
mod lay_tests;

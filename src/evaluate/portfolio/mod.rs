//! Floor 9: What fits a budget or a capacity: the selection with the greatest worth.

mod no_choice;
mod selection;

pub use no_choice::NoChoice;
pub use selection::{Budget, ForcedChoice, MAX_PRICED_CONSTRAINTS, Selection, SelectionCandidate, SelectionRequest};
pub(super) use selection::{SelectionModel, prune_idle_items};

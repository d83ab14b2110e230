//! Floor 3: text edits that change one value and nothing else.
//!
//! Nothing is read or written here: edits are computed from parsed files and applied to text. Every byte that an
//! edit does not name stays, comments, layout and line ends included. No schema is known on this floor: whether a
//! field may stand where it is put is for the check that follows.

mod address;
mod apply;
mod error;
mod fix;
mod given;
mod insert;
mod locate;
mod set;

pub use address::Address;
pub use apply::apply;
pub use error::EditError;
pub use fix::fixes;
pub use locate::{Place, locate};
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

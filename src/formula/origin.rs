//! Where a missing value was read.

use rhai::Position;
use std::sync::Arc;

/// Where a missing value was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MissingOrigin {
    /// A variable of this name.
    Variable(Arc<str>),
    /// A field or a question at this place.
    At(Position),
}

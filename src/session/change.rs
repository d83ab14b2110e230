//! One change of a session.

use std::sync::Arc;

/// A change that was laid over the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was asked for, as typed: a piece of plan, or `set detection.rice.effort 3 person-months`.
    pub typed: Arc<str>,
    /// The same as a piece of plan, laid over what stands before it.
    pub overlay: Arc<str>,
}

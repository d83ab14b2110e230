//! Floor 6: Initiatives held against the gates of their phases.

mod findings;
mod gate_check;
mod presence;
mod requirement_check;

pub use gate_check::{CheckedRequirement, GateChecks, RequirementState};

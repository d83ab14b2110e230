//! Floor 5: from a plan to scores.

pub mod distribution;

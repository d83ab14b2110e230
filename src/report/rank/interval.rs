//! An interval of scores.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IntervalReport {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

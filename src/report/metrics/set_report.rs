//! A set of metrics, as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A set of metrics.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MetricSetReport {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub source: Option<String>,
    /// Its parts in order.
    pub parts: Vec<MetricSetPartReport>,
}

/// A part of a set.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MetricSetPartReport {
    /// Its name.
    pub id: String,
    /// The question that its metrics answer.
    pub asks: Option<String>,
    /// The metrics that cover it; none is a gap.
    pub metrics: Vec<String>,
    /// Formulas of the library that answer it.
    pub formulas: Vec<String>,
}

//! What is known of the metrics together.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What is known of the metrics together.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct MetricIndex {
    /// How many metrics have each role.
    pub by_role: BTreeMap<Arc<str>, usize>,
    /// By metric, those whose formula reads it.
    pub read_by: HashMap<Arc<str>, Vec<usize>>,
}

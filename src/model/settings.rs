//! The settings of the `plan` block.

use crate::quantity::{Date, Period};
use crate::source::Span;
use std::sync::Arc;

/// What the `plan` block says, with what holds where it says nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The plan's name; empty where there is no `plan` block.
    pub id: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// The business context.
    pub context: Option<Arc<str>>,
    /// The time it covers.
    pub horizon: Option<(Period, Period)>,
    /// The framework that ranks, with the place that says so.
    pub rank_by: Option<(Arc<str>, Span)>,
    /// The probability between the ends of a range, 0.9 where nothing is said.
    pub interval: f64,
    /// The probability from which a forecast counts as committed.
    pub commit_at: f64,
    /// Whether a check holds initiatives against the gates of their phases.
    pub gates: bool,
    /// The seed of samples.
    pub seed: u64,
    /// The number of samples.
    pub samples: u32,
    /// The day on which the plan is read, where the plan fixes it.
    pub today: Option<Date>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            id: "".into(),
            title: None,
            context: None,
            horizon: None,
            rank_by: None,
            interval: 0.9,
            commit_at: 0.8,
            gates: true,
            seed: 1,
            samples: 10_000,
            today: None,
        }
    }
}

//! What every experiment is judged by.

/// The confidence of every interval of an experiment.
pub const CONFIDENCE: f64 = 0.95;

/// The power that a needed sample size is for.
pub const POWER: f64 = 0.8;

/// A sample-ratio mismatch is told below this p-value (Fabijan et al. 2019).
pub const SRM_P_VALUE: f64 = 0.001;

/// Fewer successes or failures than this in a group, and the normal approximation is poor.
pub const MIN_COUNT: f64 = 10.0;

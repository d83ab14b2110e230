//! What a metric is expected to be.

/// With fewer measurements nothing is forecast.
pub const MIN_MEASUREMENTS: usize = 3;

/// What a metric is expected to be, with the interval of the plan's `interval`. No end lies beyond what can be: shares
/// are forecast by their logit, what lies above zero by its logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForecastValue {
    /// The value that is as likely exceeded as not.
    pub value: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

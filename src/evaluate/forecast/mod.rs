//! Floor 9: How a metric is doing on the way to each of its targets, and where it is heading.

mod damped_trend;
mod enough_data;
mod expected;
mod linear_trend;
mod measured;
mod metric_forecast;
mod movers;
mod prediction;
mod scale;
mod target_forecast;
mod time;
mod track;

#[cfg(test)]
mod tests;

pub use enough_data::{Counted, EnoughEvidence};
pub use expected::{Expected, FEWEST};
pub use measured::Measured;
pub use metric_forecast::MetricForecast;
pub use movers::MetricMover;
pub use target_forecast::TargetForecast;
pub use track::TargetStatus;

//! Floor 9: How a metric is doing on the way to each of its targets, and where it is heading.

mod damped_trend;
mod expected_effect;
mod forecast_scale;
mod forecast_value;
mod linear_trend;
mod measured_effect;
mod metric_forecast;
mod movers;
mod prediction;
mod target_forecast;
mod target_status;
mod time;

#[cfg(test)]
mod tests;

pub use expected_effect::{ExpectedEffect, MoverContribution};
pub use forecast_value::{ForecastValue, MIN_MEASUREMENTS};
pub use measured_effect::MeasuredEffect;
pub use metric_forecast::MetricForecast;
pub use movers::MetricMover;
pub use target_forecast::TargetForecast;
pub use target_status::TargetStatus;

//! Floor 3: Metrics as a report: the tree, and how each stands.

mod build;
mod markdown;
mod metrics_report;
mod set;
mod set_report;
mod sparkline;
mod text;
mod tree;
mod value_text;

pub use build::{audience_name, report};
pub use metrics_report::{
    ExpectedReport, ForecastReport, MetricFormulaReport, MetricRow, MetricsReport, MoverReport, PointReport,
    ReadMetricReport, TargetReport,
};
pub use set_report::{MetricSetPartReport, MetricSetReport};
pub use tree::TreeSection;

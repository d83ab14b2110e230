//! Floor 3: Metrics as a report: the tree, and how each stands.

mod build;
mod markdown;
mod metrics_report;
mod set;
mod set_report;
mod sparkline;
mod text;
mod tree;
mod value;

pub use build::{called, report};
pub use metrics_report::{
    ExpectedReport, ForecastReport, FormulaReport, MetricRow, MetricsReport, MoverReport, PointReport, ReadReport,
    TargetReport,
};
pub use set_report::{PartReport, SetReport};
pub use tree::Section;

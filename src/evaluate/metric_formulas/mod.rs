//! Floor 2: Metrics that are computed from others: their formulas, their units, their values at each date.

mod metric_dimension;
mod metric_formula;
mod metric_series;

pub(super) use metric_formula::inputs;
pub(super) use metric_series::add_computed_values;

//! Metrics as series.

use super::{FormulaSource, Record};
use crate::quantity::{Period, Unit};
use crate::source::Span;
use std::sync::Arc;

/// A value at a time, in the metric's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct DataPoint {
    /// The value.
    pub value: f64,
    /// When; absent where none was written.
    pub on: Option<Period>,
    /// Where it stands.
    pub span: Span,
}

/// A number that the plan means to move.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// All that was written about it.
    pub record: Record,
    /// What it is measured in.
    pub unit: Option<Unit>,
    /// Where it stood at the start.
    pub baseline: Option<DataPoint>,
    /// Where it shall be; the last is the one that counts.
    pub targets: Vec<DataPoint>,
    /// What was measured, by date.
    pub actuals: Vec<DataPoint>,
    /// The least that it may be.
    pub floor: Option<f64>,
    /// The most that it may be.
    pub ceiling: Option<f64>,
    /// Whether less of it is better.
    pub lower_is_better: bool,
    /// How it is computed from others.
    pub formula: Option<FormulaSource>,
    /// The shared formula that it takes over.
    pub template: Option<Arc<str>>,
    /// What its formula reads: the name that the formula has for it, and the metric. Known once the plan is evaluated.
    pub reads: Vec<(Arc<str>, Arc<str>)>,
}

impl Metric {
    /// The latest actual, where there is one.
    pub fn latest(&self) -> Option<&DataPoint> {
        self.actuals.last()
    }

    /// The latest actual, else the baseline.
    pub fn value(&self) -> Option<f64> {
        self.latest().or(self.baseline.as_ref()).map(|p| p.value)
    }

    /// What was measured after the baseline; without a day of the baseline all of it.
    pub fn since_baseline(&self) -> impl Iterator<Item = &DataPoint> {
        let since = self.baseline.as_ref().and_then(|b| b.on).map(Period::last);
        self.actuals.iter().filter(move |p| p.on.map(Period::last) > since)
    }

    /// Whether a lower value is better.
    pub fn lower_is_better(&self) -> bool {
        self.record.word("better").is_some_and(|b| &**b == "lower")
    }

    /// What is still missing to the last target: target − value.
    pub fn gap(&self) -> Option<f64> {
        Some(self.targets.last()?.value - self.value()?)
    }
}

//! The scores of one framework.

use super::inputs::InputValue;
use crate::model::Framework;
use crate::source::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// What keeps an initiative from having a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// The input, or the fact that the formula touched.
    pub name: String,
    /// Where it says so, as a `?`; absent where nothing is written.
    pub span: Option<Span>,
}

/// One initiative under one framework.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its index in the plan.
    pub initiative: usize,
    /// Its inputs, in the framework's order.
    pub inputs: Vec<InputValue>,
    /// Its score; absent where something is missing or the formula failed.
    pub score: Option<f64>,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// Whether the formula failed, which was reported.
    pub failed: bool,
}

/// Every initiative that has something of a framework, in the plan's order.
#[derive(Debug, Clone)]
pub struct Column {
    /// The framework.
    pub framework: Arc<Framework>,
    /// The weights used, in the order of the inputs.
    pub weights: Vec<f64>,
    /// The weighting that they are from; absent where they are the framework's own.
    pub weighting: Option<Arc<str>>,
    /// The rows.
    pub rows: Vec<Row>,
    by_initiative: HashMap<usize, usize>,
}

impl Column {
    /// A column of these rows.
    pub fn new(framework: Arc<Framework>, weights: Vec<f64>, weighting: Option<Arc<str>>, rows: Vec<Row>) -> Self {
        let by_initiative = rows.iter().enumerate().map(|(i, r)| (r.initiative, i)).collect();
        Column { framework, weights, weighting, rows, by_initiative }
    }

    /// The row of an initiative.
    pub fn row(&self, initiative: usize) -> Option<&Row> {
        self.by_initiative.get(&initiative).map(|i| &self.rows[*i])
    }

    /// The score of an initiative.
    pub fn score(&self, initiative: usize) -> Option<f64> {
        self.row(initiative)?.score
    }
}

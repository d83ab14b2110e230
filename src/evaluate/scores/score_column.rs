//! The scores of one framework.

use super::input_value::InputValue;
use crate::model::Framework;
use crate::source::Span;
use std::sync::Arc;

/// What keeps an initiative from having a score.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingInput {
    /// The input, or the fact that the formula touched.
    pub name: String,
    /// Where it says so, as a `?`; absent where nothing is written.
    pub span: Option<Span>,
}

/// One initiative under one framework.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRow {
    /// Its index in the plan.
    pub initiative: usize,
    /// Its inputs, in the framework's order.
    pub inputs: Vec<InputValue>,
    /// Its score; absent where something is missing or the formula failed.
    pub score: Option<f64>,
    /// What is missing.
    pub missing: Vec<MissingInput>,
    /// Whether the formula failed, which was reported.
    pub failed: bool,
}

/// Every initiative that has something of a framework, in the plan's order.
#[derive(Debug, Clone)]
pub struct ScoreColumn {
    /// The framework.
    pub framework: Arc<Framework>,
    /// The weights used, in the order of the inputs.
    pub weights: Vec<f64>,
    /// The weighting that they are from; absent where they are the framework's own.
    pub weighting: Option<Arc<str>>,
    /// The rows, by their initiatives.
    pub rows: Vec<Arc<ScoreRow>>,
}

impl ScoreColumn {
    /// Where the row of an initiative stands, or would.
    pub(in crate::evaluate) fn find(&self, initiative: usize) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&initiative, |r| r.initiative)
    }

    /// The row of an initiative.
    pub fn row(&self, initiative: usize) -> Option<&ScoreRow> {
        self.find(initiative).ok().map(|at| &*self.rows[at])
    }

    /// The score of an initiative.
    pub fn score(&self, initiative: usize) -> Option<f64> {
        self.row(initiative)?.score
    }
}

//! An experiment with what it shows.

use super::comparison::VariantComparison;
use super::group::ExperimentGroup;
use super::guardrail::GuardrailResult;
use super::sample_size::SampleSize;
use super::thresholds::SRM_P_VALUE;
use crate::diagnostic::Diagnostic;
use crate::quantity::{Date, Period, Unit};
use crate::source::Span;
use std::sync::Arc;

/// An experiment with what it shows.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// The initiative it belongs to.
    pub initiative: Arc<str>,
    /// Its name in the initiative.
    pub id: Arc<str>,
    /// Its title, or its name where it has none.
    pub title: Arc<str>,
    /// The metric it was meant to move.
    pub metric: Arc<str>,
    /// What its means are measured in; absent where it counts successes.
    pub unit: Option<Unit>,
    /// Whether it counts successes.
    pub shares: bool,
    /// Whether a lower value is better.
    pub lower: bool,
    /// When it ran.
    pub ran: Option<(Period, Period)>,
    /// Its last day, where that is said.
    pub ends: Option<Date>,
    /// Whether that day is still to come.
    pub running: bool,
    /// How many members a week can be had.
    pub traffic: Option<f64>,
    /// How many members it takes to see the least effect worth having; absent where that can't be told.
    pub size: Option<SampleSize>,
    /// The metrics that it must not hurt, with what was measured of them since it began.
    pub guardrails: Vec<GuardrailResult>,
    /// The groups, the one without the change first.
    pub groups: Vec<ExperimentGroup>,
    /// Each variant against the group without the change; empty where the figures can't be.
    pub comparisons: Vec<VariantComparison>,
    /// How likely groups of these sizes are under the shares they should have; absent where no split is given.
    pub srm_p: Option<f64>,
    /// The least effect worth having, as a difference.
    pub least_effect: Option<f64>,
    /// What is wrong with its figures.
    pub findings: Vec<Diagnostic>,
    /// Where its header stands.
    pub span: Span,
    /// Whether its figures can be.
    pub(super) sound: bool,
}

impl Experiment {
    /// Its full name: `initiative.experiment`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.initiative, self.id)
    }

    /// Whether the groups do not have the shares they should have: nothing else it says can be trusted.
    pub(crate) fn has_sample_ratio_mismatch(&self) -> bool {
        self.srm_p.is_some_and(|p| p < SRM_P_VALUE)
    }
}

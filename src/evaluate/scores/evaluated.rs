//! A plan with its scores.

use super::memo::Memo;
use super::ranking::{Ranking, rank};
use super::score_column::ScoreColumn;
use super::scored_plan::ScoredPlan;
use super::scoring_diagnostics::ScoringDiagnostics;
use crate::diagnostic::Diagnostic;
use crate::evaluate::index::{degenerate_distribution, distribution_of};
use crate::formula::Sandbox;
use crate::model::{Datum, Decision, Framework, Plan, Weighting};
use crate::quantity::{Date, Quantity, Unit};
use crate::schema::Schema;
use planwright_stats::distribution::Distribution;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A plan with its scores.
#[derive(Debug)]
pub struct Evaluated {
    pub(in crate::evaluate) scored_plan: Arc<ScoredPlan>,
    pub(in crate::evaluate) sandbox: Option<Arc<Sandbox>>,
    /// What was found while scoring.
    pub diagnostics: Vec<Diagnostic>,
    /// The frameworks, each after those it reads.
    pub(in crate::evaluate) order: Vec<Arc<Framework>>,
    pub(in crate::evaluate) weights: Option<Arc<str>>,
    /// What was found about the plan as a whole.
    pub(in crate::evaluate) shared: Arc<Vec<Diagnostic>>,
    /// What was found about each framework.
    pub(in crate::evaluate) found: BTreeMap<Arc<str>, Arc<ScoringDiagnostics>>,
    /// What several findings and reports read.
    pub(in crate::evaluate) memo: Memo,
}

impl Evaluated {
    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.scored_plan.plan
    }

    /// The table that it was checked against.
    pub fn schema(&self) -> &Schema {
        &self.scored_plan.schema
    }

    /// The day it is read on.
    pub fn today(&self) -> Date {
        self.scored_plan.today
    }

    /// The scores of a framework, where it was evaluated.
    pub fn column(&self, framework: &str) -> Option<Arc<ScoreColumn>> {
        self.scored_plan.column(framework)
    }

    /// The frameworks that initiatives have the inputs of.
    pub fn frameworks_used(&self) -> Vec<Arc<str>> {
        self.columns().iter().filter(|c| !c.rows.is_empty()).map(|c| c.framework.id.clone()).collect()
    }

    /// The scores of every framework that was evaluated.
    pub fn columns(&self) -> Vec<Arc<ScoreColumn>> {
        self.scored_plan.columns()
    }

    /// The ranking of the open initiatives, or with `all` of every one.
    pub fn ranking(&self, framework: &str, all: bool) -> Option<Arc<Ranking>> {
        if !all {
            return self.scored_plan.ranking(framework);
        }
        Some(Arc::new(rank(&self.scored_plan, &*self.column(framework)?, all)))
    }

    /// Whether what waits for an initiative can go on: its phase says so.
    pub fn delivered(&self, initiative: usize) -> bool {
        self.plan().initiatives.get(initiative).is_some_and(|i| self.scored_plan.delivered(i))
    }

    /// Whether an initiative is ranked and worked towards: its phase is open, or a decision commits it over a phase that
    /// is not.
    pub(crate) fn is_open(&self, initiative: usize) -> bool {
        initiative < self.plan().initiatives.len() && self.scored_plan.is_open(initiative)
    }

    /// A quantity's point value, the median of a range, in a unit; absent where it does not convert.
    pub fn number(&self, quantity: &Quantity, unit: Option<&Unit>) -> Option<f64> {
        self.scored_plan.number(quantity, unit)
    }

    /// What a value stands for, in the unit it is written in: of a range the distribution by which it is sampled where
    /// nothing bounds it, under the plan's `interval`; a number, or a word of a scale, is certain. `None` for what is
    /// neither, and for a range that stands for nothing. What an input of a framework stands for within the input's
    /// bounds, and in its unit, is [`InputValue::distribution`](super::input_value::InputValue::distribution).
    pub fn distribution(&self, value: &Datum) -> Option<Distribution> {
        match value {
            Datum::Quantity(quantity) => distribution_of(quantity.amount, self.plan().settings.interval),
            Datum::Level { value, .. } => degenerate_distribution(*value),
            _ => None,
        }
    }

    /// The decision that holds about an initiative.
    pub fn decision(&self, id: &str) -> Option<&Decision> {
        self.scored_plan.decision_in_force(id).map(|d| &self.scored_plan.plan.decisions[d])
    }

    /// The weighting of this name.
    pub fn weighting(&self, name: &str) -> Option<&Weighting> {
        self.scored_plan.plan.weightings.get(name)
    }
}

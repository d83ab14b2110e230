//! Scores a plan, and scores it again where little has changed.

use super::framework_order::{dependency_order, framework_dependencies};
use crate::evaluate::scores::{Evaluated, Memo, ScoredPlan};
use crate::evaluate::{formulas, impossible_values, metric_formulas};
use crate::model::Plan;
use crate::quantity::Date;
use crate::schema::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Scores a plan: every framework, or those named with what they read. A weighting changes its framework's weights.
pub(crate) fn evaluate(
    mut plan: Arc<Plan>,
    schema: Arc<Schema>,
    today: Date,
    only: Option<&[&str]>,
    weights: Option<&str>,
) -> Evaluated {
    let mut shared = Vec::new();
    let sandbox = formulas::sandbox(&plan, &mut shared).map(Arc::new);
    impossible_values::remove_impossible_values(&mut plan, today, &mut shared);
    if let Some(sandbox) = &sandbox {
        metric_formulas::add_computed_values(&mut plan, sandbox, &mut shared);
    }
    let order =
        if sandbox.is_some() { dependency_order(&plan, only, sandbox.as_deref(), &mut shared) } else { Vec::new() };
    let mut evaluated = Evaluated {
        scored_plan: Arc::new(ScoredPlan::new(plan, schema, today)),
        sandbox,
        diagnostics: Vec::new(),
        order,
        weights: weights.map(Arc::from),
        shared: Arc::new(shared),
        found: BTreeMap::new(),
        memo: Memo::default(),
    };
    for framework in evaluated.order.clone() {
        let Some(scorer) = evaluated.scorer(&framework) else { continue };
        let (column, found) = scorer.column();
        evaluated.scored_plan.add(Arc::new(column));
        evaluated.found.insert(framework.id.clone(), Arc::new(found));
    }
    evaluated.collect_diagnostics();
    evaluated
}

impl Evaluated {
    /// The same for a plan in which only these initiatives differ, by their index: all else is taken over.
    pub(crate) fn update(&self, plan: &Plan, touched: &[usize]) -> Evaluated {
        // Metrics that are computed were so already.
        let plan = Arc::new(Plan { metrics: self.scored_plan.plan.metrics.clone(), ..plan.clone() });
        // What a part says of itself, its whole sums up.
        let wholes = touched.iter().flat_map(|i| self.scored_plan.hierarchy.self_and_ancestors(*i));
        let touched: BTreeSet<usize> = wholes.collect();
        let touched: Vec<usize> = touched.into_iter().collect();
        let touched = &touched[..];
        let mut evaluated = Evaluated {
            scored_plan: Arc::new(ScoredPlan::new(plan, self.scored_plan.schema.clone(), self.scored_plan.today)),
            sandbox: self.sandbox.clone(),
            diagnostics: Vec::new(),
            order: self.order.clone(),
            weights: self.weights.clone(),
            shared: self.shared.clone(),
            found: self.found.clone(),
            memo: Memo::default(),
        };
        let reopened = touched.iter().any(|i| evaluated.scored_plan.is_open(*i) != self.scored_plan.is_open(*i));
        let mut wide: BTreeSet<Arc<str>> = BTreeSet::new();
        for framework in &self.order {
            let (Some(old), Some(found)) = (self.column(&framework.id), self.found.get(&framework.id)) else {
                continue;
            };
            let Some(scorer) = evaluated.scorer(framework) else { continue };
            // One that asks about other initiatives, or reads a framework that does, is scored as a whole.
            let is_wide = scorer.reads_other_items()
                || framework_dependencies(&evaluated.scored_plan.plan, framework, evaluated.sandbox.as_deref())
                    .iter()
                    .any(|(f, _)| wide.contains(&f.id));
            let revised = if is_wide {
                wide.insert(framework.id.clone());
                Some(scorer.column())
            } else {
                scorer.update(&old, found, touched)
            };
            match revised {
                Some((column, found)) => {
                    evaluated.scored_plan.add(Arc::new(column));
                    evaluated.found.insert(framework.id.clone(), Arc::new(found));
                }
                None => {
                    evaluated.scored_plan.add(old);
                    if !reopened {
                        evaluated.scored_plan.keep_ranking(&framework.id, &self.scored_plan);
                    }
                }
            }
        }
        evaluated.collect_diagnostics();
        evaluated
    }

    /// Gathers what was found in the order of the frameworks.
    fn collect_diagnostics(&mut self) {
        let by_framework = self
            .order
            .iter()
            .filter_map(|f| self.found.get(&f.id))
            .flat_map(|f| f.to_diagnostics(&self.scored_plan.plan));
        self.diagnostics = self.shared.iter().cloned().chain(by_framework).collect();
    }
}

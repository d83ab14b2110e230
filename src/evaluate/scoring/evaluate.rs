//! Scores a plan, and scores it again where little has changed.

use super::framework_order::{in_order, reads};
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
    impossible_values::take_out(&mut plan, today, &mut shared);
    if let Some(sandbox) = &sandbox {
        metric_formulas::fill(&mut plan, sandbox, &mut shared);
    }
    let order = if sandbox.is_some() { in_order(&plan, only, sandbox.as_deref(), &mut shared) } else { Vec::new() };
    let mut evaluated = Evaluated {
        world: Arc::new(ScoredPlan::new(plan, schema, today)),
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
        evaluated.world.add(Arc::new(column));
        evaluated.found.insert(framework.id.clone(), Arc::new(found));
    }
    evaluated.gather();
    evaluated
}

impl Evaluated {
    /// The same for a plan in which only these initiatives differ, by their index: all else is taken over.
    pub(crate) fn revised(&self, plan: &Plan, touched: &[usize]) -> Evaluated {
        // Metrics that are computed were so already.
        let plan = Arc::new(Plan { metrics: self.world.plan.metrics.clone(), ..plan.clone() });
        // What a part says of itself, its whole sums up.
        let wholes = touched.iter().flat_map(|i| self.world.parts.upward(*i));
        let touched: BTreeSet<usize> = wholes.collect();
        let touched: Vec<usize> = touched.into_iter().collect();
        let touched = &touched[..];
        let mut evaluated = Evaluated {
            world: Arc::new(ScoredPlan::new(plan, self.world.schema.clone(), self.world.today)),
            sandbox: self.sandbox.clone(),
            diagnostics: Vec::new(),
            order: self.order.clone(),
            weights: self.weights.clone(),
            shared: self.shared.clone(),
            found: self.found.clone(),
            memo: Memo::default(),
        };
        let reopened = touched.iter().any(|i| evaluated.world.is_open(*i) != self.world.is_open(*i));
        let mut wide: BTreeSet<Arc<str>> = BTreeSet::new();
        for framework in &self.order {
            let (Some(old), Some(found)) = (self.column(&framework.id), self.found.get(&framework.id)) else {
                continue;
            };
            let Some(scorer) = evaluated.scorer(framework) else { continue };
            // One that asks about other initiatives, or reads a framework that does, is scored as a whole.
            let is_wide = scorer.asks_around()
                || reads(&evaluated.world.plan, framework, evaluated.sandbox.as_deref())
                    .iter()
                    .any(|(f, _)| wide.contains(&f.id));
            let revised = if is_wide {
                wide.insert(framework.id.clone());
                Some(scorer.column())
            } else {
                scorer.revised(&old, found, touched)
            };
            match revised {
                Some((column, found)) => {
                    evaluated.world.add(Arc::new(column));
                    evaluated.found.insert(framework.id.clone(), Arc::new(found));
                }
                None => {
                    evaluated.world.add(old);
                    if !reopened {
                        evaluated.world.keep_ranking(&framework.id, &self.world);
                    }
                }
            }
        }
        evaluated.gather();
        evaluated
    }

    /// Gathers what was found in the order of the frameworks.
    fn gather(&mut self) {
        let by_framework =
            self.order.iter().filter_map(|f| self.found.get(&f.id)).flat_map(|f| f.all(&self.world.plan));
        self.diagnostics = self.shared.iter().cloned().chain(by_framework).collect();
    }
}

//! A plan with the scores that it has so far: what formulas may ask about.

use super::ranking::{Ranking, rank};
use super::score_column::ScoreColumn;
use crate::evaluate::index::PlanIndex;
use crate::model::{Framework, Plan};
use crate::quantity::Date;
use crate::schema::Schema;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, RwLock};

/// A plan with the columns of scores that are known so far, and the rankings that were asked for.
#[derive(Debug)]
pub(in crate::evaluate) struct ScoredPlan {
    index: PlanIndex,
    columns: RwLock<BTreeMap<Arc<str>, Arc<ScoreColumn>>>,
    rankings: RwLock<BTreeMap<Arc<str>, Arc<Ranking>>>,
}

impl Deref for ScoredPlan {
    type Target = PlanIndex;

    fn deref(&self) -> &PlanIndex {
        &self.index
    }
}

impl ScoredPlan {
    pub(in crate::evaluate) fn new(plan: Arc<Plan>, schema: Arc<Schema>, today: Date) -> Self {
        ScoredPlan {
            index: PlanIndex::new(plan, schema, today),
            columns: RwLock::default(),
            rankings: RwLock::default(),
        }
    }

    /// Takes the ranking of a framework over from a world in which it is the same.
    pub(crate) fn keep_ranking(&self, framework: &Arc<str>, from: &ScoredPlan) {
        let known = from.rankings.read().ok().and_then(|r| r.get(framework).cloned());
        if let (Some(ranking), Ok(mut rankings)) = (known, self.rankings.write()) {
            rankings.insert(framework.clone(), ranking);
        }
    }

    /// The initiatives that may have something of a framework, in order; those that have nothing are sorted out later.
    pub(in crate::evaluate) fn candidates(&self, framework: &Framework) -> Vec<usize> {
        let mut found = self.with_block(&framework.id).to_vec();
        for input in &framework.inputs {
            let inherits_class = &*input.id == "class";
            let from = input.from.as_ref().map(|(name, _)| name);
            let column = from.and_then(|name| self.column(name));
            match (&column, from) {
                (Some(column), _) => found.extend(column.rows.iter().map(|r| r.initiative)),
                // A metric is nobody's own.
                (None, Some(name)) if self.plan.metric(name).is_some() => {}
                (None, Some(_)) => return (0..self.plan.initiatives.len()).collect(),
                (None, None) if inherits_class => return (0..self.plan.initiatives.len()).collect(),
                (None, None) => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(in crate::evaluate) fn add(&self, column: Arc<ScoreColumn>) {
        if let Ok(mut columns) = self.columns.write() {
            columns.insert(column.framework.id.clone(), column);
        }
    }

    pub(in crate::evaluate) fn column(&self, framework: &str) -> Option<Arc<ScoreColumn>> {
        self.columns.read().ok()?.get(framework).cloned()
    }

    pub(in crate::evaluate) fn columns(&self) -> Vec<Arc<ScoreColumn>> {
        self.columns.read().map(|c| c.values().cloned().collect()).unwrap_or_default()
    }

    /// The ranking of the open initiatives, computed once.
    pub(in crate::evaluate) fn ranking(&self, framework: &str) -> Option<Arc<Ranking>> {
        if let Some(ranking) = self.rankings.read().ok()?.get(framework) {
            return Some(ranking.clone());
        }
        let column = self.column(framework)?;
        let ranking = Arc::new(rank(self, &column, false));
        self.rankings.write().ok()?.insert(framework.into(), ranking.clone());
        Some(ranking)
    }
}

//! Ranks by score, and the order that decisions make of them.

use super::score_column::ScoreColumn;
use crate::evaluate::index::{PlanIndex, verdict_order};
use crate::model::DecisionVerdict;
use std::collections::HashMap;

/// One initiative with its place.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RankedInitiative {
    /// Its place by score; equal scores share the first of their places (1, 1, 3). No decision alters it.
    pub rank: usize,
    /// Its place by score where those of equal scores stand by their names.
    pub place: usize,
    /// Its place after decisions; `None` for what was declined.
    pub order: Option<usize>,
    /// Its index in the plan.
    pub initiative: usize,
    /// Its score.
    pub score: f64,
    /// The verdict that holds about it, with the index of its decision.
    pub verdict: Option<DecisionVerdict>,
}

/// The initiatives under a framework, in the order that decisions make of their scores: the first row is what comes
/// first, which need not score best. [`Ranking::by_score`] has them by their scores alone.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Ranking {
    /// Those with a score, by `order`; declined ones last.
    pub rows: Vec<RankedInitiative>,
    /// Those without, by id: indexes in the plan.
    pub unscored: Vec<usize>,
    /// What decisions commit without a score, by id, each with its place in the order: after what they commit with one.
    pub committed: Vec<(usize, usize)>,
    /// Where each initiative stands in `rows`.
    by_initiative: HashMap<usize, usize>,
}

impl Ranking {
    /// Those with a score, the best first, whatever was decided; equal ones as decisions order them.
    pub fn by_score(&self) -> Vec<&RankedInitiative> {
        let mut rows: Vec<&RankedInitiative> = self.rows.iter().collect();
        rows.sort_by_key(|r| r.rank);
        rows
    }

    /// The place of an initiative.
    pub fn get(&self, initiative: usize) -> Option<&RankedInitiative> {
        self.by_initiative.get(&initiative).map(|row| &self.rows[*row])
    }
}

/// The score to 12 significant digits, by which scores are compared.
pub(in crate::evaluate) fn round_for_comparison(score: f64) -> f64 {
    if score == 0.0 { 0.0 } else { format!("{score:.11e}").parse().unwrap_or(score) }
}

/// Ranks the open initiatives of a column, or all of them.
pub(in crate::evaluate) fn rank(index: &PlanIndex, column: &ScoreColumn, all: bool) -> Ranking {
    let plan = &index.plan;
    let id = |i: usize| &*plan.initiatives[i].record.id;
    let shown = column.rows.iter().filter(|r| all || index.is_open(r.initiative));
    let (mut scored, mut unscored) = (Vec::new(), Vec::new());
    for row in shown {
        match row.score {
            Some(score) => scored.push((round_for_comparison(score), row.initiative, score)),
            None => unscored.push(row.initiative),
        }
    }
    let lower = column.framework.lower_is_better;
    scored.sort_by(|a, b| {
        let by_score = if lower { a.0.total_cmp(&b.0) } else { b.0.total_cmp(&a.0) };
        by_score.then_with(|| id(a.1).cmp(id(b.1)))
    });
    unscored.sort_by(|a, b| id(*a).cmp(id(*b)));
    let mut rows: Vec<RankedInitiative> = Vec::with_capacity(scored.len());
    let mut last = None;
    for (place, (key, initiative, score)) in scored.iter().enumerate() {
        let rank = match (last, rows.last()) {
            (Some(l), Some(r)) if l == *key => r.rank,
            _ => place + 1,
        };
        last = Some(*key);
        let verdict = index.decision_in_force(id(*initiative)).map(|d| plan.decisions[d].verdict);
        rows.push(RankedInitiative {
            rank,
            place: place + 1,
            order: None,
            initiative: *initiative,
            score: *score,
            verdict,
        });
    }
    rows.sort_by_key(|r| verdict_order(r.verdict).unwrap_or(u8::MAX));
    let mut committed = committed_unscored(index, column, all);
    let first = rows.iter().take_while(|r| r.verdict == Some(DecisionVerdict::Commit)).count();
    for (at, row) in rows.iter_mut().filter(|r| verdict_order(r.verdict).is_some()).enumerate() {
        row.order = Some(at + 1 + if at < first { 0 } else { committed.len() });
    }
    committed.iter_mut().enumerate().for_each(|(at, (_, order))| *order = first + at + 1);
    let by_initiative = rows.iter().enumerate().map(|(at, r)| (r.initiative, at)).collect();
    Ranking { rows, unscored, committed, by_initiative }
}

/// What decisions commit and the framework does not score, whether or not it has anything of it; places come later.
fn committed_unscored(index: &PlanIndex, column: &ScoreColumn, all: bool) -> Vec<(usize, usize)> {
    let plan = &index.plan;
    let committed = |i: &usize| {
        let verdict = index.decision_in_force(plan.initiatives[*i].id()).map(|d| plan.decisions[d].verdict);
        verdict == Some(DecisionVerdict::Commit) && (all || index.is_open(*i)) && column.score(*i).is_none()
    };
    // Without a decision nothing is looked through.
    let any = plan.decisions.iter().any(|d| d.verdict == DecisionVerdict::Commit);
    let mut found: Vec<usize> = (0..plan.initiatives.len()).filter(|_| any).filter(committed).collect();
    found.sort_by(|a, b| plan.initiatives[*a].id().cmp(plan.initiatives[*b].id()));
    found.into_iter().map(|i| (i, 0)).collect()
}

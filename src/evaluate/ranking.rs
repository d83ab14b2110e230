//! Ranks by score, and the order that decisions make of them.

use super::column::Column;
use super::decisions::group;
use super::world::World;
use crate::model::Verdict;
use std::collections::HashMap;

/// One initiative with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its place by score; equal scores share the first of their places (1, 1, 3). No decision alters it.
    pub rank: usize,
    /// Its place after decisions; `None` for what was declined.
    pub order: Option<usize>,
    /// Its index in the plan.
    pub initiative: usize,
    /// Its score.
    pub score: f64,
    /// The verdict that holds about it, with the index of its decision.
    pub verdict: Option<Verdict>,
}

/// The initiatives under a framework, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    /// Those with a score, by `order`; declined ones last.
    pub rows: Vec<Ranked>,
    /// Those without, by id: indexes in the plan.
    pub unscored: Vec<usize>,
    /// Where each initiative stands in `rows`.
    by_initiative: HashMap<usize, usize>,
}

impl Ranking {
    /// The place of an initiative.
    pub fn of(&self, initiative: usize) -> Option<&Ranked> {
        self.by_initiative.get(&initiative).map(|row| &self.rows[*row])
    }
}

/// The score to 12 significant digits, by which scores are compared.
pub(super) fn rounded(score: f64) -> f64 {
    if score == 0.0 { 0.0 } else { format!("{score:.11e}").parse().unwrap_or(score) }
}

/// Ranks the open initiatives of a column, or all of them.
pub(super) fn rank(world: &World, column: &Column, all: bool) -> Ranking {
    let plan = &world.plan;
    let id = |i: usize| &*plan.initiatives[i].record.id;
    let shown = column.rows.iter().filter(|r| all || plan.initiatives[r.initiative].open);
    let (mut scored, mut unscored) = (Vec::new(), Vec::new());
    for row in shown {
        match row.score {
            Some(score) => scored.push((rounded(score), row.initiative, score)),
            None => unscored.push(row.initiative),
        }
    }
    let lower = column.framework.lower_is_better;
    scored.sort_by(|a, b| {
        let by_score = if lower { a.0.total_cmp(&b.0) } else { b.0.total_cmp(&a.0) };
        by_score.then_with(|| id(a.1).cmp(id(b.1)))
    });
    unscored.sort_by(|a, b| id(*a).cmp(id(*b)));
    let mut rows: Vec<Ranked> = Vec::with_capacity(scored.len());
    let mut last = None;
    for (place, (key, initiative, score)) in scored.iter().enumerate() {
        let rank = match (last, rows.last()) {
            (Some(l), Some(r)) if l == *key => r.rank,
            _ => place + 1,
        };
        last = Some(*key);
        let verdict = world.verdict(id(*initiative)).map(|d| plan.decisions[d].verdict);
        rows.push(Ranked { rank, order: None, initiative: *initiative, score: *score, verdict });
    }
    rows.sort_by_key(|r| group(r.verdict).unwrap_or(u8::MAX));
    let mut order = 0;
    for row in rows.iter_mut().filter(|r| group(r.verdict).is_some()) {
        order += 1;
        row.order = Some(order);
    }
    let by_initiative = rows.iter().enumerate().map(|(at, r)| (r.initiative, at)).collect();
    Ranking { rows, unscored, by_initiative }
}

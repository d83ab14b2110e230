//! Which initiatives of a roadmap matter most.

use super::commitment_state::CommitmentState;
use super::result::Roadmap;
use crate::evaluate::scores::Evaluated;
use crate::model::Datum;
use std::cmp::Ordering;

/// The place of an item.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct ItemPriority {
    /// By score, as `plan rank` has it; none where it has none.
    pub rank: Option<usize>,
    /// Among the items: what is placed before what is not, of that what decisions commit first, then by rank, then by
    /// the yearly revenue that it brings, then by name. None for what is over or declined.
    pub order: Option<usize>,
}

/// The place of each item of a roadmap.
pub(super) fn item_priorities(evaluated: &Evaluated, roadmap: &Roadmap) -> Vec<ItemPriority> {
    let plan = evaluated.plan();
    let ranking = roadmap.by.as_deref().and_then(|by| evaluated.ranking(by, false));
    let rank = |initiative| ranking.as_ref().and_then(|r| r.get(initiative)).map(|row| row.rank);
    let money = |initiative: usize| match plan.initiatives[initiative].record.value("arr") {
        Some(Datum::Quantity(arr)) => evaluated.number(arr, plan.fact_units.get("arr")).unwrap_or(0.0),
        _ => 0.0,
    };
    let id = |initiative: usize| plan.initiatives[initiative].id();
    let mut weights: Vec<ItemPriority> =
        roadmap.items.iter().map(|i| ItemPriority { rank: rank(i.initiative), order: None }).collect();
    let mut by_weight: Vec<usize> =
        (0..weights.len()).filter(|at| roadmap.items[*at].state <= CommitmentState::Unstaffed).collect();
    by_weight.sort_by(|a, b| -> Ordering {
        let (one, other) = (&roadmap.items[*a], &roadmap.items[*b]);
        let key = |at: usize| {
            let item = &roadmap.items[at];
            (item.state >= CommitmentState::Later, !item.decided, weights[at].rank.unwrap_or(usize::MAX))
        };
        let by_money = || money(other.initiative).total_cmp(&money(one.initiative));
        key(*a).cmp(&key(*b)).then_with(by_money).then_with(|| id(one.initiative).cmp(id(other.initiative)))
    });
    for (order, at) in by_weight.into_iter().enumerate() {
        weights[at].order = Some(order + 1);
    }
    weights
}

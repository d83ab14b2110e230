//! Several rankings of the same initiatives side by side: by several frameworks, or by several weightings of one.

mod kendall_tau;
mod table;
mod text;

pub use kendall_tau::RankCorrelation;
pub(crate) use kendall_tau::kendall_tau_b;

use crate::evaluate::Evaluated;
use crate::report::SCHEMA;
use crate::report::rank::{NoRanking, RankOptions, is_shown};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// `plan rank --format json` with several frameworks or weightings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SideBySideReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The plan's name.
    pub plan: Option<String>,
    /// The scenario.
    pub scenario: Option<String>,
    /// How many each ranking would choose.
    pub top: usize,
    /// The rankings, as they were asked for.
    pub rankings: Vec<SideBySideHead>,
    /// The initiatives that at least one of them ranks, in the order of the first, then of the second and so on.
    pub rows: Vec<SideBySideRow>,
    /// The initiatives to which none gives a score, by name.
    pub unscored: Vec<String>,
    /// How far each two agree.
    pub agreement: Vec<RankAgreement>,
}

/// One of the rankings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SideBySideHead {
    /// What it is called here: the framework, or the weighting.
    pub name: String,
    /// The framework.
    pub by: String,
    /// The weighting; null for the framework's own weights.
    pub weights: Option<String>,
}

/// One initiative in all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SideBySideRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its place in each ranking, by the ranking's name; null where it has no score there.
    pub places: BTreeMap<String, Option<RankingPlace>>,
    /// The rankings that have it among the first `top`.
    pub chosen_by: Vec<String>,
    /// How far they are apart about it; null where not all that give scores give it one.
    pub apart: Option<RankSpread>,
}

/// A place in one ranking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RankingPlace {
    /// The place by score.
    pub rank: usize,
    /// The score.
    pub score: f64,
}

/// How far rankings are apart about an initiative, counted among the initiatives that all of them rank; rankings of
/// nothing don't count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RankSpread {
    /// The worst of its places less the best.
    pub places: usize,
    /// The first ranking that has it at its best place.
    pub best_by: String,
    /// The first that has it at its worst.
    pub worst_by: String,
}

/// How far two rankings agree about the initiatives that both rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RankAgreement {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Kendall's tau-b (Kendall 1945): 1 for the same order, 0 for no relation, -1 for the reverse; null where it is
    /// not defined.
    pub tau: Option<f64>,
    /// Of the pairs of initiatives that both order, the share that they order alike.
    pub same_order: Option<f64>,
    /// How many initiatives both rank.
    pub initiatives: usize,
}

/// One ranking to set beside others.
#[derive(Debug)]
pub struct SideRanking<'e> {
    /// What it is called.
    pub name: String,
    /// The plan as this one sees it.
    pub evaluated: &'e Evaluated,
    /// What to show of it; no further columns.
    pub wanted: RankOptions<'e>,
}

/// How many are chosen where nobody says: the better half, at most ten.
fn default_top(ranked: usize) -> usize {
    ranked.div_ceil(2).clamp(1, 10)
}

/// Sets rankings side by side; `None` where none is given.
///
/// # Errors
/// Where one of the frameworks is not there or was not scored, and where a filter fails.
pub fn report(rankings: &[SideRanking<'_>], top: Option<usize>) -> Result<Option<SideBySideReport>, NoRanking> {
    let Some(first) = rankings.first() else { return Ok(None) };
    let plan = first.evaluated.plan();
    let (mut heads, mut rows, mut unscored) = (Vec::new(), Vec::<SideBySideRow>::new(), Vec::new());
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut most = 0;
    for SideRanking { name, evaluated, wanted } in rankings {
        let by = &*evaluated.framework(wanted.by).map_err(NoRanking::Framework)?.id;
        let (Some(column), Some(found)) = (evaluated.column(by), evaluated.ranking(by, wanted.all)) else {
            return Err(NoRanking::Unscored(by.to_string()));
        };
        let weights = column.weighting.as_ref().map(|w| w.to_string());
        heads.push(SideBySideHead { name: name.clone(), by: by.to_string(), weights });
        most = most.max(found.rows.len());
        for ranked in found.by_score() {
            if !is_shown(evaluated, wanted, by, ranked.initiative)? {
                continue;
            }
            let initiative = &evaluated.plan().initiatives[ranked.initiative];
            let id = initiative.id().to_string();
            let row = *at.entry(id.clone()).or_insert_with(|| {
                let places = rankings.iter().map(|r| (r.name.clone(), None)).collect();
                let title = initiative.title().to_string();
                rows.push(SideBySideRow { id, title, places, chosen_by: Vec::new(), apart: None });
                rows.len() - 1
            });
            rows[row].places.insert(name.clone(), Some(RankingPlace { rank: ranked.rank, score: ranked.score }));
        }
        for index in &found.unscored {
            if is_shown(evaluated, wanted, by, *index)? {
                unscored.push(evaluated.plan().initiatives[*index].id().to_string());
            }
        }
    }
    unscored.retain(|id| !at.contains_key(id));
    unscored.sort();
    unscored.dedup();
    // A ranking of nothing has no opinion.
    let has = |name: &str| rows.iter().any(|row| rank_in(row, name).is_some());
    let names: Vec<&str> = heads.iter().map(|h| h.name.as_str()).filter(|name| has(name)).collect();
    let top = top.unwrap_or(default_top(most));
    for row in &mut rows {
        let chosen = |name: &&&str| row.places.get(**name).copied().flatten().is_some_and(|p| p.rank <= top);
        row.chosen_by = names.iter().filter(chosen).map(|n| n.to_string()).collect();
    }
    set_rank_spreads(&mut rows, &names);
    let all: Vec<&str> = heads.iter().map(|h| h.name.as_str()).collect();
    let agreement = agreement(&rows, &all);
    Ok(Some(SideBySideReport {
        schema: SCHEMA.into(),
        plan: Some(plan.settings.id.to_string()).filter(|i| !i.is_empty()),
        scenario: plan.scenario.as_ref().map(|s| s.to_string()),
        top,
        rankings: heads,
        rows,
        unscored,
        agreement,
    }))
}

fn rank_in(row: &SideBySideRow, name: &str) -> Option<usize> {
    row.places.get(name).copied().flatten().map(|p| p.rank)
}

/// Finds how far rankings are apart about each initiative that all of them rank, by its places among those.
fn set_rank_spreads(rows: &mut [SideBySideRow], names: &[&str]) {
    let common: Vec<usize> =
        (0..rows.len()).filter(|at| names.iter().all(|name| rank_in(&rows[*at], name).is_some())).collect();
    let places: Vec<Vec<usize>> = names
        .iter()
        .map(|name| {
            let mut ranks: Vec<usize> = common.iter().filter_map(|at| rank_in(&rows[*at], name)).collect();
            let own = ranks.clone();
            ranks.sort_unstable();
            own.iter().map(|rank| ranks.partition_point(|other| other < rank) + 1).collect()
        })
        .collect();
    for (at, row) in common.iter().enumerate() {
        let own = || places.iter().map(|p| p[at]).enumerate();
        let (Some(best), Some(worst)) = (own().min_by_key(|p| p.1), own().min_by_key(|p| std::cmp::Reverse(p.1)))
        else {
            continue;
        };
        rows[*row].apart = Some(RankSpread {
            places: worst.1 - best.1,
            best_by: names[best.0].to_string(),
            worst_by: names[worst.0].to_string(),
        });
    }
}

fn agreement(rows: &[SideBySideRow], names: &[&str]) -> Vec<RankAgreement> {
    let mut found = Vec::new();
    for (at, one) in names.iter().enumerate() {
        for other in &names[at + 1..] {
            let both = |row: &SideBySideRow| rank_in(row, one).zip(rank_in(row, other));
            let places: Vec<(usize, usize)> = rows.iter().filter_map(both).collect();
            let RankCorrelation { tau, same_order } = kendall_tau_b(&places);
            let (one, other) = (one.to_string(), other.to_string());
            found.push(RankAgreement { one, other, tau, same_order, initiatives: places.len() });
        }
    }
    found
}

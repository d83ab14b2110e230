//! The work of an initiative, by team.

use crate::evaluate::index::{fact_key, fit_distribution};
use crate::evaluate::scores::{InputDistribution, InputOrigin, ScoreColumn, ScoredPlan};
use crate::model::{Clause, Datum, Record, team_shares};
use planwright_stats::distribution::Distribution;
use std::sync::Arc;

/// Work of one team, in person-weeks.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct TeamPart {
    /// Who does it; none where nobody does.
    pub team: Option<Arc<str>>,
    /// Its median.
    pub weeks: f64,
    /// What it is in a sample.
    pub source: EffortSource,
}

/// Where samples of a part come from.
#[derive(Debug, Clone, Default)]
pub(in crate::evaluate) struct EffortSource {
    /// From the unit of the estimate to this part's person-weeks.
    pub factor: f64,
    /// What is certain.
    pub fixed: f64,
    /// What is a range, each with the key of its samples.
    pub ranges: Vec<(u64, Distribution)>,
    /// Where it is what an estimate of the whole has beyond the parts: those.
    pub remainder: Option<Arc<EstimateRemainder>>,
}

/// An estimate of the whole, and what of it the parts take.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct EstimateRemainder {
    pub whole: Vec<EffortSource>,
    pub parts: Vec<EffortSource>,
}

impl EffortSource {
    /// Whether it differs from sample to sample.
    pub(crate) fn varies(&self) -> bool {
        let beyond = |b: &Arc<EstimateRemainder>| b.whole.iter().chain(&b.parts).any(EffortSource::varies);
        !self.ranges.is_empty() || self.remainder.as_ref().is_some_and(beyond)
    }
}

/// What is left to do of an initiative: `remaining`, else `effort`, else the effort that a framework asks for; nothing
/// where that is `none`.
///
/// # Errors
/// In words why there is none that can be placed.
pub(super) fn remaining_work(
    world: &ScoredPlan,
    index: usize,
    columns: &[Arc<ScoreColumn>],
) -> Result<Vec<TeamPart>, String> {
    let left = &world.plan.initiatives[index].record;
    work_of_field(
        world,
        index,
        columns,
        if effort_clauses(left, "remaining").is_empty() { "effort" } else { "remaining" },
    )
}

/// All the work of an initiative, done or not: `effort`, else the effort that a framework asks for.
///
/// # Errors
/// In words why nothing says how much it is.
pub(super) fn total_work(
    world: &ScoredPlan,
    index: usize,
    columns: &[Arc<ScoreColumn>],
) -> Result<Vec<TeamPart>, String> {
    work_of_field(world, index, columns, "effort")
}

/// The values of a field that say how much.
fn effort_clauses<'r>(record: &'r Record, name: &'r str) -> Vec<&'r Clause> {
    let said = record.all(name).filter_map(|f| f.first());
    said.filter(|c| matches!(c.head, Datum::Quantity(_) | Datum::None)).collect()
}

fn work_of_field(
    world: &ScoredPlan,
    index: usize,
    columns: &[Arc<ScoreColumn>],
    name: &str,
) -> Result<Vec<TeamPart>, String> {
    let initiative = &world.plan.initiatives[index];
    let lines = effort_clauses(&initiative.record, name);
    let key = |path: &str| fact_key(world.plan.settings.seed, &initiative.record, path);
    let teams = assigned_teams(world, index);
    let mut parts = Vec::new();
    for clause in lines.iter().filter(|c| c.head != Datum::None) {
        let by = match clause.tail("by") {
            Some(Datum::Reference { id: team, .. }) => Some(team.clone()),
            _ => None,
        };
        let path = by.as_ref().filter(|_| lines.len() > 1).map_or(name.to_string(), |team| format!("{name}[{team}]"));
        let (median, source) = person_weeks(world, clause, key(&path))?;
        split_among_teams(&mut parts, by, &teams, median, &source);
    }
    if lines.is_empty() {
        let (median, source) = framework_effort(world, index, columns, &key).ok_or("no effort")?;
        split_among_teams(&mut parts, None, &teams, median, &source);
    }
    Ok(parts)
}

/// Who does the work for which no line names a team, with their shares: the initiative's own teams, else those of what
/// it is a part of, else the plan's only team, else the only team of its owner; nobody where there is none of these.
pub(super) fn assigned_teams(world: &ScoredPlan, index: usize) -> Vec<(Arc<str>, f64)> {
    let record = |i: usize| &world.plan.initiatives[i].record;
    let upward = || world.hierarchy.self_and_ancestors(index);
    let own = upward().map(|i| team_shares(record(i))).find(|shares| !shares.is_empty());
    if let Some(own) = own {
        return own.into_iter().map(|(team, share)| (team.clone(), share)).collect();
    }
    if let Some([only]) = world.plan.other_items.get("team").map(Vec::as_slice) {
        return vec![(only.id.clone(), 1.0)];
    }
    let owner = upward().find_map(|i| match record(i).value("owner") {
        Some(Datum::Reference { id: owner, .. }) => world.plan.other_item("person", owner),
        _ => None,
    });
    match owner.map(team_shares).as_deref() {
        Some([(team, _)]) => vec![((*team).clone(), 1.0)],
        _ => Vec::new(),
    }
}

/// Adds a piece of work as parts: of the team that it names, else of those of the initiative by their shares.
fn split_among_teams(
    parts: &mut Vec<TeamPart>,
    by: Option<Arc<str>>,
    teams: &[(Arc<str>, f64)],
    median: f64,
    source: &EffortSource,
) {
    let whole = [(by.clone(), 1.0)];
    let mut shared: Vec<(Option<Arc<str>>, f64)> = teams.iter().map(|(t, s)| (Some(t.clone()), *s)).collect();
    // What no team has a share of is nobody's.
    let left = 1.0 - teams.iter().map(|(_, share)| share).sum::<f64>();
    shared.extend((left > 1e-6).then_some((None, left)));
    let of = if by.is_some() || teams.is_empty() { &whole[..] } else { &shared };
    for (team, share) in of {
        let source = EffortSource { factor: source.factor * share, ..source.clone() };
        parts.push(TeamPart { team: team.clone(), weeks: median * share, source });
    }
}

/// An estimate in person-weeks: its median, and where samples come from.
fn person_weeks(world: &ScoredPlan, clause: &Clause, key: u64) -> Result<(f64, EffortSource), String> {
    let Datum::Quantity(quantity) = &clause.head else { return Err("no effort".into()) };
    let amount = world.amount(quantity, world.person_weeks());
    let amount = amount.ok_or_else(|| format!("its effort is in {}, not in people's time", quantity.unit))?;
    let (median, range) = fit_distribution(amount, world.plan.settings.interval, Default::default())
        .map_err(|_| "its effort is a range that no distribution fits".to_string())?;
    let fixed = if range.is_some() { 0.0 } else { median };
    Ok((
        median,
        EffortSource { factor: 1.0, fixed, ranges: range.map(|d| (key, d)).into_iter().collect(), remainder: None },
    ))
}

/// The effort under the first framework that has one of the initiative's own.
fn framework_effort(
    world: &ScoredPlan,
    index: usize,
    columns: &[Arc<ScoreColumn>],
    key: &dyn Fn(&str) -> u64,
) -> Option<(f64, EffortSource)> {
    columns.iter().find_map(|column| {
        let (place, input) = column.framework.input("effort")?;
        let read = column.row(index)?.inputs.get(place).filter(|read| read.origin != InputOrigin::Parts)?;
        let value = read.value?;
        let factor = world.plan.units.convert(&input.unit, world.person_weeks()?).ok()?.apply(1.0);
        let range = |s: &InputDistribution| (key(&s.path), s.distribution);
        let ranges: Vec<(u64, Distribution)> = read.spread.iter().flat_map(|s| s.iter().map(range)).collect();
        let fixed = if ranges.is_empty() { value } else { 0.0 };
        Some((value * factor, EffortSource { factor, fixed, ranges, remainder: None }))
    })
}

/// What an estimate of a whole has beyond its parts, as work of the whole's own teams: at medians so many person-weeks,
/// in a sample what the one has more than the others, and never less than nothing.
pub(super) fn remainder_work(whole: &[TeamPart], parts: Vec<EffortSource>, weeks: f64) -> Vec<TeamPart> {
    let all: f64 = whole.iter().map(|p| p.weeks).sum();
    let beyond = Arc::new(EstimateRemainder { whole: whole.iter().map(|p| p.source.clone()).collect(), parts });
    let share = |part: &TeamPart| {
        let share = part.weeks / all;
        let source = EffortSource { factor: share, remainder: Some(beyond.clone()), ..EffortSource::default() };
        TeamPart { team: part.team.clone(), weeks: weeks * share, source }
    };
    whole.iter().filter(|_| all > 0.0).map(share).collect()
}

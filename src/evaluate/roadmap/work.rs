//! The work of an initiative, by team.

use crate::evaluate::column::Column;
use crate::evaluate::inputs::{Spread, fitted};
use crate::evaluate::simulate::fact_key;
use crate::evaluate::world::World;
use crate::model::{Clause, Datum, Initiative, shares};
use planwright_stats::distribution::Distribution;
use std::sync::Arc;

/// Work of one team, in person-weeks.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Who does it; none where no team is named.
    pub team: Option<Arc<str>>,
    /// Its median.
    pub weeks: f64,
    /// What it is in a sample.
    pub source: Source,
}

/// Where samples of a part come from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// From the unit of the estimate to this part's person-weeks.
    pub factor: f64,
    /// What is certain.
    pub fixed: f64,
    /// What is a range, each with the key of its samples.
    pub ranges: Vec<(u64, Distribution)>,
}

/// What is left to do of an initiative: `remaining`, else `effort`, else the effort that a framework asks for.
///
/// # Errors
/// In words why there is none that can be placed.
pub(super) fn work(
    world: &World,
    index: usize,
    initiative: &Initiative,
    columns: &[Arc<Column>],
) -> Result<Vec<Part>, String> {
    let quantities =
        |name| initiative.record.all(name).filter_map(|f| f.first()).filter(|c| matches!(c.head, Datum::Quantity(_)));
    let left: Vec<&Clause> = quantities("remaining").collect();
    let (name, lines) = if left.is_empty() { ("effort", quantities("effort").collect()) } else { ("remaining", left) };
    let key = |path: &str| fact_key(world.plan.settings.seed, &initiative.record, path);
    let teams: Vec<(Arc<str>, f64)> =
        shares(&initiative.record).into_iter().map(|(team, share)| (team.clone(), share)).collect();
    let mut parts = Vec::new();
    for clause in &lines {
        let by = match clause.tail("by") {
            Some(Datum::Reference(team)) => Some(team.clone()),
            _ => None,
        };
        let path = by.as_ref().filter(|_| lines.len() > 1).map_or(name.to_string(), |team| format!("{name}[{team}]"));
        let (median, source) = estimate(world, clause, key(&path))?;
        spread_out(&mut parts, by, &teams, median, &source);
    }
    if lines.is_empty() {
        let (median, source) = scored(world, index, columns, &key).ok_or("no effort on file")?;
        spread_out(&mut parts, None, &teams, median, &source);
    }
    Ok(parts)
}

/// Adds a piece of work as parts: of the team that it names, else of those of the initiative by their shares.
fn spread_out(parts: &mut Vec<Part>, by: Option<Arc<str>>, teams: &[(Arc<str>, f64)], median: f64, source: &Source) {
    let whole = [(by.clone(), 1.0)];
    let shared: Vec<(Option<Arc<str>>, f64)> = teams.iter().map(|(t, s)| (Some(t.clone()), *s)).collect();
    let of = if by.is_some() || teams.is_empty() { &whole[..] } else { &shared };
    for (team, share) in of {
        let source = Source { factor: source.factor * share, ..source.clone() };
        parts.push(Part { team: team.clone(), weeks: median * share, source });
    }
}

/// An estimate in person-weeks: its median, and where samples come from.
fn estimate(world: &World, clause: &Clause, key: u64) -> Result<(f64, Source), String> {
    let Datum::Quantity(quantity) = &clause.head else { return Err("no effort on file".into()) };
    let amount = world.amount(quantity, world.person_weeks());
    let amount = amount.ok_or_else(|| format!("its effort is in {}, not in people's time", quantity.unit))?;
    let (median, range) = fitted(amount, world.plan.settings.interval, Default::default())
        .map_err(|_| "its effort is a range that stands for nothing".to_string())?;
    let fixed = if range.is_some() { 0.0 } else { median };
    Ok((median, Source { factor: 1.0, fixed, ranges: range.map(|d| (key, d)).into_iter().collect() }))
}

/// The effort under the first framework that has one.
fn scored(world: &World, index: usize, columns: &[Arc<Column>], key: &dyn Fn(&str) -> u64) -> Option<(f64, Source)> {
    columns.iter().find_map(|column| {
        let (place, input) = column.framework.input("effort")?;
        let read = column.row(index)?.inputs.get(place)?;
        let value = read.value?;
        let factor = world.plan.units.convert(&input.unit, world.person_weeks()?).ok()?.apply(1.0);
        let range = |s: &Spread| (key(&s.path), s.distribution);
        let ranges: Vec<(u64, Distribution)> = read.spread.iter().flat_map(|s| s.iter().map(range)).collect();
        let fixed = if ranges.is_empty() { value } else { 0.0 };
        Some((value * factor, Source { factor, fixed, ranges }))
    })
}

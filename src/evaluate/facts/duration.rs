//! How long an initiative takes.

use super::item::ItemRecord;
use crate::formula::{Lookup, RecordValue as _, Value};
use crate::model::{Clause, Datum, Initiative};
use std::sync::Arc;

/// From `start` to `due` where both are given, else what its work takes.
pub(in crate::evaluate) fn duration_weeks(item: &ItemRecord, index: usize, initiative: &Initiative) -> Option<f64> {
    let date = |name: &str| match initiative.record.value(name) {
        Some(Datum::Date(period)) => Some(*period),
        _ => None,
    };
    if let (Some(start), Some(due)) = (date("start"), date("due"))
        && due.last() >= start.first()
    {
        return Some((due.last().days_since(start.first()) + 1) as f64 / 7.0);
    }
    work_duration_weeks(item, index, initiative)
}

/// Its effort over the people who can work on it at once, if its teams do nothing else: each team does its own share,
/// and all of them together are no more than `at_most`. One person where nobody is named.
pub(in crate::evaluate) fn work_duration_weeks(
    item: &ItemRecord,
    index: usize,
    initiative: &Initiative,
) -> Option<f64> {
    let parts = effort_by_team(item, index, initiative)?;
    let whole: f64 = parts.iter().map(|(_, weeks)| weeks).sum();
    let at_most = number(item, "at_most").filter(|people| *people > 0.0);
    let together = at_most.map(|people| whole / people);
    let apart = parts.iter().map(|(team, weeks)| match team.as_ref().and_then(|t| available_people(item, t)) {
        Some(people) => weeks / people,
        // Nobody says how many they are: one, or as many as may work on it.
        None => weeks / at_most.unwrap_or(1.0),
    });
    let longest = apart.chain(together).fold(0.0, f64::max);
    longest.is_finite().then_some(longest)
}

/// All of its work, in person-weeks.
pub(in crate::evaluate) fn person_weeks(item: &ItemRecord, index: usize, initiative: &Initiative) -> Option<f64> {
    Some(effort_by_team(item, index, initiative)?.iter().map(|(_, weeks)| weeks).sum())
}

fn number(item: &ItemRecord, name: &str) -> Option<f64> {
    match item.get(name) {
        Lookup::Value(Value::Number(number)) => Some(number),
        _ => None,
    }
}

/// How many people a team has for it today, its reserve taken off; none where nothing says so, or nobody is there.
fn available_people(item: &ItemRecord, team: &Arc<str>) -> Option<f64> {
    let world = &item.scored_plan;
    let team = ItemRecord::new(world, world.item_ref("team", team)?);
    let members = || match team.get("members") {
        Lookup::Value(Value::List(members)) => Some(members.len() as f64),
        _ => None,
    };
    let people = number(&team, "capacity").or_else(members)?;
    let reserve = number(&team, "reserve").unwrap_or(0.0).clamp(0.0, 1.0);
    Some(people * (1.0 - reserve)).filter(|people| *people > 0.0)
}

/// Its work in person-weeks, by team: as its lines say, else by the shares of its teams, which are equal where none is
/// given.
fn effort_by_team(item: &ItemRecord, index: usize, initiative: &Initiative) -> Option<Vec<(Option<Arc<str>>, f64)>> {
    let world = &item.scored_plan;
    let person_weeks = world.person_weeks()?;
    let shares = shares(initiative);
    let mut parts = Vec::new();
    let mut add = |team: Option<Arc<str>>, weeks: f64| match team {
        None if !shares.is_empty() => {
            parts.extend(shares.iter().map(|(team, share)| (Some(team.clone()), weeks * share)));
        }
        team => parts.push((team, weeks)),
    };
    let lines = initiative.record.all("effort").filter_map(|f| f.first());
    let lines: Vec<&Clause> = lines.filter(|c| matches!(c.head, Datum::Quantity(_))).collect();
    for line in &lines {
        let Datum::Quantity(quantity) = &line.head else { continue };
        let team = match line.tail("by") {
            Some(Datum::Reference { id: team, .. }) => Some(team.clone()),
            _ => None,
        };
        add(team, world.number(quantity, Some(person_weeks))?);
    }
    if lines.is_empty() {
        add(None, scored_effort(item, index)?);
    }
    Some(parts)
}

/// The teams with their shares.
fn shares(initiative: &Initiative) -> Vec<(Arc<str>, f64)> {
    let clauses: Vec<&Clause> = initiative.record.all("team").flat_map(|f| &f.clauses).collect();
    let even = 1.0 / clauses.len().max(1) as f64;
    let share = |clause: &&Clause| match (&clause.head, clause.tail("=")) {
        (Datum::Reference { id: team, .. }, Some(Datum::Quantity(share))) => Some((team.clone(), share.amount.low())),
        (Datum::Reference { id: team, .. }, _) => Some((team.clone(), even)),
        _ => None,
    };
    clauses.iter().filter_map(share).collect()
}

/// The effort under the framework that ranks, else under the first that has one, in person-weeks.
fn scored_effort(item: &ItemRecord, index: usize) -> Option<f64> {
    let world = &item.scored_plan;
    let first = world.plan.settings.rank_by.as_ref().and_then(|(by, _)| world.column(by));
    let rest = world.plan.frameworks.keys().filter_map(|by| world.column(by));
    first.into_iter().chain(rest).find_map(|column| {
        let (place, input) = column.framework.input("effort")?;
        let effort = column.row(index)?.inputs.get(place)?.value?;
        Some(world.plan.units.convert(&input.unit, world.person_weeks()?).ok()?.apply(effort))
    })
}

#[cfg(test)]
mod tests {
    use crate::pipeline::{Source, View};

    #[test]
    fn from_the_first_day_of_a_start_to_the_last_of_a_due() {
        let weeks = |dates: &str| {
            let text = format!(
                "framework f {{ score: `it.weeks` }}\ninitiative a {{ {dates}; effort: 5 person-weeks; f {{ }} }}\n"
            );
            let view = View { by: vec!["f".into()], ..View::default() };
            let scored = Source::text("p.plan", &text).parse().unwrap().resolve(&view).unwrap().evaluate();
            scored.evaluated.ranking("f", false).unwrap().rows[0].score
        };
        assert_eq!(weeks("start: 2026-06-15; due: 2026-06"), 16.0 / 7.0);
        assert_eq!(weeks("start: 2026-06; due: 2026-06-07"), 1.0);
        // A due date before the start says nothing: the work does.
        assert_eq!(weeks("start: 2026-06-15; due: 2026-05"), 5.0);
        assert_eq!(weeks("start: 2026-06-15"), 5.0);
    }
}

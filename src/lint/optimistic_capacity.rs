//! What makes a whole plan optimistic by construction: everybody on each piece of work at once, and nobody on anything
//! that comes up.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::{Evaluated, ScoreColumn};
use crate::model::{Datum, DecisionVerdict, Initiative, Record, team_shares};
use std::collections::BTreeSet;
use std::sync::Arc;

/// From this many people on a team can be put on one thing together.
const LARGE_TEAM: f64 = 3.0;

/// Notes teams of several people none of whose initiatives names `at_most`, once, and that no team has a `reserve`, once.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let mut teams: Vec<&Record> = plan.other_items.get("team").into_iter().flatten().collect();
    teams.sort_by_key(|team| &team.id);
    let columns = evaluated.columns();
    // Work that is to be placed, with the teams that it is of.
    let work: Vec<(&Initiative, BTreeSet<Arc<str>>)> = (plan.initiatives.iter().enumerate())
        .filter(|(index, initiative)| is_to_do(evaluated, initiative) && has_effort(&columns, *index, initiative))
        .map(|(_, initiative)| (&**initiative, teams_of(evaluated, &teams, initiative)))
        .collect();
    let busy: Vec<(&Record, f64)> = (teams.iter().copied())
        .filter(|team| work.iter().any(|(_, of)| of.contains(&team.id)))
        .filter_map(|team| Some((team, people(evaluated, team)?)))
        .collect();
    let mut found = Vec::new();
    let says = |record: &Record| record.fact("at_most").is_some();
    let together: Vec<&(&Record, f64)> = (busy.iter())
        .filter(|(team, people)| *people >= LARGE_TEAM && !says(team))
        .filter(|(team, _)| !work.iter().any(|(i, of)| of.contains(&team.id) && says(&i.record)))
        .collect();
    if let Some((first, _)) = together.first() {
        let names: Vec<String> = together.iter().map(|(team, _)| format!("`{}`", team.id)).collect();
        let whom = match names.as_slice() {
            [one] => format!("all of {one} at once"),
            _ => format!("all of a team at once ({})", names.join(", ")),
        };
        let said = format!("each initiative is scheduled with {whom}: none says how many people can work on it");
        found.push(
            Diagnostic::new(Code::ALL_ON_EACH, first.header, said)
                .help("dates come out too early; say it where it is so, as `at_most: 2 people` in an initiative"),
        );
    }
    let everybody: f64 = busy.iter().map(|(_, people)| people).sum();
    if let Some((first, _)) = busy.first()
        && everybody > 1.0
        && teams.iter().all(|team| team.fact("reserve").is_none())
    {
        let said = "no team keeps a `reserve`: everybody is scheduled to build all the time";
        found.push(Diagnostic::new(Code::NO_RESERVE, first.header, said).help(
            "dates come out too early; keep a share for support and incidents, as `reserve: 20%`, or write `reserve: 0%`",
        ));
    }
    found
}

fn is_to_do(evaluated: &Evaluated, initiative: &Initiative) -> bool {
    let verdict = evaluated.decision(initiative.id()).map(|d| d.verdict);
    initiative.open && verdict.is_none_or(|v| v == DecisionVerdict::Commit)
}

/// Whether its work is on file: its own, or what a framework asks for.
fn has_effort(columns: &[Arc<ScoreColumn>], index: usize, initiative: &Initiative) -> bool {
    let own = |name: &str| initiative.record.all(name).any(|f| f.first().is_some_and(|c| is_work(&c.head)));
    let asked = || {
        let value = |column: &Arc<ScoreColumn>| {
            let (place, _) = column.framework.input("effort")?;
            column.row(index)?.inputs.get(place)?.value
        };
        columns.iter().any(|column| value(column).is_some())
    };
    own("effort") || own("remaining") || asked()
}

fn is_work(datum: &Datum) -> bool {
    matches!(datum, Datum::Quantity(quantity) if quantity.amount.high() > 0.0)
}

/// The teams that do its work: those that it names, else the only one, else its owner's.
fn teams_of(evaluated: &Evaluated, teams: &[&Record], initiative: &Initiative) -> BTreeSet<Arc<str>> {
    let record = &initiative.record;
    let by = record.facts.iter().filter(|f| matches!(&*f.name, "effort" | "remaining")).flat_map(|f| &f.clauses);
    let by = by.filter_map(|c| match c.tail("by") {
        Some(Datum::Reference { id: team, .. }) => Some(team.clone()),
        _ => None,
    });
    let named: BTreeSet<Arc<str>> = by.chain(team_shares(record).into_iter().map(|(team, _)| team.clone())).collect();
    match teams {
        _ if !named.is_empty() => named,
        [only] => [only.id.clone()].into(),
        _ => {
            let owner = record.word("owner").and_then(|owner| evaluated.plan().other_item("person", owner));
            owner.into_iter().flat_map(team_shares).map(|(team, _)| team.clone()).collect()
        }
    }
}

/// How many people a team is at its largest: as it says, else its members. None where it counts no people.
fn people(evaluated: &Evaluated, team: &Record) -> Option<f64> {
    let plan = evaluated.plan();
    let unit = plan.units.parse("people").ok();
    let lines: Vec<_> = team.all("capacity").filter_map(|f| f.first()).collect();
    let said = lines.iter().filter_map(|c| match &c.head {
        Datum::Quantity(quantity) => evaluated.number(quantity, unit.as_ref()),
        _ => None,
    });
    if !lines.is_empty() {
        return said.reduce(f64::max);
    }
    let is_member = |p: &&Record| team_shares(p).iter().any(|(t, _)| **t == team.id);
    let members = plan.other_items.get("person").into_iter().flatten().filter(is_member).count();
    (members > 0).then_some(members as f64)
}

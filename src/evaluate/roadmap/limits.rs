//! What no roadmap can keep: dates before the earliest possible one, teams that have promised more than they can do.

use super::build::horizon;
use super::calendar::{Calendar, WHOLE};
use super::project::{Model, model};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::column::Column;
use crate::evaluate::evaluated::Evaluated;
use crate::model::Datum;
use crate::quantity::print;
use crate::schedule::{Project, Resource, list_schedule};
use crate::source::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// Weeks in which an earliest date is looked for.
const WEEKS: usize = 260;

/// The days by which whole weeks may put a date off: most of one at the start, most of one at the end.
const ROUNDED: i64 = 12;

/// Due dates before the earliest possible one, and teams that have promised more than they can do.
pub(in crate::evaluate) fn check(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let is_due = |i: &crate::model::Initiative| i.open && matches!(i.record.value("due"), Some(Datum::Date(_)));
    let due = plan.initiatives.iter().any(|i| is_due(i));
    let teams = plan.others.get("team").into_iter().flatten().any(|t| t.fact("capacity").is_some());
    if !due && !teams {
        return Vec::new();
    }
    let columns: Vec<Arc<Column>> = plan.frameworks.keys().filter_map(|by| evaluated.column(by)).collect();
    let calendar = Calendar { from: evaluated.today(), weeks: WEEKS, ends: WEEKS };
    let model = model(evaluated, calendar, &columns, &[]);
    let mut found = Vec::new();
    if due {
        found.extend(too_early(evaluated, &model, calendar));
    }
    found.extend(overloaded(evaluated, &model, calendar));
    found
}

/// The week before which each task can be done at the earliest: with its teams for itself alone, after what it needs
/// done likewise.
fn earliest(model: &Model) -> Vec<Option<usize>> {
    // Each task gets teams of its own: none waits for another's work.
    let mut alone = Project { resources: Vec::new(), ..model.project.clone() };
    let given: &[Resource] = &model.project.resources;
    for task in &mut alone.tasks {
        for mode in &mut task.modes {
            for used in &mut mode.uses {
                alone.resources.push(given[used.resource].clone());
                used.resource = alone.resources.len() - 1;
            }
        }
    }
    let list: Vec<usize> = (0..alone.tasks.len()).collect();
    let schedule = list_schedule(&alone, &list).unwrap_or_default();
    schedule.placements.iter().map(|p| p.as_ref().map(|p| p.finish)).collect()
}

fn too_early(evaluated: &Evaluated, model: &Model, calendar: Calendar) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let earliest = earliest(model);
    let mut found = Vec::new();
    for (task, earliest) in model.tasks.iter().zip(earliest) {
        let record = &plan.initiatives[task.initiative].record;
        let (Some(Datum::Date(due)), Some(fact)) = (record.value("due"), record.fact("due")) else { continue };
        let day = earliest.map(|week| calendar.last_before(week));
        if day.is_some_and(|day| day.plus_days(-ROUNDED) <= due.last()) {
            continue;
        }
        let earliest = day.map_or("years from now".to_string(), |day| format!("about {day}"));
        let said = format!("`{}` is due {due}, and can be done {earliest} at the earliest", record.id);
        let help = "that is with its teams for itself alone, after what it needs: move `due`, make the work less, or give it more people";
        found.push(Diagnostic::new(Code::DUE_TOO_EARLY, fact.span, said).help(help));
    }
    found
}

fn overloaded(evaluated: &Evaluated, model: &Model, calendar: Calendar) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let to = horizon(evaluated, None);
    let weeks = calendar.weeks_by(to);
    let mut promised: HashMap<usize, f64> = HashMap::new();
    for task in model.tasks.iter().filter(|t| super::project::comes_first(evaluated, t.initiative)) {
        for (part, resource) in task.parts.iter().zip(&task.resources) {
            *promised.entry(*resource).or_default() += part.weeks;
        }
    }
    let mut found = Vec::new();
    for (at, (team, resource)) in model.resources.iter().zip(&model.project.resources).enumerate() {
        let Some(record) = team.as_ref().and_then(|t| plan.other("team", t)) else { continue };
        let there = resource.capacity.iter().take(weeks).sum::<i64>() as f64 / WHOLE;
        let promised = promised.get(&at).copied().unwrap_or(0.0);
        if record.fact("capacity").is_none() || promised <= there {
            continue;
        }
        let number = |x: f64| print::number(x.round());
        let said = format!(
            "`{}` has {} person-weeks of work that is under way or committed, and {} until {to}",
            record.id,
            number(promised),
            number(there)
        );
        let help = "write what is left as `remaining`, defer something, or give the team more";
        let span: Span = record.fact("capacity").map_or(record.header, |f| f.span);
        found.push(Diagnostic::new(Code::OVERLOADED, span, said).help(help));
    }
    found
}

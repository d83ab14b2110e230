//! What no roadmap can keep: dates before the earliest possible one, teams that have promised more than they can do.

use super::calendar::{Calendar, HUNDREDTHS, horizon};
use super::earliest::earliest_finishes;
use super::findings::findings;
use super::initial_states::PlanningPurpose;
use super::project::{RoadmapModel, comes_first, is_building, roadmap_model};
use super::task::TaskKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::model::{Datum, Plan, Record};
use crate::quantity::{Date, print};
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Weeks in which an earliest date is looked for.
const MAX_WEEKS_SEARCHED: usize = 260;

/// The days by which whole weeks may put a date off: most of one at the start, its working days at the end.
const ROUNDING_DAYS: i64 = 10;

impl Evaluated {
    /// What no roadmap can keep, and commitments that contradict one another or are late.
    pub(crate) fn roadmap_findings(&self) -> Vec<Diagnostic> {
        let plan = self.plan();
        let is_due = |i: usize| matches!(plan.initiatives[i].record.value("due"), Some(Datum::Date(_)));
        let due = (0..plan.initiatives.len()).any(|i| is_due(i) && self.is_open(i));
        let columns: Vec<Arc<ScoreColumn>> = plan.frameworks.keys().filter_map(|by| self.column(by)).collect();
        let calendar = Calendar {
            from: self.today(),
            to: horizon(self),
            weeks: MAX_WEEKS_SEARCHED,
            weeks_in_horizon: MAX_WEEKS_SEARCHED,
        };
        let model = roadmap_model(self, calendar, &columns, &[], PlanningPurpose::Schedule);
        let (mut found, mut hopeless) = (Vec::new(), vec![false; model.tasks.len()]);
        if due {
            found.extend(too_early(self, &model, calendar, &mut hopeless));
        }
        found.extend(overloaded_teams(self, &model, calendar, &hopeless));
        let too_early: Vec<usize> =
            model.tasks.iter().zip(&hopeless).filter(|(_, h)| **h).map(|(t, _)| t.initiative).collect();
        found.extend(findings(self, &columns, &too_early));
        found
    }
}

/// Whether it is known how many people a team has.
fn has_known_capacity(plan: &Plan, team: &Record) -> bool {
    let of_team = |p: &Record| matches!(p.value("team"), Some(Datum::Reference { id: t, .. }) if *t == team.id);
    team.fact("capacity").is_some() || plan.other_items.get("person").into_iter().flatten().any(of_team)
}

fn too_early(
    evaluated: &Evaluated,
    model: &RoadmapModel,
    calendar: Calendar,
    hopeless: &mut [bool],
) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let earliest = earliest_finishes(model);
    let mut found = Vec::new();
    for (at, (task, earliest)) in model.tasks.iter().zip(earliest).enumerate() {
        if matches!(task.kind, TaskKind::Gate | TaskKind::Rest) {
            continue;
        }
        let record = &plan.initiatives[task.initiative].record;
        let (Some(Datum::Date(due)), Some(fact)) = (record.value("due"), record.fact("due")) else { continue };
        let day = earliest.map(|week| calendar.last_before(week));
        if day.is_some_and(|day| day.plus_days(-ROUNDING_DAYS) <= due.last()) {
            continue;
        }
        hopeless[at] = true;
        let earliest = day.map_or("years from now".to_string(), |day| format!("about {day}"));
        let said = format!("`{}` is due {due}, and can be done {earliest} at the earliest", record.id);
        let help = "that is with its teams for itself alone, after what it needs: move `due`, make the work less, or give it more people";
        found.push(Diagnostic::new(Code::DUE_TOO_EARLY, fact.span, said).help(help));
    }
    found
}

/// The day by which each task that comes first has to be done: its own, or that of what waits for it. What can't be done
/// by its day in any case is told of already, and has the last day.
fn deadlines(evaluated: &Evaluated, model: &RoadmapModel, last: Date, hopeless: &[bool]) -> Vec<Option<Date>> {
    let plan = evaluated.plan();
    let own = |at: usize| match plan.initiatives[model.tasks[at].initiative].record.value("due") {
        Some(Datum::Date(due)) if !hopeless[at] && model.tasks[at].kind != TaskKind::Gate => due.last().min(last),
        _ => last,
    };
    let mut days: Vec<Option<Date>> = vec![None; model.tasks.len()];
    let under_way = |i: usize| comes_first(evaluated, i) || is_building(evaluated, i);
    let first = (0..model.tasks.len()).filter(|at| under_way(model.tasks[*at].initiative));
    let mut open: Vec<(usize, Date)> = first.map(|at| (at, own(at))).collect();
    while let Some((at, day)) = open.pop() {
        let day = day.min(own(at));
        if days[at].is_none_or(|known| day < known) {
            days[at] = Some(day);
            open.extend(model.project.tasks[at].needs.iter().map(|need| (need.task, day)));
        }
    }
    days
}

/// Two numbers of which the first is the greater, with as few decimals as still show that.
fn format_distinct(more: f64, less: f64) -> (String, String) {
    let to = |x: f64, decimals: i32| (x * 10f64.powi(decimals)).round() / 10f64.powi(decimals);
    let decimals = (0..MAX_DECIMALS).find(|d| to(more, *d) > to(less, *d)).unwrap_or(MAX_DECIMALS);
    (print::number(to(more, decimals)), print::number(to(less, decimals)))
}

/// No more decimals of a person-week are told.
const MAX_DECIMALS: i32 = 3;

/// Person-weeks that are no excess but the noise of sums.
const ROUNDING_TOLERANCE: f64 = 1e-3;

/// A team has promised too much where what must be done by some day takes more than it can do until then: days on which
/// something is due, or the last.
fn overloaded_teams(
    evaluated: &Evaluated,
    model: &RoadmapModel,
    calendar: Calendar,
    hopeless: &[bool],
) -> Vec<Diagnostic> {
    let plan = evaluated.plan();
    let last = horizon(evaluated);
    let mut promised: HashMap<usize, BTreeMap<Date, f64>> = HashMap::new();
    for (task, day) in model.tasks.iter().zip(deadlines(evaluated, model, last, hopeless)) {
        let Some(day) = day else { continue };
        for (part, resource) in task.parts.iter().zip(&task.resources) {
            *promised.entry(*resource).or_default().entry(day).or_default() += part.weeks;
        }
    }
    let mut found = Vec::new();
    for (at, (team, resource)) in model.resources.iter().zip(&model.project.resources).enumerate() {
        let Some(record) = team.as_ref().and_then(|t| plan.other_item("team", t)) else { continue };
        let Some(by_day) = promised.get(&at).filter(|_| has_known_capacity(plan, record)) else { continue };
        let mut sum = 0.0;
        for (day, weeks) in by_day {
            sum += weeks;
            // Of the week in which something is due the whole counts, so that no rounding is taken for too much.
            let weeks = calendar.weeks_by(if *day == last { last } else { day.plus_days(6) });
            let there = resource.capacity.iter().take(weeks).sum::<i64>() as f64 / HUNDREDTHS;
            if sum <= there + ROUNDING_TOLERANCE {
                continue;
            }
            let due = if *day == last { String::new() } else { format!(" and due by {day}") };
            let until = if *day == last { format!("until {last}") } else { "until then".to_string() };
            let (sum, there) = format_distinct(sum, there);
            let said = format!(
                "`{}` has {sum} person-weeks of work that is under way or committed{due}, and {there} {until}",
                record.id
            );
            let help = "write what is left as `remaining`, move a `due`, defer something, or give the team more";
            let span: Span = record.fact("capacity").map_or(record.header, |f| f.span);
            found.push(Diagnostic::new(Code::OVERLOADED, span, said).help(help));
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_compared_read_as_different() {
        assert_eq!(format_distinct(12.4, 9.6), ("12".to_string(), "10".to_string()));
        assert_eq!(format_distinct(2.2, 1.8), ("2.2".to_string(), "1.8".to_string()));
        assert_eq!(format_distinct(2.012, 2.0), ("2.01".to_string(), "2".to_string()));
    }
}

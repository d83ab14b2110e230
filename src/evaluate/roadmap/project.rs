//! The plan as tasks on teams' calendars.

use super::calendar::{Calendar, WHOLE, capacity, teams};
use super::value::{Row, Values};
use super::work::{Part, work};
use crate::evaluate::column::Column;
use crate::evaluate::evaluated::Evaluated;
use crate::model::{Datum, Verdict};
use planwright_solver::{Mode, Need, Pace, Project, Resource, Task, Use};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The plan as a project, with the way back.
pub(super) struct Model {
    pub project: Project,
    /// What the tasks are.
    pub tasks: Vec<Placed>,
    /// What can't be placed, with the reason.
    pub unplaced: Vec<(usize, String)>,
    /// The team of each resource; none for somebody who is on no team.
    pub resources: Vec<Option<Arc<str>>>,
    /// The list to begin with, by rank.
    pub order: Vec<usize>,
    /// Whether each task comes before its score.
    pub first: Vec<bool>,
    /// What was assumed where the plan says nothing.
    pub assumed: Vec<String>,
}

/// A task's initiative.
pub(super) struct Placed {
    /// Its index in the plan.
    pub initiative: usize,
    /// Its work.
    pub parts: Vec<Part>,
    /// The resource of each part.
    pub resources: Vec<usize>,
}

/// Whether an initiative comes before its score: a decision commits it, or its phase says that teams work on it.
pub(super) fn comes_first(evaluated: &Evaluated, initiative: usize) -> bool {
    let plan = evaluated.plan();
    let initiative = &plan.initiatives[initiative];
    let phase = initiative.phase.as_ref().and_then(|p| plan.other("phase", p));
    let building = phase.is_some_and(|p| p.says_yes("building"));
    building || evaluated.decision(initiative.id()).map(|d| d.verdict) == Some(Verdict::Commit)
}

pub(super) fn model(evaluated: &Evaluated, calendar: Calendar, columns: &[Arc<Column>], rows: &[Row]) -> Model {
    let plan = evaluated.plan();
    let mut unplaced = Vec::new();
    let mut tasks: Vec<Placed> = Vec::new();
    let verdict = |i: usize| evaluated.decision(&plan.initiatives[i].record.id).map(|d| d.verdict);
    for (index, initiative) in plan.initiatives.iter().enumerate().filter(|(_, i)| i.open) {
        if matches!(verdict(index), Some(Verdict::Decline | Verdict::Sunset | Verdict::Defer)) {
            continue;
        }
        match work(&evaluated.world, index, initiative, columns) {
            Ok(parts) => tasks.push(Placed { initiative: index, parts, resources: Vec::new() }),
            Err(why) => unplaced.push((index, why)),
        }
    }
    drop_without_needs(evaluated, &mut tasks, &mut unplaced);
    let mut staff = Staff::new(evaluated, calendar);
    // A team without work shows its free time.
    for team in plan.others.get("team").into_iter().flatten().filter(|t| t.fact("capacity").is_some()) {
        staff.resource(Some(&team.id), 0);
    }
    for task in &mut tasks {
        task.resources = task.parts.iter().map(|p| staff.resource(p.team.as_ref(), task.initiative)).collect();
    }
    let at: HashMap<usize, usize> = tasks.iter().enumerate().map(|(at, t)| (t.initiative, at)).collect();
    let value = Values::new(evaluated, rows, &tasks);
    let placed = tasks.iter().map(|task| {
        let initiative = &plan.initiatives[task.initiative];
        let weight = value.of(task);
        let due = match initiative.record.value("due") {
            Some(Datum::Date(due)) => Some(calendar.weeks_by(due.last())),
            _ => None,
        };
        Task {
            modes: vec![Mode { pace: Pace::Work, uses: uses(task, |p| p.weeks), at_most: staff.at_most(task) }],
            needs: needs(evaluated, task.initiative, &at),
            release: match initiative.record.value("start") {
                Some(Datum::Date(start)) => calendar.week_from(start.first()),
                _ => 0,
            },
            fixed: None,
            due,
            late: weight * LATE / calendar.ends.max(1) as f64,
            worth: (0..=calendar.weeks).map(|f| weight * earliness(f, calendar.ends, calendar.weeks)).collect(),
            optional: false,
        }
    });
    let project = Project { periods: calendar.weeks, tasks: placed.collect(), resources: staff.pool, makespan: 0.0 };
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    let urgent = |t: &usize| project.tasks[*t].worth.first().copied().unwrap_or(0.0) / effort(&tasks[*t]).max(1e-9);
    order.sort_by(|a, b| urgent(b).total_cmp(&urgent(a)));
    let first = tasks.iter().map(|t| comes_first(evaluated, t.initiative)).collect();
    Model { tasks, first, unplaced, resources: staff.teams, order, assumed: staff.assumed, project }
}

/// How much of its worth a finish brings: all at once, half at the end of the roadmap; behind it the earlier is only
/// the better where nothing else is to be had, so that what does not fit takes no room from what does.
fn earliness(finish: usize, ends: usize, weeks: usize) -> f64 {
    match finish.checked_sub(ends) {
        None => 1.0 - finish as f64 / (2 * ends) as f64,
        Some(behind) => -BEHIND * behind as f64 / weeks as f64,
    }
}

/// What a week behind the roadmap counts against one within it.
const BEHIND: f64 = 0.02;

/// A week late costs this many weeks of waiting.
const LATE: f64 = 5.0;

/// All the work of a task, in person-weeks.
pub(super) fn effort(task: &Placed) -> f64 {
    task.parts.iter().map(|p| p.weeks).sum()
}

/// What a task uses, each resource once, with the person-weeks that `of` gives for each part.
pub(super) fn uses(task: &Placed, of: impl FnMut(&Part) -> f64) -> Vec<Use> {
    let mut uses = Vec::with_capacity(task.parts.len());
    fill(&mut uses, task, of);
    uses
}

/// [`uses`] in a list that was used before.
pub(super) fn fill(uses: &mut Vec<Use>, task: &Placed, mut of: impl FnMut(&Part) -> f64) {
    uses.clear();
    for (part, resource) in task.parts.iter().zip(&task.resources) {
        let amount = (of(part).clamp(0.0, 1e9) * WHOLE).ceil() as i64;
        match uses.iter_mut().find(|u| u.resource == *resource) {
            Some(same) => same.amount += amount,
            None => uses.push(Use { resource: *resource, amount }),
        }
    }
    uses.retain(|u| u.amount > 0);
}

/// What is not delivered and must be first, with the weeks to wait after it.
fn needs(evaluated: &Evaluated, initiative: usize, at: &HashMap<usize, usize>) -> Vec<Need> {
    let plan = evaluated.plan();
    let weeks = plan.units.parse("weeks").ok();
    let clauses = plan.initiatives[initiative].record.all("needs").flat_map(|f| &f.clauses);
    clauses
        .filter_map(|c| {
            let Datum::Reference(id) = &c.head else { return None };
            let task = *at.get(plan.by_id.get(id)?)?;
            let lag = match c.tail("after") {
                Some(Datum::Quantity(lag)) => evaluated.number(lag, weeks.as_ref()).unwrap_or(0.0),
                _ => 0.0,
            };
            Some(Need { task, lag: lag.clamp(0.0, 1e4).ceil() as usize })
        })
        .collect()
}

/// What an initiative needs that is not delivered yet.
pub(super) fn needed(evaluated: &Evaluated, initiative: usize) -> impl Iterator<Item = usize> {
    let plan = evaluated.plan();
    let clauses = plan.initiatives[initiative].record.all("needs").flat_map(|f| &f.clauses);
    let named = clauses.filter_map(|c| match &c.head {
        Datum::Reference(id) => plan.by_id.get(id).copied(),
        _ => None,
    });
    named.filter(|n| !evaluated.delivered(*n))
}

/// What needs something that is not placed is not placed either.
fn drop_without_needs(evaluated: &Evaluated, tasks: &mut Vec<Placed>, unplaced: &mut Vec<(usize, String)>) {
    let plan = evaluated.plan();
    let there: HashSet<usize> = tasks.iter().map(|t| t.initiative).collect();
    let mut waiting: HashMap<usize, Vec<usize>> = HashMap::new();
    for task in tasks.iter() {
        needed(evaluated, task.initiative).for_each(|n| waiting.entry(n).or_default().push(task.initiative));
    }
    let mut without: Vec<usize> = waiting.keys().filter(|n| !there.contains(n)).copied().collect();
    without.sort_unstable();
    let mut dropped: HashSet<usize> = HashSet::new();
    while let Some(needed) = without.pop() {
        let id = &plan.initiatives[needed].record.id;
        let why = match evaluated.decision(id).map(|d| d.verdict) {
            Some(Verdict::Decline | Verdict::Sunset) => "is declined",
            Some(Verdict::Defer) => "is deferred",
            _ if !plan.initiatives[needed].open => "is not open",
            _ => "is not placed",
        };
        for initiative in waiting.get(&needed).into_iter().flatten() {
            if dropped.insert(*initiative) {
                unplaced.push((*initiative, format!("it needs `{id}`, which {why}")));
                without.push(*initiative);
            }
        }
    }
    tasks.retain(|t| !dropped.contains(&t.initiative));
    drop_circles(evaluated, tasks, unplaced);
}

/// What waits for itself, and what waits for that, can't be placed.
fn drop_circles(evaluated: &Evaluated, tasks: &mut Vec<Placed>, unplaced: &mut Vec<(usize, String)>) {
    let mut waiting: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut left: HashMap<usize, usize> = HashMap::new();
    for task in tasks.iter() {
        let needs: Vec<usize> = needed(evaluated, task.initiative).collect();
        left.insert(task.initiative, needs.len());
        needs.into_iter().for_each(|n| waiting.entry(n).or_default().push(task.initiative));
    }
    let mut ready: Vec<usize> = tasks.iter().map(|t| t.initiative).filter(|i| left[i] == 0).collect();
    while let Some(done) = ready.pop() {
        left.remove(&done);
        for next in waiting.get(&done).into_iter().flatten() {
            if let Some(count) = left.get_mut(next) {
                *count -= 1;
                if *count == 0 {
                    ready.push(*next);
                }
            }
        }
    }
    let circle = |t: &&Placed| left.contains_key(&t.initiative);
    unplaced.extend(tasks.iter().filter(circle).map(|t| (t.initiative, "its `needs` lead into a circle".to_string())));
    tasks.retain(|t| !left.contains_key(&t.initiative));
}

/// The teams that have work, as resources.
struct Staff<'e> {
    evaluated: &'e Evaluated,
    calendar: Calendar,
    pool: Vec<Resource>,
    teams: Vec<Option<Arc<str>>>,
    known: HashMap<Arc<str>, Option<usize>>,
    assumed: Vec<String>,
}

impl<'e> Staff<'e> {
    fn new(evaluated: &'e Evaluated, calendar: Calendar) -> Staff<'e> {
        let (pool, known) = (Vec::new(), HashMap::new());
        Staff { evaluated, calendar, pool, teams: Vec::new(), known, assumed: Vec::new() }
    }

    /// The resource of a team; somebody of their own where nothing says how many it is.
    fn resource(&mut self, team: Option<&Arc<str>>, initiative: usize) -> usize {
        let Some(team) = team else {
            return self.alone(None, initiative);
        };
        let known = self.known.get(team).copied();
        let found = match known {
            Some(found) => found,
            None => {
                let record = teams(&self.evaluated.world).get(team).copied();
                let found = record.and_then(|r| capacity(&self.evaluated.world, self.calendar, r)).map(|capacity| {
                    self.pool.push(Resource { capacity });
                    self.teams.push(Some(team.clone()));
                    self.pool.len() - 1
                });
                if found.is_none() {
                    let said = format!("`{team}` has no `capacity`: one person for each of its initiatives is assumed");
                    self.assumed.push(said);
                }
                self.known.insert(team.clone(), found);
                found
            }
        };
        found.unwrap_or_else(|| self.alone(Some(team.clone()), initiative))
    }

    /// One person, or `at_most`, for one initiative.
    fn alone(&mut self, team: Option<Arc<str>>, initiative: usize) -> usize {
        let people = self.people(initiative).unwrap_or(1.0);
        self.pool.push(Resource { capacity: vec![(people * WHOLE).round() as i64; self.calendar.weeks] });
        self.teams.push(team);
        self.pool.len() - 1
    }

    fn people(&self, initiative: usize) -> Option<f64> {
        let record = &self.evaluated.plan().initiatives[initiative].record;
        let people = self.evaluated.plan().units.parse("people").ok();
        match record.value("at_most") {
            Some(Datum::Quantity(q)) => self.evaluated.number(q, people.as_ref()).filter(|p| *p > 0.0),
            _ => None,
        }
    }

    /// The most people at once: `at_most`, else what the teams' `focus` leaves for one of so many initiatives.
    fn at_most(&self, task: &Placed) -> Option<i64> {
        let focus = || {
            let shares: Vec<f64> = task
                .resources
                .iter()
                .map(|r| {
                    let whole = self.pool[*r].capacity.iter().copied().max().unwrap_or(0) as f64;
                    let record = self.teams[*r].as_ref().and_then(|t| self.evaluated.plan().other("team", t));
                    let focus = record.and_then(|r| r.number("focus")).filter(|f| *f >= 1.0);
                    focus.map(|focus| (whole / focus).max(WHOLE / 2.0))
                })
                .collect::<Option<_>>()?;
            Some(shares.iter().sum::<f64>().ceil() as i64)
        };
        self.people(task.initiative).map(|p| (p * WHOLE).round() as i64).or_else(focus)
    }
}

//! The plan as tasks on teams' calendars.

use super::calendar::{Calendar, HUNDREDTHS, teams_by_name, weekly_capacity};
use super::initial_states::{InitialStates, PlanningPurpose};
use super::precedence::{PrecedenceGraph, PrecedenceNode};
use super::task::{ScheduledTask, TaskKind, resource_uses};
use super::task_values::{TaskValues, ValuedInitiative};
use crate::evaluate::index;
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::model::{Datum, DecisionVerdict};
use crate::quantity::Date;
use planwright_solver::{Mode, Precedence, Project, Resource, Task, WorkProfile};
use std::collections::HashMap;
use std::sync::Arc;

/// The plan as a project, with the way back.
pub(in crate::evaluate) struct RoadmapModel {
    pub project: Project,
    /// What the tasks are.
    pub tasks: Vec<ScheduledTask>,
    /// What stands before anything is scheduled.
    pub standing: InitialStates,
    /// By initiative: the task whose finish is its own.
    pub task_of: Vec<Option<usize>>,
    /// The team of each resource; none for the places among what a team has in work at once.
    pub resources: Vec<Option<Arc<str>>>,
    rests: HashMap<usize, usize>,
    /// By the resource of a team, that of the places among what it has in work at once.
    pub wip_resources: HashMap<usize, usize>,
    /// The list to begin with, by rank.
    pub order: Vec<usize>,
    /// Whether each task comes before its score.
    pub first: Vec<bool>,
}

impl RoadmapModel {
    /// The task that is what the estimate of a whole has beyond its parts.
    pub(crate) fn rest_of(&self, whole: usize) -> Option<usize> {
        self.rests.get(&whole).copied()
    }

    /// The team of the places among what one has in work at once.
    pub(crate) fn team_of_wip_resource(&self, resource: usize) -> Option<Arc<str>> {
        let team = self.wip_resources.iter().find(|(_, places)| **places == resource).map(|(team, _)| *team)?;
        self.resources[team].clone()
    }
}

/// Whether an initiative comes before its score: a decision commits it.
pub(super) fn comes_first(evaluated: &Evaluated, initiative: usize) -> bool {
    let id = evaluated.plan().initiatives[initiative].id();
    evaluated.decision(id).map(|d| d.verdict) == Some(DecisionVerdict::Commit)
}

/// Whether teams work on an initiative, as its phase says.
pub(super) fn is_building(evaluated: &Evaluated, initiative: usize) -> bool {
    let plan = evaluated.plan();
    let phase = index::phase(plan, &plan.initiatives[initiative]);
    phase.is_some_and(|p| p.is_yes("building"))
}

pub(in crate::evaluate) fn roadmap_model(
    evaluated: &Evaluated,
    calendar: Calendar,
    columns: &[Arc<ScoreColumn>],
    rows: &[ValuedInitiative],
    asker: PlanningPurpose,
) -> RoadmapModel {
    let plan = evaluated.plan();
    let standing = InitialStates::new(evaluated, calendar, columns, asker);
    let graph = PrecedenceGraph::new(evaluated, &standing);
    let (mut tasks, at) = tasks(evaluated, &standing, &graph);
    let staff = TeamResources::new(evaluated, calendar);
    for task in &mut tasks {
        task.resources = task.parts.iter().map(|p| p.team.as_ref().map_or(0, |team| staff.resource(team))).collect();
    }
    let value = TaskValues::new(evaluated, rows, &tasks, &standing);
    let number = |task: &ScheduledTask| {
        graph.number(match task.kind {
            TaskKind::Work | TaskKind::Whole => PrecedenceNode::Done(task.initiative),
            TaskKind::Rest => PrecedenceNode::Rest(task.initiative),
            TaskKind::Gate => PrecedenceNode::Gate(task.initiative),
        })
    };
    let ends = calendar.weeks_in_horizon.max(1) as f64;
    let placed = tasks.iter().enumerate().map(|(index, task)| {
        let (weight, kept, late) = (value.of(index), value.kept(index), value.late(index));
        let due = due(evaluated, task).map(|due| calendar.weeks_done_by(due, task.parts.is_empty() && task.is_work()));
        let before = graph.predecessors(number(task)).iter();
        let needs = before.filter_map(|(node, lag)| Some(Precedence { task: at[*node]?, lag: lag.ceil() as usize }));
        Task {
            modes: vec![Mode {
                work_profile: WorkProfile::Effort,
                uses: resource_uses(task, |p| p.weeks),
                at_most: staff.at_most(task),
            }],
            needs: needs.filter(|need| need.task != index).collect(),
            release: start(evaluated, task).map_or(0, |start| calendar.week_from(start)),
            fixed_start: None,
            due,
            tardiness_cost: late * LATE_WEEK_COST / ends,
            worth: (0..=calendar.weeks)
                .map(|f| {
                    let kept_by = |by: usize| if f <= by { kept } else { 0.0 };
                    let in_time = kept_by(calendar.weeks_in_horizon) + due.map_or(0.0, kept_by);
                    weight * earliness(f, calendar.weeks_in_horizon, calendar.weeks) + in_time
                })
                .collect(),
            optional: false,
            holds: staff.holds(task),
        }
    });
    let placed: Vec<Task> = placed.collect();
    let project = Project { periods: calendar.weeks, tasks: placed, resources: staff.pool, makespan_cost: 0.0 };
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by(|a, b| value.urgency(*b).total_cmp(&value.urgency(*a)));
    let first = tasks.iter().map(|t| t.kind != TaskKind::Gate && comes_first(evaluated, t.initiative)).collect();
    let mut task_of = vec![None; plan.initiatives.len()];
    for (initiative, task) in task_of.iter_mut().enumerate() {
        let covering = standing.covered[initiative].map(PrecedenceNode::Rest);
        *task = at[graph.number(covering.unwrap_or(PrecedenceNode::Done(initiative)))];
    }
    let of_rest = |(at, task): (usize, &ScheduledTask)| (task.kind == TaskKind::Rest).then_some((task.initiative, at));
    let rests = tasks.iter().enumerate().filter_map(of_rest).collect();
    RoadmapModel {
        rests,
        tasks,
        standing,
        task_of,
        first,
        resources: staff.teams,
        wip_resources: staff.places,
        order,
        project,
    }
}

/// The tasks by id, and which of them each node is.
fn tasks(
    evaluated: &Evaluated,
    standing: &InitialStates,
    graph: &PrecedenceGraph,
) -> (Vec<ScheduledTask>, Vec<Option<usize>>) {
    let plan = evaluated.plan();
    let count = plan.initiatives.len();
    let mut at: Vec<Option<usize>> = vec![None; 3 * count];
    let mut tasks = Vec::new();
    let mut add = |node: PrecedenceNode, kind: TaskKind, initiative: usize| {
        let parts = if matches!(kind, TaskKind::Work | TaskKind::Rest) {
            standing.work[initiative].clone()
        } else {
            Vec::new()
        };
        at[graph.number(node)] = Some(tasks.len());
        tasks.push(ScheduledTask { initiative, kind, parts, resources: Vec::new() });
    };
    let mut by_id: Vec<usize> = (0..count).collect();
    by_id.sort_by(|a, b| plan.initiatives[*a].id().cmp(plan.initiatives[*b].id()));
    let whole = complete(evaluated, standing);
    for i in by_id {
        let node = PrecedenceNode::Gate(i);
        if !graph.predecessors(graph.number(node)).is_empty() {
            add(node, TaskKind::Gate, i);
        }
        if standing.has_rest[i] && standing.rest_settled[i].is_none() {
            add(PrecedenceNode::Rest(i), TaskKind::Rest, i);
        }
        match standing.is_whole(i) {
            true if whole[i] => add(PrecedenceNode::Done(i), TaskKind::Whole, i),
            false if standing.settled[i].is_none() && standing.covered[i].is_none() => {
                add(PrecedenceNode::Done(i), TaskKind::Work, i);
            }
            _ => {}
        }
    }
    for i in 0..count {
        if let Some(whole) = standing.covered[i] {
            at[i] = at[graph.number(PrecedenceNode::Rest(whole))];
        }
    }
    (tasks, at)
}

/// By initiative: whether it is a whole of which every part that is left is scheduled.
fn complete(evaluated: &Evaluated, standing: &InitialStates) -> Vec<bool> {
    let mut complete = vec![false; standing.parts.len()];
    for i in evaluated.scored_plan.hierarchy.parents_first().rev().filter(|i| standing.is_whole(*i)) {
        let scheduled = |part: &usize| match standing.is_whole(*part) {
            _ if standing.is_over(*part) => true,
            true => complete[*part],
            false => match standing.covered[*part] {
                Some(whole) => standing.rest_settled[whole].is_none(),
                None => standing.settled[*part].is_none(),
            },
        };
        complete[i] = standing.settled[i].is_none()
            && standing.rest_settled[i].is_none()
            && standing.parts[i].iter().all(scheduled)
            && !standing.parts[i].iter().all(|part| standing.is_over(*part));
    }
    complete
}

/// The day by which a task must be done: that of its initiative, which a gate or a rest does not have.
fn due(evaluated: &Evaluated, task: &ScheduledTask) -> Option<Date> {
    match evaluated.plan().initiatives[task.initiative].record.value("due") {
        Some(Datum::Date(due)) if matches!(task.kind, TaskKind::Work | TaskKind::Whole) => Some(due.last()),
        _ => None,
    }
}

/// The first day on which work may begin: its own `start`, else that of what it is a part of. A gate or a whole is no
/// work: parts have the `start` of their whole from here unless they have their own, and no gate may put theirs off.
fn start(evaluated: &Evaluated, task: &ScheduledTask) -> Option<Date> {
    let mut upward = evaluated.scored_plan.hierarchy.self_and_ancestors(task.initiative).filter(|_| task.is_work());
    upward.find_map(|i| match evaluated.plan().initiatives[i].record.value("start") {
        Some(Datum::Date(start)) => Some(start.first()),
        _ => None,
    })
}

/// How much of its worth it brings to be early: half of it at once, nothing at the end of the roadmap; after it the
/// earlier is only the better where nothing else is to be had, so that what does not fit takes no room from what does.
fn earliness(finish: usize, ends: usize, weeks: usize) -> f64 {
    match finish.checked_sub(ends) {
        None => 0.5 - finish as f64 / (2 * ends) as f64,
        Some(beyond) => -AFTER_HORIZON_WEIGHT * beyond as f64 / weeks as f64,
    }
}

/// What a week after the roadmap counts against one within it.
const AFTER_HORIZON_WEIGHT: f64 = 0.02;

/// A week late costs this many weeks of waiting.
const LATE_WEEK_COST: f64 = 5.0;

/// Work in what a team has of it: what is left over takes one more, but for the rounding of the middle of a range.
pub(in crate::evaluate) fn to_hundredths(weeks: f64) -> i64 {
    let amount = weeks.clamp(0.0, 1e9) * HUNDREDTHS;
    let near = amount.round();
    if (amount - near).abs() <= 1e-9 * near.max(1.0) { near as i64 } else { amount.ceil() as i64 }
}

/// The teams as resources, by name, and the places among what each has in work at once.
struct TeamResources<'e> {
    evaluated: &'e Evaluated,
    pool: Vec<Resource>,
    teams: Vec<Option<Arc<str>>>,
    known: HashMap<Arc<str>, usize>,
    places: HashMap<usize, usize>,
}

impl<'e> TeamResources<'e> {
    fn new(evaluated: &'e Evaluated, calendar: Calendar) -> TeamResources<'e> {
        let mut staff = TeamResources {
            evaluated,
            pool: Vec::new(),
            teams: Vec::new(),
            known: HashMap::new(),
            places: HashMap::new(),
        };
        let mut all: Vec<_> = teams_by_name(&evaluated.scored_plan).into_iter().collect();
        all.sort_by(|a, b| a.0.cmp(b.0));
        for (id, record) in &all {
            if let Some(capacity) = weekly_capacity(&evaluated.scored_plan, calendar, record) {
                staff.known.insert((*id).clone(), staff.pool.len());
                staff.pool.push(Resource { capacity });
                staff.teams.push(Some((*id).clone()));
            }
        }
        for (id, record) in all {
            let focus = record.number("focus").filter(|focus| *focus >= 1.0);
            if let Some((team, focus)) = staff.known.get(id).copied().zip(focus) {
                staff.places.insert(team, staff.pool.len());
                staff.pool.push(Resource { capacity: vec![focus as i64; calendar.weeks] });
                staff.teams.push(None);
            }
        }
        staff
    }

    /// The resource of a team that has people.
    fn resource(&self, team: &Arc<str>) -> usize {
        self.known.get(team).copied().unwrap_or(0)
    }

    /// The most people at once, where it says so.
    fn at_most(&self, task: &ScheduledTask) -> Option<i64> {
        let record = &self.evaluated.plan().initiatives[task.initiative].record;
        let people = self.evaluated.plan().units.parse("people").ok();
        match record.value("at_most") {
            Some(Datum::Quantity(q)) if task.is_work() => {
                let people = self.evaluated.number(q, people.as_ref()).filter(|p| *p > 0.0);
                people.map(|p| (p * HUNDREDTHS).round() as i64)
            }
            _ => None,
        }
    }

    /// The places that it takes among what its teams have in work at once.
    fn holds(&self, task: &ScheduledTask) -> Vec<usize> {
        let worked = task.parts.iter().zip(&task.resources).filter(|(p, _)| p.weeks > 0.0 || p.source.varies());
        let mut holds: Vec<usize> = worked.filter_map(|(_, team)| self.places.get(team).copied()).collect();
        holds.sort_unstable();
        holds.dedup();
        holds
    }
}

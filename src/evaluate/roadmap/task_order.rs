//! In which order the tasks are placed, and how good that is.

use super::optimality::{OptimalityProof, OptimizedStage};
use super::project::RoadmapModel;
use crate::evaluate::solver_limit::with_thread_limit;
use planwright_solver::{
    Bound, BoundMethod, Project, Schedule, SearchOptions, Task, list_schedule, quick_bound, search_list,
    sequence_search,
};

/// Tasks placed by a search, over all the lists that it tries: fewer lists for more tasks.
const SEARCH_PLACEMENTS: u64 = 200_000;

/// Lists that a search tries however many tasks there are.
const MIN_LISTS: u64 = 200;

/// The most tasks of which every order is looked at.
const MAX_EXACT_TASKS: usize = 12;

/// Places that are tried in it.
const EXACT_NODES: u64 = 50_000;

/// A list, with what is known of its two parts.
pub(super) struct TaskOrder {
    pub list: Vec<usize>,
    pub stages: Vec<OptimizedStage>,
}

/// A good list: what comes first in an order of its own, as if there were nothing else; then the rest within what it
/// leaves, so that no gain of the rest can move it. Each by a seeded search, or by looking at every order where there
/// are few.
pub(super) fn find_order(model: &RoadmapModel, seed: u64) -> TaskOrder {
    let all = &model.project;
    let mut first = vec![false; all.tasks.len()];
    for task in (0..all.tasks.len()).filter(|t| model.first[*t]) {
        mark_with_needs(all, task, &mut first);
    }
    let mut order = TaskOrder { list: Vec::new(), stages: Vec::new() };
    for is_first in [true, false] {
        let tasks: Vec<usize> = model.order.iter().copied().filter(|t| first[*t] == is_first).collect();
        if tasks.is_empty() {
            continue;
        }
        let (project, tasks) = residual_project(all, &order.list, &tasks);
        let (list, stage) = optimize_stage(&project, is_first, seed);
        order.list.extend(list.into_iter().map(|t| tasks[t]));
        order.stages.extend(stage);
    }
    order
}

/// Marks a task and all that it needs.
fn mark_with_needs(project: &Project, task: usize, marked: &mut [bool]) {
    let mut stack = vec![task];
    while let Some(task) = stack.pop() {
        if !std::mem::replace(&mut marked[task], true) {
            stack.extend(project.tasks[task].needs.iter().map(|n| n.task));
        }
    }
}

/// Some tasks as a project of their own, in what those that are placed before them leave; with the way back.
fn residual_project(all: &Project, placed: &[usize], tasks: &[usize]) -> (Project, Vec<usize>) {
    let mut project = Project { tasks: Vec::new(), ..all.clone() };
    let before = if placed.is_empty() { Default::default() } else { list_schedule(all, placed).unwrap_or_default() };
    let mut finish = vec![None; all.tasks.len()];
    for task in placed {
        let Some(placement) = before.placements.get(*task).and_then(Option::as_ref) else { continue };
        finish[*task] = Some(placement.finish);
        for load in &placement.loads {
            if let Some(free) = project.resources[load.resource].capacity.get_mut(load.period) {
                *free -= load.amount;
            }
        }
    }
    // What is not done in the last week has its people until then.
    for (_, load) in &before.unfinished {
        if let Some(free) = project.resources[load.resource].capacity.get_mut(load.period) {
            *free -= load.amount;
        }
    }
    let mut at = vec![None; all.tasks.len()];
    tasks.iter().enumerate().for_each(|(to, from)| at[*from] = Some(to));
    let part = tasks.iter().map(|from| {
        let mut task = all.tasks[*from].clone();
        for need in &all.tasks[*from].needs {
            // What has its place is a day to wait for; what has none never ends.
            if at[need.task].is_none() {
                let ready = finish[need.task].map_or(usize::MAX, |finish| finish.saturating_add(need.lag));
                task.release = task.release.max(ready);
            }
        }
        task.needs.retain_mut(|need| {
            at[need.task].is_some_and(|to| {
                need.task = to;
                true
            })
        });
        task
    });
    project.tasks = part.collect::<Vec<Task>>();
    (project, tasks.to_vec())
}

/// A good list of a project, and how good it is.
fn optimize_stage(project: &Project, first: bool, seed: u64) -> (Vec<usize>, Option<OptimizedStage>) {
    let hint: Vec<usize> = (0..project.tasks.len()).collect();
    let bound = quick_bound(project).ok();
    let iterations = (SEARCH_PLACEMENTS / project.tasks.len().max(1) as u64).max(MIN_LISTS);
    let known = bound.as_ref().map(|b| b.value);
    let search = || {
        with_thread_limit(|stop| {
            let options =
                SearchOptions { iterations, chains: 2, seed, bound: known, hint: Some(&hint), stop: Some(stop) };
            search_list(project, &options).unwrap_or(hint.clone())
        })
    };
    let list = if hint.len() < 2 { hint.clone() } else { search() };
    let tried =
        if hint.len() <= MAX_EXACT_TASKS { sequence_search(project, &list, EXACT_NODES).ok().flatten() } else { None };
    let list = tried.as_ref().map_or(list, |best| best.list.clone());
    let stage = || {
        let schedule = list_schedule(project, &list).ok()?;
        let placed = schedule.placements.iter().flatten().count();
        let bound =
            if placed == project.tasks.len() { bound } else { quick_bound(&allow_missing(project, &schedule)).ok() };
        let (value, Bound { value: bound, by, .. }) = (schedule.value(project), bound?);
        let by = match by {
            BoundMethod::Path => OptimalityProof::Path,
            // The linear relaxation takes too long for a large plan, and is not asked.
            BoundMethod::Prices | BoundMethod::Linear => OptimalityProof::Prices,
        };
        // With places among what is in work, a schedule that no order gives may be better.
        let held = project.tasks.iter().any(|t| !t.holds.is_empty());
        let (bound, by) =
            if !held && tried.is_some_and(|t| t.proven) { (value, OptimalityProof::Orders) } else { (bound, by) };
        Some(OptimizedStage { first, tasks: placed, value, bound: bound.max(value), by }).filter(|_| placed > 0)
    };
    let stage = stage();
    (list, stage)
}

/// The project in which what has no place may be left out.
fn allow_missing(project: &Project, schedule: &Schedule) -> Project {
    let mut project = project.clone();
    for (task, placement) in project.tasks.iter_mut().zip(&schedule.placements) {
        task.optional |= placement.is_none();
    }
    project
}

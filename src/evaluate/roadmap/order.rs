//! In which order the tasks are placed.

use super::project::Model;
use crate::schedule::{Project, Search, Task, list_schedule, search_list};
use std::sync::atomic::AtomicBool;

/// Tasks placed by a search, over all the lists that it tries: fewer lists for more tasks.
const PLACED: u64 = 200_000;

/// Lists that a search tries however many tasks there are.
const FEWEST: u64 = 200;

/// A good list: what comes first in an order of its own, as if there were nothing else; then the rest within what it
/// leaves, so that no gain of the rest can move it. Each by a seeded search.
pub(super) fn order(model: &Model, seed: u64, cancel: Option<&AtomicBool>) -> Vec<usize> {
    let all = &model.project;
    let mut first = vec![false; all.tasks.len()];
    for task in (0..all.tasks.len()).filter(|t| model.first[*t]) {
        mark(all, task, &mut first);
    }
    let of = |first_ones: bool| model.order.iter().copied().filter(move |t| first[*t] == first_ones);
    let (ahead, rest): (Vec<usize>, Vec<usize>) = (of.clone()(true).collect(), of(false).collect());
    let ahead = searched(all, &ahead, &[], seed, cancel);
    let rest = searched(all, &rest, &ahead, seed, cancel);
    ahead.into_iter().chain(rest).collect()
}

/// Marks a task and all that it needs.
fn mark(project: &Project, task: usize, marked: &mut [bool]) {
    let mut stack = vec![task];
    while let Some(task) = stack.pop() {
        if !std::mem::replace(&mut marked[task], true) {
            stack.extend(project.tasks[task].needs.iter().map(|n| n.task));
        }
    }
}

/// A good order of some tasks, with those that are placed before them.
fn searched(all: &Project, tasks: &[usize], placed: &[usize], seed: u64, cancel: Option<&AtomicBool>) -> Vec<usize> {
    if tasks.len() < 2 {
        return tasks.to_vec();
    }
    // What is placed stands at the head in its own order, fixed at its dates: so it takes the same room again.
    let chosen: Vec<usize> = placed.iter().chain(tasks).copied().collect();
    let mut at = vec![None; all.tasks.len()];
    chosen.iter().enumerate().for_each(|(to, from)| at[*from] = Some(to));
    let part: Vec<Task> = chosen
        .iter()
        .map(|from| {
            let mut task = all.tasks[*from].clone();
            task.needs.retain_mut(|need| match at[need.task] {
                Some(to) => {
                    need.task = to;
                    true
                }
                None => false,
            });
            task
        })
        .collect();
    let mut project = Project { tasks: part, ..all.clone() };
    let head: Vec<usize> = (0..placed.len()).collect();
    let dates = list_schedule(&Project { tasks: project.tasks[..placed.len()].to_vec(), ..all.clone() }, &head);
    let starts = dates.unwrap_or_default().placements;
    for (task, placement) in project.tasks.iter_mut().zip(&starts) {
        task.fixed = placement.as_ref().map(|p| p.start);
    }
    let hint: Vec<usize> = (0..chosen.len()).collect();
    let iterations = (PLACED / chosen.len() as u64).max(FEWEST);
    let options = Search { iterations, chains: 2, seed, hint: Some(&hint), cancel, ..Search::default() };
    let list = search_list(&project, &options).unwrap_or(hint);
    list.into_iter().filter(|t| *t >= placed.len()).map(|t| chosen[t]).collect()
}

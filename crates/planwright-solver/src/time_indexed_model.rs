//! The program of steps: for each task and start, whether it has started by then.

use super::instance::Instance;
use super::model::{ResourceUnits, Schedule, WorkProfile};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// The most variables for which a program is set up.
const MAX_VARIABLES: usize = 20_000;

/// The time-indexed program (Pritsker, Watters and Wolfe, 1969) in variables of steps (Christofides, Alvarez-Valdes
/// and Tamarit, 1987): as tight, and sparse.
pub(super) struct TimeIndexedModel {
    pub problem: Problem,
    /// By task and mode.
    pub finish_steps: Vec<Vec<FinishSteps>>,
}

/// The places a task can take in one mode, in ascending order.
pub(super) struct FinishSteps {
    /// Latest start and finish.
    pub rungs: Vec<(usize, usize)>,
    /// Whether it has taken this rung or an earlier one.
    pub steps: Vec<Variable>,
}

impl FinishSteps {
    /// The step by which it has finished, of those that finish at `period` or before.
    fn finished(&self, period: usize) -> Option<Variable> {
        self.rungs.partition_point(|(_, finish)| *finish <= period).checked_sub(1).map(|at| self.steps[at])
    }

    /// The same of starts.
    fn started(&self, period: usize) -> Option<Variable> {
        self.rungs.partition_point(|(start, _)| *start <= period).checked_sub(1).map(|at| self.steps[at])
    }
}

impl TimeIndexedModel {
    /// The program of a project, in whole numbers or relaxed; none if it is too large. It is exact where no work is
    /// spread, and otherwise true: what it excludes can't be.
    pub(crate) fn new(shop: &Instance<'_>, whole: bool) -> Option<TimeIndexedModel> {
        let project = shop.project();
        let rungs: Vec<Vec<Vec<(usize, usize)>>> =
            (0..project.tasks.len()).map(|t| candidate_placements(shop, t)).collect();
        if rungs.iter().flatten().map(Vec::len).sum::<usize>() > MAX_VARIABLES {
            return None;
        }
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut ladders: Vec<Vec<FinishSteps>> = Vec::with_capacity(rungs.len());
        for (task, modes) in project.tasks.iter().zip(rungs) {
            let ladder = |rungs: Vec<(usize, usize)>| {
                let gain = |at: usize| rungs.get(at).map_or(0.0, |(_, finish)| task.gain(*finish));
                let steps = (0..rungs.len()).map(|at| {
                    // The gain of a rung goes to its step less the step before.
                    let worth = gain(at) - gain(at + 1);
                    if whole { problem.add_binary_var(worth) } else { problem.add_var(worth, (0.0, 1.0)) }
                });
                let steps: Vec<Variable> = steps.collect();
                FinishSteps { rungs, steps }
            };
            let modes: Vec<FinishSteps> = modes.into_iter().map(ladder).collect();
            for ladder in &modes {
                for pair in ladder.steps.windows(2) {
                    problem.add_constraint([(pair[0], 1.0), (pair[1], -1.0)], ComparisonOp::Le, 0.0);
                }
            }
            let done: Vec<(Variable, f64)> = modes.iter().filter_map(|l| Some((*l.steps.last()?, 1.0))).collect();
            let compare = if task.optional { ComparisonOp::Le } else { ComparisonOp::Eq };
            problem.add_constraint(done, compare, 1.0);
            ladders.push(modes);
        }
        let mut steps = TimeIndexedModel { problem, finish_steps: ladders };
        steps.needs(shop);
        steps.capacities(shop);
        if project.makespan_cost > 0.0 {
            steps.length(shop);
        }
        Some(steps)
    }

    /// The steps of a schedule.
    pub(crate) fn of(&self, schedule: &Schedule) -> Vec<(Variable, f64)> {
        let mut values = Vec::new();
        for (modes, placement) in self.finish_steps.iter().zip(&schedule.placements) {
            for (mode, ladder) in modes.iter().enumerate() {
                let start = placement.as_ref().filter(|p| p.mode == mode).map(|p| p.start);
                let taken = |rung: &(usize, usize)| f64::from(u8::from(start.is_some_and(|start| start <= rung.0)));
                values.extend(ladder.rungs.iter().zip(&ladder.steps).map(|(rung, step)| (*step, taken(rung))));
            }
        }
        values
    }

    /// Mode and start of each task by the values of the steps.
    pub(crate) fn chosen_starts(&self, value: impl Fn(Variable) -> f64) -> Vec<Option<(usize, usize)>> {
        let first = |ladder: &FinishSteps| {
            let taken = ladder.rungs.iter().zip(&ladder.steps).find(|(_, step)| value(**step) > 0.5);
            taken.map(|((start, _), _)| *start)
        };
        let pick = |modes: &Vec<FinishSteps>| {
            modes.iter().enumerate().find_map(|(mode, ladder)| first(ladder).map(|start| (mode, start)))
        };
        self.finish_steps.iter().map(pick).collect()
    }

    fn needs(&mut self, shop: &Instance<'_>) {
        for (at, task) in shop.project().tasks.iter().enumerate().filter(|(_, t)| t.fixed_start.is_none()) {
            for need in &task.needs {
                let mut starts: Vec<usize> =
                    self.finish_steps[at].iter().flat_map(|l| l.rungs.iter().map(|r| r.0)).collect();
                starts.sort_unstable();
                starts.dedup();
                for start in starts {
                    let own = self.finish_steps[at].iter().filter_map(|l| l.started(start)).map(|v| (v, 1.0));
                    let before = |by: usize| self.finish_steps[need.task].iter().filter_map(move |l| l.finished(by));
                    let before = start.checked_sub(need.lag).into_iter().flat_map(before).map(|v| (v, -1.0));
                    let row: Vec<(Variable, f64)> = own.chain(before).collect();
                    self.problem.add_constraint(row, ComparisonOp::Le, 0.0);
                }
            }
        }
    }

    fn capacities(&mut self, shop: &Instance<'_>) {
        let project = shop.project();
        for resource in 0..project.resources.len() {
            let users: Vec<(usize, usize, ResourceUnits, WorkProfile)> = project
                .tasks
                .iter()
                .enumerate()
                .flat_map(|(task, t)| t.modes.iter().enumerate().map(move |(mode, m)| (task, mode, m)))
                .filter_map(|(task, mode, m)| {
                    let used = m.uses.iter().find(|u| u.resource == resource && u.amount > 0)?;
                    Some((task, mode, used.amount, m.work_profile))
                })
                .collect();
            let spread = users.iter().any(|u| u.3 == WorkProfile::Effort);
            let mut all: ResourceUnits = 0;
            for period in 0..project.periods {
                let free = shop.free[resource * project.periods + period];
                all = all.saturating_add(free);
                let (mut row, mut done) = (Vec::new(), Vec::new());
                for (task, mode, amount, pace) in &users {
                    let ladder = &self.finish_steps[*task][*mode];
                    let ended = ladder.finished(period + 1).map(|v| (v, 1.0));
                    let work = match pace {
                        WorkProfile::Constant(periods) | WorkProfile::Interruptible(periods) => {
                            *amount as f64 * *periods as f64
                        }
                        WorkProfile::Effort => *amount as f64,
                    };
                    done.extend(ended.map(|(v, _)| (v, work)));
                    let here = shop.is_available(&project.tasks[*task].modes[*mode].uses, period);
                    let at_work = match pace {
                        WorkProfile::Effort | WorkProfile::Constant(0) | WorkProfile::Interruptible(0) => false,
                        WorkProfile::Constant(_) | WorkProfile::Interruptible(_) => here,
                    };
                    let (from, to) = (ladder.finished(period), ladder.started(period));
                    if at_work && from != to {
                        row.extend(to.map(|v| (v, *amount as f64)));
                        row.extend(from.map(|v| (v, -(*amount as f64))));
                    }
                }
                if !row.is_empty() {
                    self.problem.add_constraint(row, ComparisonOp::Le, free as f64);
                }
                if spread && !done.is_empty() {
                    self.problem.add_constraint(done, ComparisonOp::Le, all as f64);
                }
            }
        }
    }

    fn length(&mut self, shop: &Instance<'_>) {
        let project = shop.project();
        let length = self.problem.add_var(-project.makespan_cost, (0.0, project.periods as f64));
        for (task, modes) in self.finish_steps.iter().enumerate() {
            // A task that others follow doesn't finish last.
            if shop.unlocks[task].iter().any(|(next, _)| !project.tasks[*next].optional) {
                continue;
            }
            let mut row = vec![(length, -1.0)];
            for ladder in modes {
                for (at, step) in ladder.steps.iter().enumerate() {
                    let finish = |at: usize| ladder.rungs.get(at).map_or(0, |(_, finish)| *finish) as f64;
                    row.push((*step, finish(at) - finish(at + 1)));
                }
            }
            self.problem.add_constraint(row, ComparisonOp::Le, 0.0);
        }
    }
}

/// The places a task can take, by mode, were it alone with all that comes before it.
fn candidate_placements(shop: &Instance<'_>, task: usize) -> Vec<Vec<(usize, usize)>> {
    let t = &shop.project().tasks[task];
    let Some(from) = t.fixed_start.or_else(|| shop.head(task)) else { return vec![Vec::new(); t.modes.len()] };
    let rungs = |mode: usize| -> Vec<(usize, usize)> {
        if t.modes[mode].work_profile == WorkProfile::Effort {
            // It may as well finish in any later period, and starts early enough for it.
            let least = shop.min_mode_duration(task, mode);
            let Some(finish) = shop.min_finish(&t.modes[mode], from) else { return Vec::new() };
            return (finish..=shop.project().periods).map(|f| (f.saturating_sub(least), f)).collect();
        }
        let mut rungs = Vec::new();
        let mut at = from;
        while let Some((start, finish)) = shop.fit(&shop.free, task, mode, at) {
            rungs.push((start, finish));
            if t.fixed_start.is_some() {
                break;
            }
            at = start + 1;
        }
        rungs
    };
    (0..t.modes.len()).map(rungs).collect()
}

//! A list worked through again and again, each time only from where it changed.

use super::compact_project::{CompactProject, usize_range};
use super::resource_profile::{LEFT_OUT, PlacementStep, ReservedCell, ResourceProfile};

/// Where a task stands while a list is worked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TaskState {
    Waiting,
    Out,
    In { start: u32, finish: u32 },
}

/// What the steps so far come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Objective {
    /// Tasks placed of those that must be.
    placed: u32,
    /// Gains, in points.
    gains: i64,
    /// The last finish.
    last: u32,
    /// Which tasks have had their turn, mixed to a number.
    seen: u64,
}

/// What comes after a place of the list.
#[derive(Debug, Clone, Copy, Default)]
struct Checkpoint {
    steps: usize,
    taken: usize,
    objective: Objective,
}

#[derive(Debug, Clone, Default)]
struct PlacementLog {
    steps: Vec<PlacementStep>,
    taken: Vec<ReservedCell>,
    /// Before each place of the list, and after the last.
    checkpoints: Vec<Checkpoint>,
}

/// The serial schedule generation scheme (Kelley 1963; Kolisch 1996) with a memory: what a list shares with the one kept
/// before is not placed again. The same list comes to the same
/// as in the plain one of the tests, to the last bit.
#[derive(Debug, Clone)]
pub(super) struct IncrementalSgs<G> {
    pub project: CompactProject,
    profile: G,
    states: Vec<TaskState>,
    /// The steps of the list that was kept; applied up to a place.
    kept: PlacementLog,
    /// Where that list has each task.
    known: Vec<TaskState>,
    applied: usize,
    /// Steps of the list that is on trial, from the place where it differs; applied on top.
    trial: PlacementLog,
    first: usize,
    /// How many tasks the trial has elsewhere.
    moved: usize,
    objective: Objective,
    stack: Vec<usize>,
    /// Whether an optional task that comes before what it needs is left out; else it brings that along.
    pub skip_unready: bool,
}

impl<G: ResourceProfile> IncrementalSgs<G> {
    pub(crate) fn new(flat: CompactProject) -> IncrementalSgs<G> {
        let ground = G::new(&flat);
        let spots = vec![TaskState::Waiting; flat.tasks.len()];
        let (kept, trial) = (PlacementLog::default(), PlacementLog::default());
        let (tally, stack) = (Objective::default(), Vec::new());
        let mut walk = IncrementalSgs {
            known: spots.clone(),
            project: flat,
            profile: ground,
            states: spots,
            kept,
            applied: 0,
            trial,
            first: 0,
            moved: 0,
            objective: tally,
            stack,
            skip_unready: false,
        };
        walk.restart();
        walk
    }

    /// Forgets every list. Whoever changed efforts or delays begins anew.
    pub(crate) fn restart(&mut self) {
        self.roll_back(0);
        let mut base = std::mem::take(&mut self.kept);
        if let Some(mark) = base.checkpoints.first() {
            base.steps.truncate(mark.steps);
            base.taken.truncate(mark.taken);
        }
        self.profile.release(&self.project, &base.steps, &base.taken);
        base.steps.iter().for_each(|s| self.states[s.task as usize] = TaskState::Waiting);
        self.objective = Objective::default();
        // What is fixed comes before every list.
        for task in 0..self.project.tasks.len() {
            if let Some(start) = self.project.tasks[task].fixed {
                self.place(task, start, true);
            }
        }
        self.kept = std::mem::take(&mut self.trial);
        self.known.fill(TaskState::Waiting);
        self.kept.checkpoints =
            vec![Checkpoint { objective: self.objective, steps: self.kept.steps.len(), taken: self.kept.taken.len() }];
        self.applied = 0;
    }

    /// Takes back the trial, and of what was kept all after a place or before it is put in force.
    fn roll_back(&mut self, place: usize) {
        let back = |ground: &mut G,
                    spots: &mut [TaskState],
                    flat: &CompactProject,
                    steps: &[PlacementStep],
                    taken: &[ReservedCell]| {
            ground.release(flat, steps, taken);
            steps.iter().for_each(|s| spots[s.task as usize] = TaskState::Waiting);
        };
        back(&mut self.profile, &mut self.states, &self.project, &self.trial.steps, &self.trial.taken);
        self.trial.steps.clear();
        self.trial.taken.clear();
        self.trial.checkpoints.clear();
        if self.kept.checkpoints.is_empty() {
            return;
        }
        let (from, to) = (self.kept.checkpoints[self.applied], self.kept.checkpoints[place]);
        if place < self.applied {
            let (steps, taken) = (&self.kept.steps[to.steps..from.steps], &self.kept.taken[to.taken..from.taken]);
            back(&mut self.profile, &mut self.states, &self.project, steps, taken);
        } else {
            let (steps, taken) = (&self.kept.steps[from.steps..to.steps], &self.kept.taken[from.taken..to.taken]);
            self.profile.reserve(&self.project, steps, taken);
            steps.iter().for_each(|s| self.states[s.task as usize] = state_after(s));
        }
        self.applied = place;
        self.objective = to.objective;
    }

    /// Works through a list that is the one kept up to a place: the tasks in its order, what a task needs just before
    /// it. An optional task that brings nothing by itself is placed only where another needs it.
    pub(crate) fn run(&mut self, list: &[usize], first: usize) {
        self.run_steps(list, first, usize::MAX);
    }

    /// The same for a list that is the one kept after another place too: where it comes to the same state it is not
    /// worked through to its end. What it is worth is known, and it can be kept; where its tasks are is not told.
    pub(crate) fn run_range(&mut self, list: &[usize], (first, last): (usize, usize)) {
        self.run_steps(list, first, last);
    }

    fn run_steps(&mut self, list: &[usize], first: usize, last: usize) {
        let first = first.min(self.kept.checkpoints.len() - 1);
        self.roll_back(first);
        self.first = first;
        self.moved = 0;
        let base = self.kept.checkpoints[first];
        for (place, task) in list.iter().enumerate().skip(first) {
            if self.states[*task] == TaskState::Waiting && !self.project.tasks[*task].idle {
                self.place_with_predecessors(*task);
            }
            let (steps, taken) = (base.steps + self.trial.steps.len(), base.taken + self.trial.taken.len());
            self.trial.checkpoints.push(Checkpoint { steps, taken, objective: self.objective });
            // The same tasks in the same places leave the same after them, if all they take is told by that.
            if G::USE_IS_FIXED && place >= last && self.moved == 0 && place + 1 < list.len() {
                let kept = self.kept.checkpoints[place + 1];
                if kept.steps == steps && kept.objective == self.objective {
                    self.objective = self.kept.checkpoints.last().map_or(self.objective, |m| m.objective);
                    return;
                }
            }
        }
    }

    /// Keeps the list on trial.
    pub(crate) fn accept(&mut self) {
        let base = self.kept.checkpoints[self.first];
        self.trial.steps.iter().for_each(|s| self.known[s.task as usize] = state_after(s));
        let end = self.first + self.trial.checkpoints.len();
        if end + 1 < self.kept.checkpoints.len() {
            let steps = base.steps..base.steps + self.trial.steps.len();
            self.kept.steps[steps].copy_from_slice(&self.trial.steps);
            self.kept.checkpoints[self.first + 1..end + 1].copy_from_slice(&self.trial.checkpoints);
            self.trial.steps.clear();
            self.trial.checkpoints.clear();
        } else {
            self.kept.steps.truncate(base.steps);
            self.kept.steps.append(&mut self.trial.steps);
            self.kept.taken.truncate(base.taken);
            self.kept.taken.append(&mut self.trial.taken);
            self.kept.checkpoints.truncate(self.first + 1);
            self.kept.checkpoints.append(&mut self.trial.checkpoints);
        }
        self.applied = end;
    }

    /// Places a task after all it needs.
    fn place_with_predecessors(&mut self, task: usize) {
        debug_assert!(self.stack.is_empty());
        let skips = self.skip_unready && !self.project.tasks[task].must;
        self.stack.push(task);
        while let Some(task) = self.stack.last().copied() {
            let t = &self.project.tasks[task];
            let (mut from, mut ready) = (t.release, true);
            for (need, lag) in &self.project.needs[usize_range(&t.needs)] {
                match self.states[*need as usize] {
                    TaskState::In { finish, .. } => from = from.max((finish as usize).saturating_add(*lag)),
                    TaskState::Out => from = usize::MAX,
                    TaskState::Waiting if skips => from = usize::MAX,
                    TaskState::Waiting => {
                        ready = false;
                        self.stack.push(*need as usize);
                        break;
                    }
                }
            }
            if ready {
                self.stack.pop();
                if self.states[task] == TaskState::Waiting {
                    // What another needs is placed though it costs something itself.
                    self.place(task, from, !self.stack.is_empty());
                }
            }
        }
    }

    /// Places a task as early as it fits from a period on, in the mode that finishes first; an optional task only if
    /// that brings something or another needs it.
    fn place(&mut self, task: usize, from: usize, needed: bool) {
        let t = &self.project.tasks[task];
        let only = t.fixed.is_some();
        let before = self.trial.taken.len();
        let mut step = PlacementStep { task: task as u32, mode: LEFT_OUT, start: 0, finish: 0 };
        let modes = usize_range(&t.modes);
        let single = modes.len() == 1;
        let open = single && !t.optional && !only;
        for mode in modes {
            let Some((start, finish)) =
                self.profile.place(&self.project, mode, from, only, open, &mut self.trial.taken)
            else {
                continue;
            };
            let here = PlacementStep { mode: mode as u32, start: start as u32, finish: finish as u32, ..step };
            let order = |s: &PlacementStep| (s.finish, std::cmp::Reverse(s.start));
            let best = if step.mode == LEFT_OUT || order(&here) < order(&step) { here } else { step };
            if single {
                step = best;
                break;
            }
            self.profile.release(&self.project, &[here], &self.trial.taken[before..]);
            self.trial.taken.truncate(before);
            step = best;
        }
        let mut gain = 0;
        if step.mode != LEFT_OUT {
            gain = self.project.gains.of(task, step.finish as usize);
            let worth_it = needed || !t.optional || gain > 0;
            if single && !worth_it {
                self.profile.release(&self.project, &[step], &self.trial.taken[before..]);
                self.trial.taken.truncate(before);
            }
            if !single && worth_it {
                self.profile.place(&self.project, step.mode as usize, from, only, false, &mut self.trial.taken);
            }
            if !worth_it {
                step.mode = LEFT_OUT;
            }
        }
        if step.mode != LEFT_OUT {
            self.objective.gains += gain;
            self.objective.placed += u32::from(!t.optional);
            self.objective.last = self.objective.last.max(step.finish);
        }
        self.objective.seen = self.objective.seen.wrapping_add(hash_task(task));
        self.states[task] = state_after(&step);
        self.moved += usize::from(self.known[task] != self.states[task]);
        self.trial.steps.push(step);
    }

    /// What the last list is worth, in points: gains less the cost of its length; before that, the fewer the worse, how
    /// many tasks are placed that must be.
    pub(crate) fn value(&self) -> (u32, i64) {
        (self.objective.placed, self.objective.gains - self.project.gains.makespan * i64::from(self.objective.last))
    }

    /// The tasks that the last list placed, in that order, then the rest of the list. It must have been run as a whole.
    pub(crate) fn sequence(&self, list: &[usize]) -> Vec<usize> {
        debug_assert_eq!(self.first, 0);
        let placed = self.trial.steps.iter().filter(|s| s.mode != LEFT_OUT).map(|s| s.task as usize);
        let rest = list.iter().copied().filter(|t| self.placed(*t).is_none());
        let fixed =
            list.iter().copied().filter(|t| self.project.tasks[*t].fixed.is_some() && self.placed(*t).is_some());
        placed.chain(fixed).chain(rest).collect()
    }

    /// What was done with each task that had its turn, what is fixed first. The list must have been run as a whole.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &PlacementStep> {
        debug_assert_eq!(self.first, 0);
        let fixed = self.kept.checkpoints.first().map_or(0, |mark| mark.steps);
        self.kept.steps[..fixed].iter().chain(&self.trial.steps)
    }

    /// Start and finish of a task, if the last list placed it.
    pub(crate) fn placed(&self, task: usize) -> Option<(usize, usize)> {
        match self.states[task] {
            TaskState::In { start, finish } => Some((start as usize, finish as usize)),
            _ => None,
        }
    }
}

/// A number that no few other tasks' numbers sum up to.
fn hash_task(task: usize) -> u64 {
    let z = (task as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (z ^ (z >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn state_after(step: &PlacementStep) -> TaskState {
    match step.mode {
        LEFT_OUT => TaskState::Out,
        _ => TaskState::In { start: step.start, finish: step.finish },
    }
}

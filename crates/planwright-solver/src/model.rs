//! What is to be scheduled: tasks, the resources they use, and what a finish is worth.

use std::fmt;

/// An amount of a resource, in whole units of the caller's choice (a person, or a hundredth of a person-month): whole
/// numbers, so that capacities add up exactly.
pub type ResourceUnits = i64;

/// Tasks to be placed in `periods` periods numbered from 0. A task that starts at `s` and finishes at `f` is at work
/// in the periods `s..f`; what needs it may start at `f`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// The horizon: no task works in a period at or after it.
    pub periods: usize,
    /// Teams or people.
    pub resources: Vec<Resource>,
    /// Initiatives.
    pub tasks: Vec<Task>,
    /// What each period until the last finish costs, in the unit of [`Task::worth`]; 1 and no worths gives the
    /// shortest schedule.
    pub makespan_cost: f64,
}

/// A team or a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resource {
    /// What there is of it in each period; nothing in periods beyond the list.
    pub capacity: Vec<ResourceUnits>,
}

/// An initiative.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Task {
    /// Ways to do it, of which a schedule takes one: the one that finishes first.
    pub modes: Vec<Mode>,
    /// What must be finished before it starts.
    pub needs: Vec<Precedence>,
    /// The first period in which it may start.
    pub release: usize,
    /// The start it has, for what is under way or promised.
    pub fixed_start: Option<usize>,
    /// The latest finish that is in time.
    pub due: Option<usize>,
    /// What each period after `due` costs.
    pub tardiness_cost: f64,
    /// What finishing at `f` is worth, `worth[f]`; the last entry stands for every later finish, no entry for 0.
    pub worth: Vec<f64>,
    /// Whether a schedule may leave it out, with all that needs it.
    pub optional: bool,
    /// Resources of which it holds one unit in every period from its start to its finish, as a place among what a team
    /// has in work at once; none of them is used by its modes. Only for modes of [`WorkProfile::Effort`].
    pub holds: Vec<usize>,
}

/// A prerequisite: finish to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precedence {
    /// Index of the task that comes first.
    pub task: usize,
    /// Periods between its finish and the start of the one that needs it.
    pub lag: usize,
}

/// A way to do a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mode {
    /// How it runs.
    pub work_profile: WorkProfile,
    /// What it uses, each resource once.
    pub uses: Vec<Use>,
    /// The most it may use in one period, all resources together (people at once); for [`WorkProfile::Effort`].
    pub at_most: Option<ResourceUnits>,
}

/// Use of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Index of the resource.
    pub resource: usize,
    /// In each period of work, or with [`WorkProfile::Effort`] the whole effort (person-periods).
    pub amount: ResourceUnits,
}

/// How a mode runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkProfile {
    /// The same amounts in each of so many consecutive periods: the task of the resource-constrained project
    /// scheduling problem (Pritsker, Watters and Wolfe, 1969). Of 0 periods: a milestone.
    Constant(usize),
    /// The same amounts in so many periods; those in which a resource's capacity is less than the task's amount
    /// (absences) are passed over, and no others.
    Interruptible(usize),
    /// So much effort in all, as much in each period as is free: work-content scheduling (Fündeling and Trautmann,
    /// 2010), without a least amount a period. Teams work side by side; the task is done when the last is.
    Effort,
}

impl Default for WorkProfile {
    fn default() -> Self {
        WorkProfile::Constant(0)
    }
}

impl Task {
    /// What a finish brings: its worth less the cost of being late.
    pub fn gain(&self, finish: usize) -> f64 {
        let worth = self.worth.get(finish).or(self.worth.last()).copied().unwrap_or(0.0);
        let late = self.due.map_or(0, |due| finish.saturating_sub(due));
        worth - self.tardiness_cost * late as f64
    }
}

/// When each task is done, and by whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schedule {
    /// By index of the task; none if it is left out.
    pub placements: Vec<Option<Placement>>,
    /// What work takes that must be done and is not done in the last period, by task, in ascending order.
    pub unfinished: Vec<(usize, Load)>,
}

/// Where a task is placed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placement {
    /// Index of the mode it is done in.
    pub mode: usize,
    /// Its first period.
    pub start: usize,
    /// The period after its last.
    pub finish: usize,
    /// What it uses, by resource and period, in ascending order, each pair once.
    pub loads: Vec<Load>,
}

/// What a task uses of a resource in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Load {
    /// Index of the resource.
    pub resource: usize,
    /// The period.
    pub period: usize,
    /// The amount, above 0.
    pub amount: ResourceUnits,
}

impl Schedule {
    /// The last finish of all; 0 if nothing is placed.
    pub fn makespan(&self) -> usize {
        self.placements.iter().flatten().map(|p| p.finish).max().unwrap_or(0)
    }

    /// What it is worth in all, in the unit of [`Task::worth`].
    pub fn value(&self, project: &Project) -> f64 {
        let gains = project.tasks.iter().zip(&self.placements);
        let gains: f64 = gains.map(|(task, at)| at.as_ref().map_or(0.0, |at| task.gain(at.finish))).sum();
        gains - project.makespan_cost * self.makespan() as f64
    }
}

/// Why a project can't be scheduled at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are indices and amounts, named as in the model")]
pub enum ProjectError {
    /// A task needs one that isn't there.
    NoTask { task: usize, need: usize },
    /// A task uses a resource that isn't there, or one twice.
    BadUse { task: usize, resource: usize },
    /// An amount or a capacity below 0.
    Negative { task: Option<usize>, resource: usize },
    /// A worth or a cost that is no finite number, or a cost below 0.
    NotFinite { task: Option<usize> },
    /// A task without a way to do it.
    NoMode { task: usize },
    /// More periods, or periods of resources, than can be kept in mind.
    TooLong { periods: usize },
    /// Tasks that need each other, one after the other.
    Cycle(Vec<usize>),
}

impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProjectError::NoTask { task, need } => write!(f, "task {task} needs task {need}, which is not there"),
            ProjectError::BadUse { task, resource } => {
                write!(f, "task {task} uses resource {resource}, which is not there or named twice")
            }
            ProjectError::Negative { task: Some(task), resource } => {
                write!(f, "task {task} uses less than nothing of resource {resource}")
            }
            ProjectError::Negative { task: None, resource } => write!(f, "resource {resource} has less than nothing"),
            ProjectError::NotFinite { task: Some(task) } => {
                write!(f, "task {task} has a worth or cost that can't be counted")
            }
            ProjectError::NotFinite { task: None } => write!(f, "the cost of a period can't be counted"),
            ProjectError::NoMode { task } => write!(f, "task {task} has no mode"),
            ProjectError::TooLong { periods } => write!(f, "{periods} periods are too many"),
            ProjectError::Cycle(tasks) => write!(f, "tasks {tasks:?} need each other"),
        }
    }
}

impl std::error::Error for ProjectError {}

/// Periods times resources at most: as many as 1,000 people have days in 27 years.
const MAX_CELLS: usize = 10_000_000;

impl Project {
    /// The tasks in an order in which each comes after what it needs, else by index.
    ///
    /// # Errors
    ///
    /// The first [`ProjectError`], in order of the tasks.
    pub fn order(&self) -> Result<Vec<usize>, ProjectError> {
        self.check()?;
        let mut open: Vec<usize> = self.tasks.iter().map(|t| t.needs.len()).collect();
        let mut unlocks = vec![Vec::new(); self.tasks.len()];
        for (at, task) in self.tasks.iter().enumerate() {
            task.needs.iter().for_each(|need| unlocks[need.task].push(at));
        }
        let mut ready: std::collections::BTreeSet<usize> = (0..open.len()).filter(|t| open[*t] == 0).collect();
        let mut order = Vec::with_capacity(open.len());
        while let Some(task) = ready.pop_first() {
            order.push(task);
            for next in &unlocks[task] {
                open[*next] -= 1;
                if open[*next] == 0 {
                    ready.insert(*next);
                }
            }
        }
        if order.len() == open.len() { Ok(order) } else { Err(ProjectError::Cycle(self.cycle(&open))) }
    }

    /// One cycle among the tasks that are still waiting for others.
    fn cycle(&self, open: &[usize]) -> Vec<usize> {
        let Some(mut at) = open.iter().position(|n| *n > 0) else { return Vec::new() };
        let mut path = Vec::new();
        while !path.contains(&at) {
            path.push(at);
            // A waiting task waits for one that waits.
            let Some(need) = self.tasks[at].needs.iter().find(|n| open[n.task] > 0) else { break };
            at = need.task;
        }
        let from = path.iter().position(|t| *t == at).unwrap_or(0);
        path.split_off(from)
    }

    fn check(&self) -> Result<(), ProjectError> {
        if self.periods > MAX_CELLS || self.periods.saturating_mul(self.resources.len()) > MAX_CELLS {
            return Err(ProjectError::TooLong { periods: self.periods });
        }
        if !self.makespan_cost.is_finite() || self.makespan_cost < 0.0 {
            return Err(ProjectError::NotFinite { task: None });
        }
        for (resource, r) in self.resources.iter().enumerate() {
            if r.capacity.iter().any(|c| *c < 0) {
                return Err(ProjectError::Negative { task: None, resource });
            }
        }
        for (task, t) in self.tasks.iter().enumerate() {
            if t.modes.is_empty() {
                return Err(ProjectError::NoMode { task });
            }
            if let Some(need) = t.needs.iter().find(|n| n.task >= self.tasks.len()) {
                return Err(ProjectError::NoTask { task, need: need.task });
            }
            if !t.tardiness_cost.is_finite() || t.tardiness_cost < 0.0 || t.worth.iter().any(|w| !w.is_finite()) {
                return Err(ProjectError::NotFinite { task: Some(task) });
            }
            for mode in &t.modes {
                for (at, held) in t.holds.iter().enumerate() {
                    let twice = t.holds[..at].contains(held) || mode.uses.iter().any(|u| u.resource == *held);
                    if *held >= self.resources.len() || twice || mode.work_profile != WorkProfile::Effort {
                        return Err(ProjectError::BadUse { task, resource: *held });
                    }
                }
                for (at, used) in mode.uses.iter().enumerate() {
                    let twice = mode.uses[..at].iter().any(|u| u.resource == used.resource);
                    if used.resource >= self.resources.len() || twice {
                        return Err(ProjectError::BadUse { task, resource: used.resource });
                    }
                    if used.amount < 0 {
                        return Err(ProjectError::Negative { task: Some(task), resource: used.resource });
                    }
                }
            }
        }
        Ok(())
    }
}

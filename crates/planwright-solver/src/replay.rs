//! The same list again and again, as efforts turn out otherwise.

use super::compact_project::{CompactProject, usize_range};
use super::incremental_sgs::IncrementalSgs;
use super::instance::Instance;
use super::list_scheduler::ListScheduler;
use super::model::{Project, ProjectError, Use};
use super::resource_profile::DenseProfile;

/// Dates of a list for one project after the other. Each project is checked: efforts, capacities and delays may differ
/// as they like. Where only efforts and delays differ, as in a forecast, [`ScheduleReplay::prepare`] checks once.
///
/// ```
/// use planwright_solver::{Mode, WorkProfile, Project, ScheduleReplay, Resource, Task, Use};
/// let project = |effort| Project {
///     periods: 12,
///     resources: vec![Resource { capacity: vec![2; 12] }],
///     tasks: vec![Task {
///         modes: vec![Mode { work_profile: WorkProfile::Effort, uses: vec![Use { resource: 0, amount: effort }], at_most: None }],
///         ..Task::default()
///     }],
///     makespan_cost: 1.0,
/// };
/// let replay = ScheduleReplay::new(&[0]);
/// let finish = |effort| replay.dates(&project(effort)).map(|d| d[0].map(|(_, finish)| finish));
/// assert_eq!(finish(5), Ok(Some(3)));
/// assert_eq!(finish(8), Ok(Some(4)));
/// assert_eq!(finish(25), Ok(None));
/// ```
#[derive(Debug, Clone)]
pub struct ScheduleReplay {
    list: Vec<usize>,
}

impl ScheduleReplay {
    /// The list to work through, such as that of [`super::search_list`].
    pub fn new(list: &[usize]) -> ScheduleReplay {
        ScheduleReplay { list: list.to_vec() }
    }

    /// Start and finish of each task; none where it is left out.
    ///
    /// # Errors
    ///
    /// The first [`ProjectError`] of the project.
    pub fn dates(&self, project: &Project) -> Result<Vec<Option<(usize, usize)>>, ProjectError> {
        let shop = Instance::new(project)?;
        let list: Vec<usize> = self.list.iter().copied().filter(|t| *t < project.tasks.len()).collect();
        let mut lister = ListScheduler::new(&shop);
        lister.run(&list);
        Ok((0..project.tasks.len()).map(|t| lister.placed(t)).collect())
    }

    /// Ready to place the tasks of one project many times, with other efforts and delays each time.
    ///
    /// # Errors
    ///
    /// The first [`ProjectError`] of the project.
    pub fn prepare(&self, project: &Project) -> Result<PreparedReplay, ProjectError> {
        let flat = CompactProject::new(&Instance::new(project)?);
        let list: Vec<usize> = self.list.iter().copied().filter(|t| *t < project.tasks.len()).collect();
        let mut waits = vec![Vec::new(); project.tasks.len()];
        for (edge, (need, _)) in flat.needs.iter().enumerate() {
            waits[*need as usize].push(edge as u32);
        }
        let room = flat.modes.iter().map(|m| m.uses.end - m.uses.start).collect();
        let lags = flat.needs.iter().map(|(_, lag)| *lag).collect();
        Ok(PreparedReplay { list, waits, lags, room, walk: IncrementalSgs::new(flat) })
    }
}

/// A list on a project that is checked: see [`ScheduleReplay::prepare`]. A clone for each thread.
///
/// ```
/// use planwright_solver::{Mode, Precedence, WorkProfile, Project, ScheduleReplay, Resource, Task, Use};
/// let work = |amount| Mode { work_profile: WorkProfile::Effort, uses: vec![Use { resource: 0, amount }], at_most: None };
/// let tasks = vec![
///     Task { modes: vec![work(4)], ..Task::default() },
///     Task { modes: vec![work(4)], needs: vec![Precedence { task: 0, lag: 0 }], ..Task::default() },
/// ];
/// let resources = vec![Resource { capacity: vec![2; 12] }];
/// let project = Project { periods: 12, resources, tasks, makespan_cost: 1.0 };
/// let mut ready = ScheduleReplay::new(&[0, 1]).prepare(&project)?;
/// assert_eq!(ready.dates().collect::<Vec<_>>(), [Some((0, 2)), Some((2, 4))]);
/// ready.set_uses(0, &[Use { resource: 0, amount: 6 }])?;
/// ready.set_delay(0, 5);
/// assert_eq!(ready.dates().collect::<Vec<_>>(), [Some((0, 3)), Some((8, 10))]);
/// # Ok::<(), planwright_solver::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PreparedReplay {
    list: Vec<usize>,
    /// By task, the needs that name it.
    waits: Vec<Vec<u32>>,
    lags: Vec<usize>,
    /// By mode, how many uses it has room for.
    room: Vec<u32>,
    walk: IncrementalSgs<DenseProfile>,
}

impl PreparedReplay {
    /// What a task uses from now on, in its first mode.
    ///
    /// # Errors
    ///
    /// A [`ProjectError`] if the project has no such task or resource, names one twice, or uses less than nothing of it.
    pub fn set_uses(&mut self, task: usize, uses: &[Use]) -> Result<(), ProjectError> {
        let flat = &mut self.walk.project;
        let mode = flat.tasks.get(task).ok_or(ProjectError::NoTask { task, need: task })?.modes.start as usize;
        for (at, used) in uses.iter().enumerate() {
            let resource = used.resource;
            if resource >= flat.resources || uses[..at].iter().any(|u| u.resource == resource) {
                return Err(ProjectError::BadUse { task, resource });
            }
            if used.amount < 0 {
                return Err(ProjectError::Negative { task: Some(task), resource });
            }
        }
        let count = uses.len() as u32;
        let range = &mut flat.modes[mode].uses;
        if count > self.room[mode] {
            range.start = flat.uses.len() as u32;
            flat.uses.resize(flat.uses.len() + uses.len(), (0, 0));
            self.room[mode] = count;
        }
        range.end = range.start + count;
        let numbers = flat.uses[usize_range(range)].iter_mut().zip(uses);
        numbers.for_each(|(number, used)| *number = (used.resource as u32, used.amount));
        Ok(())
    }

    /// How many periods more what needs a task waits from now on than the project says.
    pub fn set_delay(&mut self, task: usize, periods: usize) {
        for edge in self.waits.get(task).into_iter().flatten() {
            let edge = *edge as usize;
            self.walk.project.needs[edge].1 = self.lags[edge].saturating_add(periods);
        }
    }

    /// Start and finish of each task; none where it is left out.
    pub fn dates(&mut self) -> impl Iterator<Item = Option<(usize, usize)>> + '_ {
        self.walk.restart();
        self.walk.run(&self.list, 0);
        (0..self.walk.project.tasks.len()).map(|task| self.walk.placed(task))
    }
}

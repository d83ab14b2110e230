//! Dates of a schedule.

use super::calendar::Calendar;
use super::finish_odds::FinishOdds;
use super::project::RoadmapModel;
use super::result::WaitsFor;
use super::task::TaskKind;
use crate::evaluate::scores::Evaluated;
use crate::model::Datum;
use crate::quantity::{Date, Grain, Period};
use planwright_solver::{BindingPredecessor, Schedule, binding_predecessors, critical_chain, slack};

/// What is read off a schedule, by task.
pub(super) struct ScheduleDates {
    calendar: Calendar,
    /// The last day of work.
    pub finish: Vec<Option<Date>>,
    /// Whether it is somebody's work and ends within the roadmap.
    pub within: Vec<bool>,
    /// The day by which it is planned to be done.
    pub planned_by: Vec<Option<Date>>,
    /// The week before which that is.
    pub weeks: Vec<Option<usize>>,
    /// The weeks by which it may start later.
    pub slack: Vec<Option<usize>>,
    /// Whether it ends on the day on which it may begin: there is no work, or the last of its parts has none.
    at_once: Vec<bool>,
    holds: Vec<Option<BindingPredecessor>>,
}

impl ScheduleDates {
    pub(super) fn new(
        evaluated: &Evaluated,
        model: &RoadmapModel,
        list: &[usize],
        schedule: &Schedule,
        calendar: Calendar,
        to: Date,
    ) -> ScheduleDates {
        let end = calendar.weeks_by(to);
        let tasks = 0..model.tasks.len();
        let mut dates = ScheduleDates {
            calendar,
            finish: Vec::new(),
            within: Vec::new(),
            planned_by: Vec::new(),
            weeks: Vec::new(),
            slack: slack(&model.project, schedule, end).unwrap_or_else(|_| vec![None; model.tasks.len()]),
            at_once: takes_no_time(model, schedule),
            holds: binding_predecessors(&model.project, list).unwrap_or_else(|_| vec![None; model.tasks.len()]),
        };
        for task in tasks {
            let placed = &model.tasks[task];
            let finish = schedule.placements[task].as_ref().map(|p| dates.day(task, p.finish));
            let due = match evaluated.plan().initiatives[placed.initiative].record.value("due") {
                Some(Datum::Date(due)) if placed.kind != TaskKind::Gate => Some(due.last()),
                _ => None,
            };
            let planned_by = finish.map(|f| due.unwrap_or(Period::containing(f, Grain::Quarter).last()));
            dates.finish.push(finish);
            dates.within.push(placed.is_work() && finish.is_some_and(|f| f <= to));
            dates.planned_by.push(planned_by);
            dates.weeks.push(planned_by.map(|day| dates.weeks_by(task, day)));
        }
        dates
    }

    /// The day on which a task is done that ends before a week.
    pub(super) fn day(&self, task: usize, week: usize) -> Date {
        self.calendar.done_before(week, self.at_once[task])
    }

    /// The week before which a task ends that is done by a day.
    pub(crate) fn weeks_by(&self, task: usize, day: Date) -> usize {
        self.calendar.weeks_done_by(day, self.at_once[task])
    }

    /// The odds of a task, of its sorted finishes.
    pub(super) fn finish_odds(&self, task: usize, finishes: &[u32]) -> FinishOdds {
        FinishOdds::new(finishes, self.calendar, self.at_once[task])
    }

    /// What a task waits for.
    pub(super) fn waits_for(&self, model: &RoadmapModel, task: usize) -> Option<WaitsFor> {
        let mut hold = self.holds[task]?;
        // That a whole may begin is no work: what its parts wait for is what the whole needs. Nor does a whole wait for
        // itself: what its own rest waits for is what it waits for.
        let is_itself = |other: usize| model.tasks[other].initiative == model.tasks[task].initiative;
        while model.tasks[hold.task].kind == TaskKind::Gate || is_itself(hold.task) {
            hold = self.holds[hold.task]?;
        }
        let team = hold.resource.and_then(|r| model.resources[r].clone().or_else(|| model.team_of_wip_resource(r)));
        Some(WaitsFor { initiative: model.tasks[hold.task].initiative, team })
    }

    /// The initiatives that lead to a task, itself last; none where it is not placed.
    pub(super) fn chain(&self, model: &RoadmapModel, task: usize) -> Vec<usize> {
        if self.weeks[task].is_none() {
            return Vec::new();
        }
        let tasks = critical_chain(&self.holds, task).into_iter().filter(|t| model.tasks[*t].kind != TaskKind::Gate);
        let mut chain: Vec<usize> = tasks.map(|t| model.tasks[t].initiative).collect();
        chain.dedup();
        chain
    }

    /// The chain to the last finish within the roadmap; of equals that of the longest chain, then the first.
    pub(super) fn critical_chain(&self, model: &RoadmapModel, schedule: &Schedule) -> Vec<usize> {
        let finish = |task: &usize| schedule.placements[*task].as_ref().map(|p| p.finish);
        let within = (0..model.tasks.len()).filter(|t| self.within[*t]);
        let length = |task: &usize| critical_chain(&self.holds, *task).len();
        let last = within.max_by_key(|t| (finish(t), length(t), std::cmp::Reverse(*t)));
        last.map_or(Vec::new(), |task| self.chain(model, task))
    }
}

/// What takes no time: tasks without work, and wholes of which the last part has none.
fn takes_no_time(model: &RoadmapModel, schedule: &Schedule) -> Vec<bool> {
    let uses = |task: usize| model.project.tasks[task].modes.iter().any(|m| !m.uses.is_empty());
    let finish = |task: usize| schedule.placements[task].as_ref().map(|p| p.finish);
    let mut at_once: Vec<bool> = (0..model.tasks.len()).map(|t| model.tasks[t].is_work() && !uses(t)).collect();
    for task in model.project.order().unwrap_or_default() {
        if model.tasks[task].kind == TaskKind::Whole {
            let mut last = model.project.tasks[task].needs.iter().filter(|n| finish(n.task) == finish(task));
            at_once[task] = last.any(|n| at_once[n.task]);
        }
    }
    at_once
}

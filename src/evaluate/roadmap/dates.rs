//! What the dates of a schedule hang on, and what they are held to.

use super::After;
use super::calendar::Calendar;
use super::project::Model;
use crate::evaluate::evaluated::Evaluated;
use crate::model::Datum;
use crate::quantity::{Date, Grain, Period};
use planwright_solver::{Hold, Schedule, chain, holds, slack};

/// What is read off a schedule, by task.
pub(super) struct Dates {
    /// Whether it is placed within the roadmap.
    pub within: Vec<bool>,
    /// The day by which it is planned to be done.
    pub planned_by: Vec<Option<Date>>,
    /// The week before which that is.
    pub weeks: Vec<Option<usize>>,
    /// The weeks by which it may start later.
    pub slack: Vec<Option<usize>>,
    holds: Vec<Option<Hold>>,
}

impl Dates {
    pub fn new(
        evaluated: &Evaluated,
        model: &Model,
        list: &[usize],
        schedule: &Schedule,
        calendar: Calendar,
        to: Date,
    ) -> Dates {
        let end = calendar.weeks_by(to);
        let finish = |task: usize| schedule.placements[task].as_ref().map(|p| p.finish);
        let planned_by = |(task, placed): (usize, &super::project::Placed)| {
            let last = calendar.last_before(finish(task)?);
            match evaluated.plan().initiatives[placed.initiative].record.value("due") {
                Some(Datum::Date(due)) => Some(due.last()),
                _ => {
                    let quarter = Period::containing(last, Grain::Quarter).last();
                    // The last quarter may lie in the roadmap in part.
                    Some(if last <= to { quarter.min(to) } else { quarter })
                }
            }
        };
        let tasks = 0..model.tasks.len();
        let planned_by: Vec<Option<Date>> = model.tasks.iter().enumerate().map(planned_by).collect();
        Dates {
            within: tasks.map(|t| finish(t).is_some_and(|f| f <= end)).collect(),
            weeks: planned_by.iter().map(|day| day.map(|day| calendar.weeks_by(day))).collect(),
            planned_by,
            slack: slack(&model.project, schedule, end).unwrap_or_else(|_| vec![None; model.tasks.len()]),
            holds: holds(&model.project, list).unwrap_or_else(|_| vec![None; model.tasks.len()]),
        }
    }

    /// What a task waits for.
    pub fn after(&self, model: &Model, task: usize) -> Option<After> {
        let hold = self.holds[task]?;
        let team = hold.resource.and_then(|r| model.resources[r].clone());
        Some(After { initiative: model.tasks[hold.task].initiative, team })
    }

    /// The initiatives that lead to a task, itself last; none where it is not placed.
    pub fn chain(&self, model: &Model, task: usize) -> Vec<usize> {
        match self.weeks[task] {
            Some(_) => chain(&self.holds, task).into_iter().map(|t| model.tasks[t].initiative).collect(),
            None => Vec::new(),
        }
    }

    /// The chain to the last finish within the roadmap; of equals that of the longest chain, then the first.
    pub fn critical(&self, model: &Model, schedule: &Schedule) -> Vec<usize> {
        let finish = |task: &usize| schedule.placements[*task].as_ref().map(|p| p.finish);
        let within = (0..model.tasks.len()).filter(|t| self.within[*t]);
        let length = |task: &usize| chain(&self.holds, *task).len();
        let last = within.max_by_key(|t| (finish(t), length(t), std::cmp::Reverse(*t)));
        last.map_or(Vec::new(), |task| self.chain(model, task))
    }
}

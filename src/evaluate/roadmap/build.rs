//! The plan → its roadmap.

use super::calendar::Calendar;
use super::checked::{NoRoadmap, checked};
use super::confidence::{Marks, costs};
use super::dates::Dates;
use super::forecast::forecast;
use super::load::loads;
use super::order::{Order, order};
use super::project::model;
use super::sampler::Sampler;
use super::value::{by_score, by_worth};
use super::{Confidence, Planned, Promise, Roadmap};
use crate::evaluate::Evaluated;
use crate::evaluate::column::Column;
use crate::model::{Datum, Initiative, Verdict};
use crate::quantity::{Date, Grain, Period};
use planwright_solver::{Schedule, list_schedule};
use std::sync::Arc;

/// What is asked of a roadmap beside what the plan says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// The framework to order by, instead of the plan's own.
    pub by: Option<String>,
    /// What initiatives are worth, instead of their scores.
    pub worth: Option<Worth>,
    /// Its last day, instead of the end of the plan's horizon.
    pub to: Option<Date>,
    /// How many samples, instead of the plan's own number, of which a large plan gets fewer.
    pub samples: Option<u32>,
}

/// What initiatives are worth by somebody's own formula.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Worth {
    /// The formula, as it is told.
    pub formula: String,
    /// What each initiative of the plan is worth; `None` for those without, which come last.
    pub of: Vec<Option<f64>>,
}

/// Days in a year without a horizon.
const YEAR: i64 = 365;

/// No roadmap looks further than twenty years ahead.
const MOST_DAYS: i64 = 20 * YEAR;

/// Weeks behind the roadmap in which what does not fit is placed, to say how late it is.
const BEHIND: usize = 104;

/// Dates that are sampled in about a second; a large plan gets fewer samples where nobody says how many.
const SAMPLED: usize = 2_000_000;

/// Fewer samples than this tell too little.
const FEWEST: u32 = 500;

impl Evaluated {
    /// What gets done when: open initiatives placed on their teams' calendars from today on, by decisions and rank, in
    /// an order improved by search; and with what probability, efforts and risks sampled. The schedule has passed
    /// [`validate`](planwright_solver::validate), which shares no line with what makes it.
    ///
    /// # Errors
    /// Where it was stopped by the flag of [`Evaluated::cancel_flag`], or where the schedule breaks a rule.
    pub fn roadmap(&self, wish: &Wish) -> Result<Roadmap, NoRoadmap> {
        self.roadmap_of(wish, |schedule| schedule)
    }

    /// The same of a schedule that was tampered with.
    pub(super) fn roadmap_of(
        &self,
        wish: &Wish,
        tamper: impl FnOnce(Schedule) -> Schedule,
    ) -> Result<Roadmap, NoRoadmap> {
        let plan = self.plan();
        let from = self.today();
        let to = horizon(self, wish.to);
        let calendar = Calendar::new(from, to, BEHIND);
        let mut periods = vec![Period::containing(from, Grain::Quarter)];
        while let Some(next) = periods.last().and_then(|p| p.next()).filter(|p| p.first() <= to) {
            periods.push(next);
        }
        let by = wish.by.as_deref().or(plan.settings.rank_by.as_ref().map(|(by, _)| &**by));
        let own = by.and_then(|by| self.column(by));
        let others = plan.frameworks.keys().filter(|k| Some(&***k) != by).filter_map(|by| self.column(by));
        let columns: Vec<Arc<Column>> = own.clone().into_iter().chain(others).collect();
        let by = own.or_else(|| columns.first().filter(|_| by.is_none()).cloned()).map(|c| c.framework.id.clone());
        let rows = match &wish.worth {
            Some(worth) => by_worth(&worth.of, |i| plan.initiatives.get(i).is_some_and(|i| i.open)),
            None => by.as_deref().and_then(|by| self.ranking(by, false)).map_or(Vec::new(), |r| by_score(&r)),
        };
        let model = model(self, calendar, &columns, &rows);
        let cancel = self.cancel_flag();
        let most = u32::try_from(SAMPLED / model.tasks.len().max(1)).unwrap_or(u32::MAX);
        let samples = plan.settings.samples.min(most.max(FEWEST));
        let Order { list, stages } = order(&model, plan.settings.seed, cancel.as_deref());
        let schedule = tamper(list_schedule(&model.project, &list).map_err(NoRoadmap::TooLarge)?);
        let schedule = checked(plan, &model, schedule)?;
        let dates = Dates::new(self, &model, &list, &schedule, calendar, to);
        let sampler = Sampler::new(self, &model, &list);
        let forecast = forecast(&sampler, wish.samples.unwrap_or(samples), &dates.within).ok_or(NoRoadmap::Stopped)?;
        let marks = Marks { weeks: &dates.weeks, counts: &dates.within, end: calendar.weeks_by(to) };
        let costs = costs(&sampler, &marks, |task| model.tasks[task].initiative).ok_or(NoRoadmap::Stopped)?;
        let mut shown: Vec<usize> = (0..model.tasks.len()).collect();
        let placement = |task: usize| schedule.placements.get(task).and_then(Option::as_ref);
        shown.sort_by_key(|task| placement(*task).map_or((usize::MAX, 0), |p| (p.start, p.finish)));
        let mut items = Vec::new();
        for task in shown {
            let placed = &model.tasks[task];
            let initiative = placed.initiative;
            let decided =
                self.decision(&plan.initiatives[initiative].record.id).map(|d| d.verdict) == Some(Verdict::Commit);
            let placement = placement(task);
            let by_end = forecast.done_before(task, calendar.weeks_by(to));
            let finish = placement.map(|p| calendar.last_before(p.finish));
            let promise = if decided || by_end >= plan.settings.commit_at {
                Promise::Committed
            } else if finish.is_some_and(|f| f <= to) || by_end >= 0.5 {
                Promise::Planned
            } else {
                Promise::Later
            };
            items.push(Planned {
                initiative,
                promise,
                decided,
                start: placement.map(|p| calendar.first(p.start)),
                finish,
                done_by: periods
                    .iter()
                    .map(|p| forecast.done_before(task, calendar.weeks_by(p.last().min(to))))
                    .collect(),
                likely: forecast.quantile(task, 0.5, calendar).map(|w| calendar.last_before(w)),
                safe: forecast.quantile(task, 0.8, calendar).map(|w| calendar.last_before(w)),
                work: placed.parts.iter().filter_map(|p| Some((p.team.clone()?, p.weeks))).collect(),
                slack: dates.slack[task].map(|weeks| weeks as f64),
                planned_by: dates.planned_by[task],
                in_time: dates.weeks[task].map(|week| forecast.done_before(task, week)),
                unsure: costs.by_task[task].clone(),
                after: dates.after(&model, task),
                chain: dates.chain(&model, task),
                unplaced: match (finish, promise) {
                    (None, _) => Some("no room in the two years behind the roadmap".to_string()),
                    (Some(finish), Promise::Later) => Some(behind(&plan.initiatives[initiative], from, finish)),
                    _ => None,
                },
            });
        }
        items.sort_by_key(|i| i.promise);
        for (initiative, why) in &model.unplaced {
            items.push(self.apart(*initiative, Promise::Later, Some(why.clone())));
        }
        for (index, initiative) in plan.initiatives.iter().enumerate() {
            match self.decision(&initiative.record.id).map(|d| d.verdict) {
                Some(Verdict::Defer) if initiative.open => {
                    items.push(self.apart(index, Promise::Later, Some("it is deferred".into())));
                }
                // Who says no moves it to a phase that is over; the reason is told all the same.
                Some(Verdict::Decline | Verdict::Sunset) if initiative.open || !self.delivered(index) => {
                    items.push(self.apart(index, Promise::Declined, None));
                }
                _ => {}
            }
        }
        let teams = loads(&model, &schedule, calendar, &periods, to);
        let critical = dates.critical(&model, &schedule);
        let in_time = |(task, _): (usize, &bool)| dates.weeks[task].map_or(0.0, |w| forecast.done_before(task, w));
        let within = || dates.within.iter().enumerate().filter(|(_, within)| **within);
        let confidence = (within().count() > 0).then(|| Confidence {
            placed: within().count(),
            in_time: within().map(in_time).sum(),
            all: forecast.all_before(calendar.weeks_by(to)),
            costs: costs.all,
            causes: costs.causes,
            tried: costs.tried,
        });
        let mut assumed = model.assumed;
        if wish.samples.is_none() && samples < plan.settings.samples {
            let count = model.tasks.len();
            assumed.push(format!("with {count} initiatives the forecast is made of {samples} samples"));
        }
        let worth = wish.worth.as_ref().map(|w| w.formula.clone());
        Ok(Roadmap { from, to, periods, by, worth, items, teams, critical, stages, confidence, assumed })
    }

    fn apart(&self, initiative: usize, promise: Promise, unplaced: Option<String>) -> Planned {
        Planned {
            initiative,
            promise,
            decided: false,
            start: None,
            finish: None,
            done_by: Vec::new(),
            likely: None,
            safe: None,
            work: Vec::new(),
            slack: None,
            planned_by: None,
            in_time: None,
            unsure: None,
            after: None,
            chain: Vec::new(),
            unplaced,
        }
    }
}

/// Why something is done behind the roadmap only.
fn behind(initiative: &Initiative, from: Date, finish: Date) -> String {
    let done = Period::containing(finish, Grain::Quarter);
    match initiative.record.value("start") {
        Some(Datum::Date(start)) if start.first() > from => {
            format!("it may not start before {start}, and would be done in {done}")
        }
        _ => format!("there is no room for it before {done}"),
    }
}

/// The last day that is looked at, in twenty years at the latest: the one asked for, else the end of the plan's horizon, else a year from today.
pub(super) fn horizon(evaluated: &Evaluated, to: Option<Date>) -> Date {
    let from = evaluated.today();
    let said = evaluated.plan().settings.horizon.map(|(_, last)| last.last());
    let to = to.or(said).filter(|last| *last > from).unwrap_or(from.plus_days(YEAR));
    to.min(from.plus_days(MOST_DAYS))
}

//! The plan → its roadmap.

use super::calendar::{Calendar, WHOLE};
use super::forecast::forecast;
use super::order::order;
use super::project::{Model, model};
use super::{Planned, Promise, Roadmap, TeamLoad};
use crate::evaluate::Evaluated;
use crate::evaluate::column::Column;
use crate::model::{Datum, Initiative, Verdict};
use crate::quantity::{Date, Grain, Period};
use crate::schedule::{Schedule, Violation, list_schedule, validate};
use std::sync::Arc;

/// What is asked of a roadmap beside what the plan says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// The framework to order by, instead of the plan's own.
    pub by: Option<String>,
    /// Its last day, instead of the end of the plan's horizon.
    pub to: Option<Date>,
    /// How many samples, instead of the plan's own number, of which a large plan gets fewer.
    pub samples: Option<u32>,
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
    /// an order improved by search; and with what probability, efforts and risks sampled. `None` where it was stopped
    /// by the flag of [`Evaluated::cancel_flag`].
    pub fn roadmap(&self, wish: &Wish) -> Option<Roadmap> {
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
        let ranking = by.as_deref().and_then(|by| self.ranking(by, false));
        let model = model(self, calendar, &columns, ranking.as_deref());
        let cancel = self.cancel_flag();
        let most = u32::try_from(SAMPLED / model.tasks.len().max(1)).unwrap_or(u32::MAX);
        let samples = plan.settings.samples.min(most.max(FEWEST));
        let list = order(&model, plan.settings.seed, cancel.as_deref());
        let schedule = list_schedule(&model.project, &list).unwrap_or_default();
        let missing = |v: &Violation| matches!(v, Violation::Missing { .. });
        debug_assert!(validate(&model.project, &schedule).iter().all(missing), "a schedule keeps its rules");
        let forecast = forecast(self, &model, &list, wish.samples.unwrap_or(samples))?;
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
                in_time: due(&plan.initiatives[initiative])
                    .filter(|_| placement.is_some())
                    .map(|due| forecast.done_before(task, calendar.weeks_by(due))),
                work: placed.parts.iter().filter_map(|p| Some((p.team.clone()?, p.weeks))).collect(),
                slack: placement.map(|_| slack(&model, &schedule, task, calendar.weeks_by(to)) as f64),
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
        let mut assumed = model.assumed;
        if wish.samples.is_none() && samples < plan.settings.samples {
            let count = model.tasks.len();
            assumed.push(format!("with {count} initiatives the forecast is made of {samples} samples"));
        }
        Some(Roadmap { from, to, periods, by, items, teams, assumed })
    }

    fn apart(&self, initiative: usize, promise: Promise, unplaced: Option<String>) -> Planned {
        let (start, finish, likely, safe, slack) = (None, None, None, None, None);
        let (done_by, in_time, work, decided) = (Vec::new(), None, Vec::new(), false);
        Planned { initiative, promise, decided, start, finish, done_by, likely, safe, in_time, work, slack, unplaced }
    }
}

/// The day on which an initiative is due.
fn due(initiative: &Initiative) -> Option<Date> {
    match initiative.record.value("due") {
        Some(Datum::Date(due)) => Some(due.last()),
        _ => None,
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

/// How many weeks a task may be late before something that waits for it, or the end of the roadmap, moves.
fn slack(model: &Model, schedule: &Schedule, task: usize, end: usize) -> usize {
    let Some(finish) = schedule.placements[task].as_ref().map(|p| p.finish) else { return 0 };
    let waiting = model.project.tasks.iter().zip(&schedule.placements).flat_map(|(next, placement)| {
        let start = placement.as_ref().map(|p| p.start);
        next.needs.iter().filter(|n| n.task == task).filter_map(move |n| start?.checked_sub(finish + n.lag))
    });
    waiting.chain([end.saturating_sub(finish)]).min().unwrap_or(0)
}

/// The teams with their capacity and load in each period, in person-weeks.
fn loads(model: &Model, schedule: &Schedule, calendar: Calendar, periods: &[Period], to: Date) -> Vec<TeamLoad> {
    // The share of each week that lies in each period.
    let share = |week: usize, period: &Period| {
        let (first, last) = (calendar.first(week).max(period.first()), calendar.first(week + 1).plus_days(-1));
        let days = last.min(period.last()).min(to).days_since(first) + 1;
        days.clamp(0, 7) as f64 / 7.0
    };
    let in_periods = |weeks: &[i64]| -> Vec<f64> {
        let in_period = |period: &Period| {
            let all = weeks.iter().enumerate().filter(|(_, amount)| **amount != 0);
            // A sum of nothing is -0.
            all.map(|(week, amount)| share(week, period) * *amount as f64 / WHOLE).sum::<f64>() + 0.0
        };
        periods.iter().map(in_period).collect()
    };
    let mut used = vec![vec![0i64; calendar.weeks]; model.project.resources.len()];
    for load in schedule.placements.iter().flatten().flat_map(|p| &p.loads) {
        used[load.resource][load.period] += load.amount;
    }
    let mut teams: Vec<TeamLoad> = Vec::new();
    for ((team, resource), used) in model.resources.iter().zip(&model.project.resources).zip(&used) {
        let Some(team) = team else { continue };
        let (capacity, load) = (in_periods(&resource.capacity), in_periods(used));
        // A team without a capacity is a person for each of its initiatives.
        match teams.iter_mut().find(|t| t.team == *team) {
            Some(known) => {
                known.capacity.iter_mut().zip(capacity).for_each(|(sum, c)| *sum += c);
                known.load.iter_mut().zip(load).for_each(|(sum, l)| *sum += l);
            }
            None => teams.push(TeamLoad { team: team.clone(), capacity, load }),
        }
    }
    teams.sort_by(|a, b| a.team.cmp(&b.team));
    teams
}

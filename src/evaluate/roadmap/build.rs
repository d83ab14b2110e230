//! The plan → its roadmap.

use super::calendar::{Calendar, horizon};
use super::commitment_state::CommitmentState;
use super::finish_odds::{FinishForecast, sample_finishes};
use super::initial_states::PlanningPurpose;
use super::options::RoadmapOptions;
use super::project::{RoadmapModel, comes_first, is_building, roadmap_model};
use super::result::{Lateness, Roadmap, RoadmapConfidence, ScheduledItem};
use super::roadmap_confidence::{TargetWeeks, UncertaintyCosts, uncertainty_costs};
use super::sampler::ScheduleSampler;
use super::schedule_dates::ScheduleDates;
use super::task_order::{TaskOrder, find_order};
use super::task_values::{valued_by_score, valued_by_worth};
use super::team_load::team_loads;
use super::validated::{NoRoadmap, validated};
use crate::evaluate::index;
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::model::{Datum, DecisionVerdict};
use crate::quantity::print::percent;
use crate::quantity::{Date, Grain, Period};
use planwright_solver::{Schedule, list_schedule};
use std::sync::Arc;

/// Weeks after the horizon in which what does not fit is placed, to say how late it is.
const WEEKS_AFTER_HORIZON: usize = 104;

/// Dates that are sampled in about a second; a large plan gets fewer samples where nobody says how many.
const MAX_DATES_SAMPLED: usize = 2_000_000;

/// Fewer samples than this tell too little.
const MIN_SAMPLES: u32 = 500;

/// A plan placed, before anything is sampled.
pub(in crate::evaluate) struct ScheduledPlan {
    pub calendar: Calendar,
    pub by: Option<Arc<str>>,
    pub model: RoadmapModel,
    pub order: TaskOrder,
    pub schedule: Schedule,
    pub dates: ScheduleDates,
}

impl Evaluated {
    /// What gets done when: initiatives placed on their teams' calendars from today on, by decisions and rank, in
    /// an order improved by search; and with what probability, efforts and risks sampled. There is one schedule, whoever
    /// looks at it: it goes on for two years after the plan's horizon, with the capacity of its last day. It has passed
    /// [`validate`](planwright_solver::validate), which shares no line with what makes it.
    ///
    /// # Errors
    /// Where the schedule breaks a rule, or is too large.
    pub fn roadmap(&self, wish: &RoadmapOptions) -> Result<Arc<Roadmap>, NoRoadmap> {
        let make = || self.with_forecast(wish, &*self.scheduled_plan(wish)?);
        if *wish == RoadmapOptions::default() { self.memo.get_or_make(make) } else { make().map(Arc::new) }
    }

    /// The same of a schedule that was tampered with.
    #[cfg(test)]
    pub(super) fn roadmap_of(
        &self,
        wish: &RoadmapOptions,
        tamper: impl FnOnce(Schedule) -> Schedule,
    ) -> Result<Roadmap, NoRoadmap> {
        self.with_forecast(wish, &self.scheduled(wish, tamper)?)
    }

    /// What a schedule tells, with the odds of its dates.
    fn with_forecast(&self, wish: &RoadmapOptions, scheduled: &ScheduledPlan) -> Result<Roadmap, NoRoadmap> {
        let plan = self.plan();
        let (from, to) = (self.today(), horizon(self));
        let ScheduledPlan { calendar, by, model, order, schedule, dates } = scheduled;
        let calendar = *calendar;
        let most = u32::try_from(MAX_DATES_SAMPLED / model.tasks.len().max(1)).unwrap_or(u32::MAX);
        let samples = plan.settings.samples.min(most.max(MIN_SAMPLES));
        let sampler = ScheduleSampler::new(self, model, &order.list);
        let forecast =
            sample_finishes(&sampler, wish.samples.unwrap_or(samples), &dates.within).ok_or_else(NoRoadmap::unlike)?;
        let marks = TargetWeeks { weeks: &dates.weeks, counts: &dates.within, end: calendar.weeks_by(to) };
        let costs =
            uncertainty_costs(&sampler, &marks, |task| model.tasks[task].initiative).ok_or_else(NoRoadmap::unlike)?;
        let mut periods = vec![Period::containing(from, Grain::Quarter)];
        let last = calendar.last_before(calendar.weeks.max(1)).max(to);
        while let Some(next) = periods.last().and_then(|p| p.next()).filter(|p| p.first() <= last) {
            periods.push(next);
        }
        let starts = starts(self, model, schedule, calendar);
        let facts = RoadmapItemBuilder {
            evaluated: self,
            to,
            periods: &periods,
            model,
            dates,
            forecast: &forecast,
            costs: &costs,
            starts,
        };
        let items = facts.items();
        let teams = team_loads(model, schedule, calendar, &periods);
        let critical = dates.critical_chain(model, schedule);
        let in_time = |(task, _): (usize, &bool)| dates.weeks[task].map_or(0.0, |w| forecast.done_before(task, w));
        let within = || dates.within.iter().enumerate().filter(|(_, within)| **within);
        let confidence = (within().count() > 0).then(|| RoadmapConfidence {
            placed: within().count(),
            in_time: within().map(in_time).sum(),
            all: forecast.all_before(calendar.weeks_by(to)),
            costs: costs.all.clone(),
            causes: costs.causes,
            tried: costs.tried,
        });
        let mut assumed = model.standing.assumed.clone();
        if wish.samples.is_none() && samples < plan.settings.samples {
            let count = model.tasks.len();
            assumed.push(format!("with {count} initiatives the forecast is made of {samples} samples"));
        }
        let worth = wish.worth.as_ref().map(|w| w.formula.clone());
        let (by, stages) = (by.clone(), order.stages.clone());
        Ok(Roadmap { from, to, periods, by, worth, items, teams, critical, stages, confidence, assumed })
    }

    /// The plan placed on its teams' calendars; by its own order that is done once.
    pub(super) fn scheduled_plan(&self, wish: &RoadmapOptions) -> Result<Arc<ScheduledPlan>, NoRoadmap> {
        let make = || self.scheduled(wish, |schedule| schedule);
        let own = wish.by.is_none() && wish.worth.is_none();
        if own { self.memo.get_or_make(make) } else { make().map(Arc::new) }
    }

    fn scheduled(
        &self,
        wish: &RoadmapOptions,
        tamper: impl FnOnce(Schedule) -> Schedule,
    ) -> Result<ScheduledPlan, NoRoadmap> {
        let plan = self.plan();
        let (from, to) = (self.today(), horizon(self));
        let calendar = Calendar::new(from, to, WEEKS_AFTER_HORIZON);
        let by = wish.by.as_deref().or(plan.settings.rank_by.as_ref().map(|(by, _)| &**by));
        let own = by.and_then(|by| self.column(by));
        let others = plan.frameworks.keys().filter(|k| Some(&***k) != by).filter_map(|by| self.column(by));
        let columns: Vec<Arc<ScoreColumn>> = own.clone().into_iter().chain(others).collect();
        let by = own
            .or_else(|| columns.iter().find(|c| by.is_none() && c.rows.iter().any(|r| r.score.is_some())).cloned())
            .map(|c| c.framework.id.clone());
        let rows = match &wish.worth {
            Some(worth) => valued_by_worth(&worth.of, |i| self.is_open(i)),
            None => by.as_deref().and_then(|by| self.ranking(by, false)).map_or(Vec::new(), |r| valued_by_score(&r)),
        };
        let model = roadmap_model(self, calendar, &columns, &rows, PlanningPurpose::Schedule);
        let order = find_order(&model, plan.settings.seed);
        let schedule = tamper(list_schedule(&model.project, &order.list).map_err(NoRoadmap::TooLarge)?);
        let schedule = validated(plan, &model, schedule)?;
        let dates = ScheduleDates::new(self, &model, &order.list, &schedule, calendar, to);
        Ok(ScheduledPlan { calendar, by, model, order, schedule, dates })
    }
}

/// What is known of the initiatives of a roadmap.
struct RoadmapItemBuilder<'r> {
    evaluated: &'r Evaluated,
    to: Date,
    periods: &'r [Period],
    model: &'r RoadmapModel,
    dates: &'r ScheduleDates,
    forecast: &'r FinishForecast,
    costs: &'r UncertaintyCosts,
    /// By initiative: the first day of work on it or on any part.
    starts: Vec<Option<Date>>,
}

impl RoadmapItemBuilder<'_> {
    /// Every initiative, once: by state, then by its dates, then by name.
    fn items(&self) -> Vec<ScheduledItem> {
        let plan = self.evaluated.plan();
        let standing = &self.model.standing;
        let mut items: Vec<Option<ScheduledItem>> = vec![None; plan.initiatives.len()];
        // Parts first: a whole has the state of the weakest of them.
        for i in self.evaluated.scored_plan.hierarchy.parents_first().rev() {
            let mut item = self.item(i);
            if standing.is_whole(i) && standing.settled[i].is_none() {
                let parts = standing.parts[i].iter().filter_map(|p| items[*p].as_ref());
                let (state, because) = self.whole(i, parts.collect());
                (item.state, item.state_reason) = (state, because);
            }
            items[i] = Some(item);
        }
        let mut items: Vec<ScheduledItem> = items.into_iter().flatten().collect();
        for item in &mut items {
            item.late = self.late(item);
            item.decision_reason = self.why(item);
        }
        items.sort_by_key(|item| {
            let dates = item.start.map_or((1, None, None), |start| (0, Some(start), item.finish));
            (item.state, dates, plan.initiatives[item.initiative].id().clone())
        });
        items
    }

    /// An initiative with its dates; of a whole the state is not told yet.
    fn item(&self, initiative: usize) -> ScheduledItem {
        let (model, dates) = (self.model, self.dates);
        let task = model.task_of[initiative];
        let (state, because) = match (&model.standing.settled[initiative], task) {
            (Some(settled), _) => (settled.state, settled.because.clone()),
            (None, Some(task)) => self.state(initiative, task),
            (None, None) => match model.standing.covered[initiative] {
                Some(whole) => self.rest(whole),
                None => (CommitmentState::Later, "its `needs` lead into a cycle".into()),
            },
        };
        let mut item = ScheduledItem {
            initiative,
            state,
            state_reason: because,
            decided: state == CommitmentState::Committed && comes_first(self.evaluated, initiative),
            decision_reason: None,
            late: None,
            start: None,
            finish: None,
            done_by: Vec::new(),
            forecast: None,
            finish_odds: None,
            p50: None,
            p80: None,
            work: Vec::new(),
            slack: None,
            planned_by: None,
            in_time: None,
            largest_risk: None,
            waits_for: None,
            chain: Vec::new(),
        };
        let Some(task) = task else { return item };
        let chances = dates.finish_odds(task, &self.forecast.finishes[task]);
        item.start = self.starts[model.tasks[task].initiative];
        item.finish = dates.finish[task];
        // Work of a whole is told of its parts, that of a part that is not sized of the whole whose rest it is.
        let own = model.tasks[task].initiative == initiative;
        let rest = model.rest_of(initiative).map_or(&[][..], |rest| &model.tasks[rest].parts[..]);
        let parts = if own && model.tasks[task].is_work() { &model.tasks[task].parts[..] } else { rest };
        item.work = parts.iter().filter_map(|p| Some((p.team.clone()?, p.weeks))).collect();
        item.done_by = self.periods.iter().map(|p| self.done_by(task, p.last())).collect();
        item.forecast = Some(self.done_by(task, self.to));
        (item.p50, item.p80) = (chances.quantile(0.5), chances.quantile(0.8));
        item.finish_odds = Some(chances);
        item.slack = dates.slack[task].map(|weeks| weeks as f64);
        item.planned_by = dates.planned_by[task];
        item.in_time = dates.weeks[task].map(|week| self.forecast.done_before(task, week));
        item.largest_risk.clone_from(&self.costs.by_task[task]);
        item.waits_for = dates.waits_for(model, task);
        item.chain = dates.chain(model, task);
        item
    }

    fn done_by(&self, task: usize, day: Date) -> f64 {
        self.forecast.done_before(task, self.dates.weeks_by(task, day))
    }

    /// What the schedule says of something that it may place.
    fn state(&self, initiative: usize, task: usize) -> (CommitmentState, String) {
        let (plan, dates) = (self.evaluated.plan(), self.dates);
        if comes_first(self.evaluated, initiative) {
            return (CommitmentState::Committed, "decided".into());
        }
        let phase = index::phase(plan, &plan.initiatives[initiative]);
        let within = dates.finish[task].is_some_and(|f| f <= self.to);
        let in_time = dates.weeks[task].map_or(0.0, |week| self.forecast.done_before(task, week));
        if !within {
            return (CommitmentState::Later, self.no_room(initiative, task));
        }
        let due = plan.initiatives[initiative].record.value("due");
        let by = match (due, dates.planned_by[task]) {
            (Some(Datum::Date(due)), _) => due.to_string(),
            (_, Some(day)) => Period::containing(day, Grain::Quarter).to_string(),
            (_, None) => self.to.to_string(),
        };
        let chance = format_probability(in_time, plan.settings.commit_at);
        let because = match phase.filter(|_| plan.initiatives[initiative].phase.is_some()) {
            Some(phase) => format!("in {}, {chance} by {by}", phase.id),
            None => format!("{chance} by {by}"),
        };
        match is_building(self.evaluated, initiative) && in_time >= plan.settings.commit_at {
            true => (CommitmentState::Committed, because),
            false => (CommitmentState::Planned, because),
        }
    }

    /// Why something is done after the horizon only.
    fn no_room(&self, initiative: usize, task: usize) -> String {
        let Some(finish) = self.dates.finish[task] else {
            return "no room in the two years after the horizon".into();
        };
        let upward = self.evaluated.scored_plan.hierarchy.self_and_ancestors(initiative);
        let record = |i: usize| &self.evaluated.plan().initiatives[i].record;
        let start = upward.filter_map(|i| match record(i).value("start") {
            Some(Datum::Date(start)) => Some(start),
            _ => None,
        });
        // A period in which there is none: it must not have begun within the horizon.
        let after = [Grain::Quarter, Grain::Month].map(|grain| Period::containing(finish, grain));
        let period = after.into_iter().find(|p| p.first() > self.to);
        let period = period.map_or_else(|| finish.to_string(), |p| p.to_string());
        match start.into_iter().next() {
            Some(start) if start.first() > self.to => format!("may not start before {start}"),
            _ => format!("no room before {period}"),
        }
    }

    /// The state of what the estimate of a whole has beyond its parts.
    fn rest(&self, whole: usize) -> (CommitmentState, String) {
        let covered = format!("in the estimate of `{}`", self.evaluated.plan().initiatives[whole].id());
        match (&self.model.standing.rest_settled[whole], self.model.rest_of(whole)) {
            (Some(settled), _) => (settled.state, settled.because.clone()),
            (None, Some(task)) => {
                let (state, because) = self.state(whole, task);
                (state, format!("{covered}, {because}"))
            }
            (None, None) => (CommitmentState::Later, covered),
        }
    }

    /// A whole has the state of the weakest of its parts that are not over; without one it is done.
    fn whole(&self, whole: usize, parts: Vec<&ScheduledItem>) -> (CommitmentState, String) {
        let plan = self.evaluated.plan();
        let id = |item: &ScheduledItem| plan.initiatives[item.initiative].id().clone();
        let mut left: Vec<(CommitmentState, String)> = Vec::new();
        let mut open: Vec<&&ScheduledItem> = parts.iter().filter(|p| p.state.weakness() > 0).collect();
        open.sort_by_key(|p| id(p));
        left.extend(open.iter().map(|p| (p.state, format!("`{}`: {}", id(p), p.state_reason))));
        if self.model.standing.has_rest[whole] {
            left.push(self.rest(whole));
        }
        // Of equals the first is named.
        let weakest = left.into_iter().rev().max_by_key(|(state, _)| state.weakness());
        match weakest {
            None => (CommitmentState::Done, self.all_over(whole)),
            Some((state, because)) => match state {
                CommitmentState::Committed if comes_first(self.evaluated, whole) => (state, "decided".into()),
                _ => (state, because),
            },
        }
    }

    /// Why a whole is done of which no part is left: what became of its parts.
    fn all_over(&self, whole: usize) -> String {
        use CommitmentState::{Declined, Done, Sunset};
        let parts = self.evaluated.scored_plan.hierarchy.children(whole);
        let state = |part: usize| self.model.standing.settled[part].as_ref().map_or(Done, |settled| settled.state);
        let became = [(Done, "done"), (Declined, "declined"), (Sunset, "taken away")];
        let said = became.iter().filter(|(is, _)| parts.iter().any(|part| state(*part) == *is));
        let said: Vec<&str> = said.map(|(_, word)| *word).collect();
        let listed = match said.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
            _ => said.concat(),
        };
        format!("all its parts are {listed}")
    }

    /// What the decision says that gives an initiative its state, not one that another reason has overtaken; without one
    /// the reason of a state in which nobody is going to do it.
    fn why(&self, item: &ScheduledItem) -> Option<String> {
        use CommitmentState::{Committed, Declined, Done, Later, Planned, Sunset};
        let decision = self.evaluated.decision(self.evaluated.plan().initiatives[item.initiative].id());
        let gives = |verdict: DecisionVerdict| match item.state {
            Committed => item.decided && verdict == DecisionVerdict::Commit,
            Later => verdict == DecisionVerdict::Defer,
            Declined => verdict == DecisionVerdict::Decline,
            Sunset => verdict == DecisionVerdict::Sunset,
            _ => false,
        };
        let said = decision.filter(|d| gives(d.verdict)).and_then(|d| d.record.text("because"));
        let unplanned = !matches!(item.state, Committed | Planned | Done);
        said.map(|s| s.to_string()).or_else(|| unplanned.then(|| item.state_reason.clone()))
    }

    /// How late it is, where it is due and not over.
    fn late(&self, item: &ScheduledItem) -> Option<Lateness> {
        let Some(Datum::Date(due)) = self.evaluated.plan().initiatives[item.initiative].record.value("due") else {
            return None;
        };
        if item.state.weakness() == 0 {
            return None;
        }
        let Some(finish) = item.finish else { return Some(Lateness { by_days: None, probability: None }) };
        let task = self.model.task_of[item.initiative]?;
        let by_days = finish.days_since(due.last());
        (by_days > 0)
            .then(|| Lateness { by_days: Some(by_days), probability: Some(1.0 - self.done_by(task, due.last())) })
    }
}

/// By initiative: the first day of work on it or on any part.
fn starts(evaluated: &Evaluated, model: &RoadmapModel, schedule: &Schedule, calendar: Calendar) -> Vec<Option<Date>> {
    let mut starts: Vec<Option<Date>> = vec![None; evaluated.plan().initiatives.len()];
    for (task, placement) in model.tasks.iter().zip(&schedule.placements).filter(|(task, _)| task.is_work()) {
        let Some(start) = placement.as_ref().map(|p| calendar.first(p.start)) else { continue };
        for i in evaluated.scored_plan.hierarchy.self_and_ancestors(task.initiative) {
            starts[i] = Some(starts[i].map_or(start, |known| known.min(start)));
        }
    }
    starts
}

/// A probability that does not read as enough where it is not.
fn format_probability(probability: f64, enough: f64) -> String {
    let rounded = (probability * 100.0).round() / 100.0;
    match probability < enough && rounded >= enough {
        true => format!("{}%", (probability * 1000.0).floor() / 10.0),
        false => percent(probability),
    }
}

#[cfg(test)]
mod tests {
    use super::format_probability;

    #[test]
    fn a_chance_that_is_not_enough_does_not_read_as_enough() {
        assert_eq!(format_probability(0.7951, 0.8), "79.5%");
        assert_eq!(format_probability(0.7949, 0.8), "79%");
        assert_eq!(format_probability(0.8, 0.8), "80%");
        assert_eq!(format_probability(0.804, 0.8), "80%");
    }
}

//! Weeks, and what teams can do in them.

use crate::evaluate::scores::{Evaluated, ScoredPlan};
use crate::model::{Clause, Datum, Record, team_shares};
use crate::quantity::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Days in a year without a horizon.
const DEFAULT_HORIZON_DAYS: i64 = 365;

/// No roadmap looks further than twenty years ahead.
const MAX_HORIZON_DAYS: i64 = 20 * DEFAULT_HORIZON_DAYS;

/// The last day of the plan, in twenty years at the latest: the end of its horizon, else a year from today.
pub(in crate::evaluate) fn horizon(evaluated: &Evaluated) -> Date {
    let from = evaluated.today();
    let said = evaluated.plan().settings.horizon.map(|(_, last)| last.last());
    let to = said.filter(|last| *last > from).unwrap_or(from.plus_days(DEFAULT_HORIZON_DAYS));
    to.min(from.plus_days(MAX_HORIZON_DAYS))
}

/// Hundredths of a person-week: whole numbers add up exactly.
pub(in crate::evaluate) const HUNDREDTHS: f64 = 100.0;

/// Weeks from a day on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::evaluate) struct Calendar {
    /// The first day of week 0.
    pub from: Date,
    /// The last day on which the plan says what teams can do: from then on they can do what they can on that day, but
    /// for absences.
    pub to: Date,
    /// How many weeks.
    pub weeks: usize,
    /// How many of them lie within the roadmap.
    pub weeks_in_horizon: usize,
}

/// The most weeks that are looked at.
const MAX_WEEKS: usize = 1_040;

impl Calendar {
    /// From a day on to another and so many weeks after it.
    pub(in crate::evaluate) fn new(from: Date, to: Date, after: usize) -> Calendar {
        let mut calendar = Calendar { from, to, weeks: MAX_WEEKS, weeks_in_horizon: 0 };
        calendar.weeks_in_horizon = calendar.weeks_by(to);
        calendar.weeks = (calendar.weeks_in_horizon + after).min(MAX_WEEKS);
        calendar
    }

    /// The first week whose first working day is a day or lies after it.
    pub(crate) fn week_from(&self, day: Date) -> usize {
        let week = usize::try_from(day.days_since(self.from)).map_or(0, |days| days.div_ceil(7));
        if week > 0 && self.first(week - 1) >= day { week - 1 } else { week }
    }

    /// How many of its weeks end by a day: their last working day is no later.
    pub(crate) fn weeks_by(&self, day: Date) -> usize {
        let weeks = usize::try_from(day.days_since(self.from) + 1).map_or(0, |days| days / 7);
        // A week may have its last working day before its last day.
        let weeks = if self.last_before(weeks + 1) <= day { weeks + 1 } else { weeks };
        weeks.min(self.weeks)
    }

    /// How many of its weeks begin by a day: what takes no time is done on the first day on which it may be.
    fn weeks_begun_by(&self, day: Date) -> usize {
        let weeks = usize::try_from(day.days_since(self.from)).map_or(0, |days| days / 7);
        if self.first(weeks) <= day { weeks.min(self.weeks) } else { weeks.saturating_sub(1).min(self.weeks) }
    }

    /// How many of its weeks count by a day for what is done in them, or at once where it takes no time.
    pub(crate) fn weeks_done_by(&self, day: Date, at_once: bool) -> usize {
        if at_once { self.weeks_begun_by(day) } else { self.weeks_by(day) }
    }

    /// The first working day of a week.
    pub(super) fn first(&self, week: usize) -> Date {
        let mut day = self.begins(week);
        while day.is_weekend() {
            day = day.plus_days(1);
        }
        day
    }

    /// The last working day of what is finished before a week.
    pub(crate) fn last_before(&self, week: usize) -> Date {
        let mut day = self.begins(week).plus_days(-1);
        while day.is_weekend() {
            day = day.plus_days(-1);
        }
        day
    }

    /// The day on which something is done that ends before a week; `at_once` where it takes no time.
    pub(crate) fn done_before(&self, week: usize, at_once: bool) -> Date {
        if at_once || week == 0 { self.first(week) } else { self.last_before(week) }
    }

    /// The working days of a week.
    pub(crate) fn working_days(&self, week: usize) -> impl Iterator<Item = Date> {
        let first = self.begins(week);
        (0..7).map(move |d| first.plus_days(d)).filter(|d| !d.is_weekend())
    }

    fn begins(&self, week: usize) -> Date {
        self.from.plus_days(7 * week as i64)
    }
}

/// What a team can do in each week, its reserve and absences taken off, in hundredths of person-weeks; none where nothing
/// says how many they are.
pub(in crate::evaluate) fn weekly_capacity(world: &ScoredPlan, calendar: Calendar, team: &Record) -> Option<Vec<i64>> {
    let people = world.plan.units.parse("people").ok();
    let lines: Vec<_> = team.all("capacity").filter_map(|f| f.first()).collect();
    // Members with the share of their time.
    let members: Vec<(&Record, f64)> = world
        .plan
        .other_items
        .get("person")
        .into_iter()
        .flatten()
        .filter_map(|p| Some((p, team_shares(p).into_iter().find(|(t, _)| **t == team.id)?.1)))
        .collect();
    if lines.is_empty() && members.is_empty() {
        return None;
    }
    let dates = |c: &Clause| match &c.head {
        Datum::Dates(from, to) => Some((from.first(), to.last())),
        Datum::Date(period) => Some((period.first(), period.last())),
        _ => None,
    };
    let away: Vec<(Vec<(Date, Date)>, f64)> = members
        .iter()
        .map(|(p, share)| (p.all("away").flat_map(|f| &f.clauses).filter_map(dates).collect(), *share))
        .collect();
    let headcount: f64 = members.iter().map(|(_, share)| share).sum();
    let reserve = team.number("reserve").unwrap_or(0.0).clamp(0.0, 1.0);
    let on = |day: Date| {
        let said = day.min(calendar.to);
        let holds = |c: &&&Clause| {
            c.date("from").is_none_or(|from| from.first() <= said)
                && c.date("until").is_none_or(|until| until.last() >= said)
        };
        let said = lines.iter().rev().find(holds).and_then(|c| match &c.head {
            Datum::Quantity(quantity) => world.number(quantity, people.as_ref()),
            _ => None,
        });
        let there = if lines.is_empty() { headcount } else { said.unwrap_or(0.0) };
        // Two absences of one person on one day are one.
        let gone = away.iter().filter(|(dates, _)| dates.iter().any(|(from, to)| *from <= day && day <= *to));
        (there - gone.map(|(_, share)| share).sum::<f64>()).max(0.0)
    };
    let week = |week: usize| {
        let days: Vec<Date> = calendar.working_days(week).collect();
        let sum: f64 = days.iter().map(|day| on(*day)).sum();
        (sum / days.len().max(1) as f64 * (1.0 - reserve) * HUNDREDTHS).round() as i64
    };
    Some((0..calendar.weeks).map(week).collect())
}

/// Teams by name, those that have work.
pub(in crate::evaluate) fn teams_by_name(world: &ScoredPlan) -> HashMap<&Arc<str>, &Record> {
    world.plan.other_items.get("team").into_iter().flatten().map(|t| (&t.id, t)).collect()
}

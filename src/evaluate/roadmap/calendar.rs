//! Weeks, and what teams can do in them.

use crate::evaluate::world::World;
use crate::model::{Clause, Datum, Record, shares};
use crate::quantity::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Hundredths of a person-week: whole numbers add up exactly.
pub(super) const WHOLE: f64 = 100.0;

/// Weeks from a day on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    /// The first day of week 0.
    pub from: Date,
    /// How many weeks.
    pub weeks: usize,
    /// How many of them lie within the roadmap.
    pub ends: usize,
}

/// The most weeks that are looked at.
const MOST_WEEKS: usize = 1_040;

impl Calendar {
    /// From a day on to another and so many weeks behind it.
    pub fn new(from: Date, to: Date, behind: usize) -> Calendar {
        let days = usize::try_from(to.days_since(from) + 1).unwrap_or(0);
        let ends = (days / 7).min(MOST_WEEKS);
        Calendar { from, weeks: (ends + behind).min(MOST_WEEKS), ends }
    }

    /// The first week that begins on or after a day.
    pub fn week_from(&self, day: Date) -> usize {
        usize::try_from(day.days_since(self.from)).map_or(0, |days| days.div_ceil(7))
    }

    /// How many of its whole weeks end by a day.
    pub fn weeks_by(&self, day: Date) -> usize {
        usize::try_from(day.days_since(self.from) + 1).map_or(0, |days| days / 7).min(self.weeks)
    }

    /// The first day of a week.
    pub fn first(&self, week: usize) -> Date {
        self.from.plus_days(7 * week as i64)
    }

    /// The last day of what is finished before a week.
    pub fn last_before(&self, week: usize) -> Date {
        self.first(week).plus_days(-1)
    }
}

/// What a team can do in each week, its reserve and absences taken off, in hundredths of person-weeks; none where nothing
/// says how many they are.
pub(super) fn capacity(world: &World, calendar: Calendar, team: &Record) -> Option<Vec<i64>> {
    let people = world.plan.units.parse("people").ok();
    let lines: Vec<_> = team.all("capacity").filter_map(|f| f.first()).collect();
    // Members with the share of their time.
    let members: Vec<(&Record, f64)> = world
        .plan
        .others
        .get("person")
        .into_iter()
        .flatten()
        .filter_map(|p| Some((p, shares(p).into_iter().find(|(t, _)| **t == team.id)?.1)))
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
        let holds = |c: &&&Clause| {
            c.date("from").is_none_or(|from| from.first() <= day)
                && c.date("until").is_none_or(|until| until.last() >= day)
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
        let first = calendar.first(week);
        let days: Vec<Date> = (0..7).map(|d| first.plus_days(d)).filter(|d| !d.is_weekend()).collect();
        let sum: f64 = days.iter().map(|day| on(*day)).sum();
        (sum / days.len().max(1) as f64 * (1.0 - reserve) * WHOLE).round() as i64
    };
    Some((0..calendar.weeks).map(week).collect())
}

/// Teams by name, those that have work.
pub(super) fn teams(world: &World) -> HashMap<&Arc<str>, &Record> {
    world.plan.others.get("team").into_iter().flatten().map(|t| (&t.id, t)).collect()
}

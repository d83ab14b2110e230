//! What teams can do, and what they are to do.

use super::TeamLoad;
use super::calendar::{Calendar, WHOLE};
use super::project::Model;
use crate::quantity::{Date, Period};
use planwright_solver::Schedule;

/// The teams with their capacity and load in each period, in person-weeks.
pub(super) fn loads(
    model: &Model,
    schedule: &Schedule,
    calendar: Calendar,
    periods: &[Period],
    to: Date,
) -> Vec<TeamLoad> {
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

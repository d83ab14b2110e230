//! What teams can do, and what they are to do.

use super::calendar::{Calendar, HUNDREDTHS};
use super::project::RoadmapModel;
use super::result::TeamLoad;
use crate::quantity::Period;
use planwright_solver::Schedule;

/// The teams with their capacity and load in each period, in person-weeks.
pub(in crate::evaluate) fn team_loads(
    model: &RoadmapModel,
    schedule: &Schedule,
    calendar: Calendar,
    periods: &[Period],
) -> Vec<TeamLoad> {
    // The share of the working days of each week that lies in each period.
    let share = |week: usize, period: &Period| {
        let (all, within) = calendar
            .working_days(week)
            .fold((0, 0), |(all, within), day| (all + 1, within + usize::from(period.contains(day))));
        within as f64 / all.max(1) as f64
    };
    let in_periods = |weeks: &[i64]| -> Vec<f64> {
        let in_period = |period: &Period| {
            let all = weeks.iter().enumerate().filter(|(_, amount)| **amount != 0);
            // A sum of nothing is -0.
            all.map(|(week, amount)| share(week, period) * *amount as f64 / HUNDREDTHS).sum::<f64>() + 0.0
        };
        periods.iter().map(in_period).collect()
    };
    let mut used = vec![vec![0i64; calendar.weeks]; model.project.resources.len()];
    let placed = schedule.placements.iter().flatten().flat_map(|p| &p.loads);
    for load in placed.chain(schedule.unfinished.iter().map(|(_, load)| load)) {
        used[load.resource][load.period] += load.amount;
    }
    let mut teams: Vec<TeamLoad> = Vec::new();
    for ((team, resource), used) in model.resources.iter().zip(&model.project.resources).zip(&used) {
        let Some(team) = team else { continue };
        let (capacity, load) = (in_periods(&resource.capacity), in_periods(used));
        teams.push(TeamLoad { team: team.clone(), capacity, load });
    }
    teams.sort_by(|a, b| a.team.cmp(&b.team));
    teams
}

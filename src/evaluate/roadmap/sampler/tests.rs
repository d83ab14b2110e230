//! Odds of random plans against a replay that shares nothing with the solver: week by week, in the order of the list.

use super::super::RoadmapOptions;
use super::super::build::ScheduledPlan;
use super::*;
use crate::pipeline::{Source, View};
use crate::quantity::Date;

/// Numbers that look drawn and are the same everywhere.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn plan_of(seed: u64) -> String {
    let mut draws = Draws(seed);
    let mut out = "plan p \"P\" { edition: 2026; rank_by: s; horizon: 2026-05 to 2026-10 }
framework s \"S\" { input v { } score: `v` }\n"
        .to_string();
    for team in 0..3 {
        let focus = if draws.below(3) == 0 { format!("; focus: {}", 1 + draws.below(2)) } else { String::new() };
        out += &format!(
            "team t{team} {{ capacity: {} people{focus}; reserve: {}% }}\n",
            1 + draws.below(3),
            draws.below(3) * 10
        );
    }
    for item in 0..9 {
        let low = 1 + draws.below(6);
        let mut facts =
            format!("effort: {low} to {} person-weeks; s {{ v: {} }}", low + 1 + draws.below(9), draws.below(50));
        if draws.below(6) == 0 {
            facts = format!("effort: 20 to 900 person-weeks; s {{ v: {} }}", draws.below(50));
        }
        let team = draws.below(3);
        let other = (team + 1) % 3;
        facts += &if draws.below(4) == 0 { format!("; team: t{team}, t{other}") } else { format!("; team: t{team}") };
        if item > 0 && draws.below(2) == 0 {
            let wait = if draws.below(2) == 0 { " after 2 weeks" } else { "" };
            facts += &format!("; needs: i{}{wait}", draws.below(item));
        }
        if draws.below(3) == 0 {
            facts += &format!("; due: 2026-{:02}-15", 6 + draws.below(5));
        }
        if draws.below(4) == 0 {
            facts += &format!("; start: 2026-{:02}", 6 + draws.below(3));
        }
        if draws.below(3) == 0 {
            facts += "; at_most: 1 person";
        }
        if draws.below(3) == 0 {
            facts += &format!(
                "; risk r \"R\" {{ likelihood: {}%; delay: 1 to {} weeks }}",
                10 + draws.below(80),
                2 + draws.below(6)
            );
        }
        out += &format!("initiative i{item} \"I{item}\" {{ {facts} }}\n");
    }
    out
}

/// A task, what it needs just before it.
fn with_needs(scheduled: &ScheduledPlan, task: usize, list: &mut Vec<usize>) {
    if !list.contains(&task) {
        scheduled.model.project.tasks[task].needs.iter().for_each(|need| with_needs(scheduled, need.task, list));
        list.push(task);
    }
}

/// The week before which each task is done, delays of its risks included: each in turn takes what the weeks have left.
fn by_hand(scheduled: &ScheduledPlan, work: &[Vec<f64>], late: &[usize]) -> Vec<Option<usize>> {
    let (model, project) = (&scheduled.model, &scheduled.model.project);
    let mut free: Vec<Vec<i64>> = project.resources.iter().map(|r| r.capacity.clone()).collect();
    free.iter_mut().for_each(|row| row.resize(project.periods, 0));
    let mut done: Vec<Option<usize>> = vec![None; project.tasks.len()];
    let mut list = Vec::new();
    scheduled.order.list.iter().for_each(|task| with_needs(scheduled, *task, &mut list));
    for at in &list {
        let task = &project.tasks[*at];
        let mut from = Some(task.release);
        for need in &task.needs {
            from = from.zip(done[need.task]).map(|(from, done)| from.max(done + need.lag));
        }
        let Some(mut from) = from else { continue };
        let mut used = Vec::new();
        let mut own = work[*at].iter();
        fill_resource_uses(&mut used, &model.tasks[*at], |_| *own.next().unwrap());
        done[*at] = loop {
            let mut left: Vec<(i64, usize)> = used.iter().map(|u| (u.amount, u.resource)).collect();
            let mut taken: Vec<(usize, usize, i64)> = Vec::new();
            let mut week = from;
            while left.iter().any(|(amount, _)| *amount > 0) && week < project.periods {
                let mut people = task.modes[0].at_most.unwrap_or(i64::MAX);
                left.sort_by_key(|(amount, resource)| (-amount, *resource));
                for (amount, resource) in &mut left {
                    let some = (*amount).min(free[*resource][week]).min(people);
                    if some > 0 {
                        taken.push((*resource, week, some));
                        (*amount, people) = (*amount - some, people - some);
                    }
                }
                week += 1;
            }
            if taken.is_empty() && week >= project.periods && left.iter().any(|(amount, _)| *amount > 0) {
                break None;
            }
            let ends = left.iter().all(|(amount, _)| *amount == 0);
            let start = taken.iter().map(|(_, week, _)| *week).min().unwrap_or(week);
            // A team that has as much in work as it may waits for the end of some of it.
            match (start..week).rev().find(|week| task.holds.iter().any(|held| free[*held][*week] < 1)) {
                Some(full) if full + 1 >= project.periods => break None,
                Some(full) => from = full + 1,
                None => {
                    taken.into_iter().for_each(|(resource, week, some)| free[resource][week] -= some);
                    for held in &task.holds {
                        free[*held][start..week].iter_mut().for_each(|places| *places -= 1);
                    }
                    // What is not done in the last week has its people until then.
                    break ends.then_some(week + late[*at]);
                }
            }
        };
    }
    done
}

#[test]
fn odds_are_those_of_a_replay_by_hand() {
    let mut unsure = 0;
    for seed in 0..25 {
        let text = plan_of(seed);
        let view = View { today: Date::new(2026, 5, 4), ..View::default() };
        let evaluated = Source::text("p.plan", &text).parse().unwrap().resolve(&view).unwrap().evaluate().evaluated;
        let wish = RoadmapOptions { samples: Some(400), ..RoadmapOptions::default() };
        let (scheduled, roadmap) = (evaluated.scheduled_plan(&wish).unwrap(), evaluated.roadmap(&wish).unwrap());
        let model = &scheduled.model;
        let sampler = ScheduleSampler::new(&evaluated, model, &scheduled.order.list);
        let strata = LatinHypercube::new(400);
        let (mut in_time, mut samples) = (vec![0.0; model.tasks.len()], 0.0);
        for chunk in 0..strata.chunks() {
            let drawn = sampler.draw(&strata, chunk);
            for sample in 0..drawn.length {
                samples += 1.0;
                let work: Vec<Vec<f64>> = drawn.work.iter().map(|t| t.iter().map(|p| p[sample]).collect()).collect();
                let weeks = |task: &Vec<Vec<f64>>| task.iter().map(|risk| risk[sample]).sum::<f64>().ceil() as usize;
                let late: Vec<usize> = drawn.delays.iter().map(weeks).collect();
                for (task, done) in by_hand(&scheduled, &work, &late).into_iter().enumerate() {
                    let planned = scheduled.dates.weeks[task];
                    in_time[task] += f64::from(u8::from(done.zip(planned).is_some_and(|(done, by)| done <= by)));
                }
            }
        }
        for item in &roadmap.items {
            let Some((task, told)) = model.task_of[item.initiative].zip(item.in_time) else { continue };
            let by_hand = in_time[task] / samples;
            unsure += usize::from(told > 0.0 && told < 1.0);
            assert!((told - by_hand).abs() < 1e-12, "seed {seed}: i{}: {told}, not {by_hand}\n{text}", item.initiative);
        }
    }
    assert!(unsure > 100, "{unsure} odds are neither 0 nor 1");
}

//! Roadmaps against dates worked out by hand, and forecasts against theory.

use super::*;
use crate::evaluate::{Evaluated, SelectionCandidate, SelectionRequest};
use crate::pipeline::{Source, View};
use crate::quantity::{Date, Period};
use planwright_stats::distribution::{Bounds, Range};

mod capacity;

/// A Monday.
const TODAY: &str = "2026-05-04";

fn evaluated(text: &str) -> Evaluated {
    let view = View { today: Some(date(TODAY)), ..View::default() };
    let source = Source::text("p.plan", text);
    source.parse().unwrap().resolve(&view).unwrap().evaluate().evaluated
}

fn date(text: &str) -> Date {
    Period::parse(text).unwrap().first()
}

fn roadmap(text: &str) -> (Evaluated, std::sync::Arc<Roadmap>) {
    let evaluated = evaluated(text);
    let roadmap = evaluated.roadmap(&RoadmapOptions::default()).unwrap();
    (evaluated, roadmap)
}

/// From when to when each is placed, by name.
fn dates(text: &str) -> Vec<String> {
    let (evaluated, roadmap) = roadmap(text);
    let mut all: Vec<String> = roadmap
        .items
        .iter()
        .map(|i| {
            let id = evaluated.plan().initiatives[i.initiative].id();
            let day = |d: Option<Date>| d.map_or("-".to_string(), |d| d.to_string());
            format!("{id} {} {}", day(i.start), day(i.finish))
        })
        .collect();
    all.sort();
    all
}

const ONE: &str = "plan p { horizon: 2026; rank_by: f }
framework f { input value { range: 0 to 10 }; score: `value` }
team t { capacity: 1 people }
";

#[test]
fn work_takes_its_time_in_the_order_of_rank() {
    let text = format!(
        "{ONE}initiative a {{ team: t; effort: 4 person-weeks; f {{ value: 1 }} }}
initiative b {{ team: t; effort: 2 person-weeks; f {{ value: 3 }} }}"
    );
    assert_eq!(dates(&text), ["a 2026-05-18 2026-06-12", "b 2026-05-04 2026-05-15"]);
}

#[test]
fn what_is_committed_comes_first() {
    let text = format!(
        "{ONE}initiative a {{ team: t; effort: 4 person-weeks; f {{ value: 1 }} }}
initiative b {{ team: t; effort: 2 person-weeks; f {{ value: 3 }} }}
initiative c {{ team: t; effort: 1 person-weeks; phase: delivery; f {{ value: 2 }} }}
person mo {{ role: \"Head\" }}
decision d {{ about: a; verdict: commit; because: \"x\"; by: mo; on: 2026-01-10; review: 2026-12 }}"
    );
    // Only decisions move the order: that something is under way does not.
    assert_eq!(dates(&text), ["a 2026-05-04 2026-05-29", "b 2026-06-01 2026-06-12", "c 2026-06-15 2026-06-19"]);
}

#[test]
fn needs_wait_with_their_lag_and_starts_are_kept() {
    let text = format!(
        "{ONE}team u {{ capacity: 2 people }}
initiative a {{ team: t; effort: 2 person-weeks; f {{ value: 1 }} }}
initiative b {{ team: u; effort: 2 person-weeks; needs: a after 10 days; f {{ value: 3 }} }}
initiative c {{ team: u; effort: 2 person-weeks; start: 2026-07-01; f {{ value: 2 }} }}"
    );
    let expected = ["a 2026-05-04 2026-05-15", "b 2026-06-01 2026-06-05", "c 2026-07-06 2026-07-10"];
    assert_eq!(dates(&text), expected);
}

#[test]
fn capacity_changes_people_are_away_and_a_reserve_is_kept() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 2 people; capacity: 1 people from 2026-05-18; reserve: 50% }
person ana { team: t; away: 2026-05-11 to 2026-05-17 }
initiative a { team: t; effort: 2.5 person-weeks }";
    // 1, then 0.5, then 0.5 a week.
    assert_eq!(dates(text), ["a 2026-05-04 2026-05-29"]);
}

#[test]
fn at_most_and_focus_keep_people_apart() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 4 people }
team u { capacity: 4 people; focus: 1 }
team v { capacity: 4 people; focus: 2 }
initiative a { team: t; effort: 4 person-weeks; at_most: 1 people }
initiative b { team: t; effort: 6 person-weeks }
initiative c { team: u; effort: 4 person-weeks; at_most: 1 people }
initiative d { team: u; effort: 8 person-weeks }
initiative e { team: v; effort: 8 person-weeks }";
    // Focus limits what is in work at once and nothing else: c waits for d, which has the whole team.
    let expected = [
        "a 2026-05-04 2026-05-29",
        "b 2026-05-04 2026-05-15",
        "c 2026-05-18 2026-06-12",
        "d 2026-05-04 2026-05-15",
        "e 2026-05-04 2026-05-15",
    ];
    assert_eq!(dates(text), expected);
}

#[test]
fn work_is_shared_by_teams() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 1 people }
team u { capacity: 1 people }
initiative a { team: t = 75%, u = 25%; effort: 4 person-weeks }
initiative b { effort: 1 person-week by t; effort: 3 person-weeks by u }";
    let (evaluated, roadmap) = roadmap(text);
    let work = |id: &str| {
        let item = roadmap.items.iter().find(|i| &**evaluated.plan().initiatives[i.initiative].id() == id).unwrap();
        item.work.iter().map(|(team, weeks)| format!("{team} {weeks}")).collect::<Vec<_>>()
    };
    assert_eq!(work("a"), ["t 3", "u 1"]);
    assert_eq!(work("b"), ["t 1", "u 3"]);
    let t = &roadmap.teams[0];
    assert_eq!((&*t.team, t.load.iter().sum::<f64>().round()), ("t", 4.0));
}

#[test]
fn what_can_not_be_placed_says_why() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 1 people }
person mo { role: \"Head\" }
initiative a { team: t }
initiative b { team: t; effort: 3 points }
initiative c { team: t; effort: 1 person-week; needs: d }
initiative d { team: t; effort: 1 person-week }
initiative e { team: t; effort: 1 person-week; needs: c }
initiative g { effort: 2 person-weeks }
decision x { about: d; verdict: decline; because: \"no\"; by: mo; on: 2026-01-10 }";
    let (evaluated, roadmap) = roadmap(text);
    let said: Vec<String> = roadmap
        .items
        .iter()
        .map(|i| format!("{} {}: {}", evaluated.plan().initiatives[i.initiative].id(), i.state, i.state_reason))
        .collect();
    let expected = [
        "g planned: 100% by 2026-Q2",
        "c later: waits for `d`, which is declined",
        "e later: waits for `d`, which is declined",
        "a unsized: no effort",
        "b unsized: its effort is in points, not in people's time",
        "d declined: decided",
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_forecast_of_one_range_is_its_distribution() {
    let text = "plan p { horizon: 2026-Q2 to 2026-Q3; samples: 10_000 }
team t { capacity: 1 people }
initiative a { team: t; effort: 4 to 16 person-weeks }";
    let (_, roadmap) = roadmap(text);
    let item = &roadmap.items[0];
    let range = Range { low: 4.0, high: 16.0, likely: None, tail: 0.05, bounds: Bounds::default() }.fit().unwrap();
    // Eight whole weeks to the end of June, 21 to the end of September.
    for (done, weeks) in item.done_by.iter().zip([8.0, 21.0]) {
        assert!((done - range.cdf(weeks)).abs() < 2e-3, "{done} {}", range.cdf(weeks));
    }
    assert_eq!(item.forecast, Some(item.done_by[1]));
    assert_eq!(item.p50, Some(date(TODAY).plus_days(7 * range.median().ceil() as i64 - 3)));
    assert_eq!(item.p80, Some(date(TODAY).plus_days(7 * range.quantile(0.8).ceil() as i64 - 3)));
}

#[test]
fn a_risk_delays_what_waits_too() {
    let text = "plan p { horizon: 2026-Q2 }
team t { capacity: 1 people }
initiative a { team: t; effort: 2 person-weeks; risk r { likelihood: 30%; delay: 20 weeks } }
initiative b { team: t; effort: 1 person-week; needs: a }";
    let (evaluated, roadmap) = roadmap(text);
    for item in &roadmap.items {
        assert!((item.done_by[0] - 0.7).abs() < 1e-3, "{:?}", item);
        assert_eq!(item.state, CommitmentState::Planned);
    }
    assert_eq!(evaluated.plan().settings.commit_at, 0.8);
}

#[test]
fn slack_is_the_time_until_something_waits() {
    let text = "plan p { horizon: 2026-Q2 }
team t { capacity: 1 people }
team u { capacity: 1 people }
initiative a { team: t; effort: 4 person-weeks }
initiative b { team: u; effort: 1 person-week }
initiative c { team: t; effort: 2 person-weeks; needs: a, b }";
    let (evaluated, roadmap) = roadmap(text);
    let slack = |id: &str| {
        roadmap.items.iter().find(|i| &**evaluated.plan().initiatives[i.initiative].id() == id).unwrap().slack.unwrap()
    };
    assert_eq!((slack("a"), slack("b"), slack("c")), (0.0, 3.0, 2.0));
}

#[test]
fn circles_and_times_beyond_all_bounds_are_no_harm() {
    let text = "plan p { horizon: 2026-Q1 to 9998-Q4 }
team t { capacity: 0 people; reserve: 100% }
initiative a { team: t; effort: 2 person-weeks; needs: b }
initiative b { team: t; effort: 2 person-weeks; needs: a }
initiative c { team: t; effort: 2 person-weeks; needs: a }
initiative d { team: t; effort: 0 person-weeks; start: 9999-12-31; due: 0001-01-01 }
initiative e { team: t; effort: 2 to 1000000000000 person-weeks; risk r { likelihood: 100%; delay: 100000000 weeks } }";
    let (evaluated, roadmap) = roadmap(text);
    let of =
        |id: &str| roadmap.items.iter().find(|i| &**evaluated.plan().initiatives[i.initiative].id() == id).unwrap();
    // The team has nobody, with a reserve of all: whatever the circle, nobody does it.
    for id in ["a", "b", "c", "e"] {
        assert_eq!((of(id).start, of(id).state), (None, CommitmentState::Unstaffed), "{id}");
    }
    assert_eq!((of("d").start, of("d").state), (None, CommitmentState::Later));
    assert_eq!(of("d").late, Some(Lateness { by_days: None, probability: None }));
    assert!(of("d").done_by.iter().all(|p| *p == 0.0));
    assert!(roadmap.periods.len() <= 90);
    let (evaluated, roadmap) = self::roadmap(&text.replace("0 people; reserve: 100%", "2 people"));
    let of =
        |id: &str| roadmap.items.iter().find(|i| &**evaluated.plan().initiatives[i.initiative].id() == id).unwrap();
    for id in ["a", "b", "c"] {
        assert_eq!((of(id).state, &*of(id).state_reason), (CommitmentState::Later, "its `needs` lead into a cycle"));
    }
}

#[test]
fn work_that_names_no_team_is_the_only_teams_or_the_owners() {
    let plan = |teams: &str| {
        format!(
            "plan p {{ horizon: 2026 }}
{teams}
person ana {{ team: t }}
person joe {{ team: t, u }}
initiative a {{ effort: 2 person-weeks }}
initiative b {{ owner: ana; effort: 2 person-weeks }}
initiative c {{ owner: joe; effort: 2 person-weeks }}
initiative d {{ effort: none because \"a name\" }}"
        )
    };
    let states = |text: &str| {
        let (evaluated, roadmap) = roadmap(text);
        ["a", "b", "c", "d"].map(|id| item(&evaluated, &roadmap, id).state.as_str())
    };
    let one = plan("team t { capacity: 1 people }");
    assert_eq!(roadmap(&one).1.assumed, ["work without a team goes to `t`, the only team"]);
    assert_eq!(states(&one), ["planned"; 4]);
    // Whose owner is on two teams has none; what is no work needs none.
    let two = plan("team t { capacity: 1 people }\nteam u { capacity: 1 people }");
    assert_eq!(states(&two), ["unstaffed", "planned", "unstaffed", "planned"]);
    assert!(roadmap(&two).1.assumed.is_empty());
    let none =
        plan("team t { lead: ana }").replace("{ team: t }", "{ role: \"x\" }").replace("team: t, u", "role: \"x\"");
    assert_eq!(states(&none), ["unstaffed", "unstaffed", "unstaffed", "planned"]);
}

/// An item of a roadmap, by its name in the plan.
fn item<'r>(evaluated: &Evaluated, roadmap: &'r Roadmap, id: &str) -> &'r ScheduledItem {
    roadmap.items.iter().find(|i| &**evaluated.plan().initiatives[i.initiative].id() == id).unwrap()
}

/// Names of initiatives by their indexes.
fn names(evaluated: &Evaluated, initiatives: &[usize]) -> String {
    let name = |i: &usize| evaluated.plan().initiatives[*i].id().to_string();
    initiatives.iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_schedule_that_breaks_a_rule_is_withheld() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 1 people }
initiative a { team: t; effort: 4 person-weeks }
initiative b { team: t; effort: 2 person-weeks; needs: a }";
    let evaluated = evaluated(text);
    let told = |tamper: fn(&mut planwright_solver::Placement)| {
        let roadmap = evaluated.roadmap_of(&RoadmapOptions::default(), |mut schedule| {
            schedule.placements.last_mut().unwrap().as_mut().map(tamper);
            schedule
        });
        match roadmap {
            Err(NoRoadmap::Broken(broken)) => broken.join("; "),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told(|b| b.finish += 1), "task 1 rests in 6, and is `b`");
    assert_eq!(
        told(|b| b.loads[0].amount += 1),
        "task 1 gets 201 of resource 0, not 200, and is `b`; resource 0 is used 101 times in 4, but there are 100"
    );
    let early = told(|b| {
        b.start = 0;
        b.loads[0].period = 0;
    });
    assert_eq!(
        early,
        "task 1 doesn't wait for task 0, and is `b`; resource 0 is used 200 times in 0, but there are 100"
    );
    // What is only left out is told on the roadmap itself.
    let left_out = evaluated.roadmap_of(&RoadmapOptions::default(), |mut schedule| {
        schedule.placements[1] = None;
        schedule
    });
    let left_out = left_out.unwrap();
    let without = left_out.items.iter().filter(|i| i.start.is_none());
    assert_eq!(without.map(|i| &*i.state_reason).collect::<Vec<_>>(), ["no room in the two years after the horizon"]);
}

#[test]
fn the_critical_chain_leads_through_needs_and_teams() {
    let text = format!(
        "{ONE}team u {{ capacity: 1 people }}
team v {{ capacity: 2 people }}
initiative a {{ team: t; effort: 4 person-weeks; f {{ value: 9 }} }}
initiative b {{ team: u; effort: 1 person-week; f {{ value: 8 }} }}
initiative c {{ team: u; effort: 2 person-weeks; needs: a; f {{ value: 7 }} }}
initiative d {{ team: u; effort: 6 person-weeks; f {{ value: 2 }} }}
initiative e {{ team: v; effort: 6 person-weeks; f {{ value: 1 }} }}"
    );
    // t: a to week 4. u: b to 1, c from 4 to 6, d from 1 to 4 and from 6 to 9. v: e to 3.
    let (evaluated, roadmap) = roadmap(&text);
    assert_eq!(names(&evaluated, &roadmap.critical), "a c d");
    let after = |id: &str| {
        let after = item(&evaluated, &roadmap, id).waits_for.clone()?;
        Some((names(&evaluated, &[after.initiative]), after.team.map(|t| t.to_string())))
    };
    assert_eq!((after("a"), after("b"), after("e")), (None, None, None));
    assert_eq!(after("c"), Some(("a".into(), None)));
    // b holds it in the first week, c in two later ones.
    assert_eq!(after("d"), Some(("c".into(), Some("u".into()))));
}

#[test]
fn what_costs_the_most_confidence_is_told() {
    let text = "plan p { horizon: 2026-Q2 to 2026-Q3 }
team t { capacity: 1 people }
team u { capacity: 1 people }
initiative a { team: t; effort: 4 person-weeks; risk r \"Late\" { likelihood: 30%; delay: 20 weeks } }
initiative b { team: t; effort: 1 person-week; needs: a }
initiative c { team: u; effort: 4 to 16 person-weeks; due: 2026-06-28 }";
    let (evaluated, roadmap) = roadmap(text);
    let day = |id: &str| item(&evaluated, &roadmap, id).planned_by.unwrap().to_string();
    assert_eq!((day("a"), day("b"), day("c")), ("2026-06-30".into(), "2026-06-30".into(), "2026-06-28".into()));
    let near = |a: f64, b: f64| assert!((a - b).abs() < 3e-3, "{a} {b}");
    // Eight weeks to either day: the risk makes a and b miss it in three of ten samples, c is its median or less.
    for (id, in_time) in [("a", 0.7), ("b", 0.7), ("c", 0.5)] {
        near(item(&evaluated, &roadmap, id).in_time.unwrap(), in_time);
    }
    for (id, cause, gain) in [("a", Some("r"), 0.3), ("b", Some("r"), 0.3), ("c", None, 0.5)] {
        let unsure = item(&evaluated, &roadmap, id).largest_risk.as_ref().unwrap();
        assert_eq!(unsure.cause, cause.map_or(RiskCause::Effort, |r| RiskCause::Risk(r.into())));
        near(unsure.gain, gain);
    }
    let sure = roadmap.confidence.clone().unwrap();
    assert_eq!((sure.placed, sure.causes, sure.tried), (3, 2, 2));
    near(sure.in_time, 1.9);
    // By the end of September, in 21 weeks: c in all but few samples.
    let range = Range { low: 4.0, high: 16.0, likely: None, tail: 0.05, bounds: Bounds::default() }.fit().unwrap();
    near(sure.all, 0.7 * range.cdf(21.0));
    let told: Vec<(String, &str)> =
        sure.costs.iter().map(|c| (names(&evaluated, &[c.initiative]), c.cause_text(evaluated.plan()))).collect();
    assert_eq!(told, [("a".into(), "Late"), ("c".into(), "effort")]);
    near(sure.costs[0].gain, 0.6);
    assert!((sure.costs[0].whole - 0.3 * range.cdf(21.0)).abs() < 0.01, "{:?}", sure.costs[0]);
    near(sure.costs[1].gain, 0.5);
}

#[test]
fn a_plan_without_ranges_is_sure() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 1 people }
initiative a { team: t; effort: 4 person-weeks }
initiative b { team: t; effort: 1 person-week; due: 2026-05-10; needs: a }";
    let (evaluated, roadmap) = roadmap(text);
    assert_eq!(item(&evaluated, &roadmap, "a").in_time, Some(1.0));
    assert_eq!(item(&evaluated, &roadmap, "b").in_time, Some(0.0));
    let sure = roadmap.confidence.clone().unwrap();
    assert_eq!((sure.in_time, sure.all, sure.costs.len(), sure.causes), (1.0, 1.0, 0, 0));
}

#[test]
fn of_many_causes_those_are_tried_that_most_goes_with() {
    let mut text = "plan p { horizon: 2026-Q2 }\nteam t { capacity: 80 people }\n".to_string();
    for n in 0..60 {
        text += &format!(
            "initiative i{n} {{ team: t; effort: 1 person-week; at_most: 1 people; risk r {{ likelihood: {}%; delay: 20 weeks }} }}\n",
            if n == 41 { 50 } else { 2 }
        );
    }
    let evaluated = evaluated(&text);
    let roadmap = evaluated.roadmap(&RoadmapOptions { samples: Some(200), ..RoadmapOptions::default() }).unwrap();
    let sure = roadmap.confidence.clone().unwrap();
    assert_eq!((sure.causes, sure.tried), (60, 24));
    assert_eq!(names(&evaluated, &[sure.costs[0].initiative]), "i41");
    assert!((sure.costs[0].gain - 0.5).abs() < 0.01, "{:?}", sure.costs[0]);
}

#[test]
fn how_good_the_order_is_is_told() {
    let one = format!("{ONE}initiative b {{ team: t; effort: 2 person-weeks; f {{ value: 3 }} }}");
    let stages = |text: &str| roadmap(text).1.stages.clone();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    // 34 weeks; two of work, done at 2: 2 × (1/2 − 2/68), and 2/2 to have it at all. No schedule can be better than alone.
    let of = &stages(&one)[..];
    assert_eq!((of.len(), of[0].first, of[0].tasks, of[0].proven()), (1, false, 1, true));
    close(of[0].value, 2.0 - 4.0 / 68.0);
    let two = format!("{one}\ninitiative a {{ team: t; effort: 4 person-weeks; f {{ value: 1 }} }}");
    // Four weeks at a third of the score, done at 6; the other order has been looked at.
    let of = &stages(&two)[..];
    assert_eq!((of.len(), of[0].tasks, of[0].proven(), of[0].by), (1, 2, true, OptimalityProof::Orders));
    close(of[0].value, 2.0 * (0.5 - 2.0 / 68.0) + 4.0 / 3.0 * (0.5 - 6.0 / 68.0) + (1.0 + 1.0 / 3.0) * 3.0 / 2.0);
    close(of[0].bound, of[0].value);
    // What is committed comes first: the other is the rest.
    let three = format!(
        "{two}\ninitiative c {{ team: t; effort: 1 person-weeks; f {{ value: 2 }} }}\nperson mo {{ }}\ndecision d {{ about: c; verdict: commit; because: \"x\"; by: mo; on: 2026-01-10 }}"
    );
    let of = &stages(&three)[..];
    assert_eq!(
        of.iter().map(|s| (s.first, s.tasks, s.proven())).collect::<Vec<_>>(),
        [(true, 1, true), (false, 2, true)]
    );
    // At week 1; then the two, a week later than before.
    let usual = 7.0 / 3.0 / 2.0;
    close(of[0].value, 2.0 / 3.0 * (0.5 - 1.0 / 68.0 + usual));
    close(of[1].value, 2.0 * (0.5 - 3.0 / 68.0) + 4.0 / 3.0 * (0.5 - 7.0 / 68.0) + (1.0 + 1.0 / 3.0) * usual);
}

#[test]
fn people_work_for_several_teams() {
    let text = "plan p { horizon: 2026 }
team platform { lead: kim }
team web { lead: kim }
person kim { team: platform = 60%, web = 40%; away: 2026-05-11 to 2026-05-17 }
person per { team: platform }
person eva { team: web = 50%, platform; away: 2026-05-04; away: 2026-05-04 to 2026-05-08 }
initiative a { team: platform; effort: 4 person-weeks }
initiative b { team: web; effort: 1.3 person-weeks }";
    // platform: 0.6 + 1, in the second week 1 + 0.5, then 2.1; web: 0.4, 0.5, 0.9.
    assert_eq!(dates(text), ["a 2026-05-04 2026-05-22", "b 2026-05-04 2026-05-22"]);
    let text = text.replace("4 person-weeks", "3.1 person-weeks").replace("1.3 person-weeks", "0.9 person-weeks");
    assert_eq!(dates(&text), ["a 2026-05-04 2026-05-15", "b 2026-05-04 2026-05-15"]);
    // Where a team says how many it is, somebody away takes their share from it.
    let text = "plan p { horizon: 2026 }
team web { capacity: 2 people }
person kim { team: web = 40%; away: 2026-05-04 to 2026-05-10 }
initiative b { team: web; effort: 1.61 person-weeks }";
    assert_eq!(dates(text), ["b 2026-05-04 2026-05-15"]);
    assert_eq!(dates(&text.replace("1.61", "1.6")), ["b 2026-05-04 2026-05-08"]);
}

#[test]
fn an_own_worth_takes_the_place_of_the_score() {
    let text = format!(
        "{ONE}initiative a {{ team: t; effort: 4 person-weeks; f {{ value: 1 }} }}
initiative b {{ team: t; effort: 2 person-weeks; f {{ value: 3 }} }}
initiative c {{ team: t; effort: 1 person-weeks; f {{ value: 9 }} }}"
    );
    let evaluated = evaluated(&text);
    let starts = |of: [Option<f64>; 3]| {
        let worth = CustomWorth { formula: "own".into(), of: of.to_vec() };
        let roadmap = evaluated.roadmap(&RoadmapOptions { worth: Some(worth), ..RoadmapOptions::default() }).unwrap();
        assert_eq!(roadmap.worth.as_deref(), Some("own"));
        ["a", "b", "c"].map(|id| item(&evaluated, &roadmap, id).start.unwrap().to_string()[5..].to_string())
    };
    assert_eq!(starts([Some(9.0), Some(5.0), Some(1.0)]), ["05-04", "06-01", "06-15"]);
    assert_eq!(starts([Some(1.0), Some(5.0), Some(9.0)]), ["05-25", "05-11", "05-04"]);
    // What has no worth comes last.
    assert_eq!(starts([Some(1.0), Some(5.0), None]), ["05-18", "05-04", "06-15"]);
}

/// Three of unlike sizes on one team, and what they have of a framework.
fn three(frameworks: &str, values: [&str; 3]) -> String {
    let item = |id: &str, weeks: u32, facts: &str| {
        format!("initiative {id} {{ team: t; effort: {weeks} person-weeks; {facts} }}\n")
    };
    let [a, b, c] = values;
    format!(
        "plan p \"P\" {{ edition: 2026; horizon: 2026-Q2 to 2026-Q3 }}\nteam t {{ capacity: 1 person }}\n{frameworks}\n{}{}{}",
        item("a", 6, a),
        item("b", 2, b),
        item("c", 4, c)
    )
}

/// The names in the order in which they are placed.
fn placed(text: &str) -> String {
    let (evaluated, roadmap) = roadmap(text);
    let mut items: Vec<&ScheduledItem> = roadmap.items.iter().collect();
    items.sort_by_key(|i| i.start);
    names(&evaluated, &items.iter().map(|i| i.initiative).collect::<Vec<_>>())
}

#[test]
fn scores_that_are_no_shares_count_by_rank() {
    let less = "framework f \"F\" { better: lower; input w { } score: `w` }";
    assert_eq!(placed(&three(less, ["f { w: 30 }", "f { w: 20 }", "f { w: 10 }"])), "c b a");
    assert_eq!(placed(&three(less, ["f { w: 1 }", "f { w: 300 }", "f { w: 2 }"])), "a c b");
    let more = "framework f \"F\" { input w { } score: `w` }";
    assert_eq!(placed(&three(more, ["f { w: -5 }", "f { w: -1 }", "f { w: 0 }"])), "c b a");
    assert_eq!(placed(&three(more, ["f { w: 0 }", "f { w: -900 }", "f { w: -1 }"])), "a c b");
}

#[test]
fn without_a_framework_to_rank_by_the_first_that_scores_does() {
    let two = "framework g \"G\" { input v { } score: `v` }\nframework f \"F\" { input w { } score: `w` }";
    let both = three(two, ["f { w: 1 }; g { v: 9 }", "f { w: 2 }; g { v: 5 }", "f { w: 3 }; g { v: 1 }"]);
    let by = |text: &str| roadmap(text).1.by.clone();
    assert_eq!((placed(&both), by(&both).as_deref()), ("c b a".to_string(), Some("f")));
    let one = three(two, ["g { v: 9 }", "g { v: 5 }", "g { v: 1 }"]);
    assert_eq!((placed(&one), by(&one).as_deref()), ("a b c".to_string(), Some("g")));
    // One that lacks a score somewhere scores all the same.
    let some = three(two, ["f { w: ? }; g { v: 9 }", "f { w: 2 }; g { v: 5 }", "f { w: 3 }; g { v: 1 }"]);
    assert_eq!(by(&some).as_deref(), Some("f"));
    // Without scores: by name.
    let none = three("", ["", "", ""]);
    assert_eq!((placed(&none), by(&none)), ("a b c".to_string(), None));
}

#[test]
fn what_needs_something_that_can_not_be_chosen_says_what() {
    let text = "plan p \"P\" { edition: 2026; rank_by: g; horizon: 2026-Q2 to 2026-Q3 }
        team t { capacity: 1 person }
        team u { capacity: 1 person }
        person mo \"Mo\" { }
        framework g \"G\" { input v { } score: `v` }
        initiative a { team: t; effort: 2 person-weeks; g { v: 50 }; needs: nobodys }
        initiative b { team: t; effort: 2 person-weeks; g { v: 40 }; needs: refused }
        initiative c { team: t; effort: 2 person-weeks; g { v: 30 }; needs: huge }
        initiative d { team: t; effort: 2 person-weeks; g { v: 20 }; needs: size_less }
        initiative e { team: t; effort: 2 person-weeks; g { v: 10 }; needs: finished }
        initiative nobodys { effort: 1 person-week; g { v: 1 } }
        initiative refused { team: t; effort: 1 person-week; g { v: 1 } }
        initiative huge { team: t; effort: 100 person-weeks; g { v: 1 } }
        initiative size_less { team: t; g { v: 1 } }
        initiative finished { team: t; phase: done; effort: 1 person-week; g { v: 1 } }
        decision d0 { about: refused; verdict: decline; because: \"b\"; by: mo; on: 2026-05-01 }";
    let evaluated = evaluated(text);
    let selection =
        evaluated.choose(&SelectionRequest { by: Some("g".into()), ..SelectionRequest::default() }).unwrap();
    let id = |i: usize| evaluated.plan().initiatives[i].id().to_string();
    let said = |candidates: &[SelectionCandidate]| -> Vec<(String, Option<String>)> {
        candidates.iter().map(|c| (id(c.initiative), c.why.clone())).collect()
    };
    assert_eq!(said(&selection.chosen), [("e".to_string(), None)]);
    let apart: Vec<(String, String)> = selection.ineligible.iter().map(|(i, why)| (id(*i), why.clone())).collect();
    let why = |name: &str| {
        let left = said(&selection.left_out).into_iter().find(|(id, _)| id == name).and_then(|(_, why)| why);
        left.or_else(|| apart.iter().find(|(id, _)| id == name).map(|(_, why)| why.clone()))
    };
    assert_eq!(why("a").as_deref(), Some("waits for `nobodys`, which is unstaffed"));
    assert_eq!(why("b").as_deref(), Some("needs `refused`, which is declined"));
    assert_eq!(why("d").as_deref(), Some("waits for `size_less`, which is unsized"));
    assert!(said(&selection.left_out).iter().any(|(id, why)| id == "c" && why.is_none()));
}

#[test]
fn the_odds_of_any_day_are_those_that_are_told_of_some() {
    let (_, roadmap) = roadmap(
        "plan p \"P\" { edition: 2026; horizon: 2026-Q2 to 2026-Q3 }
        team t { capacity: 1 person }
        initiative a { team: t; effort: 2 to 9 person-weeks; due: 2026-06-19 }
        initiative b { team: t; effort: 3 to 8 person-weeks; needs: a; risk r { likelihood: 40%; delay: 1 to 4 weeks } }",
    );
    for item in &roadmap.items {
        let chances = item.finish_odds.as_ref().unwrap();
        let told: Vec<f64> = roadmap.periods.iter().map(|p| chances.probability_by(p.last())).collect();
        assert_eq!(told, item.done_by);
        assert_eq!(Some(chances.probability_by(roadmap.to)), item.forecast);
        assert_eq!(item.planned_by.map(|day| chances.probability_by(day)), item.in_time);
        let (half, safe) = (item.p50.unwrap(), item.p80.unwrap());
        assert!(chances.probability_by(half) >= 0.5 && chances.probability_by(half.plus_days(-7)) < 0.5);
        assert!(chances.probability_by(safe) >= 0.8 && chances.probability_by(safe.plus_days(-7)) < 0.8);
        assert_eq!(chances.probability_by(roadmap.from.plus_days(-1)), 0.0);
    }
}

#[test]
fn a_whole_without_a_part_that_is_left_says_what_became_of_them() {
    let because = |phases: &[&str]| {
        let part = |(at, phase): (usize, &&str)| format!("initiative p{at} {{ parent: w; phase: {phase} }}\n");
        let parts: String = phases.iter().enumerate().map(part).collect();
        let (evaluated, roadmap) = roadmap(&format!("{ONE}initiative w {{ team: t }}\n{parts}"));
        let whole = item(&evaluated, &roadmap, "w");
        assert_eq!(whole.state, CommitmentState::Done);
        whole.state_reason.clone()
    };
    assert_eq!(because(&["done", "done"]), "all its parts are done");
    assert_eq!(because(&["sunset"]), "all its parts are taken away");
    assert_eq!(because(&["sunset", "done", "declined"]), "all its parts are done, declined or taken away");
}

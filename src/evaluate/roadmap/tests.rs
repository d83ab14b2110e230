//! Roadmaps against dates worked out by hand, and forecasts against theory.

use super::*;
use crate::evaluate::Evaluated;
use crate::evaluate::distribution::{Bounds, Range};
use crate::pipeline::{Source, View};

/// A Monday.
const TODAY: &str = "2026-05-04";

fn evaluated(text: &str) -> Evaluated {
    let view = View { today: Some(date(TODAY)), ..View::default() };
    let source = Source::text("p.plan", text);
    source.parse().unwrap().resolve(&view).evaluate(&view).evaluated
}

fn date(text: &str) -> Date {
    Period::parse(text).unwrap().first()
}

fn roadmap(text: &str) -> (Evaluated, Roadmap) {
    let evaluated = evaluated(text);
    let roadmap = evaluated.roadmap(&Wish::default()).unwrap();
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
    assert_eq!(dates(&text), ["a 2026-05-18 2026-06-14", "b 2026-05-04 2026-05-17"]);
}

#[test]
fn what_is_committed_or_under_way_comes_first() {
    let text = format!(
        "{ONE}initiative a {{ team: t; effort: 4 person-weeks; f {{ value: 1 }} }}
initiative b {{ team: t; effort: 2 person-weeks; f {{ value: 3 }} }}
initiative c {{ team: t; effort: 1 person-weeks; phase: delivery; f {{ value: 2 }} }}
person mo {{ role: \"Head\" }}
decision d {{ about: a; verdict: commit; because: \"x\"; by: mo; on: 2026-01-10; review: 2026-12 }}"
    );
    // Of the two the one with the better score goes first.
    assert_eq!(dates(&text), ["a 2026-05-11 2026-06-07", "b 2026-06-08 2026-06-21", "c 2026-05-04 2026-05-10"]);
}

#[test]
fn needs_wait_with_their_lag_and_starts_are_kept() {
    let text = format!(
        "{ONE}team u {{ capacity: 2 people }}
initiative a {{ team: t; effort: 2 person-weeks; f {{ value: 1 }} }}
initiative b {{ team: u; effort: 2 person-weeks; needs: a after 10 days; f {{ value: 3 }} }}
initiative c {{ team: u; effort: 2 person-weeks; start: 2026-07-01; f {{ value: 2 }} }}"
    );
    let expected = ["a 2026-05-04 2026-05-17", "b 2026-06-01 2026-06-07", "c 2026-07-06 2026-07-12"];
    assert_eq!(dates(&text), expected);
}

#[test]
fn capacity_changes_people_are_away_and_a_reserve_is_kept() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 2 people; capacity: 1 people from 2026-05-18; reserve: 50% }
person ana { team: t; away: 2026-05-11 to 2026-05-17 }
initiative a { team: t; effort: 2.5 person-weeks }";
    // 1, then 0.5, then 0.5 a week.
    assert_eq!(dates(text), ["a 2026-05-04 2026-05-31"]);
}

#[test]
fn at_most_and_focus_keep_people_apart() {
    let text = "plan p { horizon: 2026 }
team t { capacity: 4 people }
team u { capacity: 4 people; focus: 2 }
initiative a { team: t; effort: 4 person-weeks; at_most: 1 people }
initiative b { team: t; effort: 6 person-weeks }
initiative c { team: u; effort: 4 person-weeks }
initiative d { team: u; effort: 4 person-weeks }";
    let expected =
        ["a 2026-05-04 2026-05-31", "b 2026-05-04 2026-05-17", "c 2026-05-04 2026-05-17", "d 2026-05-04 2026-05-17"];
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
        .filter_map(|i| Some(format!("{}: {}", evaluated.plan().initiatives[i.initiative].id(), i.unplaced.as_ref()?)))
        .collect();
    let expected = [
        "a: no effort on file",
        "b: its effort is in points, not in people's time",
        "c: it needs `d`, which is declined",
        "e: it needs `c`, which is not placed",
    ];
    assert_eq!(said, expected);
    assert_eq!(roadmap.items.iter().filter(|i| i.promise == Promise::Declined).count(), 1);
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
    assert_eq!(item.likely, Some(date(TODAY).plus_days(7 * range.median().ceil() as i64 - 1)));
    assert_eq!(item.safe, Some(date(TODAY).plus_days(7 * range.quantile(0.8).ceil() as i64 - 1)));
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
        assert_eq!(item.promise, Promise::Planned);
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
initiative d { effort: 0 person-weeks; start: 9999-12-31; due: 0001-01-01 }
initiative e { team: t; effort: 2 to 1000000000000 person-weeks; risk r { likelihood: 100%; delay: 100000000 weeks } }";
    let (evaluated, roadmap) = roadmap(text);
    let of =
        |id: &str| roadmap.items.iter().find(|i| &**evaluated.plan().initiatives[i.initiative].id() == id).unwrap();
    for id in ["a", "b", "c"] {
        assert_eq!(of(id).unplaced.as_deref(), Some("its `needs` lead into a circle"));
    }
    for id in ["d", "e"] {
        assert_eq!((of(id).start, of(id).promise), (None, Promise::Later), "{id}");
        assert!(of(id).done_by.iter().all(|p| *p == 0.0));
    }
    assert!(roadmap.periods.len() <= 82);
}

#[test]
fn what_is_assumed_is_told() {
    let text = "plan p { horizon: 2026 }
team t { lead: ana }
person ana { role: \"Lead\" }
initiative a { team: t; effort: 2 person-weeks }
initiative b { team: t; effort: 2 person-weeks }";
    let (_, roadmap) = roadmap(text);
    assert_eq!(roadmap.assumed, ["`t` has no `capacity`: one person for each of its initiatives is assumed"]);
    assert!(roadmap.items.iter().all(|i| i.start == Some(date(TODAY))));
}

//! What is stopped has no result, whatever it is; what may be shared among threads says the same on each.

use crate::support;
use planwright::evaluation::{ChoiceRule, SelectionRequest};
use planwright::session::Session;
use planwright::{Limit, Stopped};
use planwright::{Parsed, Resolved, Scored, Source, View};
use planwright::{RoadmapOptions, Sampling};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn plan() -> String {
    let mut text =
        String::from("plan p \"P\" { rank_by: rice; today: 2026-05-04 }\nteam core \"Core\" { capacity: 3 people }\n");
    for at in 0..60 {
        text += &format!(
            "initiative i{at} \"I {at}\" {{ team: core; effort: 1 to {} person-weeks; rice {{ reach: {} to 900 users/month; impact: high; confidence: 80%; effort: 1 to 2 person-months }} }}\n",
            2 + at % 3,
            100 + at
        );
    }
    text
}

type Work<'s> = Box<dyn Fn() + 's>;

/// Every kind of work, by name.
fn works(scored: &Scored) -> Vec<(&'static str, Work<'_>)> {
    let evaluated = &scored.evaluated;
    let sampling = Sampling { seed: 1, samples: 1000, top: 3 };
    let text = plan();
    let parse = move || Source::text("p.plan", &text).parse().unwrap();
    let parsed = parse();
    let resolved = parsed.resolve(&View::default()).unwrap();
    let choose = || SelectionRequest { by: Some("rice".into()), ..SelectionRequest::default() };
    vec![
        ("parse", Box::new(move || drop(parse()))),
        ("resolve", Box::new(move || drop(parsed.resolve(&View::default())))),
        ("evaluate", Box::new(move || drop(resolved.clone().evaluate()))),
        ("lints", Box::new(|| drop(planwright::internals::lint::run(evaluated, &scored.sources)))),
        ("simulate", Box::new(move || drop(evaluated.simulate("rice", sampling)))),
        ("odds_between", Box::new(move || assert!(evaluated.odds_between("rice", 0, 1, sampling).is_some()))),
        ("sensitivities", Box::new(|| drop(evaluated.sensitivities("rice")))),
        (
            "roadmap",
            Box::new(|| drop(evaluated.roadmap(&RoadmapOptions { samples: Some(100), ..RoadmapOptions::default() }))),
        ),
        ("learn", Box::new(|| drop(evaluated.value_of_information("rice", &ChoiceRule::Top(5))))),
        ("choose", Box::new(move || drop(evaluated.choose(&choose())))),
    ]
}

#[test]
fn what_is_stopped_has_no_result() {
    let scored = support::scored(&support::one(&plan()), &support::view());
    for (name, work) in works(&scored) {
        assert_eq!(Limit::within(Duration::from_secs(3600)).run(&work), Ok(()), "{name}");
        assert_eq!(Limit::within(Duration::ZERO).run(&work), Err(Stopped), "{name}");
        assert_eq!(Limit::flag(Arc::new(AtomicBool::new(true))).run(&work), Err(Stopped), "{name}");
    }
}

/// Each kind of work stops on its way, and not only at its end: the flag is raised by what it does itself.
#[test]
fn what_is_stopped_stops() {
    let scored = support::scored(&support::one(&plan()), &support::view());
    for (name, work) in works(&scored) {
        let mut ended = false;
        let result = Limit::flag(Arc::new(AtomicBool::new(true))).run(|| {
            work();
            ended = true;
        });
        assert_eq!((result, ended), (Err(Stopped), false), "{name} ran to its end");
    }
}

#[test]
fn what_is_held_may_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Source>();
    shared::<Parsed>();
    shared::<Resolved>();
    shared::<Scored>();
    shared::<Session>();
    shared::<Limit>();
}

#[test]
fn threads_over_one_plan_say_the_same() {
    let scored = support::scored(&support::one(&plan()), &support::view());
    let stop = Arc::new(AtomicBool::new(false));
    let said = || {
        let evaluated = &scored.evaluated;
        let simulation = evaluated.simulate("rice", Sampling { seed: 1, samples: 1000, top: 3 }).sampled();
        let odds: Vec<_> = (0..60).map(|at| simulation.as_ref().and_then(|s| s.of(at).cloned())).collect();
        let ranking = evaluated.ranking("rice", false).map(|r| r.rows.clone());
        let roadmap = evaluated.roadmap(&RoadmapOptions { samples: Some(100), ..RoadmapOptions::default() });
        let learnt = evaluated.value_of_information("rice", &ChoiceRule::Top(5)).map(|i| i.expected);
        format!("{odds:?} {roadmap:?} {learnt:?} {ranking:?}")
    };
    let alone = said();
    std::thread::scope(|scope| {
        // One that is stopped again and again disturbs nobody.
        let disturbed = scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                let _ = Limit::within(Duration::from_micros(200)).run(said);
            }
        });
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(said)).collect();
        let said: Vec<_> = threads.into_iter().map(|thread| thread.join()).collect();
        stop.store(true, Ordering::Relaxed);
        disturbed.join().expect("what is stopped is no panic");
        for said in said {
            assert_eq!(said.expect("no limit of another thread is its own"), alone);
        }
    });
}

use super::*;
use crate::limit::Limit;
use crate::pipeline::{Scored, Source, View};
use crate::report::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const PLAN: &str = r#"
plan p "P" { rank_by: ice; today: 2026-05-04 }
team core "Core" { capacity: 3 people }
metric nrr "NRR" { unit: %; role: none; actual: 104% on 2026-01; actual: 105% on 2026-02; target: 112% by 2026-Q4 }
expect first "A leads" { that: `position("a", "ice") == 1` }
scenario lean "Lean" { initiative b { ice { ease: 2 } } }
initiative a "A" { ice { impact: 9; confidence: 6; ease: 9 }; effort: 3 person-weeks }
initiative b "B" { ice { impact: 5; confidence: 6; ease: 9 }; needs: a }
initiative c "C" { rice { reach: 500 users/month; impact: medium; confidence: 80%; effort: 3 person-months } }
initiative d "D" { effort: 2 person-weeks; risk late "Late" { likelihood: 40%; delay: 3 weeks } }
"#;

fn open() -> Session {
    Session::open(Source::text("p.plan", PLAN), View::default()).unwrap()
}

fn anew(session: &Session) -> Scored {
    let overlays = session.changes().map(|c| c.overlay.to_string()).collect();
    let view = View { overlays, ..session.view().clone() };
    Source::text("p.plan", PLAN).parse().unwrap().resolve(&view).unwrap().evaluate()
}

/// All scores and facts, and what is found with the words that it points at.
fn said(scored: &Scored) -> String {
    let mut out = String::new();
    let evaluated = &scored.evaluated;
    let mut columns = evaluated.columns();
    columns.sort_by(|a, b| a.framework.id.cmp(&b.framework.id));
    for column in columns {
        let scores: Vec<_> = (0..evaluated.plan().initiatives.len()).map(|i| column.score(i)).collect();
        out += &format!(
            "{} {scores:?} {:?}\n",
            column.framework.id,
            evaluated.ranking(&column.framework.id, false).map(|r| r.rows.clone())
        );
    }
    for initiative in &evaluated.plan().initiatives {
        out += &scored.resolved().item_text("initiative", initiative.id()).unwrap_or_default();
    }
    out += &scored.resolved().item_text("metric", "nrr").unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for d in scored.check() {
        let labels: Vec<_> = d.labels.iter().map(|l| scored.sources.slice(l.span).to_string()).collect();
        let at = scored.sources.slice(d.label.span);
        found.push(format!("{} {} `{at}` {labels:?}", d.code, d.message));
    }
    found.sort();
    out.push_str(&found.join("\n"));
    out
}

/// The plan under all that was ever laid and not undone, without anything taking another's place.
fn under_all(overlays: &[Arc<str>]) -> Scored {
    let view = View { overlays: overlays.iter().map(|o| o.to_string()).collect(), ..View::default() };
    Source::text("p.plan", PLAN).parse().unwrap().resolve(&view).unwrap().evaluate()
}

/// The same without the order of fields and blocks.
fn unordered(said: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = said.lines().collect();
    lines.sort_unstable();
    lines
}

/// What the changes would be written as.
fn joined(overlays: &[Arc<crate::syntax::SyntaxTree>]) -> String {
    crate::edit::merge_changes(&overlays.iter().map(|o| &**o).collect::<Vec<_>>()).text()
}

/// Numbers that look random.
struct Prng(u64);

impl Prng {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }

    fn of<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

#[test]
fn a_value_set_three_thousand_times_is_one_change() {
    let mut session = open();
    session.set("a.ice.ease", "1").unwrap();
    let first = session.scored().sources.len();
    let before = session.set("b.ice.impact", "1").is_ok();
    assert!(before);
    let both = session.scored().sources.len();
    assert_eq!(both, first + 1);
    for at in 0..3000 {
        session.set("a.ice.ease", &format!("{}", 1 + at % 10)).unwrap();
    }
    let typed: Vec<String> = session.changes().map(|c| c.typed.to_string()).collect();
    assert_eq!(typed, ["set b.ice.impact 1", "set a.ice.ease 10"]);
    assert_eq!(session.scored().sources.len(), both);
    assert_eq!(said(session.scored()), said(&anew(&session)));
    // A field of an initiative in a block that it does not have, and one that takes the whole plan.
    let mut session = open();
    for at in 0..40 {
        session.set("a.rice.reach", &format!("{} users/month", 1 + at)).unwrap();
        session.set("metric.nrr.target", &format!("{}% by 2026-Q4", 107 + at)).unwrap();
        session.set("a.effort", if at % 2 == 0 { "none" } else { "2 person-weeks" }).unwrap();
        if at == 1 {
            assert_eq!(session.changes().len(), 3);
        }
    }
    assert_eq!(session.changes().len(), 3);
    // The last one took the place of two, and left one number free.
    assert_eq!(session.scored().sources.len(), anew(&session).sources.len() + 1);
    assert_eq!(said(session.scored()), said(&anew(&session)));
}

#[test]
fn a_value_that_was_set_again_is_undone_step_by_step() {
    let mut session = open();
    let score = |session: &Session| session.scored().evaluated.column("ice").unwrap().score(0).unwrap();
    let start = said(session.scored());
    session.set("a.ice.ease", "1").unwrap();
    session.set("b.ice.ease", "2").unwrap();
    session.set("a.ice.ease", "3").unwrap();
    let typed = |session: &Session| session.changes().map(|c| c.typed.to_string()).collect::<Vec<_>>();
    assert_eq!(typed(&session), ["set b.ice.ease 2", "set a.ice.ease 3"]);
    assert_eq!(score(&session), 54.0);
    assert!(session.undo().unwrap().is_some());
    assert_eq!(typed(&session), ["set a.ice.ease 1", "set b.ice.ease 2"]);
    assert_eq!(score(&session), 18.0);
    assert!(session.redo().unwrap().is_some());
    assert_eq!(typed(&session), ["set b.ice.ease 2", "set a.ice.ease 3"]);
    for _ in 0..3 {
        assert!(session.undo().unwrap().is_some());
    }
    assert!(session.undo().unwrap().is_none());
    assert_eq!(said(session.scored()), start);
    // What is laid ends what could be laid again.
    session.set("a.ice.ease", "4").unwrap();
    assert!(session.redo().unwrap().is_none());
    // A piece of plan in between may build on what was set.
    session.change("initiative a { ice { confidence: 2 } }").unwrap();
    session.set("a.ice.ease", "5").unwrap();
    assert_eq!(session.changes().len(), 3);
}

#[test]
fn what_is_too_long_ago_is_undone_as_one() {
    let mut session = open();
    let start = said(session.scored());
    session.set("b.wsjf.job_size", "5 points").unwrap();
    for at in 0..300 {
        session.set("b.wsjf.job_size", &format!("{} points", 1 + at % 20)).unwrap();
    }
    let mut undone = 0;
    while session.undo().unwrap().is_some() {
        undone += 1;
        assert_eq!(session.changes().len(), usize::from(undone < 102));
    }
    assert_eq!((undone, said(session.scored())), (102, start));
    let mut redone = 0;
    while session.redo().unwrap().is_some() {
        redone += 1;
    }
    assert_eq!((redone, session.changes().len()), (102, 1));
    assert_eq!(&*session.changes().next().unwrap().typed, "set b.wsjf.job_size 20 points");
    assert_eq!(said(session.scored()), said(&anew(&session)));
}

const ITEMS: [&str; 4] = ["a", "b", "c", "d"];

const VALUES: [(&str, &str); 22] = [
    ("ice.ease", "2"),
    ("ice.ease", "7 because \"easier by far than what it was\""),
    ("ice.ease", "none"),
    ("ice.ease", "none because \"not known\""),
    ("ice.impact", "3 to 5"),
    ("ice.impact", "none"),
    ("ice", "none"),
    ("ice", "none because \"not meant\""),
    ("ice", "5"),
    ("rice.reach", "700 users/month"),
    ("rice.impact", "high because \"they said so\""),
    ("rice.confidence", "70%"),
    ("rice.effort", "1 person-month"),
    ("rice.effort", "3 kilos"),
    ("wsjf.job_size", "5 points"),
    ("wsjf.job_size", "8 points"),
    ("effort", "5 person-weeks"),
    ("needs", "a, b"),
    ("needs", "d because \"of the risk, and a longer reason than before\""),
    ("needs", "c"),
    ("risk.late.likelihood", "20%"),
    ("drop", "yes"),
];

const PIECES: [&str; 6] = [
    "initiative a { ice { confidence: 2 } }",
    "initiative b { ice: none }",
    "initiative b { wsjf { business_value: 8; time_criticality: 5; risk_reduction: 3 } }",
    "initiative e \"E\" { ice { impact: 5; confidence: 6; ease: 9 } }",
    "metric nrr { target: 113% by 2026-Q4 }",
    "initiative d { drop: yes }",
];

fn change(dice: &mut Prng) -> Change {
    match dice.below(12) {
        0 => Change::text(dice.of(&PIECES)),
        1 => Change::add("nrr.actual", dice.of(&["106% on 2026-03", "107% on 2026-04"])),
        2 => Change::set(dice.of(&["nrr.actual[2026-01]", "nrr.actual[2026-02]"]), dice.of(&["101%", "103%"])),
        _ => {
            let (field, value) = VALUES[dice.below(VALUES.len())];
            // The first two are chosen most of the time, so that values are set again.
            let item = if dice.below(3) > 0 { ITEMS[dice.below(2)] } else { dice.of(&ITEMS) };
            Change::set(&format!("{item}.{field}"), value)
        }
    }
}

#[test]
fn whatever_is_done_the_plan_is_that_of_the_changes() {
    for seed in 0..6 {
        let mut dice = Prng(seed);
        let mut session = open();
        let mut trail = Vec::new();
        // Each change that was laid leads from one state to the next; undoing goes back along them.
        let mut states = vec![said(session.scored())];
        let mut overlays: Vec<Arc<str>> = Vec::new();
        let mut at = 0;
        for _ in 0..60 {
            let before = said(session.scored());
            match dice.below(10) {
                0 | 1 => {
                    let undone = session.undo().unwrap().is_some();
                    assert_eq!(undone, at > 0, "{trail:?}");
                    trail.push("undo".to_string());
                    at -= usize::from(undone);
                }
                2 => {
                    let redone = session.redo().unwrap().is_some();
                    assert_eq!(redone, at + 1 < states.len(), "{trail:?}");
                    trail.push("redo".to_string());
                    at += usize::from(redone);
                }
                3 if dice.below(4) == 0 => {
                    session.reload().unwrap();
                    trail.push("reload".to_string());
                }
                _ => {
                    let change = change(&mut dice);
                    trail.push(change.to_string());
                    match session.apply(&change) {
                        Ok(_) => {
                            states.truncate(at + 1);
                            states.push(said(session.scored()));
                            overlays.truncate(at);
                            overlays.push(session.changes().last().unwrap().overlay.clone());
                            at += 1;
                        }
                        Err(SessionError::Invalid { sources, .. }) => {
                            let last = sources.iter().last().unwrap().1;
                            assert_eq!(&*last.name, "typed");
                            assert_eq!(before, said(session.scored()), "{trail:?}");
                        }
                        Err(_) => assert_eq!(before, said(session.scored()), "{trail:?}"),
                    }
                }
            }
            let now = said(session.scored());
            let whole = said(&anew(&session));
            assert!(
                now == states[at],
                "{trail:#?}\n{}",
                similar::TextDiff::from_lines(&states[at], &now).unified_diff()
            );
            assert!(now == whole, "{trail:#?}\n{}", similar::TextDiff::from_lines(&whole, &now).unified_diff());
            // What took the place of another says all that it said, and is written as if both stood there.
            let all = said(&under_all(&overlays[..at]));
            assert_eq!(unordered(&all), unordered(&now), "{trail:#?}");
            let trees =
                overlays[..at].iter().map(|o| Arc::new(crate::syntax::parse(crate::source::SourceId(0), o.clone())));
            // What takes away a field is told once where it was told twice.
            if !overlays[..at].iter().any(|o| o.contains("none")) {
                assert_eq!(joined(&session.overlays()), joined(&trees.collect::<Vec<_>>()), "{trail:#?}");
            }
            // No more texts than files, changes and library, but for numbers that were left free.
            let most = anew(&session).sources.len() + 12;
            assert!(session.scored().sources.len() <= most, "{trail:#?}");
        }
    }
}

#[test]
fn changes_of_a_plan_need_no_session() {
    let none = Limit::default();
    for seed in 0..60 {
        let mut dice = Prng(1000 + seed);
        let mut session = open();
        let base = session.snapshot();
        let start = said(&base);
        let mut laid = Vec::new();
        for _ in 0..1 + dice.below(5) {
            let change = change(&mut dice);
            if session.apply(&change).is_ok() {
                laid.push(change);
            }
        }
        let (after, effect) = base.with(&laid, &none).unwrap();
        let now = said(&after);
        assert!(
            now == said(session.scored()),
            "{laid:?}\n{}",
            similar::TextDiff::from_lines(said(session.scored()), &now).unified_diff()
        );
        let between = Effect::between(&base, session.scored());
        assert_eq!(json(&effect), json(&between));
        assert_eq!(said(&base), start);
        // One by one it comes to the same.
        let mut one = base.with(&[], &none).unwrap().0;
        for change in &laid {
            one = one.with(std::slice::from_ref(change), &none).unwrap().0;
        }
        assert_eq!(said(&one), now, "{laid:?}");
    }
}

#[test]
fn bad_changes_are_refused_with_what_shows_them() {
    let scored = open().snapshot();
    let none = Limit::default();
    let sound = Change::set("a.ice.ease", "1");
    let unknown = scored.with(&[sound.clone(), Change::set("aa.ice.ease", "2")], &none).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no item `aa`");
    let SessionError::Invalid { diagnostics, sources } =
        scored.with(&[sound.clone(), Change::set("a.ice.impact", "very")], &none).unwrap_err()
    else {
        panic!("the value is wrong");
    };
    assert_eq!(sources.slice(diagnostics[0].label.span), "very");
    assert_eq!(sources.get(diagnostics[0].label.span.source).unwrap().name, "typed".into());
    assert!(matches!(scored.with(&[Change::text("use \"x.plan\"")], &none), Err(SessionError::Edit(_))));
    let view = View { weights: None, scenario: Some("lean".into()), ..View::default() };
    let lean = Source::text("p.plan", PLAN).parse().unwrap().resolve(&view).unwrap().evaluate();
    assert_eq!(
        lean.with(&[Change::set("b.ice.impact", "10")], &none).unwrap().0.evaluated.column("ice").unwrap().score(1),
        Some(40.0)
    );
    assert!(matches!(
        scored.with(std::slice::from_ref(&sound), &Limit::within(Duration::ZERO)),
        Err(SessionError::Interrupted)
    ));
    let raised = Arc::new(AtomicBool::new(true));
    assert!(matches!(scored.with(&[sound], &Limit::flag(raised.clone())), Err(SessionError::Interrupted)));
    assert!(raised.load(Ordering::Relaxed), "the flag is the caller's");
}

#[test]
fn an_effect_is_data() {
    let scored = open().snapshot();
    let (_, effect) = scored.with(&[Change::set("a.ice.ease", "1")], &Limit::default()).unwrap();
    let value = serde_json::to_value(&effect).unwrap();
    let shift = &value["shifts"][0];
    assert_eq!((&shift["by"], &shift["ranked"]), (&"ice".into(), &2.into()));
    let first = &shift["moves"][0];
    assert_eq!((&first["id"], &first["title"]), (&"a".into(), &"A".into()));
    assert_eq!((&first["before"]["rank"], &first["after"]["score"]), (&1.into(), &18.0.into()));
    assert_eq!(first["changed"][0], serde_json::json!({"input": "ease", "before": "9", "after": "1"}));
    let found = &value["diagnostics"][0];
    assert_eq!((&found["code"], &found["severity"]), (&"P0508".into(), &"error".into()));
    assert!(found["message"].as_str().unwrap().starts_with("`first` does not hold"));
}

#[test]
fn a_snapshot_stays_while_others_set() {
    let mut session = open();
    let score = |scored: &Scored| scored.evaluated.column("ice").unwrap().score(0).unwrap();
    let old = session.snapshot();
    let said_then = said(&old);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut reads = 0;
                    while !stop.load(Ordering::Relaxed) || reads == 0 {
                        assert_eq!(said(&old), said_then);
                        reads += 1;
                    }
                })
            })
            .collect();
        for ease in 1..=10 {
            session.set("a.ice.ease", &ease.to_string()).unwrap();
            assert_eq!(score(&session.snapshot()), 18.0 * f64::from(ease));
        }
        stop.store(true, Ordering::Relaxed);
        readers.into_iter().for_each(|r| r.join().unwrap());
    });
    assert_eq!(score(&old), 162.0);
}

#[test]
fn reading_again_can_be_interrupted() {
    struct Slow(Arc<AtomicBool>);
    impl crate::source::Files for Slow {
        fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
            Ok(PLAN.into())
        }
        fn plan_files(&self) -> std::io::Result<Vec<String>> {
            assert!(!self.0.load(Ordering::Relaxed) || crate::limit::over()(), "it is read under its limit");
            Ok(vec!["p.plan".into()])
        }
    }
    let raised = Arc::new(AtomicBool::new(false));
    let mut session = Session::open(Source::files(Slow(raised.clone())), View::default()).unwrap();
    session.set("a.ice.ease", "1").unwrap();
    let before = said(session.scored());
    raised.store(true, Ordering::Relaxed);
    session.interrupt().store(true, Ordering::Relaxed);
    assert!(matches!(session.reload(), Err(crate::pipeline::Error::Interrupted)));
    assert!(!session.interrupt().load(Ordering::Relaxed), "what it stopped took it down");
    assert_eq!(said(session.scored()), before);
    assert!(session.undo().unwrap().is_some());
}

//! A session does again only what a change touches. Here it is held against a plan that is read anew each time.

use crate::support;
use planwright::Limit;
use planwright::report::{json, rank};
use planwright::session::{Session, SessionError};
use planwright::source::DiskFiles;
use planwright::{Error, Scored, Source, View};
use proptest::prelude::*;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

fn source() -> Source {
    let root = Path::new(crate::ROOT).join("examples/observability");
    Source::files(DiskFiles { root, only: None })
}

fn open() -> Session {
    Session::open(source(), support::view()).expect("the example can be read")
}

/// Scores, ranks and inputs of every framework, and what is found. Places are left out: typed texts have their own.
fn said(scored: &Scored) -> String {
    let evaluated = &scored.evaluated;
    let mut out = String::new();
    for column in evaluated.columns() {
        let wanted = rank::Wanted { by: Some(&column.framework.id), all: true, ..rank::Wanted::default() };
        let report = rank::report(evaluated, &scored.sources, &wanted).expect("the framework was scored");
        let mut value: serde_json::Value = serde_json::from_str(&json(&report)).expect("a report is JSON");
        without_sources(&mut value);
        out += &format!("{value:#}\n");
        for row in evaluated.ranking(&column.framework.id, false).iter().flat_map(|r| r.rows.clone()) {
            out += &format!(
                "{} {:?} {}\n",
                row.rank,
                row.order,
                evaluated.plan().initiatives[row.initiative].record.title()
            );
        }
    }
    let mut found: Vec<String> = scored.check().iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    found.sort();
    out += &found.join("\n");
    out
}

fn without_sources(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.remove("source");
            fields.values_mut().for_each(without_sources);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_sources),
        _ => {}
    }
}

fn difference(alone: &str, whole: &str) -> String {
    similar::TextDiff::from_lines(alone, whole).unified_diff().context_radius(2).to_string()
}

/// The same plan under the same changes, read anew.
fn anew(session: &Session) -> Scored {
    let overlays = session.changes().map(|c| c.overlay.to_string()).collect();
    let view = View { overlays, ..session.view().clone() };
    source().parse().expect("the example can be read").resolve(&view).unwrap().evaluate()
}

#[derive(Debug, Clone)]
enum Step {
    Set(usize, &'static str, &'static str),
    Lay(usize, &'static str),
    Whole(&'static str),
    Undo,
    Redo,
    Look(Option<&'static str>),
}

const FIELDS: [(&str, &str); 14] = [
    ("rice.reach", "700 customers/quarter"),
    ("rice.reach", "?"),
    ("rice.effort", "2 to 9 person-months likely 4"),
    ("rice.effort", "0 person-months"),
    ("rice.effort", "3 kilos"),
    ("rice.impact", "massive"),
    ("rice.confidence", "55%"),
    ("ice.impact", "9"),
    ("effort", "5 person-months"),
    ("effort", "none"),
    ("phase", "done"),
    ("needs", "sso, detection"),
    ("owner", "ana"),
    ("evidence.interviews", "12"),
];

const PIECES: [&str; 8] = [
    "rice { reach: 100 customers/quarter; confidence: 20% }",
    "rice: none",
    "fit { retention: 5; revenue: 1; cost: 3 }",
    "wsjf { user_value: 8; time_criticality: 5; risk_reduction: 3; job_size: 5 }",
    "phase: delivery from 2026-03-01; tags: a, b",
    "risk late \"Late\" { likelihood: 40%; delay: 3 weeks }",
    "nonsense: 3",
    "moves: adoption by 3",
];

const WHOLE_PLAN_CHANGES: [&str; 8] = [
    "initiative brand_new \"Brand new\" { rice { reach: 9000 customers/quarter; impact: high; confidence: 80%; effort: 1 person-month } }",
    "initiative sso { drop: yes }",
    "metric adoption { actual: 31% on 2026-03 }",
    "team ingest { capacity: 2 people }",
    "plan { rank_by: ice }",
    "decision later \"Not now\" { about: detection; verdict: decline; because: \"x\"; by: mo; on: 2026-04-01 }",
    "framework rice { input effort { default: 7 person-months } }",
    "scenario mine \"Mine\" { initiative sso { rice { effort: 1 person-month } } }",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0usize..25, 0..FIELDS.len()).prop_map(|(i, f)| Step::Set(i, FIELDS[f].0, FIELDS[f].1)),
        3 => (0usize..25, 0..PIECES.len()).prop_map(|(i, p)| Step::Lay(i, PIECES[p])),
        1 => (0..WHOLE_PLAN_CHANGES.len()).prop_map(|w| Step::Whole(WHOLE_PLAN_CHANGES[w])),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => prop_oneof![Just(None), Just(Some("freeze")), Just(Some("no_such"))].prop_map(Step::Look),
    ]
}

fn take(session: &mut Session, step: &Step) -> Result<(), SessionError> {
    let plan = session.scored().evaluated.plan();
    let id = |index: &usize| plan.initiatives[index % plan.initiatives.len()].record.id.to_string();
    match step {
        Step::Set(index, field, value) => {
            let address = format!("{}.{field}", id(index));
            session.set(&address, value).map(drop)
        }
        Step::Lay(index, piece) => {
            let text = format!("initiative {} {{ {piece} }}", id(index));
            session.change(&text).map(drop)
        }
        Step::Whole(text) => session.change(text).map(drop),
        Step::Undo => session.undo().map(drop),
        Step::Redo => session.redo().map(drop),
        Step::Look(scenario) => {
            let view = View { scenario: scenario.map(str::to_string), ..session.view().clone() };
            session.set_view(view).map(drop)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() })]
    #[test]
    fn what_is_done_again_alone_equals_the_whole(steps in prop::collection::vec(step(), 1..10)) {
        let mut session = open();
        for step in &steps {
            let before = said(session.scored());
            let refused = take(&mut session, step).is_err();
            let now = said(session.scored());
            let whole = said(&anew(&session));
            prop_assert!(now == whole, "after {:?}:\n{}", step, difference(&now, &whole));
            prop_assert!(!refused || before == now, "refused, and changed all the same: {:?}", step);
        }
    }
}

#[test]
fn undo_goes_back_to_where_it_was() {
    let mut session = open();
    let start = said(session.scored());
    let effect = session.set("detection.rice.effort", "1 person-month").expect("a sound change");
    let shift = &effect.shifts[0];
    assert_eq!((&*shift.by, &*shift.moves[0].id), ("rice", "detection"));
    assert_eq!(shift.moves[0].changed[0].after.as_deref(), Some("1 person-month"));
    assert_ne!(said(session.scored()), start);
    let back = session.undo().expect("nothing interrupts").expect("there is a change");
    assert_eq!(back.shifts[0].moves[0].after, shift.moves[0].before);
    assert_eq!(said(session.scored()), start);
    assert!(session.undo().expect("nothing interrupts").is_none());
    session.redo().expect("nothing interrupts").expect("there is one");
    assert_ne!(said(session.scored()), start);
}

#[test]
fn a_value_is_set_as_in_a_file() {
    let mut session = open();
    let value = |session: &mut Session, formula: &str| session.ask(formula).expect("it can be asked").value;
    let before = value(&mut session, "adoption.latest");
    session.add("adoption.actual", "31% on 2026-05").expect("a new month");
    assert_ne!(value(&mut session, "adoption.latest"), before);
    session.set("adoption.actual[2026-05]", "30%").expect("a month that is there");
    assert!(session.changes().last().expect("a change").overlay.contains("30% on 2026-05"));
    assert!(
        matches!(session.set("detektion.rice.effort", "1 person-month"), Err(SessionError::Edit(e)) if e.help.as_deref() == Some("did you mean `detection`?"))
    );
    assert!(session.set("team.ingest.capacity[2026-Q3]", "3 people").is_ok());
    assert!(matches!(session.set("detection.rice.effort", "3 kilos"), Err(SessionError::Invalid { .. })));
    assert_eq!(session.changes().len(), 3);
}

#[test]
fn what_is_interrupted_changes_nothing() {
    let mut session = open();
    let before = said(session.scored());
    let raise = |session: &Session| session.interrupt().store(true, Ordering::Relaxed);
    raise(&session);
    assert!(matches!(session.set("detection.rice.effort", "1 person-month"), Err(SessionError::Interrupted)));
    // What it stopped took the flag down.
    assert!(session.ask("detection.rice").is_ok());
    raise(&session);
    assert!(matches!(session.ask("detection.rice"), Err(SessionError::Interrupted)));
    raise(&session);
    assert!(matches!(session.reload(), Err(Error::Interrupted)));
    raise(&session);
    assert!(matches!(session.set_view(View::default()), Err(SessionError::Interrupted)));
    // Somebody else's limit stops it as well, and it is as it was.
    let stopped = Limit::within(Duration::ZERO).run(|| session.set("detection.rice.effort", "1 person-month").is_ok());
    assert!(stopped.is_err());
    assert_eq!(said(session.scored()), before);
    assert_eq!(session.changes().len(), 0);
}

#[test]
fn answers_print_like_values() {
    let mut session = open();
    let mut out = String::new();
    for formula in [
        "detection.rice",
        "sso.rice",
        "mobile_app.rice",
        "detection.rice.effort",
        "detection.rice.impact",
        "ebpf.rice",
        "ebpf.rice.effort",
        "detection.phase",
        "detection.effort",
        "detection.moves",
        "detection.evidence",
        "detection.evidence.interviews",
        "otel.evidence.interviews ?? 0",
        "adoption.latest",
        "adoption.gap",
        "nrr.gap",
        "nrr.baseline",
        "team.ingest",
        "plan.rank_by",
        "plan.horizon",
        "ranking(\"fit\")",
        "ranking(\"rice\")[0]",
        "position(\"sso\", \"rice\")",
        "[1, 2.5, 3]",
        "detection.rice > 60",
        "\"a\" + \"b\"",
        "let gap = nrr.gap;",
        "gap * 2",
        "detection.owner",
        "detection.risks",
        "detection.nonsense",
        "detecton.rice",
        "1 +",
        "ranking(\"rise\")",
    ] {
        out += &format!("> {formula}\n");
        out += &match session.ask(formula) {
            Ok(answer) => {
                planwright_cli::repl::print(&session, &answer, planwright::report::Layout { width: Some(80) })
            }
            Err(SessionError::Invalid { diagnostics, .. }) => {
                let said =
                    diagnostics.iter().map(|d| format!("! {} ({})\n", d.message, d.help.clone().unwrap_or_default()));
                said.collect()
            }
            Err(other) => format!("{other:?}\n"),
        };
    }
    expect_test::expect_file!["session_answers.txt"].assert_eq(&out);
}

/// A copy of the example on the disk.
fn on_disk() -> (tempfile::TempDir, Session) {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).expect("a folder can be made");
        for entry in std::fs::read_dir(from).expect("the example can be read").flatten() {
            match entry.path() {
                path if path.is_dir() => copy(&path, &to.join(entry.file_name())),
                path => drop(std::fs::copy(path, to.join(entry.file_name())).expect("a file can be copied")),
            }
        }
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    copy(&Path::new(crate::ROOT).join("examples/observability"), folder.path());
    let source = Source::open(folder.path()).expect("the copy can be read");
    let session = Session::open(source, support::view()).expect("the copy can be read");
    (folder, session)
}

/// The lines that go and come in every file.
fn lines_changed(saved: &planwright::session::PendingSave) -> String {
    let mut out = String::new();
    for file in &saved.files {
        out += &format!("{}\n", file.path);
        let before = file.before.as_deref().unwrap_or_default();
        for change in similar::TextDiff::from_lines(before, &file.after).iter_all_changes() {
            if change.tag() != similar::ChangeTag::Equal {
                out += &format!("{}{change}", change.tag());
            }
        }
    }
    out
}

#[test]
fn changed_values_are_saved_where_they_stand() {
    let (folder, mut session) = on_disk();
    session.set("sso.rice.effort", "2 person-months").expect("a sound change");
    session.set("adoption.target", "40% by 2026-Q3").expect("a sound change");
    let now = said(session.scored());
    let saved = session.save(None).expect("it can be saved");
    expect_test::expect![[r#"
        initiatives/platform.plan
        -  rice { reach: 60 customers/month; impact: high; confidence: 80%; effort: 3 person-months }
        +  rice { reach: 60 customers/month; impact: high; confidence: 80%; effort: 2 person-months }
        metrics.plan
        -  target: 35% by 2026-Q3
        +  target: 40% by 2026-Q3
    "#]]
    .assert_eq(&lines_changed(&saved));
    session.write(&saved).expect("it can be written");
    assert_eq!((session.changes().len(), said(session.scored())), (0, now.clone()));
    let read = Session::open(Source::open(folder.path()).expect("it is there"), support::view()).expect("it is there");
    assert_eq!(said(read.scored()), now);
}

#[test]
fn changes_are_saved_as_a_scenario() {
    let (folder, mut session) = on_disk();
    session.set("detection.effort", "3 person-months").expect("a sound change");
    session.change("team ingest { capacity: 3 people }").expect("a sound change");
    let now = said(session.scored()).replace("\"scenario\": null", "");
    let saved = session.save_scenario("lean", Some("A lean year")).expect("it can be saved");
    expect_test::expect![[r#"
        scenarios.plan
        +
        +scenario lean "A lean year" {
        +  initiative detection { effort: 3 person-months because "three teams' estimates, 2026-01" }
        +  team ingest { capacity: 3 people }
        +}
    "#]]
    .assert_eq(&lines_changed(&saved));
    session.write(&saved).expect("it can be written");
    assert_eq!((session.changes().len(), session.view().scenario.as_deref()), (0, Some("lean")));
    assert_eq!(said(session.scored()).replace("\"scenario\": \"lean\"", ""), now);
    // What is changed while it is looked at goes into it; another one builds on it.
    session.set("sso.rice.effort", "1 person-month").expect("a sound change");
    let deeper = session.save_scenario("leaner", None).expect("it can be saved");
    assert!(lines_changed(&deeper).contains("from: lean"), "{}", lines_changed(&deeper));
    let again = session.save_scenario("lean", None).expect("it can be saved");
    expect_test::expect![[r#"
        scenarios.plan
        +  initiative sso { rice { effort: 1 person-month } }
    "#]]
    .assert_eq(&lines_changed(&again));
    session.write(&again).expect("it can be written");
    assert!(session.save_scenario("freeze", None).is_err());
    let text = std::fs::read_to_string(folder.path().join("scenarios.plan")).expect("it is there");
    assert_eq!(text.matches("scenario lean").count(), 1);
}

#[test]
fn what_is_new_needs_a_file() {
    let (folder, mut session) = on_disk();
    let new = "initiative offline \"Work offline\" { rice { reach: 9 customers/month; impact: low; confidence: 50%; effort: 1 person-month } }";
    session.change(new).expect("a sound change");
    session.set("sso.rice.effort", "2 person-months").expect("a sound change");
    assert!(session.save(None).is_err(), "a new item has no file");
    assert!(session.save(Some("../outside.plan")).is_err());
    let saved = session.save(Some("later.plan")).expect("it can be saved");
    assert_eq!(saved.elsewhere.len(), 1);
    session.write(&saved).expect("it can be written");
    assert_eq!(session.changes().len(), 2, "one is not written yet");
    let rest = session.save(None).expect("it can be saved");
    assert_eq!(rest.files.len(), 1);
    // Somebody else was quicker.
    let file = folder.path().join(&*rest.files[0].path);
    std::fs::write(&file, "# gone\n").expect("it can be written");
    assert!(session.write(&rest).is_err());
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "# gone\n");
}

#[test]
fn a_framework_that_asks_about_others_is_scored_anew_as_a_whole() {
    // Each asks in another way; a change of one initiative moves the scores of the others. `last` reads one that asks.
    for ask in [
        "v + score(\"b\", \"base\")",
        "v + position(\"b\", \"base\")",
        "v + if ranking(\"base\")[0] == \"b\" { 100 } else { 0 }",
    ] {
        let mut text = format!(
            "framework base {{ input v {{ doc: \"v\" }}\n score: `v` }}
            framework f {{ input v {{ doc: \"v\" }}\n score: `{ask}` }}
            framework last {{ input asked {{ from: f }}\n input w {{ doc: \"w\" }}\n score: `asked * 10 + w` }}\n"
        );
        for (id, v) in [("a", 1), ("b", 2), ("c", 3)] {
            text += &format!("initiative {id} \"I\" {{ base {{ v: {v} }}\n f {{ v: {v} }}\n last {{ w: {v} }} }}\n");
        }
        let source = || Source::text("p.plan", &text);
        let mut session = Session::open(source(), View::default()).expect("the plan can be read");
        let mut before = session.scored().evaluated.columns().iter().map(|c| c.score(0)).collect::<Vec<_>>();
        assert!(before.iter().all(Option::is_some), "`{ask}`: {:?}", session.scored().check());
        for change in ["initiative b { base { v: 30 } }", "initiative b { base { v: 0 } }"] {
            session.change(change).expect("the change can be laid");
            let overlays = session.changes().map(|c| c.overlay.to_string()).collect();
            let view = View { overlays, ..session.view().clone() };
            let whole = source().parse().unwrap().resolve(&view).unwrap().evaluate();
            let (alone, whole) = (said(session.scored()), said(&whole));
            assert!(alone == whole, "`{ask}` after {change}:\n{}", difference(&alone, &whole));
            // It is the others' scores that moved: those of `a`, which was not touched.
            let after = session.scored().evaluated.columns().iter().map(|c| c.score(0)).collect::<Vec<_>>();
            let moved = before.iter().zip(&after).filter(|(before, after)| before != after).count();
            assert_eq!(moved, 2, "`{ask}` after {change}: {before:?} {after:?}");
            before = after;
        }
    }
}

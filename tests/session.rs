//! A session does again only what a change touches. Here it is held against a plan that is read anew each time.

use planwright::pipeline::{Scored, Source, View};
use planwright::report::{json, rank};
use planwright::session::{Refused, Session};
use planwright::source::DiskFiles;
use proptest::prelude::*;
use std::path::Path;

mod support;

fn source() -> Source {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/observability");
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
        let wanted =
            rank::Wanted { by: &column.framework.id, all: true, sources: None, filter: None, columns: Vec::new() };
        let report =
            rank::report(evaluated, &scored.sources, &wanted).ok().flatten().expect("the framework was scored");
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
    let view = View { overlays, cancel: None, ..session.view().clone() };
    source().parse().expect("the example can be read").resolve(&view).evaluate(&view)
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

const WHOLES: [&str; 8] = [
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
        1 => (0..WHOLES.len()).prop_map(|w| Step::Whole(WHOLES[w])),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => prop_oneof![Just(None), Just(Some("freeze")), Just(Some("no_such"))].prop_map(Step::Look),
    ]
}

fn take(session: &mut Session, step: &Step) -> Result<(), Refused> {
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
            session.look(view).map(drop)
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
        matches!(session.set("detektion.rice.effort", "1 person-month"), Err(Refused::Edit(e)) if e.help.as_deref() == Some("did you mean `detection`?"))
    );
    assert!(matches!(session.set("team.ingest.capacity[2026-Q3]", "3 people"), Ok(_)));
    assert!(matches!(session.set("detection.rice.effort", "3 kilos"), Err(Refused::Wrong { .. })));
    assert_eq!(session.changes().len(), 3);
}

#[test]
fn what_is_interrupted_changes_nothing() {
    let mut session = open();
    let before = said(session.scored());
    session.interrupt().store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(matches!(session.set("detection.rice.effort", "1 person-month"), Err(Refused::Interrupted)));
    assert!(matches!(session.ask("detection.rice"), Err(Refused::Interrupted)));
    session.interrupt().store(false, std::sync::atomic::Ordering::Relaxed);
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
            Ok(answer) => session.print(&answer, planwright::report::Layout { width: Some(80) }),
            Err(Refused::Wrong { diagnostics, .. }) => {
                let said =
                    diagnostics.iter().map(|d| format!("! {} ({})\n", d.message, d.help.clone().unwrap_or_default()));
                said.collect()
            }
            Err(other) => format!("{other:?}\n"),
        };
    }
    expect_test::expect_file!["session_answers.txt"].assert_eq(&out);
}

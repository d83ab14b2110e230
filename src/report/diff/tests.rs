//! Two states of a plan, and what is said of them.

use super::*;
use crate::pipeline::{Scored, Source, View};
use proptest::prelude::*;

fn scored(text: &str) -> Scored {
    let today = Date::new(2026, 3, 2);
    Source::text("a.plan", text).evaluate(&View { today, ..View::default() }).unwrap()
}

fn diff(before: &str, after: &str) -> DiffReport {
    let (before, after) = (scored(before), scored(after));
    report(
        &DiffSide::new("before", &before.evaluated, &before.sources),
        &DiffSide::new("after", &after.evaluated, &after.sources),
    )
}

fn rice(id: &str, reach: u32, effort: &str) -> String {
    format!(
        "initiative {id} \"{id}\" {{ rice {{ reach: {reach} users/month; impact: high; confidence: 80%; effort: {effort} }} }}\n"
    )
}

/// Every change of what is written: item, field, before, after.
fn written(report: &DiffReport) -> Vec<String> {
    report.changes.iter().map(|c| format!("{}: {}", c.id, text::fact_text(c))).collect()
}

#[test]
fn nothing_changed_where_only_layout_did() {
    let before = rice("a", 100, "2 person-months");
    let report = diff(&before, &before.replace("; ", "\n  ").replace("{ rice", "{\n# a comment\nrice"));
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(report.headline, "Nothing changed in meaning.");
}

#[test]
fn a_rank_moves_by_its_input_and_others_make_way() {
    let before =
        [rice("a", 300, "2 person-months"), rice("b", 200, "2 person-months"), rice("c", 100, "2 person-months")]
            .concat();
    let report = diff(&before, &before.replace("reach: 100", "reach: 1000"));
    assert_eq!(written(&report), ["c: rice.reach 100 → 1000 users/month"]);
    let ranks: Vec<_> = report.ranks.iter().map(|r| (&*r.id, r.before, r.after, &*r.cause, r.made_way)).collect();
    assert_eq!(
        ranks,
        [
            ("c", Some(3), Some(1), "reach 100 → 1000 users/month", false),
            ("a", Some(1), Some(2), "now below `c`", true),
            ("b", Some(2), Some(3), "now below `c`", true),
        ]
    );
    assert_eq!(report.headline, "C moves from rank 3 to 1 (reach 100 → 1000 users/month).");
}

#[test]
fn a_rank_that_fell_although_the_score_rose_is_laid_to_others() {
    let before = [rice("a", 300, "2 person-months"), rice("b", 200, "2 person-months")].concat();
    let report = diff(&before, &before.replace("reach: 300", "reach: 310").replace("reach: 200", "reach: 900"));
    let ranks: Vec<_> = report.ranks.iter().map(|r| (&*r.id, r.after, &*r.cause, r.made_way)).collect();
    assert_eq!(ranks, [("b", Some(1), "reach 200 → 900 users/month", false), ("a", Some(2), "now below `b`", false)]);
}

#[test]
fn what_is_renamed_is_the_same() {
    let before = [rice("a", 300, "2 person-months"), rice("b", 200, "3 person-months")].concat();
    // By `was`, whatever else changed.
    let said = before.replace("initiative a \"a\" {", "initiative z \"z\" { was: a; ");
    let report = diff(&before, &said);
    let renamed = report.changes.iter().find(|c| c.change == ChangeType::Renamed).unwrap();
    assert_eq!((&*renamed.id, renamed.before.as_deref(), renamed.guessed), ("z", Some("a"), false), "{report:?}");
    assert!(report.ranks.is_empty() && report.scores.is_empty(), "{report:?}");
    // By likeness, which is said.
    let report = diff(&before, &before.replace("initiative a ", "initiative z "));
    assert!(report.changes.iter().any(|c| c.change == ChangeType::Renamed && c.guessed), "{report:?}");
    // What has little in common is another.
    let other = rice("b", 200, "3 person-months") + "initiative z \"Z\" { rice { reach: 1 user/month } }\n";
    let report = diff(&before, &other);
    let changes: Vec<_> = report.changes.iter().map(|c| (&*c.id, c.change)).collect();
    assert_eq!(changes, [("z", ChangeType::Added), ("a", ChangeType::Removed)]);
}

#[test]
fn repeated_fields_are_told_apart_by_their_dates() {
    let metric = |actuals: &str| format!("metric m \"M\" {{ unit: users; {actuals} }}\n");
    let before = metric("actual: 1 on 2026-01; actual: 2 on 2026-02");
    let after = metric("actual: 1 on 2026-01; actual: 5 on 2026-02; actual: 7 on 2026-03");
    assert_eq!(
        written(&diff(&before, &after)),
        ["m: actual[2026-02] 2 on 2026-02 → 5 on 2026-02", "m: actual[2026-03] 7 on 2026-03 (new)"]
    );
    assert!(diff(&before, &metric("actual: 2 on 2026-02; actual: 1 on 2026-01")).changes.is_empty());
}

#[test]
fn a_reason_alone_is_a_change_of_the_reason() {
    let before = rice("a", 300, "2 person-months because \"a guess\"");
    let report = diff(&before, &before.replace("a guess", "measured"));
    assert_eq!(written(&report), ["a: rice.effort because a guess → measured"]);
    assert!(report.scores.is_empty());
}

#[test]
fn a_formula_and_an_input_share_a_change() {
    let plan = |formula: &str, x: u32| {
        format!(
            "framework own \"Own\" {{ input x {{ }}\n input y {{ }}\n score: `{formula}` }}\n\
             initiative a \"A\" {{ own {{ x: {x}; y: 3 }} }}\n"
        )
    };
    let report = diff(&plan("x * y", 2), &plan("x + y", 10));
    let [score] = &report.scores[..] else { panic!("{report:?}") };
    assert_eq!((score.before, score.after), (Some(6.0), Some(13.0)));
    // Orders: x first gains 24 and the formula then −17; the formula first loses 1 and x then gains 8.
    let causes: Vec<_> = score.causes.iter().map(|c| (&*c.text, c.share)).collect();
    assert_eq!(causes, [("x 2 → 10", 16.0), ("the formula of `own`", -9.0)]);
    assert!(written(&report).contains(&"own: score x * y → x + y".to_string()), "{:?}", written(&report));
}

#[test]
fn a_framework_that_is_new_or_gone_has_no_share() {
    let plain = "initiative a \"A\" { ice { impact: 5; confidence: 6; ease: 9 } }\n";
    let report = diff("initiative a \"A\" { }\n", plain);
    let [score] = &report.scores[..] else { panic!("{report:?}") };
    assert_eq!((score.before, score.after, score.causes.len()), (None, Some(90.0), 0));
    assert_eq!(report.ranks[0].cause, "now has a score");
    assert_eq!(diff(plain, "initiative a \"A\" { }\n").ranks[0].cause, "no longer has a score");
}

#[test]
fn a_decision_moves_what_its_score_does_not() {
    let plan = [rice("a", 300, "2 person-months"), rice("b", 200, "2 person-months")].concat();
    let decided =
        plan.clone() + "decision no_a \"No\" { about: a; verdict: decline; on: 2026-02-01; because: \"no\" }\n";
    let report = diff(&plan, &decided);
    let a = report.ranks.iter().find(|r| r.id == "a").unwrap();
    assert_eq!(
        (a.before, a.after, a.order_before, a.order_after, &*a.cause),
        (Some(1), Some(1), Some(1), None, "decision: decline")
    );
}

#[test]
fn a_team_moves_dates() {
    let plan = |people: u32| {
        let work = |id: &str| {
            format!(
                "initiative {id} \"{id}\" {{ team: core; phase: delivery; rice {{ reach: 10 users/month; impact: high; confidence: 80%; effort: 3 person-months }} }}\n"
            )
        };
        let plan = format!("plan p \"P\" {{ rank_by: rice }}\nteam core \"Core\" {{ capacity: {people} people }}\n");
        [plan, ["a", "b", "c", "d", "e"].map(work).concat()].concat()
    };
    let report = diff(&plan(3), &plan(1));
    assert!(report.roadmap.len() >= 4, "{report:?}");
    for row in &report.roadmap {
        assert_eq!(row.cause, "team `core`: capacity 3 → 1 people", "{row:?}");
        assert!(row.moved_days.is_none_or(|days| days > 0), "{row:?}");
    }
    let text = report.text(crate::report::Layout { width: Some(80) });
    assert!(text.contains("initiatives moved by"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn a_comment_stays_below_what_a_forge_takes() {
    let many =
        |reach: u32| -> String { (0..3000).map(|i| rice(&format!("i{i}"), reach + i, "2 person-months")).collect() };
    let comment = diff(&many(10), &many(20)).markdown();
    assert!(comment.starts_with(COMMENT_MARK) && comment.chars().count() < 65_536, "{}", comment.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Shares add up to the change of the score, whatever changed.
    #[test]
    fn shares_add_up(
        before in proptest::array::uniform4(1..500u32),
        after in proptest::array::uniform4(1..500u32),
        formulas in (0..3usize, 0..3usize),
    ) {
        let plan = |[a, b, c, d]: [u32; 4], formula: usize| {
            let formula = ["a * b / c + d", "a * b + c * d", "(a + b) / (c + d)"][formula];
            format!(
                "framework own \"Own\" {{ input a {{ }}\n input b {{ }}\n input c {{ }}\n \
                 input d {{ }}\n score: `{formula}` }}\n\
                 initiative x \"X\" {{ own {{ a: {a}; b: {b}; c: {c}; d: {d} }} }}\n"
            )
        };
        let report = diff(&plan(before, formulas.0), &plan(after, formulas.1));
        prop_assert!(scored(&plan(before, formulas.0)).evaluated.column("own").is_some_and(|c| c.score(0).is_some()));
        for score in report.scores {
            let (was, is) = (score.before.unwrap(), score.after.unwrap());
            let sum: f64 = score.causes.iter().map(|c| c.share).sum();
            prop_assert!((sum - (is - was)).abs() <= 1e-9 * was.abs().max(is.abs()).max(1.0), "{score:?}");
        }
    }

    /// Read backwards, everything is turned round.
    #[test]
    fn backwards_is_the_reverse(before in proptest::array::uniform3(1..50u32), after in proptest::array::uniform3(1..50u32)) {
        let plan = |reach: [u32; 3]| -> String {
            reach.iter().enumerate().map(|(i, r)| rice(&format!("i{i}"), *r, "2 person-months")).collect()
        };
        let (there, back) = (diff(&plan(before), &plan(after)), diff(&plan(after), &plan(before)));
        let ranks = |report: &DiffReport, turned: bool| {
            let mut ranks: Vec<_> = report
                .ranks
                .iter()
                .map(|r| if turned { (r.id.clone(), r.after, r.before) } else { (r.id.clone(), r.before, r.after) })
                .collect();
            ranks.sort();
            ranks
        };
        prop_assert_eq!(ranks(&there, false), ranks(&back, true));
        prop_assert_eq!(there.changes.len(), back.changes.len());
    }
}

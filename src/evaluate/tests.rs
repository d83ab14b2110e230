//! What the evaluation of whole plans says, where it stands and of what.

use super::results::{Criterion, CriterionState};
use super::roadmap::RoadmapOptions;
use super::{CommitmentState, NamedSubject, SelectionRequest};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Scored, Source, View};

fn scored(text: &str) -> Scored {
    let view = View { day: crate::quantity::Date::new(2026, 5, 4), ..View::default() };
    Source::text("p.plan", text).parse().unwrap().resolve(&view).unwrap().evaluate()
}

/// The text that a finding is about.
fn about<'t>(text: &'t str, found: &Diagnostic) -> &'t str {
    &text[found.label.span.start as usize..found.label.span.end as usize]
}

fn one(found: Vec<Diagnostic>, code: &str) -> Diagnostic {
    let mut found = found.into_iter().filter(|d| d.code.to_string() == code);
    let one = found.next().unwrap_or_else(|| panic!("no {code}"));
    assert!(found.next().is_none(), "several {code}");
    one
}

#[test]
fn a_framework_that_reads_itself_is_shown_where_it_does() {
    for formula in ["a + score.f * 2", "a + score(\"x\", \"f\") * 2"] {
        let text =
            format!("framework f {{ input a {{ }} score: `{formula}` }}\ninitiative x \"X\" {{ f {{ a: 1 }} }}\n");
        let found = one(scored(&text).check(), "P0401");
        assert!(["score.f", "\"f\""].contains(&about(&text, &found)), "{}", about(&text, &found));
    }
}

#[test]
fn a_value_that_is_dropped_is_shown_alone() {
    let text = "framework f { input a { } score: `a; a * 2` }\ninitiative x \"X\" { f { a: 1 } }\n";
    let found = scored(text).check().into_iter().find(|d| d.message.contains("not used")).expect("it is found");
    assert_eq!(about(text, &found), "a");
}

#[test]
fn the_target_of_a_metric_is_its_last() {
    let text = "metric m \"M\" { unit: %; target: 10% by 2026-06; target: 20% by 2026-12; actual: 3% on 2026-03 }\n";
    let scored = scored(text);
    let Some(NamedSubject::Measure(_, Some(point))) = scored.evaluated.resolve_path(&["m", "target"]) else {
        panic!("no target")
    };
    assert_eq!(point.value, 0.2);
    let Some(NamedSubject::Measure(_, Some(point))) = scored.evaluated.resolve_path(&["m", "latest"]) else {
        panic!("no actual")
    };
    assert_eq!(point.value, 0.03);
}

#[test]
fn what_costs_nothing_known_is_not_chosen_within_money() {
    let text = "plan p \"P\" { currency: EUR }\nframework f { input v { } score: `v` }\n\
        initiative told \"Told\" { cost: 10K EUR; f { v: 1 } }\ninitiative untold \"Untold\" { f { v: 9 } }\n";
    let scored = scored(text);
    let evaluated = &scored.evaluated;
    let money = evaluated.plan().units.parse("EUR").unwrap();
    let asked =
        SelectionRequest { by: Some("f".into()), budget: Some((20_000.0, money)), ..SelectionRequest::default() };
    let found = evaluated.choose(&asked).unwrap();
    let id = |i: usize| evaluated.plan().initiatives[i].id().to_string();
    assert_eq!(found.chosen.iter().map(|c| id(c.initiative)).collect::<Vec<_>>(), ["told"]);
    let apart: Vec<(String, &str)> = found.ineligible.iter().map(|(i, why)| (id(*i), &**why)).collect();
    assert_eq!(apart, [("untold".to_string(), "no `cost`")]);
}

#[test]
fn parts_of_what_is_over_are_not_missed_in_the_whole_above() {
    let text = "team core \"Core\" { capacity: 2 people }\n\
        initiative all \"All\" { team: core }\n\
        initiative old \"Old\" { parent: all; phase: sunset }\n\
        initiative unsized \"Unsized\" { parent: old }\n\
        initiative new \"New\" { parent: all; effort: 3 person-weeks }\n";
    let scored = scored(text);
    let roadmap =
        scored.evaluated.roadmap(&RoadmapOptions { samples: Some(100), ..RoadmapOptions::default() }).unwrap();
    let all = scored.evaluated.plan().by_id["all"];
    let item = roadmap.items.iter().find(|item| item.initiative == all).unwrap();
    assert_eq!(item.state, CommitmentState::Planned, "{}", item.state_reason);
}

#[test]
fn a_gate_asks_for_what_is_missing_and_for_nothing_else() {
    let text = "gate mine \"Mine\" { enter: discovery; check both \"Both\" { have: problem.statement, risk.mitigation } }\n\
        person ana \"Ana\" { }\n\
        initiative x \"X\" {\n  phase: discovery; owner: ana; problem { statement: \"Late\" }\n\
        risk a \"A\" { mitigation: \"m\" }\n  risk b \"B\" { likelihood: 10% }\n}\n";
    let found = scored(text).check().into_iter().find(|d| d.message.contains("risk.mitigation"));
    let found = found.expect("a risk without a mitigation is found");
    let help = found.help.unwrap_or_default();
    assert!(help.contains("mitigation") && !help.contains("statement"), "{help}");
}

#[test]
fn a_part_of_what_a_phase_declines_is_declined() {
    let text = "team core \"Core\" { capacity: 2 people }\n\
        initiative all \"All\" { phase: declined }\n\
        initiative part \"Part\" { parent: all; team: core; effort: 3 person-weeks }\n";
    let scored = scored(text);
    let roadmap =
        scored.evaluated.roadmap(&RoadmapOptions { samples: Some(100), ..RoadmapOptions::default() }).unwrap();
    let part = scored.evaluated.plan().by_id["part"];
    let item = roadmap.items.iter().find(|item| item.initiative == part).unwrap();
    assert_eq!((item.state, &*item.state_reason), (CommitmentState::Declined, "`all` is declined"));
}

/// What came of a criterion, `m: 10% by 2026-03`, whose metric and result have these lines.
fn criterion(metric: &str, result: &str, by: &str) -> Criterion {
    let text = format!(
        "metric m \"M\" {{ unit: %; {metric} }}\n\
        initiative x \"X\" {{ success {{ m: 10% by {by} }}; result {{ {result} }} }}\n"
    );
    let scored = scored(&text);
    scored.evaluated.criteria(0).pop().expect("a criterion")
}

#[test]
fn a_result_of_today_counts() {
    assert_eq!(criterion("", "m: 12% on 2026-05-04", "2026-06").state, CriterionState::Met);
    assert_eq!(criterion("", "m: 12% on 2026-05-05", "2026-06").state, CriterionState::Early);
}

#[test]
fn after_a_result_on_the_date_itself_the_metric_says_no_more() {
    let later = "actual: 12% on 2026-04-30";
    assert_eq!(criterion(later, "m: 9% on 2026-03-31", "2026-03").state, CriterionState::Missed);
    assert_eq!(criterion(later, "m: 9% on 2026-03-30", "2026-03").state, CriterionState::MetLate);
}

#[test]
fn nothing_is_so_many_times_nothing() {
    let of =
        |baseline: &str| criterion(&format!("baseline: {baseline} on 2026-01-31"), "m: 12% on 2026-03-31", "2026-03");
    assert_eq!(of("0%").relative_change(), None);
    assert!(of("6%").relative_change().is_some_and(|c| (c - 1.0).abs() < 1e-12));
}

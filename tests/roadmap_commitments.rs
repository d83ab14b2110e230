//! What a roadmap promises: the same state and dates to every audience, of every initiative once, and nothing that
//! nobody can do; and the same bytes however a plan is cut into files.

use crate::support;
use crate::support::prng::Prng;
use planwright::evaluation::{CommitmentState, Evaluated, ScheduledItem};
use planwright::model::{Datum, DecisionVerdict};
use planwright::report::{json, roadmap as told};
use planwright::source::{DiskFiles, all_plan_files};
use planwright::{Roadmap, RoadmapOptions};
use planwright::{Scored, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A plan in which anything may be missing: teams, efforts, scores, customers' words; with parts, needs, decisions.
fn odd_plan(seed: u64) -> String {
    let mut draws = Prng(seed.wrapping_mul(977).wrapping_add(11));
    let mut out = format!(
        "plan p \"P\" {{ edition: 2026; rank_by: rice; gates: no; samples: 200; today: 2026-06-01; horizon: 2026-06 to 2026-{:02} }}
person mo \"Mo\" {{ }}\n",
        8 + draws.below(5)
    );
    let teams = draws.below(4);
    for team in 0..teams {
        let focus = if draws.one_in(4) { "; focus: 2" } else { "" };
        out += &format!("team t{team} \"Team {team}\" {{ capacity: {} people{focus} }}\n", 1 + draws.below(3));
    }
    let items = 3 + draws.below(9);
    let phases = ["idea", "discovery", "definition", "delivery", "launched", "paused", "declined", "sunset", "done"];
    for item in 0..items {
        let mut facts = format!("customer: \"Words {item}\"");
        if teams > 0 && !draws.one_in(5) {
            facts += &format!("; team: t{}", draws.below(teams));
        }
        if !draws.one_in(5) {
            let low = 1 + draws.below(5);
            facts += &format!("; effort: {low} to {} person-weeks", low + 1 + draws.below(20));
        }
        if !draws.one_in(4) {
            facts += &format!(
                "; rice {{ reach: {} users/month; impact: {}; confidence: {}% }}",
                10 * (1 + draws.below(90)),
                draws.of(&["low", "medium", "high"]),
                10 * (1 + draws.below(9))
            );
        }
        if !draws.one_in(3) {
            facts += &format!("; phase: {}", draws.of(&phases));
        }
        if item > 0 && draws.one_in(3) {
            facts += &format!("; needs: i{}", draws.below(item));
        }
        if item > 0 && draws.one_in(4) {
            facts += &format!("; parent: i{}", draws.below(item));
        }
        if draws.one_in(4) {
            facts += &format!("; due: 2026-{:02}-15", 6 + draws.below(7));
        }
        if draws.one_in(5) {
            facts += &format!("; risk r \"R\" {{ likelihood: {}%; delay: 1 to 6 weeks }}", 10 + draws.below(80));
        }
        out += &format!("initiative i{item} \"Item {item}\" {{ {facts} }}\n");
        if draws.one_in(4) {
            let verdict = draws.of(&["commit", "defer", "decline"]);
            out += &format!(
                "decision d{item} {{ about: i{item}; verdict: {verdict}; because: \"b\"; by: mo; on: 2026-05-04 }}\n"
            );
        }
    }
    out
}

/// Every workspace of the tree that can be read and whose schedule can be told.
pub(crate) fn plans_of_the_tree() -> Vec<(String, Scored)> {
    let root = Path::new(crate::ROOT);
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for top in ["examples", "tests/spec/plans"] {
        for file in all_plan_files(&root.join(top)).unwrap() {
            folders.extend(Path::new(top).join(file).parent().map(Path::to_path_buf));
        }
    }
    let read = |folder: &PathBuf| {
        let files = DiskFiles { root: root.join(folder), only: None };
        let scored = Source::files(files).parse().ok()?.resolve(&support::view()).ok()?.evaluate();
        Some((folder.display().to_string(), scored))
    };
    folders.iter().filter_map(read).collect()
}

/// What every audience is told of a plan, held against its one roadmap.
fn every_audience_is_told_the_same(name: &str, scored: &Scored) {
    let evaluated = &scored.evaluated;
    let Ok(roadmap) = evaluated.roadmap(&RoadmapOptions::default()) else { return };
    let plan = evaluated.plan();
    let all: Vec<usize> = roadmap.items.iter().map(|i| i.initiative).collect();
    let once: BTreeSet<usize> = all.iter().copied().collect();
    assert_eq!((once.len(), all.len()), (plan.initiatives.len(), plan.initiatives.len()), "{name}: each once");
    roadmap.items.iter().for_each(|item| promises_what_can_be_done(name, evaluated, &roadmap, item));
    for audience in told::audiences(evaluated) {
        let own = told::audience_horizon(evaluated, audience).unwrap_or(roadmap.to);
        for until in [own, roadmap.from, roadmap.to] {
            is_told(name, evaluated, &roadmap, &told::report(evaluated, &roadmap, audience, until));
        }
    }
}

fn is_told(name: &str, evaluated: &Evaluated, roadmap: &Roadmap, told: &told::AudienceReport) {
    let plan = evaluated.plan();
    let report = &told.report;
    let place = format!("{name} for {}", report.audience);
    let mut shown = 0;
    for item in &report.items {
        let is_it = |p: &&ScheduledItem| {
            let record = &plan.initiatives[p.initiative].record;
            match &item.id {
                Some(id) => **id == *record.id,
                None => record.text("customer").is_some_and(|c| **c == *item.title),
            }
        };
        let same: Vec<&ScheduledItem> = roadmap.items.iter().filter(is_it).collect();
        shown += 1;
        // Two initiatives may have the same words for customers.
        let [planned] = same.as_slice() else { continue };
        let said = (format!("{:?}", item.state).to_lowercase(), item.start, item.finish, item.p80);
        let day = |d: Option<planwright::quantity::Date>| d.filter(|_| report.until.is_some());
        let (start, finish, p80) = (day(planned.start), day(planned.finish), day(planned.p80));
        assert_eq!(said, (planned.state.to_string(), start, finish, p80), "{place}: {}", item.title);
    }
    let left: BTreeSet<&String> = told.left_out.iter().flat_map(|l| &l.ids).collect();
    let listed: usize = told.left_out.iter().map(|l| l.ids.len()).sum();
    assert_eq!(listed, left.len(), "{place}: left out once");
    assert_eq!(shown + left.len(), plan.initiatives.len(), "{place}: told, or left out with a reason");
    if report.audience == "team" {
        assert_eq!(shown, plan.initiatives.len(), "{place}: all of it");
    }
}

/// Nobody's promise is without people, size or decision.
fn promises_what_can_be_done(name: &str, evaluated: &Evaluated, roadmap: &Roadmap, item: &ScheduledItem) {
    let plan = evaluated.plan();
    let initiative = &plan.initiatives[item.initiative];
    let place = format!("{name}: `{}` is {} ({})", initiative.id(), item.state, item.state_reason);
    let is_whole = plan.initiatives.iter().any(|i| match i.record.value("parent") {
        Some(Datum::Reference { id: whole, .. }) => whole == initiative.id(),
        _ => false,
    });
    if item.state != CommitmentState::Committed || is_whole {
        return;
    }
    let mut up = vec![initiative];
    while let Some(Datum::Reference { id: parent, .. }) = up.last().unwrap().record.value("parent") {
        let Some(whole) = plan.by_id.get(&**parent).filter(|_| up.len() < 50) else { break };
        up.push(&plan.initiatives[*whole]);
    }
    let decided = up.iter().any(|i| evaluated.decision(i.id()).is_some_and(|d| d.verdict == DecisionVerdict::Commit));
    let building = up.iter().find_map(|i| i.phase.as_ref()).is_some_and(|p| {
        let phase = plan.other_items.get("phase").into_iter().flatten().find(|r| r.id == *p);
        phase.is_some_and(|r| matches!(r.value("building"), Some(Datum::Truth(true))))
    });
    assert!(decided || building, "{place}, and nobody decided it");
    assert!(item.finish.is_some(), "{place}, and has no date");
    // Of a part without an estimate it is that of its whole.
    let work = |i: &ScheduledItem| i.work.iter().any(|(_, weeks)| *weeks > 0.0);
    let is_one = |i: &&ScheduledItem| up.iter().any(|u| std::ptr::eq(*u, &plan.initiatives[i.initiative]));
    assert!(roadmap.items.iter().filter(is_one).any(work), "{place}, and nobody does it");
}

#[test]
fn every_audience_hears_one_state_of_the_plans_of_the_tree() {
    let plans = plans_of_the_tree();
    assert!(plans.len() > 20, "{} plans", plans.len());
    plans.iter().for_each(|(name, scored)| every_audience_is_told_the_same(name, scored));
}

#[test]
fn every_audience_hears_one_state_of_odd_plans() {
    let mut states = BTreeMap::new();
    for seed in 0..500 {
        let text = odd_plan(seed);
        let scored = support::scored(&support::one(&text), &support::view());
        every_audience_is_told_the_same(&format!("plan {seed}:\n{text}"), &scored);
        for item in scored.evaluated.roadmap(&RoadmapOptions::default()).iter().flat_map(|r| &r.items) {
            *states.entry(item.state).or_insert(0) += 1;
        }
    }
    for state in CommitmentState::ALL {
        assert!(states.get(&state).is_some_and(|n| *n > 20), "{state}: {states:?}");
    }
}

/// The roadmap and the ranking of a plan as programs read them, without the places in files.
fn read(files: &support::Files) -> String {
    let scored = support::scored(files, &support::view());
    let evaluated = &scored.evaluated;
    let roadmap = evaluated.roadmap(&RoadmapOptions::default()).unwrap();
    let mut out = String::new();
    for audience in told::audiences(evaluated) {
        let told = told::report(evaluated, &roadmap, audience, roadmap.to);
        out += &json(&told.report);
        out += &told::text(&told.report, planwright::report::Layout { width: Some(80) });
    }
    for framework in evaluated.columns() {
        let ranking = evaluated.ranking(&framework.framework.id, true).unwrap();
        for row in &ranking.rows {
            let id = evaluated.plan().initiatives[row.initiative].id();
            out += &format!("{} {id} {} {:?} {:?}\n", framework.framework.id, row.rank, row.order, row.score);
        }
    }
    let mut found: Vec<String> = scored.check().iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    found.sort();
    out += &found.join("\n");
    out
}

#[test]
fn names_order_and_number_of_files_change_nothing() {
    let growing = std::fs::read_to_string(Path::new(crate::ROOT).join("examples/growing/growing.plan")).unwrap();
    let plans = [growing, odd_plan(3), odd_plan(8), odd_plan(21)];
    for (number, text) in plans.iter().enumerate() {
        let mut items: Vec<&str> = planwright::language::items(text).into_iter().map(|item| &text[item]).collect();
        assert!(items.len() > 3, "plan {number}");
        let whole = read(&support::one(text));
        for seed in 0..20 {
            let mut draws = Prng(seed + 100);
            for at in (1..items.len()).rev() {
                items.swap(at, draws.below(at as u64 + 1) as usize);
            }
            let count = 1 + draws.below(6);
            let mut files = support::Files::new();
            for item in &items {
                let file = format!("{}{}.plan", draws.of(&["a", "m", "z"]), draws.below(count));
                *files.entry(file).or_default() += &format!("{item}\n\n");
            }
            let parted = read(&files);
            let differs = whole.lines().zip(parted.lines()).find(|(a, b)| a != b);
            assert!(whole == parted, "plan {number}, cut the {seed}th way: {differs:?}");
        }
    }
}

//! Changes of a session, laid over a plan, joined, saved as a scenario or written into the files: always the same plan.

use planwright::edit::{self, MergedChanges, PlanFile, apply, merge_changes, save_scenario, scenario_text, write_back};
use planwright::language::format;
use planwright::language::{SyntaxTree, parse};
use planwright::model::{Datum, Plan, Record};
use planwright::source::{MemoryFiles, SourceId};
use planwright::{Source, View};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::OnceLock;

type Texts = BTreeMap<String, String>;

/// All that a plan says, without its places and reasons.
fn said(plan: &Plan) -> Vec<String> {
    // Which frameworks of the library are read depends on what the texts mention, unset or not.
    let own = |r: &&Record| plan.frameworks.get(&r.id).is_none_or(|f| &*r.kind != "framework" || !f.standard);
    let mut records: Vec<&Record> = plan.other_items.values().flatten().filter(own).collect();
    records.extend(plan.initiatives.iter().map(|i| &i.record));
    records.extend(plan.metrics.iter().map(|m| &m.record));
    records.extend(plan.decisions.iter().map(|d| &d.record));
    let mut out: Vec<String> = records.into_iter().map(record).collect();
    out.extend(plan.initiatives.iter().map(|i| format!("{} {:?} {}", i.id(), i.phase, i.open)));
    let point = |p: &planwright::model::DataPoint| format!("{} {:?}", p.value, p.on);
    for m in plan.metrics.iter() {
        let (actuals, targets): (Vec<_>, Vec<_>) =
            (m.actuals.iter().map(point).collect(), m.targets.iter().map(point).collect());
        out.push(format!("{} {:?} {actuals:?} {targets:?} {:?}", m.record.id, m.unit, m.baseline.as_ref().map(point)));
    }
    out.push(format!("{:?}", plan.frameworks.values().filter(|f| !f.standard).map(|f| &f.id).collect::<Vec<_>>()));
    out.push(format!("{:?}", plan.weightings.keys()));
    out.push(format!("{:?}", plan.rules.iter().map(|r| &r.id).collect::<BTreeSet<_>>()));
    out.push(format!("{:?}", plan.expects.iter().map(|e| &e.id).collect::<BTreeSet<_>>()));
    out.sort();
    out
}

fn record(record: &Record) -> String {
    let datum = |d: &Datum| match d {
        Datum::Code(code) => {
            format!("`{}`", code.text.replace("\r\n", "\n").split_whitespace().collect::<Vec<_>>().join(" "))
        }
        other => format!("{other:?}"),
    };
    let mut facts: Vec<(&str, String)> = Vec::new();
    for fact in &record.facts {
        let mut text = String::new();
        for clause in &fact.clauses {
            let tails: Vec<String> = clause.tails.iter().map(|(c, d)| format!("{c} {}", datum(d))).collect();
            let _ = write!(text, "{} {tails:?}, ", datum(&clause.head));
        }
        facts.push((&fact.name, text));
    }
    facts.sort_by_key(|(name, _)| *name);
    let mut blocks: Vec<String> = record.blocks.iter().map(self::record).collect();
    blocks.sort();
    format!("{} {} {:?} {:?} {facts:?} {blocks:?}", record.kind, record.id, record.title, record.was)
}

fn resolved(files: &Texts, overlays: &[String], scenario: Option<&str>) -> (Vec<String>, Vec<String>) {
    let view = View { overlays: overlays.to_vec(), scenario: scenario.map(str::to_string), ..View::default() };
    let resolved = Source::files(MemoryFiles(files.clone())).parse().unwrap().resolve(&view).unwrap().resolved;
    let mut found: Vec<String> = resolved.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    found.sort();
    (said(&resolved.plan), found)
}

fn parsed(texts: &Texts) -> Vec<(String, SyntaxTree)> {
    let plans = texts.iter().filter(|(name, _)| name.ends_with(".plan"));
    plans.map(|(name, text)| (name.clone(), parse(SourceId(0), text.as_str().into()))).collect()
}

/// The files with the changes written into them.
fn written_back(texts: &Texts, overlays: &[String]) -> Texts {
    try_write_back(texts, overlays).unwrap_or_else(|e| panic!("{e}\n{overlays:#?}"))
}

fn try_write_back(texts: &Texts, overlays: &[String]) -> Result<Texts, String> {
    let changes: Vec<SyntaxTree> = overlays.iter().map(|o| parse(SourceId(9), o.as_str().into())).collect();
    let changes: Vec<&SyntaxTree> = changes.iter().collect();
    let files = parsed(texts);
    let homes = to_plan_files(&files);
    let result = write_back(&merge_changes(&changes), &homes, Some(0), None).map_err(|e| e.to_string())?;
    assert_eq!(result.skipped, []);
    let mut out = texts.clone();
    for (file, mut edits) in result.edits {
        let text = apply(&files[file].1.text, &mut edits).unwrap();
        assert_ne!(text, texts[&files[file].0]);
        out.insert(files[file].0.clone(), text);
    }
    Ok(out)
}

fn to_plan_files(files: &[(String, SyntaxTree)]) -> Vec<PlanFile<'_>> {
    let space = |name: &str| (name == "mobile.plan").then_some("m");
    files.iter().map(|(name, parsed)| PlanFile { parsed, namespace: space(name) }).collect()
}

/// That all ways lead to one plan.
fn check(texts: &Texts, overlays: &[String]) {
    if let Some(refused) = try_write_back(texts, overlays).err() {
        // Only that is never written.
        assert!(refused.starts_with("the list `streaks.tags` holds comments"), "{refused}\n{overlays:#?}");
        return;
    }
    let (want, found) = resolved(texts, overlays, None);
    let after = written_back(texts, overlays);
    let show = || format!("{overlays:#?}\n{}", diff(texts, &after));
    assert!(
        resolved(&after, &[], None) == (want.clone(), found.clone()),
        "laid: {}\n{}",
        show(),
        differs(&want, &resolved(&after, &[], None).0)
    );
    // Nothing is left to do.
    assert_eq!(written_back_again(&after, overlays), None, "{}", show());

    let changes: Vec<SyntaxTree> = overlays.iter().map(|o| parse(SourceId(9), o.as_str().into())).collect();
    let changes: Vec<&SyntaxTree> = changes.iter().collect();
    let files = parsed(texts);
    let blind = merge_changes(&changes);
    let knowing = blind.over(&to_plan_files(&files));
    assert!(knowing.text().len() <= blind.text().len());
    for joined in [&blind, &knowing] {
        let text = joined.text();
        let got = resolved(texts, std::slice::from_ref(&text), None);
        assert!(got.0 == want, "joined: {}\n{text}\n{}", show(), differs(&want, &got.0));
        let again = parse(SourceId(9), text.as_str().into());
        assert_eq!(again.diagnostics, [], "{text}");
        assert_eq!(merge_changes(&[&again]).text(), text, "{overlays:#?}");
        saved(texts, joined, &want);
    }
}

fn saved(texts: &Texts, joined: &MergedChanges<'_>, want: &[String]) {
    let text = scenario_text(joined, "what_if", Some("What if"), None).unwrap();
    let text = format(&parse(SourceId(9), text.as_str().into()));
    let name = texts.keys().next().unwrap();
    let file = parse(SourceId(0), texts[name].as_str().into());
    let with = apply(&file.text, &mut save_scenario(&text, &file).unwrap()).unwrap();
    let mut all = texts.clone();
    all.insert(name.clone(), with.clone());
    let got = resolved(&all, &[], Some("what_if")).0;
    assert!(got == want, "saved:\n{text}\n{}", differs(want, &got));
    // Saved again it stays, and another takes its place.
    let file = parse(SourceId(0), with.as_str().into());
    assert_eq!(save_scenario(&text, &file), Ok(vec![]));
    let other = apply(&with, &mut save_scenario("scenario what_if { }", &file).unwrap()).unwrap();
    assert!(
        other.ends_with("\n\nscenario what_if { }\n") || other.ends_with("\r\n\r\nscenario what_if { }\r\n"),
        "{other:?}"
    );
}

/// What laying the joined change again would change; new items are there now.
fn written_back_again(after: &Texts, overlays: &[String]) -> Option<String> {
    let dropping = overlays.iter().any(|o| o.contains("drop: yes") || o.contains("none"));
    if dropping {
        return None;
    }
    let again = written_back(after, overlays);
    (again != *after).then(|| diff(after, &again))
}

fn diff(before: &Texts, after: &Texts) -> String {
    let files = before.iter().filter(|(name, text)| after[*name] != **text);
    files
        .map(|(name, text)| {
            format!("{name}\n{}", similar::TextDiff::from_lines(text.as_str(), &after[name]).unified_diff())
        })
        .collect()
}

fn differs(want: &[String], got: &[String]) -> String {
    let missing: String = want.iter().filter(|w| !got.contains(w)).map(|w| format!("- {w}\n")).collect();
    let more: String = got.iter().filter(|g| !want.contains(g)).map(|g| format!("+ {g}\n")).collect();
    missing + more.as_str()
}

fn observability() -> &'static Texts {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let root = Path::new(crate::ROOT).join("examples/observability");
        let mut names = planwright::source::plan_files(&root).unwrap();
        names.push("scripts/decay.rhai".into());
        names.into_iter().map(|n| (n.clone(), std::fs::read_to_string(root.join(n)).unwrap())).collect()
    })
}

const MAIN: &str = r#"# The plan.
plan small "Small" { edition: 2026; rank_by: rice }  # all of it
use "mobile.plan" as m
team web "Web" { capacity: 3 people; capacity: 2 people from 2026-Q3 because "leave" }
person ana "Ana" { team: web }

# A metric with its series.
metric minutes "Minutes" {
  role: north_star; unit: minutes
  baseline: 41 minutes on 2025-12   # counted
  actual: 42 minutes on 2026-01;  actual: 43 minutes on 2026-02   # so far
  actual: 44 minutes on 2026-03     because "counted"

  target: 50 minutes by 2026-12
}

initiative streaks "Streak repair" {
  phase: delivery from 2026-04-13; owner: ana # both
  effort: ?      # not known
    # nobody asked
    because "nobody asked"
  moves: minutes by 1 to 2 minutes
  tags: [
    mobile  # the app
    retention
  ]

  # how it scores
  rice { reach: 18K   to 30K users/month; impact: high }  # guessed
  problem {
    statement: """
      Streaks break
        on bad days
    """
  }
  risk late "Late" { likelihood: 30%; delay: 2 to 4 weeks }
  risk legal "Legal" {
    # nothing yet
    likelihood: 5%
  }
  evidence { interviews: 3 } # the end
}
initiative badges "Badges" { rice { reach: 1K users/month; impact: low; confidence: 50%; effort: 1 person-month } }
initiative plain { tags: a, b; effort: 2 person-weeks
}
scenario lean "Lean" { initiative streaks { effort: 9 person-weeks; rice { impact: low } } }"#;

const MOBILE: &str = "# Their own.\ninitiative app \"App\" {\n\teffort: 2 person-months\n\trice { reach: 5K users/month; impact: low; confidence: 50% }\n\n\trisk store \"Store\" { delay: 1 week }\n}\nteam phones \"Phones\" { }\n";

fn small(newline: &str) -> Texts {
    let files = [("main.plan", MAIN), ("mobile.plan", MOBILE)];
    files.iter().map(|(n, t)| (n.to_string(), t.replace('\n', newline))).collect()
}

/// What may be said in an initiative.
const INITIATIVE: &[&str] = &[
    "effort: 3 person-months",
    "effort: 1 to 3 person-weeks because \"asked\"",
    "effort: none",
    "effort: none because \"nobody\"",
    "effort: ?",
    "owner: ana",
    "owner: none",
    "due: 2026-09",
    "tags: a, b",
    "tags: [a, c]",
    "tags: [\n  mobile # kept\n  retention\n]",
    "tags: none",
    "phase: idea",
    "phase: idea from 2026-01; phase: delivery from 2026-04-13",
    "phase: discovery from 2025-11-03; phase: delivery from 2026-02-16; phase: delivery from 2026-05 because \"moved\"",
    "customer: \"\"\"\n    Two\n      lines\n  \"\"\"",
    "customer: \"one # }\"",
    "rice { effort: 4 person-months }",
    "rice { effort: none }",
    "rice { impact: high; confidence: 80% because \"seen\" }",
    "rice { reach: 18K to 30K users/month }",
    "rice { reach: none; impact: low }",
    "rice { drop: yes }",
    "rice { drop: yes }; rice { impact: medium }",
    "rice: none",
    "rice: none; rice { confidence: 50% }",
    "problem { statement: \"\"\"\n  Streaks break\n    on bad days\n\"\"\" }",
    "problem { cost: $50K/year; cost: 3 hours/user/week }",
    "problem { cost: none }",
    "evidence { surveys: 9 }",
    "evidence: none",
    "risk late \"Very late\" { delay: 2 weeks }",
    "risk late \"Late again\" { likelihood: 10%; mitigation: \"none # } known\" }",
    "risk late { drop: yes }",
    "risk legal { likelihood: none }",
    "risk legal { likelihood: 5% }",
    "risk legal \"Law\" { likelihood: 5% }",
    "risk: none",
    "",
];

const METRIC: &[&str] = &[
    "actual: 42 minutes on 2026-01; actual: 43 minutes on 2026-02; actual: 45 minutes on 2026-03",
    "actual: 40 minutes on 2025-12; actual: 42 minutes on 2026-01; actual: 44 minutes on 2026-03; actual: 46 minutes on 2026-04",
    "actual: 39 minutes on 2026-05 because \"new\"",
    "actual: none",
    "target: 60 minutes by 2026-12; target: 70 minutes by 2027-12",
    "target: none",
    "better: lower",
    "unit: minutes",
    "baseline: 41 minutes on 2025-12 because \"looked up\"",
];

const TEAM: &[&str] = &[
    "capacity: 3 people",
    "capacity: 3 people; capacity: 1 person from 2026-Q3",
    "focus: 2",
    "focus: none",
    "capacity: none",
];
const PLAN: &[&str] = &["rank_by: ice", "today: 2026-05-04", "rank_by: none", "interval: 80%"];

/// Texts of changes: `picks` chooses items and what is said of them. Nothing is changed that is not there.
fn changes(items: &[(&str, &str)], picks: &[(usize, usize, usize, bool)]) -> Vec<String> {
    let mut there: BTreeSet<(String, String)> = items.iter().map(|(k, n)| (k.to_string(), n.to_string())).collect();
    let mut overlays: Vec<String> = Vec::new();
    for (item, what, more, joins) in picks {
        let new = [("initiative", "new_a"), ("initiative", "new_b"), ("team", "new_t")];
        let all: Vec<(&str, &str)> = items.iter().copied().chain(new).collect();
        let (kind, name) = all[item % all.len()];
        let pool = match kind {
            "initiative" => INITIATIVE,
            "metric" => METRIC,
            "team" => TEAM,
            _ => PLAN,
        };
        let (first, second) = (pool[what % pool.len()], pool[more % pool.len()]);
        let key = (kind.to_string(), name.to_string());
        let known = there.contains(&key);
        // In one block that may be new, a field is said once and nothing is taken away.
        let takes = |s: &str| s.contains("none") || s.contains("drop");
        let title = more % 5 == 0 || !known;
        if name.contains('.') && !known {
            continue;
        }
        let text = if known && kind != "plan" && what % 13 == 7 {
            there.remove(&key);
            format!("{kind} {name} {{ drop: yes }}")
        } else if !known {
            there.insert(key);
            let first = if takes(first) || first.contains("title") { "" } else { first };
            format!("{kind} {name} \"New {more}\" {{ {first} }}")
        } else {
            let word = |s: &str| s.split([' ', ':']).next().unwrap_or("").to_string();
            let second = if word(first) == word(second) { "" } else { second };
            let title = if title { format!(" \"Title {more}\"") } else { String::new() };
            let name = if kind == "plan" && more % 2 == 0 && title.is_empty() { "" } else { name };
            format!("{kind} {name}{title} {{\n{first}\n{second}\n}}")
        };
        match overlays.last_mut().filter(|_| *joins) {
            Some(last) => *last += &format!("\n{text}"),
            None => overlays.push(text),
        }
    }
    overlays
}

fn picks() -> impl Strategy<Value = Vec<(usize, usize, usize, bool)>> {
    prop::collection::vec((0usize..1000, 0usize..1000, 0usize..1000, prop::bool::weighted(0.3)), 1..9)
}

const SMALL: &[(&str, &str)] = &[
    ("initiative", "streaks"),
    ("initiative", "streaks"),
    ("initiative", "streaks"),
    ("initiative", "badges"),
    ("initiative", "plain"),
    ("initiative", "m.app"),
    ("metric", "minutes"),
    ("metric", "minutes"),
    ("team", "web"),
    ("team", "m.phones"),
    ("plan", "small"),
];
const LARGE: &[(&str, &str)] = &[
    ("initiative", "detection"),
    ("initiative", "detection"),
    ("initiative", "streaming"),
    ("initiative", "ebpf"),
    ("initiative", "sso"),
    ("metric", "time_to_detect"),
    ("team", "ingest"),
    ("plan", "acme"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn all_ways_lead_to_one_plan(picks in picks(), newline in prop::sample::select(vec!["\n", "\r\n"])) {
        check(&small(newline), &changes(SMALL, &picks));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..Default::default() })]

    #[test]
    fn all_ways_lead_to_one_plan_of_many_files(picks in picks()) {
        check(observability(), &changes(LARGE, &picks));
    }
}

#[test]
fn no_comment_is_lost_but_those_of_what_goes() {
    let texts = small("\n");
    let after = written_back(
        &texts,
        &["initiative streaks { effort: none; owner: leo; rice { impact: low }; risk late { drop: yes } }".to_string()],
    );
    for comment in
        ["# The plan.", "# all of it", "# both", "# nobody asked", "# how it scores", "# guessed", "# the end"]
    {
        assert!(after["main.plan"].contains(comment), "{comment}\n{}", diff(&texts, &after));
    }
    let files = parsed(&texts);
    let found = edit::find_scenario(&files.iter().map(|(_, p)| p).collect::<Vec<_>>(), "lean");
    assert!(found.map(|(at, _)| at) == Some(0));
}

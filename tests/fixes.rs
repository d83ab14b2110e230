//! Every fix that a finding of the pages offers is applied: the finding is gone, and nothing new is wrong.

use crate::support::markdown::fences;
use crate::support::{self, Files, check, split};
use planwright::diagnostic::{Diagnostic, Fix};
use planwright::source::SourceSet;
use std::path::Path;

/// The plans of the pages of the language and of the codes, with where each stands.
fn plans() -> Vec<(String, Files)> {
    let mut found = Vec::new();
    for folder in ["tests/spec", "src/diagnostic/codes"] {
        for entry in std::fs::read_dir(Path::new(crate::ROOT).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "md") {
                let page = std::fs::read_to_string(&path).unwrap();
                let plans = fences(&page).into_iter().filter(|f| f.info.first().is_some_and(|i| i == "plan"));
                found.extend(plans.map(|f| (format!("{}:{}", path.display(), f.line), split(&f.text))));
            }
        }
    }
    found.sort();
    found
}

fn apply(files: &Files, fix: &Fix, sources: &SourceSet) -> Files {
    let name = sources.get(fix.span.source).unwrap().name.to_string();
    let text = &files[&name];
    let (start, end) = (fix.span.start as usize, fix.span.end as usize);
    let mended = format!("{}{}{}", &text[..start], fix.replacement, &text[end..]);
    let mut files = files.clone();
    files.insert(name, mended);
    files
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|d| d.is_error()).count()
}

#[test]
fn every_fix_mends_what_it_is_offered_for() {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (place, files) in plans() {
        let (scored, found) = check(&files);
        for d in &found {
            for fix in &d.fixes {
                tried += 1;
                let mended = apply(&files, fix, &scored.sources);
                let (after, left) = check(&mended);
                let said = |found: &[Diagnostic]| {
                    found.iter().filter(|f| (f.code, &f.message) == (d.code, &d.message)).count()
                };
                // What was hidden behind a mistake may show, but of the same kind there is one less.
                if said(&left) >= said(&found) {
                    wrong.push(format!("{place}: {} stays after `{}`: {}", d.code, fix.title, d.message));
                } else if fix.safe && errors(&left) > errors(&found) {
                    wrong.push(format!(
                        "{place}: after `{}` there is more\n{}",
                        fix.title,
                        support::words(&left, &after.sources)
                    ));
                }
            }
        }
    }
    assert!(tried >= 40, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A plan without a mistake that holds a field of every type.
const COMPLETE_PLAN: &str = r#"plan p "P" { edition: 2026; currency: GBP; rank_by: rice; horizon: 2026-Q1 to 2026-Q4; commit_at: 80%; gates: no; today: 2026-05-04; samples: 100 }
team core "Core" { capacity: 5 people; reserve: 20%; focus: 3 }
person ana "Ana" { level: senior_pm; team: core; away: 2026-07-06 to 2026-07-24 }
metric nrr "NRR" { role: north_star; unit: %; better: higher; baseline: 104% on 2025-12; target: 110% by 2026-Q4 }
initiative b "B" { effort: 1 person-week; phase: idea }
initiative a "A" {
  phase: delivery from 2026-02-16
  owner: ana
  team: core
  needs: b after 2 weeks
  moves: nrr by 1 to 2 pp
  effort: 2 to 5 person-weeks likely 3
  start: 2026-02-16
  due: 2026-09-30
  debt: yes
  tags: one, two
  customer: "Something better"
  revenue: £90K/year
  rice { reach: 500 users/month; impact: high; confidence: 80%; effort: 3 person-weeks }
  risk late "Late" { likelihood: 30%; delay: 2 weeks }
}
framework fit "Fit" { input v { range: 1 to 5; default: 3 }; score: `v * 2` }
decision d "D" { about: a; verdict: commit; because: "so"; by: ana; on: 2026-03-02; review: 2026-Q3 }
rule r "R" { each: initiative; must: `debt ?? true`; level: note }
"#;

/// What people write where something else belongs.
const DAMAGE: &[&str] = &[
    "30 September 2026",
    "Sep 30, 2026",
    "30/09/2026",
    "03/02/2026",
    "2026/9",
    "Q2 2026",
    "2026-w23",
    "W23 2026",
    "\"2026-06\"",
    "£90k/year",
    "GBP 60K per year",
    "$2.5mn",
    "90 k",
    "1,500",
    "12 000",
    "50-80%",
    "80 to 60%",
    "18 to 30K",
    "0.8",
    "80",
    "80 %",
    "8 SP",
    "3 person weeks",
    "3 weeks",
    "3 wks",
    "2 sprints",
    "2 FTE",
    "M",
    "+2pp",
    "~3",
    "500 MAU",
    "500 users per month",
    "hihg",
    "High",
    "\"high\"",
    "very high",
    "doing",
    "Delivery",
    "Commit",
    "true",
    "YES",
    "y",
    "an",
    "nrrr",
    "b and a",
    "[a, b",
    "'text'",
    "“text”",
    "text",
    "\"open",
    "`x",
    "(a + b) * 2",
    "a / b",
    "none",
    "?",
    "",
    "2 to 2 person-weeks",
    "9 to 5 weeks",
];

/// The places of values in a plan: from behind each `: ` to the end of its field.
fn values(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(": ") {
        let start = at + 2;
        let end = text[start..].find([';', '}', '\n']).map_or(text.len(), |n| start + n);
        found.push(start..start + text[start..end].trim_end().len());
    }
    found
}

#[test]
fn every_fix_offered_for_a_damaged_plan_leaves_its_place_clean() {
    let (_, clean) = check(&split(COMPLETE_PLAN));
    assert_eq!(errors(&clean), 0, "{clean:?}");
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (row, place) in values(COMPLETE_PLAN).into_iter().enumerate() {
        // Every damage at every fifth place, each place with every fifth damage: all of both, in less time.
        for (_, damage) in DAMAGE.iter().enumerate().filter(|(at, _)| (at + row) % 5 == 0) {
            let text = format!("{}{damage}{}", &COMPLETE_PLAN[..place.start], &COMPLETE_PLAN[place.end..]);
            let files = split(&text);
            let (scored, found) = check(&files);
            for d in &found {
                for fix in &d.fixes {
                    tried += 1;
                    let (after, left) = check(&apply(&files, fix, &scored.sources));
                    let end = fix.span.start as usize + fix.replacement.len();
                    let touches = |f: &&Diagnostic| {
                        let at = f.label.span;
                        let source = after.sources.get(at.source).unwrap().name
                            == scored.sources.get(fix.span.source).unwrap().name;
                        source && (at.start as usize) <= end && at.end >= fix.span.start
                    };
                    let there: Vec<_> = left.iter().filter(|f| f.is_error()).filter(touches).cloned().collect();
                    let stays = left.iter().any(|f| (f.code, &f.message) == (d.code, &d.message));
                    let twice = found.iter().filter(|f| (f.code, &f.message) == (d.code, &d.message)).count() > 1;
                    if !there.is_empty() || (stays && !twice) {
                        let said = support::words(&there, &after.sources);
                        wrong.push(format!(
                            "`{damage}` at {}: after `{}`: {said}",
                            &COMPLETE_PLAN[place.clone()],
                            fix.title
                        ));
                    }
                }
            }
        }
    }
    assert!(tried >= 20, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! The same files give the same bytes, with any number of threads, in any place and language.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// A plan long enough to be read on several threads, with ranges, ties and decisions in it; with mistakes where asked.
fn large(mistakes: bool) -> String {
    let mut out = String::from(
        "plan big \"Big\" { edition: 2026; rank_by: rice; today: 2026-05-04 }\nperson mo \"Mo\" { role: \"Lead\" }\n",
    );
    for i in 0..1500 {
        let _ = writeln!(
            out,
            "initiative i{i} \"Initiative {i}\" {{\n  rice {{ reach: {} to {} orders/month; impact: high; confidence: 50%; effort: {} person-weeks }}\n}}",
            i % 37 + 1,
            i % 37 + 9,
            i % 11 + 1
        );
        if i % 100 == 0 {
            let _ = writeln!(
                out,
                "decision d{i} {{ about: i{i}; verdict: commit; because: \"x\"; by: mo; on: 2026-01-02 }}"
            );
        }
        if i % 100 == 0 && mistakes {
            let _ = writeln!(out, "initiative bad{i} {{ onwer: mo; rice {{ reach: 5 }} }}");
        }
    }
    assert!(out.len() > 200_000);
    out
}

/// What a command gives: its status and what stands on standard output.
#[derive(Debug, PartialEq)]
struct Ran {
    status: Option<i32>,
    result: String,
    /// The words for people beside it, for a failing test.
    said: String,
}

fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plan"));
    let run = command.args(arguments).arg(folder).envs(environment.iter().copied()).output().unwrap();
    let [result, said] = [run.stdout, run.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Ran { status: run.status.code(), result, said }
}

/// How much a result holds: rows or findings of JSON, lines of anything else.
fn size(result: &str) -> usize {
    let rows = |v: serde_json::Value| ["rows", "diagnostics"].iter().find_map(|k| Some(v[*k].as_array()?.len()));
    serde_json::from_str(result).ok().and_then(rows).unwrap_or(result.lines().count())
}

/// Runs a command with one thread, with more and under another locale, and holds the results against each other: they
/// end with this status, and hold at least so much.
fn same(folder: &Path, arguments: &[&str], status: i32, least: usize) -> Ran {
    let first = run(folder, arguments, &[("RAYON_NUM_THREADS", "1")]);
    assert_eq!(first.status, Some(status), "{arguments:?}\n{}", first.said);
    assert!(size(&first.result) >= least, "{arguments:?} gives {} of {least}", size(&first.result));
    for threads in ["2", "8"] {
        let environment = [("RAYON_NUM_THREADS", threads), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Pacific/Kiritimati")];
        let again = run(folder, arguments, &environment);
        assert!(first == again, "{arguments:?} with {threads} threads");
    }
    first
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    for folder in &folders {
        std::fs::write(folder.path().join("big.plan"), large(false)).unwrap();
    }
    let [one, other] = &folders;
    for (arguments, least) in [
        (&["rank", "--format", "json", "--samples", "2000"][..], 1500),
        (&["rank", "--top", "20", "--samples", "500"], 20),
        (&["sensitivity", "--format", "csv"], 1500),
        (&["roadmap", "--format", "csv"], 1),
    ] {
        let first = same(one.path(), arguments, 0, least);
        assert!(first == run(other.path(), arguments, &[]), "{arguments:?} in another folder");
    }
}

#[test]
fn the_same_mistakes_are_found() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    for folder in &folders {
        std::fs::write(folder.path().join("big.plan"), large(true)).unwrap();
    }
    let [one, other] = &folders;
    for arguments in [&["check", "--diagnostics", "json"][..], &["check", "--diagnostics", "sarif"]] {
        let first = same(one.path(), arguments, 1, 15);
        assert!(first.result.matches("`onwer`").count() >= 15, "{}", first.result);
        assert!(first == run(other.path(), arguments, &[]), "{arguments:?} in another folder");
    }
    // For people the findings stand on the other stream.
    let short = ["check", "--diagnostics", "short"];
    let found = same(one.path(), &short, 1, 0);
    assert!(found.said.matches("error[").count() >= 15, "{}", found.said);
    assert!(found == run(other.path(), &short, &[]), "{short:?} in another folder");
}

#[test]
fn searches_and_forecasts_are_the_same_on_any_number_of_threads() {
    let folder = &Path::new(crate::ROOT).join("examples/observability");
    for (arguments, within) in [
        (&["roadmap", "--today", "2026-05-04", "--format", "json"][..], "\"alert_routing\""),
        (&["choose", "--today", "2026-05-04", "--format", "json"], "\"alert_routing\""),
        (&["learn", "--today", "2026-05-04", "--format", "json"], "\"schema\""),
        (&["report", "--today", "2026-05-04"], "</html>"),
        (&["chart", "roadmap", "--today", "2026-05-04"], "</svg>"),
    ] {
        let first = same(folder, arguments, 0, 10);
        assert!(first.result.contains(within), "{arguments:?} says nothing of {within}");
    }
}

/// What ranges made of each initiative, by its name.
fn odds(folder: &Path) -> serde_json::Map<String, serde_json::Value> {
    let run = Command::new(env!("CARGO_BIN_EXE_plan"))
        .args(["rank", "--format", "json", "--top", "4", "--samples", "3000"])
        .arg(folder)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let rows = report["rows"].as_array().unwrap().iter();
    let odds = |row: &serde_json::Value| {
        let kept = ["interval", "rank_interval", "top_probability", "odds"];
        kept.iter().map(|k| (k.to_string(), row[*k].clone())).collect::<serde_json::Map<_, _>>()
    };
    rows.map(|row| (row["id"].as_str().unwrap().to_string(), odds(row).into())).collect()
}

#[test]
fn an_unrelated_initiative_moves_no_odds() {
    let initiative = |id: &str, reach: &str, effort: &str| {
        format!(
            "initiative {id} \"{id}\" {{ rice {{ reach: {reach} users/month; impact: high; confidence: 50%; effort: {effort} person-weeks }} }}\n"
        )
    };
    let all = [
        initiative("a", "900 to 1500", "2 to 4"),
        initiative("b", "800 to 1600", "2 to 5"),
        initiative("c", "100 to 700", "1 to 2"),
        initiative("d", "300", "2"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.plan");
    let plan = "plan p { edition: 2026 }\n";
    std::fs::write(&file, format!("{plan}{}", all.concat())).unwrap();
    let before = odds(folder.path());
    assert_eq!(before.len(), 4);
    assert!(before["b"]["odds"]["next"]["above"].as_f64().unwrap() > 0.0);
    // In front of the others, in the middle of them, and in a file of its own; all are far below.
    let below = |id: &str| initiative(id, "0.1 to 0.2", "8 to 9");
    let [a, b, c, d] = &all;
    std::fs::write(&file, [plan, &below("first"), d, c, &below("middle"), b, a].concat()).unwrap();
    std::fs::write(folder.path().join("other.plan"), below("other")).unwrap();
    let after = odds(folder.path());
    let next = |odds: &serde_json::Map<String, serde_json::Value>, id: &str| odds[id]["odds"]["next"].clone();
    for id in ["a", "b", "c", "d"] {
        // Only the last one has a neighbour now.
        if next(&before, id).is_null() {
            assert_eq!(next(&after, id)["above"], 1.0);
            assert_eq!(before[id]["interval"], after[id]["interval"]);
        } else {
            assert_eq!(before[id], after[id], "{id}");
        }
    }
}

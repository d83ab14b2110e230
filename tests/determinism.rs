//! The same files give the same bytes, with any number of threads, in any place and language.

use std::fmt::Write;
use std::process::Command;

/// A plan long enough to be read on several threads, with ranges, ties, decisions and mistakes in it.
fn large() -> String {
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
            let _ = writeln!(out, "initiative bad{i} {{ onwer: mo; rice {{ reach: 5 }} }}");
        }
    }
    assert!(out.len() > 200_000);
    out
}

fn run(folder: &std::path::Path, arguments: &[&str], environment: &[(&str, &str)]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plan"));
    let run = command.args(arguments).arg(folder).envs(environment.iter().copied()).output().unwrap();
    [run.stdout, run.stderr].concat()
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&one, &other] {
        std::fs::write(folder.path().join("big.plan"), large()).unwrap();
    }
    for arguments in [
        &["rank", "--format", "json", "--samples", "2000"][..],
        &["rank", "--top", "20", "--samples", "500"],
        &["sensitivity", "--format", "csv"],
        &["check", "--diagnostics", "json"],
        &["check", "--diagnostics", "short"],
    ] {
        let first = run(one.path(), arguments, &[("RAYON_NUM_THREADS", "1")]);
        assert!(first.len() > 1000, "{arguments:?}");
        for threads in ["2", "8"] {
            let again = run(
                one.path(),
                arguments,
                &[("RAYON_NUM_THREADS", threads), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Pacific/Kiritimati")],
            );
            assert!(first == again, "{arguments:?} with {threads} threads");
        }
        assert!(first == run(other.path(), arguments, &[]), "{arguments:?} in another folder");
    }
}

#[test]
fn searches_and_forecasts_are_the_same_on_any_number_of_threads() {
    let folder = &std::path::Path::new(crate::ROOT).join("examples/observability");
    for arguments in [
        &["roadmap", "--today", "2026-05-04", "--format", "json"][..],
        &["choose", "--today", "2026-05-04", "--format", "json"],
        &["learn", "--today", "2026-05-04", "--format", "json"],
        &["report", "--today", "2026-05-04"],
        &["chart", "roadmap", "--today", "2026-05-04"],
    ] {
        let first = run(folder, arguments, &[("RAYON_NUM_THREADS", "1")]);
        assert!(first.len() > 1000, "{arguments:?}");
        for threads in ["2", "8"] {
            let again = run(folder, arguments, &[("RAYON_NUM_THREADS", threads), ("LC_ALL", "de_DE.UTF-8")]);
            assert!(first == again, "{arguments:?} with {threads} threads");
        }
    }
}

/// What ranges made of each initiative, by its name.
fn odds(folder: &std::path::Path) -> serde_json::Map<String, serde_json::Value> {
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

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
        &["rank", "--format", "json"][..],
        &["rank", "--top", "20"],
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

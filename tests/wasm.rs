//! The library in WebAssembly: Node.js ranks a plan by it, with the scores that the command gives. `tests/wasm` holds
//! the library's few exports and the program.
//!
//! It needs Node.js and the target `wasm32-unknown-unknown`. Where one of them is absent it says so and passes; with
//! `PLANWRIGHT_WASM=required`, as `.ci/run` sets it, it fails.

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// What a program prints; `None` where there is no such program, or it fails.
fn printed(command: &mut Command) -> Option<String> {
    let run = command.current_dir(crate::ROOT).output().ok()?;
    run.status.success().then(|| String::from_utf8_lossy(&run.stdout).into_owned())
}

#[test]
fn node_ranks_a_plan_with_the_same_scores() {
    let target = "wasm32-unknown-unknown";
    let node = printed(Command::new("node").arg("--version")).is_some();
    let libraries = printed(Command::new("rustc").args(["--print", "target-libdir", "--target", target]));
    let libraries = libraries.is_some_and(|folder| Path::new(folder.trim()).is_dir());
    if !node || !libraries {
        let word = |found| if found { "found" } else { "absent" };
        let said = format!(
            "skipped: no plan was ranked in WebAssembly; it needs Node.js ({}) and `rustup target add {target}` ({})",
            word(node),
            word(libraries)
        );
        assert!(std::env::var_os("PLANWRIGHT_WASM").is_none_or(|w| w != "required"), "{said}");
        eprintln!("{said}");
        return;
    }
    let built = Command::new(env!("CARGO"))
        .args(["build", "--locked", "-p", "planwright-wasm-test", "--target", target, "--message-format", "json"])
        // It runs once: what the usual settings spend on the speed of dependencies is not won back.
        .args(["--config", "profile.dev.package.\"*\".opt-level=0"])
        .current_dir(crate::ROOT)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let said = String::from_utf8_lossy(&built.stdout);
    let messages = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let files = messages.flat_map(|m| m["filenames"].as_array().cloned().unwrap_or_default());
    let library = files.filter_map(|f| f.as_str().map(str::to_string)).find(|f| f.ends_with(".wasm")).unwrap();

    let plan = "examples/first.plan";
    let ranked = printed(Command::new("node").args(["tests/wasm/rank.mjs", &library, plan])).expect("Node ranks it");
    let ranked: Value = serde_json::from_str(&ranked).unwrap();
    let command = printed(Command::new(env!("CARGO_BIN_EXE_plan")).args(["rank", plan, "--format", "json"]));
    let report: Value = serde_json::from_str(&command.expect("the command ranks it")).unwrap();
    let rows = report["rows"].as_array().unwrap();
    assert!(rows.len() > 1);
    // As numbers of the JSON: every bit of a score is the same.
    assert_eq!(ranked, rows.iter().map(|r| json!([r["rank"], r["id"], r["score"]])).collect::<Value>());
}

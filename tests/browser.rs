//! The page of `plan report` in a real browser: it sorts, filters, says nothing on the console, asks nobody, and axe
//! finds no serious fault. `tests/browser/check.mjs` does it.
//!
//! It needs Node.js, Chromium, and `npm ci` in `tests/browser`. Where one of them is absent it says so and passes;
//! with `PLANWRIGHT_BROWSER=required`, as `.ci/run` sets it, it fails. `PLANWRIGHT_PICTURES=FOLDER` keeps pictures.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The first of these programs that is on the path.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).flat_map(|folder| names.iter().map(move |n| folder.join(n))).find(|p| p.is_file())
}

#[test]
fn the_page_works_in_a_browser() {
    let folder = Path::new(crate::ROOT).join("tests/browser");
    let node = program(&["node"]);
    let chromium = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let chromium = chromium.or_else(|| program(&["chromium", "chromium-browser", "google-chrome"]));
    let (Some(node), Some(chromium), true) = (&node, &chromium, folder.join("node_modules/playwright-core").is_dir())
    else {
        let said = format!(
            "skipped: the page was not opened in a browser; it needs Node.js ({}), Chromium ({}) and `npm ci` in tests/browser",
            if node.is_some() { "found" } else { "absent" },
            if chromium.is_some() { "found" } else { "absent" },
        );
        assert!(std::env::var_os("PLANWRIGHT_BROWSER").is_none_or(|b| b != "required"), "{said}");
        eprintln!("{said}");
        return;
    };
    let made = tempfile::tempdir().unwrap();
    let page = made.path().join("report.html");
    let plan = Command::new(env!("CARGO_BIN_EXE_plan"))
        .args(["report", "examples/observability", "--today", "2026-05-04", "-o"])
        .arg(&page)
        .current_dir(crate::ROOT)
        .output()
        .unwrap();
    assert!(plan.status.success(), "{}", String::from_utf8_lossy(&plan.stderr));
    let mut check = Command::new(node);
    check.arg(folder.join("check.mjs")).arg(&page).env("CHROMIUM", chromium);
    if let Some(pictures) = std::env::var_os("PLANWRIGHT_PICTURES") {
        check.arg(pictures);
    }
    let checked = check.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
    assert!(checked.status.success() && out.contains("the page holds"), "{out}{err}");
}

//! The language by example. Pages in `tests/spec/`, the pages of the codes, README.md, the guide and every plan in
//! `examples/`. `page` runs them.

use crate::ROOT;
use crate::page::{command_blocks, run_page};
use crate::support::markdown::fences;
use crate::support::{self, marks_in, split};
use planwright::diagnostic::{Code, all_codes};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn pages(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(Path::new(ROOT).join(folder)).unwrap().map(|e| e.unwrap().path()).collect();
    found.retain(|p| p.extension().is_some_and(|e| e == "md"));
    found.sort();
    found
}

fn assert_none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{} blocks are wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_pages_of_the_language_hold() {
    let pages = pages("tests/spec");
    assert_none(pages.iter().flat_map(|p| run_page(p)).collect());
    assert!(pages.len() >= 10);
}

#[test]
fn the_readme_holds() {
    let readme = Path::new(ROOT).join("README.md");
    assert_none(run_page(&readme));
    assert!(command_blocks(&readme) >= 5);
    assert_none(refused_commands(&readme));
}

#[test]
fn the_guide_holds() {
    let mut chapters = pages("docs/guide");
    assert_none(chapters.iter().flat_map(|p| run_page(p)).collect());
    chapters.retain(|p| !p.ends_with("README.md"));
    assert!(chapters.len() >= 10);
    let silent: Vec<&PathBuf> = chapters.iter().filter(|p| command_blocks(p) == 0).collect();
    assert!(silent.is_empty(), "chapters without a command: {silent:?}");
    assert_none(chapters.iter().flat_map(|p| refused_commands(p)).collect());
}

/// Commands of a page whose command line is refused. A page may show mistakes in a plan, but nobody should paste a command
/// that can't run, and `UPDATE_EXPECT=1` would write its error into the page as if it were meant.
fn refused_commands(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let refused = fences(&text).into_iter().filter(|f| f.text.lines().any(|line| line == "[exit 2]"));
    refused.map(|f| format!("{}:{}: a command is refused\n{}", page.display(), f.line, f.text)).collect()
}

#[test]
fn every_code_has_a_true_page() {
    let mut wrong = Vec::new();
    let codes: BTreeSet<String> = all_codes().map(|c| c.to_string()).collect();
    let files: BTreeSet<String> =
        pages("src/diagnostic/codes").iter().map(|p| p.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(codes, files);
    for code in all_codes() {
        let path = Path::new(ROOT).join(format!("src/diagnostic/codes/{code}.md"));
        wrong.extend(run_page(&path));
        wrong.extend(page_problem(code).map(|said| format!("{code}: {said}")));
    }
    assert_none(wrong);
}

/// Whether a page is built as every page is: what, why, an example that raises the code, the example mended.
fn page_problem(code: Code) -> Option<String> {
    let page = code.page();
    let title = page.lines().next()?.strip_prefix("# ")?.strip_prefix(&format!("{code}: "))?;
    if title != code.title() {
        return Some(format!("its title is `{title}`, the table's `{}`", code.title()));
    }
    let fences = fences(page);
    let of = |heading: &str| {
        fences.iter().find(|f| f.heading == heading).filter(|f| f.info == ["plan"] || f.info == ["text"])
    };
    let (Some(example), Some(mended)) = (of("Example"), of("Fixed")) else {
        return Some("it has no `## Example` and `## Fixed` with a block each".into());
    };
    let own = marks_in(&split(&example.text)).iter().any(|m| m.3 == code.to_string());
    if example.info == ["plan"] && !own {
        return Some("its example does not raise it".into());
    }
    let clean = marks_in(&split(&mended.text)).is_empty();
    (!clean).then(|| "what is mended still has marks".into())
}

/// Every workspace in `examples/`: each file beside no `plan` block, and each folder with one.
fn example_paths() -> Vec<String> {
    let mut found = vec!["examples/first.plan".to_string()];
    let entries = std::fs::read_dir(Path::new(ROOT).join("examples")).unwrap().map(|e| e.unwrap());
    found
        .extend(entries.filter(|e| e.path().is_dir()).map(|e| format!("examples/{}", e.file_name().to_string_lossy())));
    found.sort();
    found
}

#[test]
fn the_examples_check_and_pass_their_tests() {
    let paths = example_paths();
    assert!(paths.len() >= 5);
    for path in paths {
        for command in ["check", "test"] {
            let mut run = Command::new(env!("CARGO_BIN_EXE_plan"));
            let run = run.args([command, &path, "--today", support::TODAY]).current_dir(ROOT).output().unwrap();
            let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
            assert!(run.status.success(), "plan {command} {path}\n{said}");
        }
    }
}

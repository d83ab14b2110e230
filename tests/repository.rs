//! The top level of the repository has only what belongs there, and the files that its documents name exist.

use planwright::evaluation::MAX_SAMPLES;
use planwright::exchange::table::{MAX_CELL, MAX_COLUMNS, MAX_ROWS};
use planwright::internals::formula::limits;
use planwright::source::{MAX_DEPTH, MAX_FILE_BYTES};
use std::path::Path;

/// What may be at the top level, beside licences and files that start with a dot.
const TOP: &str = "Cargo.toml README.md src grammar scripts tests examples CHANGELOG.md CONTRIBUTING.md SECURITY.md \
    Cargo.lock clippy.toml deny.toml justfile benches crates docs editors fuzz target";

/// Documents that name files of the repository in backticks.
const DOCUMENTS: [&str; 7] = [
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/dev/architecture.md",
    "docs/dev/style.md",
    "docs/dev/testing.md",
    "docs/reference/README.md",
    "docs/reference/language/README.md",
];

/// What a path in a document begins with.
const FOLDERS: [&str; 7] = ["src/", "crates/", "tests/", "scripts/", "examples/", "docs/", "benches/"];

fn belongs(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("LICENSE-") || TOP.split_whitespace().any(|known| known == name)
}

/// The paths that a document names in backticks and that are not there. Its links are for `documents` to check.
fn dead(document: &str) -> Vec<String> {
    let root = Path::new(crate::ROOT);
    let text = std::fs::read_to_string(root.join(document)).unwrap_or_else(|e| panic!("{document}: {e}"));
    let named = text.split('`').skip(1).step_by(2).filter(|w| FOLDERS.iter().any(|f| w.starts_with(f)));
    // `src/diagnostic/codes/CODE.md` and the like stand for many.
    let real = named.filter(|w| !w.contains(['*', ' ', '{']) && !w.contains("NAME") && !w.contains("NN-"));
    let gone = real.filter(|path| !root.join(path).exists());
    gone.map(|path| format!("{document} names `{path}`, which does not exist")).collect()
}

#[test]
fn the_top_level_has_only_what_belongs_there() {
    let entries = std::fs::read_dir(crate::ROOT).expect("the root can be read");
    let names = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned());
    let strange: Vec<String> = names.filter(|name| !belongs(name)).collect();
    assert!(strange.is_empty(), "not at the top level: {strange:?}; see `TOP` in tests/repository.rs");
    assert!(!belongs("notes.txt") && !belongs("utils"));
}

#[test]
fn what_documents_name_exists() {
    let dead: Vec<String> = DOCUMENTS.into_iter().flat_map(dead).collect();
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

/// The limits in the table of SECURITY.md, as the code has them.
fn limits() -> Vec<(&'static str, String)> {
    let bytes = |n: usize| format!("{n} bytes");
    vec![
        ("a file, a table or standard input", format!("{} MiB", MAX_FILE_BYTES >> 20)),
        ("blocks and lists within one another", MAX_DEPTH.to_string()),
        (
            "a formula",
            format!("{} bytes, {} parts within one another", limits::FORMULA_BYTES, limits::EXPRESSION_DEPTH),
        ),
        ("steps of one evaluation", limits::OPERATIONS.to_string()),
        ("calls of functions within one another", limits::CALL_DEPTH.to_string()),
        ("wall-clock time of one evaluation", format!("{} ms", limits::TIME.as_millis())),
        ("a text that a formula builds", bytes(limits::TEXT_BYTES)),
        ("a text that a formula reads from the plan", bytes(limits::INPUT_TEXT_BYTES)),
        ("a list that a formula writes", format!("{} values", limits::LIST_ITEMS)),
        ("aggregates in one formula", limits::AGGREGATES.to_string()),
        ("a `.rhai` file", format!("{} bytes, {} functions", limits::LIBRARY_BYTES, limits::LIBRARY_FUNCTIONS)),
        ("samples of a ranking", MAX_SAMPLES.to_string()),
        ("a table to import", format!("{MAX_ROWS} rows, {MAX_COLUMNS} columns, {MAX_CELL} bytes a cell")),
    ]
}

#[test]
fn security_states_the_limits_of_the_code() {
    let page = std::fs::read_to_string(Path::new(crate::ROOT).join("SECURITY.md")).expect("the page is there");
    for (what, most) in limits() {
        let row = format!("| {what} | {most} |");
        assert!(page.lines().any(|line| line == row), "SECURITY.md has no row `{row}`");
    }
}

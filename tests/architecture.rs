//! The habits of the house, read from the sources: floors, owners of crates, sizes.

use std::path::{Path, PathBuf};

/// Each module's floor: it may use only lower ones.
const FLOORS: &[(usize, &[&str])] = &[
    (0, &["source"]),
    (1, &["diagnostic", "quantity"]),
    (2, &["syntax", "model", "schedule"]),
    (3, &["formula", "format", "edit"]),
    (4, &["schema"]),
    (5, &["resolve"]),
    (6, &["evaluate"]),
    (7, &["lint"]),
    (8, &["report"]),
    (9, &["pipeline"]),
    (10, &["exchange", "session", "history", "ide"]),
    (11, &["command"]),
    (12, &["repl"]),
    (13, &["cli"]),
    (14, &["main", "lib"]),
];

/// Who may name a crate, or a part of the standard library.
const OWNERS: &[(&str, &[&str])] = &[
    ("std::fs", &["source", "cli", "command", "repl"]),
    ("miette", &["diagnostic"]),
    ("jiff", &["quantity"]),
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("rhai", &["formula"]),
    ("libm", &["formula", "evaluate", "report"]),
    // A metric's measurements are part of the plan, so that they are read where it is resolved.
    ("csv", &["exchange", "report", "resolve"]),
    ("saphyr_parser", &["exchange"]),
    ("clap", &["command", "repl", "cli"]),
    ("clap_complete", &["command", "cli"]),
    ("clap_mangen", &["command", "cli"]),
    ("similar", &["format"]),
    ("comfy_table", &["report"]),
    ("pulldown_cmark", &["report"]),
    ("sha2", &["report"]),
    ("base64", &["report"]),
    ("ignore", &["source"]),
    ("tempfile", &["source"]),
    ("strsim", &["diagnostic"]),
    ("rayon", &["syntax", "evaluate", "schedule"]),
    ("microlp", &["schedule"]),
    ("any_ascii", &["exchange"]),
    ("encoding_rs", &["exchange"]),
    ("anstyle", &["diagnostic", "cli", "report", "repl"]),
    ("terminal_size", &["command"]),
    ("rustyline", &["repl"]),
    ("shlex", &["repl"]),
    ("signal_hook", &["repl", "cli"]),
    ("textwrap", &["diagnostic", "command", "cli", "report"]),
    ("unicode_width", &["diagnostic", "report", "exchange"]),
];

/// Crates for everybody.
const ANYBODY: &[&str] = &["schemars", "serde", "serde_json"];

const MOST_LINES: usize = 600;

fn floor(module: &str) -> usize {
    let found = FLOORS.iter().find(|(_, modules)| modules.contains(&module));
    found.unwrap_or_else(|| panic!("`{module}` has no floor: give it one in tests/architecture.rs")).0
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file with the lines of comments blank, and where its tests begin.
fn code(text: &str) -> (Vec<&str>, usize) {
    let lines: Vec<&str> = text.lines().map(|l| if l.trim_start().starts_with("//") { "" } else { l }).collect();
    let is_tests = |at: &usize| {
        lines[*at].starts_with("#[cfg(test)]") && lines.get(at + 1).is_some_and(|l| l.starts_with("mod tests {"))
    };
    let tests = (0..lines.len()).find(is_tests).unwrap_or(lines.len());
    (lines, tests)
}

/// The names of modules behind each `crate::`, those of `use crate::{a, b::c}` too.
fn crate_names(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, word) in code.match_indices("crate::") {
        // `$crate::` and the like belong to macros; another crate's own name ends differently.
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + word.len()..];
        let name = |s: &str| s.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match rest.strip_prefix('{') {
            None => names.push(name(rest)),
            Some(group) => {
                let (mut depth, mut part) = (0, String::new());
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push(name(&std::mem::take(&mut part))),
                        c if depth == 0 => part.push(c),
                        _ => {}
                    }
                }
                names.push(name(&part));
            }
        }
    }
    names.retain(|n| !n.is_empty());
    names
}

/// Whether code names a crate: `csv::…`, not `self::csv::…` or `my_csv::…`.
fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let stands_alone = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    code.match_indices(&path).any(|(at, _)| stands_alone(at)) || code.contains(&format!("use {name};"))
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let module = name.split(['/', '.']).next().unwrap_or(name);
    let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".rs");
    let (lines, tests) = code(text);
    let is_test = stem.contains("tests");
    let own = if is_test { String::new() } else { lines[..tests].join("\n") };
    let mut found = Vec::new();
    for used in crate_names(&own) {
        // What begins with a capital is no module: `lib.rs` hands out nothing of the kind.
        if used != module && used.starts_with(|c: char| c.is_lowercase()) && floor(&used) >= floor(module) {
            found.push(format!("`{module}` (floor {}) uses `{used}` (floor {})", floor(module), floor(&used)));
        }
    }
    for (owned, owners) in OWNERS {
        if names_crate(&own, owned) && !owners.contains(&module) {
            found.push(format!("`{owned}` belongs to {owners:?}"));
        }
    }
    if own.contains("use super::*") {
        found.push("`use super::*` outside tests".into());
    }
    if ["utils", "util", "helpers", "common", "misc"].contains(&stem) {
        found.push(format!("a file named `{stem}`"));
    }
    if text.lines().count() > MOST_LINES {
        found.push(format!("{} lines, more than {MOST_LINES}", text.lines().count()));
    }
    if lines.join("\n").split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == "unsafe") {
        found.push("`unsafe`".into());
    }
    found
}

#[test]
fn the_house_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    assert!(files.len() > 100);
    let mut found = Vec::new();
    for path in files {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path).unwrap();
        found.extend(problems(&name, &text).into_iter().map(|p| format!("src/{name}: {p}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_dependency_has_an_owner() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names = section.lines().filter_map(|l| l.split_once(" = ")).filter(|(n, _)| !n.starts_with('#'));
    let names: Vec<String> = names.map(|(n, _)| n.replace('-', "_")).collect();
    assert!(names.len() >= 15);
    for name in names {
        let owned = OWNERS.iter().any(|(n, _)| *n == name) || ANYBODY.contains(&&*name);
        assert!(owned, "`{name}` has no owner: give it one in tests/architecture.rs");
    }
}

#[test]
fn disorder_is_seen() {
    let seen = |name: &str, text: &str| problems(name, text).len();
    assert_eq!(seen("quantity/unit.rs", "use crate::source::Span;\nuse std::fmt;\n"), 0);
    assert_eq!(seen("quantity/unit.rs", "use crate::diagnostic::Code;\n"), 1);
    assert_eq!(seen("model/plan.rs", "fn f() { crate::evaluate::run() }\n"), 1);
    assert_eq!(
        seen("model/plan.rs", "use crate::{\n    quantity::{Unit, Date},\n    resolve,\n    source::Span,\n};\n"),
        1
    );
    assert_eq!(
        seen(
            "model/plan.rs",
            "// crate::evaluate is above\n#[cfg(test)]\nmod tests {\n    use super::*;\n    use crate::evaluate::run;\n}\n"
        ),
        0
    );
    assert_eq!(seen("model/plan.rs", "use super::*;\n"), 1);
    assert_eq!(seen("lint/utils.rs", ""), 1);
    assert_eq!(seen("lint/one.rs", &"\n".repeat(601)), 1);
    assert_eq!(seen("lint/one.rs", "fn f() { let p = unsafe { g() }; }\n"), 1);
    assert_eq!(
        seen("lint/one.rs", "use csv::Reader;\nfn f() { std::fs::read(\"x\"); my_csv::f(); crate::report::csv(); }\n"),
        3
    );
}

//! The habits of the house, read from the sources: floors, circles, owners of crates, sizes.

mod circles;
mod imports;
mod tokens;

use crate::support::files_below;
use circles::circles;
use imports::Imports;
use std::collections::BTreeMap;
use std::path::Path;

/// The crates of the workspace, and whether their modules have floors, which each says in its head, `//! Floor 3: …`: a
/// module may use only lower ones.
const CRATES: &[(&str, bool)] = &[
    ("", true),
    ("crates/planwright-solver", false),
    ("crates/planwright-stats", false),
    ("crates/planwright-git", false),
    ("crates/planwright-cli", true),
];

/// Who may name a crate, or a part of the standard library: a module of the language, or a crate or a module of it.
const OWNERS: &[(&str, &[&str])] = &[
    ("std::fs", &["source", "cli/command", "cli/repl"]),
    // Nothing runs a program or speaks to the network.
    ("std::net", &[]),
    ("std::process::Command", &[]),
    ("planwright_solver", &["evaluate"]),
    ("planwright_stats", &["formula", "evaluate", "report"]),
    ("planwright", &["cli"]),
    // Git's own files are hostile: one crate reads them, and runs nothing.
    ("gix", &["git"]),
    ("planwright_git", &["cli/command"]),
    ("miette", &["cli/render"]),
    ("jiff", &["quantity", "cli/clock"]),
    ("web_time", &["clock"]),
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("rhai", &["formula"]),
    ("libm", &["formula", "evaluate", "report", "stats"]),
    // A metric's measurements are part of the plan, so that they are read where it is resolved.
    ("csv", &["exchange", "report", "resolve"]),
    ("saphyr_parser", &["exchange"]),
    ("clap", &["cli/command", "cli/repl", "cli/lib"]),
    ("clap_complete", &["cli/command"]),
    ("clap_mangen", &["cli/command"]),
    ("similar", &["format", "edit"]),
    ("comfy_table", &["report"]),
    ("pulldown_cmark", &["report"]),
    ("sha2", &["report"]),
    ("base64", &["report"]),
    ("ignore", &["source"]),
    ("tempfile", &["source"]),
    ("strsim", &["diagnostic", "git"]),
    ("rayon", &["syntax", "evaluate", "solver"]),
    ("microlp", &["solver"]),
    ("any_ascii", &["exchange"]),
    ("encoding_rs", &["exchange"]),
    ("anstyle", &["cli/render", "cli/repl"]),
    ("terminal_size", &["cli/command"]),
    ("rustyline", &["cli/repl"]),
    ("shlex", &["cli/repl"]),
    ("signal_hook", &["cli/repl", "cli/lib"]),
    ("textwrap", &["report", "cli/render"]),
    ("unicode_width", &["report", "cli/render", "exchange"]),
];

/// Crates for everybody.
const SHARED_CRATES: &[&str] = &["schemars", "serde", "serde_json"];

/// Modules of the language that are houses themselves: each child says its floor in its head.
const HOUSES: [&str; 2] = ["evaluate", "report"];

/// Files that use one another, straight or through others: more than these are one file in pieces.
const MAX_CIRCLE: usize = 3;

const MAX_LINES: usize = 600;

/// The modules of a crate's `src/` with the floor that each says in its head.
struct Floors(BTreeMap<String, usize>);

impl Floors {
    /// Reads them; a module without a floor is a problem.
    fn read(src: &Path) -> Result<Floors, String> {
        let mut floors = BTreeMap::new();
        for entry in std::fs::read_dir(src).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            if name == "main" || (name == "lib" && floor_of(&path).is_none()) {
                // Above all others.
                floors.insert(name, usize::MAX);
                continue;
            }
            let head = if path.is_dir() { path.join("mod.rs") } else { path };
            // A folder without one holds no module, or the parts of the module beside it.
            if !head.exists() || name.contains("tests") {
                continue;
            }
            let floor = floor_of(&head).ok_or(format!("{}: its first line is not `//! Floor N: …`", head.display()))?;
            floors.insert(name, floor);
        }
        Ok(Floors(floors))
    }

    fn of(&self, module: &str) -> Option<usize> {
        self.0.get(module).copied()
    }
}

/// The floor in the first line of a file.
fn floor_of(file: &Path) -> Option<usize> {
    let text = std::fs::read_to_string(file).ok()?;
    text.strip_prefix("//! Floor ")?.split_once(':')?.0.parse().ok()
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

/// The names of modules after each `crate::`, those of `use crate::{a, b::c}` too.
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

/// What is out of order in a file of a crate: `home` is the crate's short name, empty for the language's own.
fn problems(home: &str, floors: Option<&Floors>, name: &str, text: &str) -> Vec<String> {
    let module = name.split(['/', '.']).next().unwrap_or(name);
    let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".rs");
    let (lines, tests) = code(text);
    let is_test = stem.contains("tests");
    let own = if is_test { String::new() } else { lines[..tests].join("\n") };
    let mut found = Vec::new();
    for used in crate_names(&own) {
        // What begins with a capital is no module, and what is no module has no floor.
        let Some((floors, used_floor)) = floors.and_then(|f| Some((f, f.of(&used)?))) else { continue };
        let Some(own_floor) = floors.of(module).filter(|own| used != module && used_floor >= *own) else { continue };
        found.push(format!("`{module}` (floor {own_floor}) uses `{used}` (floor {used_floor})"));
    }
    let place = if home.is_empty() { module.to_string() } else { format!("{home}/{module}") };
    for (owned, owners) in OWNERS {
        if names_crate(&own, owned) && !owners.contains(&&*place) && !owners.contains(&home) {
            found.push(format!("`{owned}` belongs to {owners:?}"));
        }
    }
    if own.contains("use super::*") {
        found.push("`use super::*` outside tests".into());
    }
    if ["utils", "util", "helpers", "common", "misc"].contains(&stem) {
        found.push(format!("a file named `{stem}`"));
    }
    if text.lines().count() > MAX_LINES {
        found.push(format!("{} lines, more than {MAX_LINES}", text.lines().count()));
    }
    if lines.join("\n").split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == "unsafe") {
        found.push("`unsafe`".into());
    }
    found
}

/// The short name of a crate: `cli` of `crates/planwright-cli`.
fn short(folder: &str) -> &str {
    folder.strip_prefix("crates/planwright-").unwrap_or(folder)
}

#[test]
fn the_house_is_in_order() {
    let mut found = Vec::new();
    let mut seen = 0;
    for (folder, floored) in CRATES {
        let root = Path::new(crate::ROOT).join(folder).join("src");
        let floors = floored.then(|| Floors::read(&root).unwrap_or_else(|said| panic!("{said}")));
        let files = files_below(&root, "rs");
        seen += files.len();
        for path in files {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).unwrap();
            let problems = problems(short(folder), floors.as_ref(), &name, &text);
            found.extend(problems.into_iter().map(|p| format!("{}: {p}", path.display())));
        }
    }
    assert!(seen > 300, "{seen}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The child of a house that a file is in: `roadmap` of `evaluate/roadmap/project.rs`.
fn child<'f>(house: &str, file: &'f str) -> Option<&'f str> {
    let rest = file.strip_prefix(house)?.strip_prefix('/')?;
    let child = rest.split('/').next()?.trim_end_matches(".rs");
    (child != "mod" && !child.contains("tests")).then_some(child)
}

/// What a file of a house uses from a floor that is not below its own.
fn upward(house: &str, floors: &Floors, imports: &Imports) -> Vec<String> {
    let mut found = Vec::new();
    for ((from, to), names) in imports.arrows() {
        let (from, to) = (&imports.files[from], &imports.files[to]);
        let (Some(own), Some(used)) = (child(house, from), child(house, to)) else { continue };
        if own != used && floors.of(used) >= floors.of(own) {
            found.push(format!("{from} uses {names:?} of {to}, which is on no lower floor of `{house}`"));
        }
    }
    found
}

#[test]
fn houses_within_the_language_have_floors() {
    let src = Path::new(crate::ROOT).join("src");
    let imports = Imports::read(&src);
    assert!(imports.arrows().len() > 1_000, "{}", imports.arrows().len());
    for house in HOUSES {
        let floors = Floors::read(&src.join(house)).unwrap_or_else(|said| panic!("{said}"));
        let found = upward(house, &floors, &imports);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn no_circle_of_files_is_large() {
    for (folder, _) in CRATES {
        let imports = Imports::read(&Path::new(crate::ROOT).join(folder).join("src"));
        for circle in circles(&imports.arrows().into_keys().collect()) {
            let names: Vec<&str> = circle.iter().map(|file| &*imports.files[*file]).collect();
            assert!(circle.len() <= MAX_CIRCLE, "{folder}: these files use one another: {}", names.join(", "));
        }
    }
}

/// A crate of four files in memory, of which the last is a face.
fn small_crate(first: &str) -> Imports {
    let files = [
        ("a.rs", first),
        ("b.rs", "use crate::a::A;\npub struct B(A);\npub fn run() {}\n"),
        ("house/c.rs", "/* super::super::b::run() */\nconst TEXT: &str = \"crate::b::run()\";\npub struct C;\n"),
        ("house/mod.rs", "mod c;\npub use c::C;\n"),
    ];
    Imports::of(files.map(|(name, text)| (name.to_string(), text.to_string())))
}

#[test]
fn circles_and_upward_imports_are_seen() {
    let tied = |first: &str| {
        let imports = small_crate(first);
        let arrows = imports.arrows();
        let name = |file: usize| imports.files[file].clone();
        let named: Vec<_> = arrows.keys().map(|(from, to)| (name(*from), name(*to))).collect();
        (named, circles(&arrows.into_keys().collect()).len())
    };
    let back = ("b.rs".to_string(), "a.rs".to_string());
    assert_eq!(tied("pub struct A;\n"), (vec![back.clone()], 0));
    // By its path, by a name that it is given, and by a module.
    for used in ["fn f() { crate::b::run() }", "use crate::b::run as go;", "use super::b;\nfn f() { b::run() }"] {
        let (arrows, circles) = tied(&format!("pub struct A;\n{used}\n"));
        assert_eq!((arrows.len(), arrows.contains(&back), circles), (2, true, 1), "{used}");
    }
    // A face hands on: who imports from it uses what is defined after it.
    let (arrows, _) = tied("use crate::house::C;\npub struct A(C);\n");
    assert!(arrows.contains(&("a.rs".to_string(), "house/c.rs".to_string())), "{arrows:?}");
    let floors = Floors(BTreeMap::from([("a".to_string(), 1), ("b".to_string(), 2)]));
    let house = |first: &str| {
        let files = [("h/a.rs", first), ("h/b.rs", "pub struct B;\n")];
        upward("h", &floors, &Imports::of(files.map(|(n, t)| (n.to_string(), t.to_string())))).len()
    };
    assert_eq!((house("use super::b::B;\n"), house("pub struct A;\n")), (1, 0));
}

#[test]
fn every_crate_is_known() {
    let entries = std::fs::read_dir(Path::new(crate::ROOT).join("crates")).unwrap();
    for name in entries.map(|e| e.unwrap().file_name().into_string().unwrap()) {
        let known = CRATES.iter().any(|(folder, _)| *folder == format!("crates/{name}"));
        assert!(known, "`crates/{name}` is not in the table of tests/architecture.rs");
    }
}

/// The tables of a manifest's dependencies that a program gets with the crate.
fn dependencies(manifest: &str) -> Vec<String> {
    let section =
        manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
    let names = section.lines().filter_map(|l| l.split_once([' ', '.'])).filter(|(n, _)| !n.starts_with('#'));
    names.map(|(n, _)| n.replace('-', "_")).collect()
}

#[test]
fn every_dependency_has_an_owner() {
    let mut seen = 0;
    for (folder, _) in CRATES {
        let manifest = std::fs::read_to_string(Path::new(crate::ROOT).join(folder).join("Cargo.toml")).unwrap();
        for name in dependencies(&manifest) {
            seen += 1;
            let owned = OWNERS.iter().any(|(n, _)| *n == name) || SHARED_CRATES.contains(&&*name);
            assert!(owned, "`{name}` has no owner: give it one in tests/architecture.rs");
        }
    }
    assert!(seen >= 30, "{seen}");
}

#[test]
fn disorder_is_seen() {
    let floors = Floors::read(&Path::new(crate::ROOT).join("src")).unwrap();
    assert_eq!((floors.of("source"), floors.of("model"), floors.of("pipeline")), (Some(0), Some(2), Some(9)));
    let seen = |name: &str, text: &str| problems("", Some(&floors), name, text).len();
    let in_cli = |name: &str, text: &str| problems("cli", None, name, text).len();
    assert_eq!(in_cli("command/rank.rs", "use clap::Args;\nuse planwright::report::Layout;\n"), 0);
    assert_eq!(in_cli("clock.rs", "use clap::Args;\nuse miette::Report;\n"), 2);
    assert_eq!(
        in_cli("command/rank.rs", "use std::process::Command;\nfn f() { std::net::TcpStream::connect(\"x\"); }\n"),
        2
    );
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

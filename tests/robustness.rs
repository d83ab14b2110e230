//! Damaged plans. Whatever is done to a plan, reading, scoring, checking and printing it end, in bounded time and
//! without a panic, and every finding keeps the house style and lies within its source.

use crate::support::markdown::fences;
use crate::support::{Files, findings, scored, split, view};
use planwright::source::MemoryFiles;
use planwright::{Source, View};
use planwright_cli::render::{RenderStyle, render};
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// What a debug build on a busy machine may take for one damaged plan.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The plans of `examples/`, of the pages of the language and of the pages of the codes.
static SEEDS: LazyLock<Vec<Files>> = LazyLock::new(|| {
    let root = Path::new(crate::ROOT);
    let mut seeds = Vec::new();
    for entry in std::fs::read_dir(root.join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let mut files = Files::new();
        collect(&path, path.parent().unwrap(), &mut files);
        seeds.push(files);
    }
    for folder in ["tests/spec", "src/diagnostic/codes"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "md") {
                let page = std::fs::read_to_string(path).unwrap();
                let plans = fences(&page).into_iter().filter(|f| f.info.first().is_some_and(|i| i == "plan"));
                seeds.extend(plans.map(|f| split(&f.text)));
            }
        }
    }
    seeds.retain(|files| !files.is_empty());
    seeds.sort();
    seeds
});

fn collect(path: &Path, root: &Path, out: &mut Files) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), root, out);
        }
    } else if path.extension().is_some_and(|e| e == "plan" || e == "rhai") {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        out.insert(name, std::fs::read_to_string(path).unwrap());
    }
}

/// Pieces that mean something somewhere.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "\"",
    "\"\"\"",
    "`",
    "```",
    "{",
    "}",
    "[",
    "]",
    ":",
    ";",
    ",",
    "#",
    "?",
    "=",
    "-",
    "/",
    ".",
    "%",
    "$",
    "€",
    "_",
    "0",
    "1e9",
    "999999999999999999999999",
    "to",
    " to 0 ",
    " likely 3 ",
    " by ",
    " on ",
    " from ",
    " because \"x\"",
    "none",
    "yes",
    "drop: yes",
    "use \"a.plan\"\n",
    "use \"../x\"",
    "initiative x \"X\" { ",
    "scenario s { ",
    "framework f { score: `1 / 0` }\n",
    "rule r { each: plan; must: `sum(x) > 0` }\n",
    "expect e { that: `a.b.c` }\n",
    "2026-Q2",
    "2026-13-40",
    "0%",
    "-5",
    "18 to 30K",
    "pp",
    "users/month",
    "person-months/month",
    "é",
    "\u{202e}",
    "\u{0}",
    "\t",
    "\r",
    "\u{feff}",
    "new",
    "it.",
    "score.",
    "metric.",
    "plan.",
    "ranking(",
    "`x` `y`",
    "was: a",
    "from: s",
    "{{{{",
    "}}}}",
    "[[[[",
];

#[derive(Debug, Clone)]
enum Edit {
    /// Puts a piece somewhere.
    Put(Index, usize),
    /// Cuts characters out.
    Cut(Index, usize),
    /// Puts a line somewhere again.
    Again(Index, Index),
    /// Puts a word in the place of another.
    Swap(Index, Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => (any::<Index>(), 0..PIECES.len()).prop_map(|(at, piece)| Edit::Put(at, piece)),
        2 => (any::<Index>(), 1usize..30).prop_map(|(at, n)| Edit::Cut(at, n)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(line, at)| Edit::Again(line, at)),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Edit::Swap(a, b)),
    ]
}

fn apply(text: &str, edit: &Edit) -> String {
    let chars: Vec<char> = text.chars().collect();
    let join = |parts: [&[char]; 3]| parts.concat().into_iter().collect::<String>();
    match edit {
        Edit::Put(at, piece) => {
            let at = at.index(chars.len() + 1);
            join([&chars[..at], &PIECES[*piece].chars().collect::<Vec<_>>(), &chars[at..]])
        }
        Edit::Cut(at, n) => {
            let at = at.index(chars.len() + 1);
            join([&chars[..at], &[], &chars[(at + n).min(chars.len())..]])
        }
        Edit::Again(line, at) => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            if let Some(line) = (!lines.is_empty()).then(|| lines[line.index(lines.len())]) {
                lines.insert(at.index(lines.len() + 1), line);
            }
            lines.concat()
        }
        Edit::Swap(a, b) => {
            let is_word = |c: char| c.is_alphanumeric() || "_%$-/".contains(c);
            let mut words: Vec<(usize, &str)> = Vec::new();
            for (at, c) in text.char_indices() {
                let starts = is_word(c) && !text[..at].chars().next_back().is_some_and(is_word);
                if starts {
                    let end = text[at..].find(|c| !is_word(c)).map_or(text.len(), |n| at + n);
                    words.push((at, &text[at..end]));
                }
            }
            if words.is_empty() {
                return text.to_string();
            }
            let ((at, old), (_, new)) = (words[a.index(words.len())], words[b.index(words.len())]);
            format!("{}{new}{}", &text[..at], &text[at + old.len()..])
        }
    }
}

/// How many plans are damaged; `MUTANTS=10000` for a longer run.
fn cases() -> u32 {
    std::env::var("MUTANTS").ok().and_then(|n| n.parse().ok()).unwrap_or(400)
}

/// Reads, scores, checks and prints a plan, under each of its scenarios too.
fn run(files: &Files) {
    let started = Instant::now();
    let plain = scored(files, &view());
    let names: Vec<String> = plain.evaluated.plan().scenarios.iter().take(2).map(|(n, _)| n.to_string()).collect();
    let nobodys = View { scenario: Some("no_such_scenario".into()), ..view() };
    let parsed = Source::files(MemoryFiles(files.clone())).parse().expect("memory can be read");
    assert!(parsed.resolve(&nobodys).is_err());
    for name in std::iter::once(None).chain(names.into_iter().map(Some)) {
        let view = View { scenario: name, ..view() };
        let scored = scored(files, &view);
        let found = findings(&scored);
        for style in [RenderStyle::Human { width: Some(80), color: true }, RenderStyle::Short, RenderStyle::Json] {
            let printed = render(style, &found, &scored.sources);
            assert!(found.is_empty() || !printed.is_empty());
        }
        for column in scored.evaluated.columns() {
            let ranking = scored.evaluated.ranking(&column.framework.id, true).expect("it was evaluated");
            assert_eq!(ranking.rows.len() + ranking.unscored.len(), column.rows.len());
            assert!(ranking.rows.iter().all(|r| r.score.is_finite()));
            for row in column.rows.iter().filter(|r| r.score.is_some()) {
                assert!(!row.failed && row.missing.is_empty());
            }
        }
    }
    assert!(started.elapsed() < TIMEOUT, "it took {:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 300, failure_persistence: None, ..Default::default() })]
    #[test]
    fn damaged_plans_are_handled(seed in any::<Index>(), file in any::<Index>(), edits in prop::collection::vec(edit(), 1..6)) {
        let mut files = seed.get(&SEEDS).clone();
        let names: Vec<String> = files.keys().cloned().collect();
        let name = file.get(&names);
        for edit in &edits {
            let text = apply(&files[name], edit);
            files.insert(name.clone(), text);
        }
        run(&files);
    }
}

#[test]
fn sound_plans_are_handled() {
    assert!(SEEDS.len() > 100);
    SEEDS.iter().for_each(run);
}

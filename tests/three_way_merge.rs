//! Three-way merges by hand, each beside what git makes of the same lines. The pages in `tests/three_way_merge/` hold
//! them: a heading says what each side did, and the blocks are base, ours, theirs and the merge. `␍` stands for a
//! carriage return, `⊣` for a missing newline. `UPDATE_EXPECT=1` writes the merges anew.

use planwright::edit::{ConflictLabels, merge_three_way};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One merge of a page.
#[derive(Debug)]
struct Case {
    page: PathBuf,
    title: String,
    base: String,
    ours: String,
    theirs: String,
    merged: String,
}

/// What the heading of a case says of git, where git merges cleanly and wrongly.
const WRONG: &str = "(git merges it wrongly)";
/// What it says where git may be right, and we don't take the risk.
const ASKED: &str = "(git merges it, we ask)";

fn decoded(block: &str) -> String {
    block.replace("␍\n", "\r\n").replace("⊣\n", "")
}

fn encoded(text: &str) -> String {
    let lines = text.replace("\r\n", "␍\n");
    if lines.ends_with('\n') { lines } else { lines + "⊣\n" }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/three_way_merge");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    pages.sort();
    pages.into_iter().flat_map(read).collect()
}

fn read(page: PathBuf) -> Vec<Case> {
    let text = std::fs::read_to_string(&page).unwrap();
    let case = |part: &str| {
        let block = |name: &str| {
            let open = format!("\n````plan {name}\n");
            let from =
                part.find(&open).unwrap_or_else(|| panic!("{}: no {name} in {part}", page.display())) + open.len();
            decoded(&part[from..from + part[from..].find("````\n").unwrap()])
        };
        Case {
            page: page.clone(),
            title: part.lines().next().unwrap().to_string(),
            base: block("base"),
            ours: block("ours"),
            theirs: block("theirs"),
            merged: block("merged"),
        }
    };
    text.split("\n## ").skip(1).map(case).collect()
}

fn merge(case: &Case) -> planwright::edit::ThreeWayMerge {
    merge_three_way(&case.base, &case.ours, &case.theirs, &ConflictLabels::default())
}

#[test]
fn each_case_merges_as_it_says() {
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return cases.iter().for_each(update);
    }
    let mut wrong = Vec::new();
    for case in &cases {
        let text = merge(case).text;
        if text != case.merged {
            wrong.push(format!("{}: {}\n{text}", case.page.display(), case.title));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn update(case: &Case) {
    let page = std::fs::read_to_string(&case.page).unwrap();
    let start = page.find(&format!("\n## {}\n", case.title)).unwrap();
    let open = "\n````plan merged\n";
    let from = start + page[start..].find(open).unwrap() + open.len();
    let to = from + page[from..].find("````\n").unwrap();
    let page = format!("{}{}{}", &page[..from], encoded(&merge(case).text), &page[to..]);
    std::fs::write(&case.page, page).unwrap();
}

/// What git makes of the lines, and how many conflicts it leaves; `None` where there is no git.
fn git(case: &Case, folder: &Path) -> Option<(String, usize)> {
    for (name, text) in [("ours", &case.ours), ("base", &case.base), ("theirs", &case.theirs)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let mut command = Command::new("git");
    let out = command.current_dir(folder).args(["merge-file", "-p", "ours", "base", "theirs"]).output().ok()?;
    Some((String::from_utf8(out.stdout).unwrap(), usize::try_from(out.status.code()?).ok()?))
}

#[test]
fn git_leaves_more_conflicts_and_is_wrong_where_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (mut our_conflicts, mut git_conflicts, mut misses) = (0, 0, Vec::new());
    let (mut our_cases, mut git_cases, mut git_wrong) = (0, 0, 0);
    for case in cases() {
        let Some((text, conflicts)) = git(&case, folder.path()) else {
            return println!("skipped: there is no git");
        };
        let own = merge(&case);
        our_conflicts += own.conflicts;
        git_conflicts += conflicts;
        our_cases += usize::from(own.conflicts > 0);
        git_cases += usize::from(conflicts > 0);
        // Blank lines apart, what git merges cleanly is what we merge, or it is known to be wrong.
        let lines = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(|l| l.trim().to_string()).filter(|l| !l.is_empty()).collect();
            lines.sort();
            lines
        };
        let differs = conflicts == 0 && lines(&text) != lines(&own.text);
        git_wrong += usize::from(case.title.ends_with(WRONG));
        if differs != (case.title.ends_with(WRONG) || case.title.ends_with(ASKED)) {
            misses.push(format!("{}: {}\n{text}", case.page.display(), case.title));
        }
    }
    println!(
        "conflicts: {our_conflicts} in {our_cases} cases, git {git_conflicts} in {git_cases}; git wrong: {git_wrong}"
    );
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert!(our_conflicts < git_conflicts && our_cases < git_cases);
}

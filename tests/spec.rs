//! The language by example. Pages in `tests/spec/`, the pages of the codes, README.md, the guide and every plan in
//! `examples/`.
//!
//! A ` ```plan ` block is a workspace of one file, or of several, parted by `# file: NAME` lines. What is found in it is
//! marked at the end of its line, `# error: [P0201]`, no more and no less. Words after `plan`: `scenario=NAME`,
//! `weights=NAME`, `today=DATE`, and `and`, which puts the block before it in front. A ` ```console ` block holds
//! commands, run in the root of the repository, with what they print; `UPDATE_EXPECT=1` writes it anew. What is typed
//! at the prompt of `plan repl` follows `plan> `, its further lines follow `  ... `.
//!
//! A block with the word `file=NAME`, whatever its language, is added to that file in a folder of the page's own. The
//! plan it belongs to is checked as it then is, and commands after it run there; `> FILE` keeps what a command prints.
//! With the word `root` they run in the root of the repository all the same. A line `…` in a console block leaves out any lines that are printed there.

use crate::ROOT;
use crate::page_folder::PageFolder;
use crate::support::markdown::{Fence, fences};
use crate::support::{self, Files, findings, marks_in, marks_of, scored, split, view, words};
use planwright::View;
use planwright::diagnostic::{Code, all_codes};
use std::collections::BTreeSet;
use std::io::{Seek, Write};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs every block of a page; what is wrong, in words. With `UPDATE_EXPECT=1` what commands print is written anew.
fn run_page(path: &Path) -> Vec<String> {
    let page = std::fs::read_to_string(path).unwrap();
    let (mut wrong, mut printed) = (Vec::new(), Vec::new());
    let mut before = String::new();
    let mut folder = PageFolder::default();
    for fence in fences(&page) {
        let place = format!("{}:{}", path.strip_prefix(ROOT).unwrap_or(path).display(), fence.line);
        let run = AssertUnwindSafe(|| run_block(&fence, &before, &mut folder));
        let result = std::panic::catch_unwind(run).unwrap_or_else(|p| Err(panic_text(&*p)));
        match result {
            Ok(Some(out)) if std::env::var_os("UPDATE_EXPECT").is_some() => printed.push((fence.clone(), out)),
            Ok(Some(out)) => wrong.push(format!("{place}: it prints\n{out}")),
            Ok(None) => {}
            Err(said) => wrong.push(format!("{place}: {said}")),
        }
        if fence.info.first().is_some_and(|i| i == "plan") && !fence.info.iter().any(|i| i == "and") {
            before = fence.text;
        }
    }
    if !printed.is_empty() {
        std::fs::write(path, with_blocks(&page, &printed)).unwrap();
    }
    wrong
}

/// A page with the text of some of its blocks replaced.
fn with_blocks(page: &str, blocks: &[(Fence, String)]) -> String {
    let mut lines: Vec<&str> = page.split_inclusive('\n').collect();
    for (fence, text) in blocks.iter().rev() {
        let first = fence.line - 1;
        lines.splice(first..first + fence.text.lines().count(), [text.as_str()]);
    }
    lines.concat()
}

/// Runs a block of whatever kind. What its commands print, where the page says something else.
fn run_block(fence: &Fence, before: &str, folder: &mut PageFolder) -> Result<Option<String>, String> {
    let kind = fence.info.first().map_or("", String::as_str);
    if let Some(name) = fence.info.iter().find_map(|word| word.strip_prefix("file=")) {
        folder.append(name, &fence.text);
        return if kind == "plan" { compare(&folder.workspace_of(name), &view()).map(|()| None) } else { Ok(None) };
    }
    match kind {
        "plan" => run_plan(fence, before).map(|()| None),
        "console" if fence.info.iter().any(|word| word == "root") => run_console(fence, &mut PageFolder::default()),
        "console" => run_console(fence, folder),
        _ => Ok(None),
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string())).unwrap_or_default()
}

fn run_plan(fence: &Fence, before: &str) -> Result<(), String> {
    let mut view = view();
    let mut text = fence.text.clone();
    for word in &fence.info[1..] {
        match word.split_once('=') {
            Some(("scenario", name)) => view.scenario = Some(name.into()),
            Some(("weights", name)) => view.weights = Some(name.into()),
            Some(("today", day)) => view.today = Some(support::date(day)),
            None if word == "and" => text = format!("{before}{text}"),
            None if word == "ok" => {}
            _ => return Err(format!("`{word}` says nothing about a plan")),
        }
    }
    compare(&split(&text), &view)
}

/// Holds what is found in a plan against its marks.
fn compare(files: &Files, view: &View) -> Result<(), String> {
    let scored = scored(files, view);
    let found = findings(&scored);
    let (expected, given) = (marks_in(files), marks_of(&found, &scored.sources));
    if expected == given {
        return Ok(());
    }
    Err(format!("expected {expected:#?}\nfound\n{}", words(&found, &scored.sources)))
}

/// Runs the commands of a block; all that it should say, where it does not.
fn run_console(fence: &Fence, folder: &mut PageFolder) -> Result<Option<String>, String> {
    let mut out = String::new();
    let mut lines = fence.text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(command) = line.strip_prefix("$ ") else { continue };
        let mut words = shell_words(command);
        if words.is_empty() || words.remove(0) != "plan" {
            return Err(format!("only `plan` can be run, not `{command}`"));
        }
        let mut typed = Vec::new();
        while let Some(next) = lines.next_if(|l| !l.starts_with("$ ")) {
            match (next.strip_prefix(PROMPT), next.strip_prefix(CONTINUATION_PROMPT), typed.last_mut()) {
                (Some(text), ..) => typed.push(text.to_string()),
                (None, Some(text), Some(last)) => *last += &format!("\n{text}"),
                _ => {}
            }
        }
        let said = if typed.is_empty() { command_output(words, folder)? } else { conversation(words, &typed, folder)? };
        out += &format!("{line}\n{said}");
    }
    // Pages hold no white space at the end of a line.
    let out: String = out.lines().map(|l| format!("{}\n", l.trim_end())).collect();
    Ok((!shows(&fence.text, &out)).then_some(out))
}

/// A line of a page that stands for any number of lines which commands print there.
const LEFT_OUT: &str = "…";

/// Whether a page shows what commands print, but for what it leaves out.
fn shows(page: &str, out: &str) -> bool {
    let (page, out): (Vec<&str>, Vec<&str>) = (page.lines().collect(), out.lines().collect());
    let mut parts: Vec<&[&str]> = page.split(|line| *line == LEFT_OUT).collect();
    let (Some(last), false) = (parts.pop(), parts.is_empty()) else { return page == out };
    let Some(mut rest) = out.strip_prefix(parts.remove(0)) else { return false };
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let Some(at) = rest.windows(part.len()).position(|lines| lines == part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn a_page_may_leave_lines_out_and_no_more() {
    let out = "a\nb\nc\nd\n";
    for page in ["a\nb\nc\nd\n", "…\n", "a\n…\n", "…\nd\n", "a\n…\nc\n…\n", "…\nb\n…\nd\n"] {
        assert!(shows(page, out), "{page}");
    }
    for page in ["a\nb\nc\n", "b\n…\n", "…\nc\n", "a\n…\nx\n…\n", "…\nc\n…\nb\n…\n", "a\nb\n…\nb\nc\nd\n"]
    {
        assert!(!shows(page, out), "{page}");
    }
}

/// What a command prints, on both streams, and its status where it is not 0.
fn command_output(mut words: Vec<String>, folder: &mut PageFolder) -> Result<String, String> {
    let kept = words.iter().position(|word| word == ">").map(|at| words.split_off(at));
    let mut run = Command::new(env!("CARGO_BIN_EXE_plan"));
    let run = run.args(words).current_dir(folder.path()).env("NO_COLOR", "1").output().map_err(|e| e.to_string())?;
    let mut printed = String::from_utf8_lossy(&run.stdout).into_owned();
    match kept.as_deref() {
        None => {}
        Some([_, name]) if folder.is_own() => folder.append(name, &std::mem::take(&mut printed)),
        Some(_) => return Err("`>` needs one file, on a page with files of its own".into()),
    }
    printed += &String::from_utf8_lossy(&run.stderr);
    match run.status.code() {
        Some(0) => {}
        code => printed += &format!("[exit {}]\n", code.map_or("by a signal".to_string(), |c| c.to_string())),
    }
    Ok(printed)
}

const PROMPT: &str = "plan> ";
const CONTINUATION_PROMPT: &str = "  ... ";

/// A conversation at the prompt: each statement with what it prints. Both streams go into one file, in which answers
/// known before mark where a statement ends.
fn conversation(args: Vec<String>, typed: &[String], folder: &PageFolder) -> Result<String, String> {
    let mark = |at: usize| format!("(end of {at})");
    let input: String = typed.iter().enumerate().map(|(at, t)| format!("{t}\n\"{}\"\n", mark(at))).collect();
    let (mut stdin, out) = (tempfile::tempfile().unwrap(), tempfile::NamedTempFile::new().unwrap());
    stdin.write_all(input.as_bytes()).unwrap();
    stdin.rewind().unwrap();
    let stream = || std::fs::OpenOptions::new().append(true).open(out.path()).unwrap();
    let mut run = Command::new(env!("CARGO_BIN_EXE_plan"));
    run.args(args).arg("--keep-going").current_dir(folder.path()).env("NO_COLOR", "1");
    run.stdin(stdin).stdout(stream()).stderr(stream()).status().map_err(|e| e.to_string())?;
    let printed = std::fs::read_to_string(out.path()).map_err(|e| e.to_string())?;
    let (mut shown, mut rest) = (String::new(), printed.as_str());
    for (at, text) in typed.iter().enumerate() {
        let (own, further) = rest.split_once(&format!("{}\n", mark(at))).ok_or(format!("it ends early:\n{rest}"))?;
        shown += &format!("{PROMPT}{}\n{own}", text.replace('\n', &format!("\n{CONTINUATION_PROMPT}")));
        rest = further;
    }
    Ok(shown)
}

/// The words of a command, those in quotes whole.
fn shell_words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in command.chars() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

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
    assert_none(run_page(&Path::new(ROOT).join("README.md")));
}

#[test]
fn the_guide_holds() {
    let pages = pages("docs/guide");
    assert_none(pages.iter().flat_map(|p| run_page(p)).collect());
    assert!(pages.len() >= 10);
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

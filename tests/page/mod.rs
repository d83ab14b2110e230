//! A page of Markdown that is run: its plans are checked, its commands are executed.
//!
//! A ` ```plan ` block is a workspace of one file, or of several, parted by `# file: NAME` lines. What is found in it is
//! marked at the end of its line, `# error: [P0201]`, no more and no less. Words after `plan`: `scenario=NAME`,
//! `weights=NAME`, `today=DATE`, and `and`, which puts the block before it in front. A ` ```console ` block holds
//! commands, run in the root of the repository, with what they print; `UPDATE_EXPECT=1` writes it anew.
//!
//! A block with the word `file=NAME`, whatever its language, is added to that file in a folder of the page's own. The
//! plan it belongs to is checked as it then is, and commands after it run in that folder; those of a block with the word
//! `root` run in the root of the repository all the same.

mod console;
mod folder;

use crate::ROOT;
use crate::support::markdown::{Fence, fences};
use crate::support::{self, Files, findings, marks_in, marks_of, scored, split, view, words};
use console::run_console;
use folder::PageFolder;
use planwright::View;
use std::panic::AssertUnwindSafe;
use std::path::Path;

/// Runs every block of a page; what is wrong, in words. With `UPDATE_EXPECT=1` what commands print is written anew.
pub(crate) fn run_page(path: &Path) -> Vec<String> {
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
        "console" => match fence.info.get(1).map(String::as_str) {
            None => run_console(fence, folder),
            Some("root") => run_console(fence, &mut PageFolder::default()),
            Some(word) => Err(format!("`{word}` says nothing about commands")),
        },
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

/// How many blocks of commands a page has.
pub(crate) fn command_blocks(path: &Path) -> usize {
    let page = std::fs::read_to_string(path).unwrap();
    fences(&page).iter().filter(|fence| fence.info.first().is_some_and(|kind| kind == "console")).count()
}

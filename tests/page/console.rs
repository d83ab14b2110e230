//! Blocks of commands: each is run, and what it prints is compared with the page.
//!
//! What is typed at the prompt of `plan repl` follows `plan> `, its further lines follow `  ... `. On a page with files of
//! its own, `> FILE` keeps what a command prints. A line `…` leaves out any lines that are printed there.

use super::folder::PageFolder;
use crate::support::markdown::Fence;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::io::{Seek, Write};
use std::process::Command;

/// Runs the commands of a block; all that it should say, where it does not.
pub(super) fn run_console(fence: &Fence, folder: &mut PageFolder) -> Result<Option<String>, String> {
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
    Ok((!shows(&fence.text, &out)).then(|| shortened(&fence.text, &out)))
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

/// What commands print, written anew for a page: what it left out stays left out where that can be told.
fn shortened(page: &str, out: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (page.lines().collect(), out.lines().collect());
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (was, is) = (&old[op.old_range()], &new[op.new_range()]);
        let gone: Vec<&[&str]> = was.split(|line| *line == LEFT_OUT).collect();
        match (op.tag(), gone.as_slice()) {
            (DiffTag::Equal, _) | (_, [_]) => lines.extend(is),
            // As many lines as were shown before and after what is left out.
            (_, [before, .., after]) if before.len() + after.len() < is.len() => {
                lines.extend(&is[..before.len()]);
                lines.push(LEFT_OUT);
                lines.extend(&is[is.len() - after.len()..]);
            }
            _ => lines.extend(is),
        }
    }
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if shows(&text, out) { text } else { out.to_string() }
}

#[test]
fn what_a_page_leaves_out_stays_left_out_when_it_is_written_anew() {
    let out = "$ plan rank\nhead\n1 new\n2\n3\nfoot\n";
    assert_eq!(shortened("$ plan rank\nhead\n1 old\n…\nfoot\n", out), "$ plan rank\nhead\n1 new\n…\nfoot\n");
    assert_eq!(shortened("$ plan rank\n…\nold foot\n", out), "$ plan rank\n…\nfoot\n");
    assert_eq!(shortened("$ plan rank\n", out), out);
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

//! Statements from where nobody types: standard input, the command line.

use super::console::{Console, Outcome};
use super::diagnostic_placement::StatementOrigin;
use super::execute;
use super::statement::StatementReader;
use crate::command::Exit;
use std::io::BufRead;

/// Runs what standard input holds, a statement as soon as it is read.
pub(super) fn input(talk: &mut Console, mut input: impl BufRead, keep_going: bool) -> Exit {
    talk.origin = StatementOrigin { name: "input".into(), ..StatementOrigin::default() };
    let mut reader = StatementReader::default();
    let mut exit = Exit::Fine;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = match input.read_until(b'\n', &mut bytes) {
            Ok(read) => read,
            Err(e) => {
                talk.screen.note(&format!("error: standard input can't be read: {}", e.kind()));
                return Exit::Outside;
            }
        };
        let statement = if read == 0 {
            reader.finish()
        } else {
            let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let first = reader.line() == 0;
            let line = if first { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line) } else { line };
            match std::str::from_utf8(line) {
                Ok(line) => reader.push(line),
                Err(_) => {
                    // What the line would have belonged to can't be told.
                    reader.push("");
                    reader.forget();
                    talk.screen.note(&format!("error: input:{}: the line is not UTF-8 text", reader.line()));
                    exit = Exit::Problems;
                    if !keep_going {
                        return exit;
                    }
                    continue;
                }
            }
        };
        if let Some(statement) = statement {
            let outcome = execute::run(talk, &statement);
            if !should_continue(outcome, keep_going, &mut exit) {
                return exit;
            }
        }
        if read == 0 {
            return exit;
        }
    }
}

/// Whether another statement may follow one that ended so.
fn should_continue(outcome: Outcome, keep_going: bool, exit: &mut Exit) -> bool {
    match outcome {
        Outcome::Done => true,
        Outcome::Quit => false,
        Outcome::Failed | Outcome::Interrupted => {
            *exit = Exit::Problems;
            keep_going
        }
    }
}

/// Runs the statements of a command line.
pub(super) fn statements(talk: &mut Console, texts: &[String], keep_going: bool) -> Exit {
    let mut exit = Exit::Fine;
    for (index, text) in texts.iter().enumerate() {
        let name = if texts.len() == 1 { "eval".to_string() } else { format!("eval {}", index + 1) };
        talk.origin = StatementOrigin { name, ..StatementOrigin::default() };
        let outcome = execute::text(talk, text);
        if !should_continue(outcome, keep_going, &mut exit) {
            return exit;
        }
    }
    exit
}

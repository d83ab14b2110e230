//! The prompt on a terminal.

use super::console::{Console, Outcome};
use super::diagnostic_placement::StatementOrigin;
use super::editor::{self, is_abandoned};
use super::execute;
use super::input_history::{self, InputHistory};
use crate::command::Exit;
use planwright::diagnostic::Severity;
use planwright::diagnostic::sanitize;
use rustyline::error::ReadlineError;
use rustyline::history::History as _;

/// Reads and runs what is typed until somebody leaves.
pub(super) fn run(talk: &mut Console) -> Exit {
    let mut line = match editor::line_editor(talk.shared(), talk.screen.look) {
        Ok(line) => line,
        Err(e) => {
            talk.screen.note(&format!("error: the terminal can't be used: {e}"));
            return Exit::Outside;
        }
    };
    let (mut history, said) = InputHistory::open(input_history::history_path());
    if let Some(said) = said {
        talk.screen.note(&said);
    }
    for entry in history.entries() {
        let _ = line.add_history_entry(entry.as_str());
    }
    talk.screen.out(&banner(talk));
    talk.interrupt.listen();
    loop {
        talk.reload_if_changed();
        let prompt = if talk.is_dirty() { "plan*> " } else { "plan> " };
        let styled = (prompt, talk.screen.look.prompt(prompt.trim_end()) + " ");
        let typed = match line.readline(&styled) {
            Ok(typed) => typed,
            Err(ReadlineError::Interrupted) => {
                talk.screen.hint("Ctrl-D or `:quit` leaves");
                continue;
            }
            Err(ReadlineError::Eof) => break,
            Err(ReadlineError::Signal(_)) => continue,
            Err(ReadlineError::Io(e)) if e.kind() == std::io::ErrorKind::InvalidData => {
                talk.screen.note("error: what was typed is not UTF-8 text");
                continue;
            }
            Err(e) => {
                talk.screen.note(&format!("error: the terminal can't be read: {e}"));
                return Exit::Outside;
            }
        };
        // Ctrl-C of before is not about what comes now.
        talk.interrupt.clear();
        if is_abandoned(&typed) {
            talk.screen.note("given up");
            continue;
        }
        if typed.trim().is_empty() {
            continue;
        }
        if history.add(typed.trim_end()) {
            // One like it went: the editor's own list is made anew.
            let _ = line.history_mut().clear();
            history.entries().iter().for_each(|e| drop(line.add_history_entry(e.as_str())));
        } else {
            let _ = line.add_history_entry(typed.trim_end());
        }
        talk.reload_if_changed();
        talk.origin = StatementOrigin::default();
        let outcome = execute::text(talk, &typed);
        talk.interrupt.clear();
        if outcome == Outcome::Quit {
            break;
        }
    }
    if talk.is_dirty() {
        let count = talk.session().changes().len();
        let what = if count == 1 { "1 change was".to_string() } else { format!("{count} changes were") };
        talk.screen.note(&format!("{what} not saved"));
    }
    Exit::Fine
}

/// What is open, in one line.
fn banner(talk: &Console) -> String {
    let session = talk.session();
    let scored = session.scored();
    let plan = scored.evaluated.plan();
    let title = plan.settings.title.as_deref().unwrap_or("plan");
    let counted = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let mut counts = vec![counted(plan.initiatives.len(), "initiative")];
    if !plan.metrics.is_empty() {
        counts.push(counted(plan.metrics.len(), "metric"));
    }
    let found = scored.check();
    let of = |severity: Severity| found.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let findings: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| counted(n, what))
        .collect();
    if !findings.is_empty() {
        counts.push(format!("{} (`:check`)", findings.join(" and ")));
    }
    format!("{}: {}; `:help` for help\n", talk.screen.look.bold(&sanitize(title)), counts.join(", "))
}

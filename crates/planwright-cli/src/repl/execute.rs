//! Runs statements: a formula is answered, a piece of plan changes the session, a command goes to what handles it.

use super::commands::{Action, ArgumentKind, find, parts};
use super::console::{Console, Outcome};
use super::statement::{Statement, StatementKind, split};
use super::view_commands;
use super::{changes_command, command_line, edit_commands, help, load, save, time};
use planwright::diagnostic::closest_match;

/// Runs the statements of a text; the first one that is not fine ends it.
pub(super) fn text(talk: &mut Console, text: &str) -> Outcome {
    for statement in split(text) {
        match run(talk, &statement) {
            Outcome::Done => {}
            other => return other,
        }
    }
    Outcome::Done
}

/// Runs a statement and prints what it gives.
pub(super) fn run(talk: &mut Console, statement: &Statement) -> Outcome {
    talk.origin.line = statement.line;
    talk.origin.text = statement.text.clone();
    let outcome = match (statement.open, statement.kind) {
        (Some(open), _) => {
            let said = format!("{}: `{}` is never closed", talk.origin.place(), open.as_str());
            talk.screen.note(&format!("error: {said}\nhelp: close it with `{}`", open.close()));
            Outcome::Failed
        }
        (None, StatementKind::Command) => command(talk, &statement.text),
        (None, StatementKind::Formula) => talk.ask(&statement.text),
        (None, StatementKind::Plan) => {
            let result = talk.session_mut().change(&statement.text);
            talk.changed(result, None)
        }
    };
    if talk.screen.closed { Outcome::Quit } else { outcome }
}

/// Runs a command line.
fn command(talk: &mut Console, text: &str) -> Outcome {
    let (name, rest) = parts(text);
    match find(name) {
        Some(row) if row.takes == ArgumentKind::Nothing && row.arguments.is_empty() && !rest.is_empty() => talk
            .wrong(&format!("`:{}` takes nothing, not `{rest}`", row.name), Some(&format!("write `{}`", row.example))),
        Some(row) => own(talk, row.action, rest),
        None if command_line::is_binary_command(name) => command_line::run(talk, text),
        None => unknown(talk, name),
    }
}

/// Runs a command of the prompt itself.
fn own(talk: &mut Console, action: Action, rest: &str) -> Outcome {
    match action {
        Action::Set => edit_commands::set(talk, rest),
        Action::Add => edit_commands::add(talk, rest),
        Action::Undo => edit_commands::undo(talk),
        Action::Redo => edit_commands::redo(talk),
        Action::What => changes_command::run(talk),
        Action::Save => save::run(talk, rest),
        Action::Load => load::run(talk, rest, text),
        Action::Reload => edit_commands::reload(talk),
        Action::Type => help::kind_of(talk, rest),
        Action::Time => time::run(talk, rest, run),
        Action::Scenario => view_commands::scenario(talk, rest),
        Action::Today => view_commands::today(talk, rest),
        Action::By => view_commands::by(talk, rest),
        Action::Weights => view_commands::weights(talk, rest),
        Action::Help => help::run(talk, rest),
        Action::Quit => Outcome::Quit,
    }
}

fn unknown(talk: &mut Console, name: &str) -> Outcome {
    let names = command_line::names();
    let near = closest_match(name, names.iter().map(String::as_str));
    let help = near.map_or("`:help` lists the commands".into(), |near| format!("did you mean `:{near}`?"));
    talk.wrong(&format!("there is no command `:{name}`"), Some(&help))
}

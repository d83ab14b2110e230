//! Changes of single values, and changes taken back.

use super::changes_command;
use super::commands::missing_argument;
use super::console::{Console, Outcome};
use planwright::session::{Effect, Session, SessionError};

/// `:set`.
pub(super) fn set(talk: &mut Console, rest: &str) -> Outcome {
    value(talk, rest, "set", Session::set)
}

/// `:add`.
pub(super) fn add(talk: &mut Console, rest: &str) -> Outcome {
    value(talk, rest, "add", Session::add)
}

type SetOrAdd = fn(&mut Session, &str, &str) -> Result<Effect, SessionError>;

fn value(talk: &mut Console, rest: &str, name: &str, change: SetOrAdd) -> Outcome {
    let Some((address, value)) = rest.split_once(char::is_whitespace) else { return missing_argument(talk, name) };
    let value = value.trim();
    let mut result = change(&mut talk.session_mut(), address, value);
    if let Err(SessionError::Edit(error)) = &mut result
        && error.help.is_none()
        && error.message.starts_with("there is no ")
    {
        // No item has the name, or one like it: the library does not know what the prompt lists them with.
        error.help = Some("`plan rank` lists the initiatives by name".into());
    }
    talk.changed(result, Some(value))
}

/// `:undo`.
pub(super) fn undo(talk: &mut Console) -> Outcome {
    let last = numbered_last(talk);
    let effect = talk.session_mut().undo();
    match effect {
        Ok(Some(effect)) => {
            talk.screen.say(&format!("undid {last}"));
            talk.changed(Ok(effect), None)
        }
        Ok(None) => talk.wrong("there is nothing to undo", None),
        Err(refused) => talk.refuse(refused, None),
    }
}

/// `:redo`.
pub(super) fn redo(talk: &mut Console) -> Outcome {
    let effect = talk.session_mut().redo();
    match effect {
        Ok(Some(effect)) => {
            let last = numbered_last(talk);
            talk.screen.say(&format!("redid {last}"));
            talk.changed(Ok(effect), None)
        }
        Ok(None) => talk.wrong("there is nothing to redo", None),
        Err(refused) => talk.refuse(refused, None),
    }
}

/// The last change with its number.
fn numbered_last(talk: &Console) -> String {
    let session = talk.session();
    let count = session.changes().len();
    session.changes().last().map_or(String::new(), |c| format!("{count}: {}", changes_command::line(&c.typed)))
}

/// `:reload`.
pub(super) fn reload(talk: &mut Console) -> Outcome {
    talk.reload()
}

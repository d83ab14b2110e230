//! `:save`: the changes written back.

use super::arguments;
use super::console::{Console, Outcome};
use planwright::edit::EditError;
use planwright::language::diff;
use planwright::session::{FileChange, PendingSave};
use std::path::{Path, PathBuf};

/// Writes the changes into the files of what they are about, into one file, or as a scenario.
pub(super) fn run(talk: &mut Console, rest: &str) -> Outcome {
    let words = match arguments::words(rest) {
        Ok(words) => words,
        Err(said) => return talk.wrong(said, Some("close the quote")),
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let saved = match words.as_slice() {
        [] => talk.session().save(None),
        ["scenario"] => {
            return talk.wrong("the scenario has no name", Some("write `:save scenario lean \"A lean year\"`"));
        }
        ["scenario", name] => talk.session().save_scenario(name, None),
        ["scenario", name, title] => talk.session().save_scenario(name, Some(title)),
        [file] => {
            let Some(path) = in_workspace(talk, file) else {
                let help = "a plan's files are in its folder and end in `.plan`";
                return talk.wrong(&format!("`{file}` is no place for a part of the plan"), Some(help));
            };
            talk.session().save(Some(&path))
        }
        [_, other, ..] => {
            return talk.wrong(&format!("`{other}` says nothing here"), Some("a title goes in quotes"));
        }
    };
    match saved {
        Ok(saved) => write(talk, &saved),
        Err(EditError { message, help }) => talk.wrong(&message, help.as_deref()),
    }
}

fn write(talk: &mut Console, saved: &PendingSave) -> Outcome {
    let written = talk.session_mut().write(saved);
    talk.files_were_read();
    if let Err(e) = written {
        return talk.wrong(&format!("the changes can't be written: {e}"), Some("`:reload` reads the files again"));
    }
    for file in &saved.files {
        talk.screen.say(&line(file));
    }
    if let Some(name) = &saved.scenario {
        talk.screen.say(&format!("saved as the scenario {name}, which is looked at now"));
    }
    for (kind, id, path) in &saved.elsewhere {
        talk.screen.note(&format!("not saved: {kind} `{id}` is in {path}"));
    }
    Outcome::Done
}

/// `changed initiatives/ingest.plan: 1 line added, 1 taken away`.
fn line(file: &FileChange) -> String {
    let before = file.before.as_deref().unwrap_or("");
    let diff = diff(&file.path, before, &file.after);
    let count =
        |sign: char, header: &str| diff.lines().filter(|l| l.starts_with(sign) && !l.starts_with(header)).count();
    let (added, gone) = (count('+', "+++"), count('-', "---"));
    let lines = |n: usize| if n == 1 { "1 line".to_string() } else { format!("{n} lines") };
    match (&file.before, gone) {
        (None, _) => format!("wrote {}: {}", file.path, lines(added)),
        (_, 0) => format!("changed {}: {} more", file.path, lines(added)),
        _ => format!("changed {}: {} for {}", file.path, lines(added), lines(gone)),
    }
}

/// The path in the workspace of a file named from the current folder, or in the workspace itself.
fn in_workspace(talk: &Console, name: &str) -> Option<String> {
    let session = talk.session();
    let root = session.parsed().root.as_deref()?;
    let known = session.parsed().loaded.files.iter().any(|f| !f.standard && *f.path == *name);
    if known {
        return Some(name.to_string());
    }
    let here = std::env::current_dir().ok()?.join(name);
    let below = |path: &Path| {
        let folder = path.parent()?.canonicalize().ok()?;
        let below = folder.join(path.file_name()?);
        let parts = below.strip_prefix(root).ok()?.components();
        Some(parts.map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    };
    let path = below(&here).or_else(|| below(&root.join(PathBuf::from(name))))?;
    path.ends_with(".plan").then_some(path)
}

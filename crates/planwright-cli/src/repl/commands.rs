//! The commands of the prompt itself: one table that runs them, completes them and is their help. All others are those
//! of the binary.

use super::look;
use super::talk::{Outcome, Talk};
use super::{changes, colon, help, load, save, time, what};
use planwright::diagnostic::nearest;

/// What stands behind a command's name, for completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// The address of a value, then the value.
    Setting,
    /// A formula.
    Formula,
    /// A formula or another command.
    Statement,
    /// A file.
    File,
    /// A file, or `scenario` and its name.
    Home,
    /// A scenario.
    Scenario,
    /// A framework.
    Framework,
    /// A weighting.
    Weighting,
    /// A command or a word of the language.
    Word,
}

/// A command of the prompt.
pub(super) struct Row {
    /// Its name, without the colon.
    pub name: &'static str,
    /// What stands behind it.
    pub arguments: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// A line that uses it.
    pub example: &'static str,
    /// What stands behind it, for completion.
    pub takes: Takes,
    run: fn(&mut Talk, &str) -> Outcome,
}

/// The commands, in the order of the help.
pub(super) static COMMANDS: &[Row] = &[
    Row {
        name: "set",
        arguments: "ADDRESS VALUE",
        doc: "change one value in the session, not in the file",
        example: ":set detection.rice.effort 3 person-months because \"measured\"",
        takes: Takes::Setting,
        run: changes::set,
    },
    Row {
        name: "add",
        arguments: "ADDRESS VALUE",
        doc: "add a line of a repeated field, as an actual",
        example: ":add nrr.actual 106% on 2026-02",
        takes: Takes::Setting,
        run: changes::add,
    },
    Row {
        name: "undo",
        arguments: "",
        doc: "take the last change away",
        example: ":undo",
        takes: Takes::Nothing,
        run: changes::undo,
    },
    Row {
        name: "redo",
        arguments: "",
        doc: "lay the change that was undone last again",
        example: ":redo",
        takes: Takes::Nothing,
        run: changes::redo,
    },
    Row {
        name: "what",
        arguments: "",
        doc: "what this session changed",
        example: ":what",
        takes: Takes::Nothing,
        run: what::run,
    },
    Row {
        name: "save",
        arguments: "[FILE | scenario NAME [\"TITLE\"]]",
        doc: "write the changes into the files, or as a scenario",
        example: ":save scenario lean \"A lean year\"",
        takes: Takes::Home,
        run: save::run,
    },
    Row {
        name: "load",
        arguments: "FILE",
        doc: "run the statements of a file",
        example: ":load whatif.plan",
        takes: Takes::File,
        run: load::run,
    },
    Row {
        name: "reload",
        arguments: "",
        doc: "read the files again; the changes stay",
        example: ":reload",
        takes: Takes::Nothing,
        run: changes::reload,
    },
    Row {
        name: "type",
        arguments: "FORMULA",
        doc: "what a formula gives, and what it names is for",
        example: ":type detection.rice.effort",
        takes: Takes::Formula,
        run: help::kind_of,
    },
    Row {
        name: "time",
        arguments: "STATEMENT",
        doc: "run a statement and say how long it took",
        example: ":time :rank --top 5",
        takes: Takes::Statement,
        run: time::run,
    },
    Row {
        name: "scenario",
        arguments: "[NAME|none]",
        doc: "look at it under a scenario; alone: lists them",
        example: ":scenario freeze",
        takes: Takes::Scenario,
        run: look::scenario,
    },
    Row {
        name: "today",
        arguments: "[DATE|none]",
        doc: "read the plan on another day",
        example: ":today 2026-06-01",
        takes: Takes::Nothing,
        run: look::today,
    },
    Row {
        name: "by",
        arguments: "[FRAMEWORK|none]",
        doc: "rank by this framework; alone: lists them",
        example: ":by rice",
        takes: Takes::Framework,
        run: look::by,
    },
    Row {
        name: "weights",
        arguments: "[NAME|none]",
        doc: "use a weighting; alone: lists them",
        example: ":weights sales",
        takes: Takes::Weighting,
        run: look::weights,
    },
    Row {
        name: "help",
        arguments: "[WORD]",
        doc: "this list; or what a word, function or code is",
        example: ":help confidence",
        takes: Takes::Word,
        run: help::run,
    },
    Row {
        name: "quit",
        arguments: "",
        doc: "leave, as Ctrl-D does",
        example: ":quit",
        takes: Takes::Nothing,
        run: |_, _| Outcome::Leave,
    },
];

/// The command of this name.
pub(super) fn find(name: &str) -> Option<&'static Row> {
    let name = match name {
        "exit" | "q" => "quit",
        "h" | "?" => "help",
        other => other,
    };
    COMMANDS.iter().find(|row| row.name == name)
}

/// The name of a command line, and the rest.
pub(super) fn parts(text: &str) -> (&str, &str) {
    let text = text.trim().trim_start_matches(':').trim_start();
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (name, rest.trim())
}

/// Runs a command line.
pub(super) fn run(talk: &mut Talk, text: &str) -> Outcome {
    let (name, rest) = parts(text);
    match find(name) {
        Some(row) if row.takes == Takes::Nothing && row.arguments.is_empty() && !rest.is_empty() => talk
            .wrong(&format!("`:{}` takes nothing, not `{rest}`", row.name), Some(&format!("write `{}`", row.example))),
        Some(row) => (row.run)(talk, rest),
        None if colon::knows(name) => colon::run(talk, text),
        None => unknown(talk, name),
    }
}

/// Every name, those of the binary's commands included.
pub(super) fn names() -> Vec<String> {
    let own = COMMANDS.iter().map(|row| row.name.to_string());
    own.chain(colon::listed().into_iter().map(|(name, _)| name)).collect()
}

fn unknown(talk: &mut Talk, name: &str) -> Outcome {
    let names = names();
    let near = nearest(name, names.iter().map(String::as_str));
    let help = near.map_or("`:help` lists the commands".into(), |near| format!("did you mean `:{near}`?"));
    talk.wrong(&format!("there is no command `:{name}`"), Some(&help))
}

/// A command that lacks what stands behind it.
pub(super) fn lacking(talk: &mut Talk, name: &str) -> Outcome {
    let Some(row) = find(name) else { return Outcome::Wrong };
    let help = format!("write it as in `{}`", row.example);
    talk.wrong(&format!("`:{name}` needs {}", row.arguments), Some(&help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_by_its_example() {
        for row in COMMANDS {
            let (name, rest) = parts(row.example);
            assert_eq!(find(name).map(|r| r.name), Some(row.name));
            assert_eq!(rest.is_empty(), row.arguments.is_empty(), "{name}");
            assert!(!row.doc.ends_with('.') && row.doc.len() < 55);
        }
        assert_eq!(parts("  : rank  --top 5 "), ("rank", "--top 5"));
        assert!(find("rank").is_none() && colon::knows("rank"));
    }
}

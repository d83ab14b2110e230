//! The commands of the prompt itself: one table that names them, completes them and is their help. All others are those
//! of the binary.

use super::console::{Console, Outcome};

/// What stands behind a command's name, for completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArgumentKind {
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
    SaveTarget,
    /// A scenario.
    Scenario,
    /// A framework.
    Framework,
    /// A weighting.
    Weighting,
    /// A command or a word of the language.
    Word,
}

/// Which command it is, for what runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Set,
    Add,
    Undo,
    Redo,
    What,
    Save,
    Load,
    Reload,
    Type,
    Time,
    Scenario,
    Today,
    By,
    Weights,
    Help,
    Quit,
}

/// A command of the prompt.
pub(super) struct CommandSpec {
    /// Its name, without the colon.
    pub name: &'static str,
    /// What stands behind it.
    pub arguments: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// A line that uses it.
    pub example: &'static str,
    /// What stands behind it, for completion.
    pub takes: ArgumentKind,
    /// Which it is.
    pub action: Action,
}

/// The commands, in the order of the help.
pub(super) static COMMANDS: &[CommandSpec] = &[
    CommandSpec {
        name: "set",
        arguments: "ADDRESS VALUE",
        doc: "change one value in the session, not in the file",
        example: ":set detection.rice.effort 3 person-months because \"measured\"",
        takes: ArgumentKind::Setting,
        action: Action::Set,
    },
    CommandSpec {
        name: "add",
        arguments: "ADDRESS VALUE",
        doc: "add a line of a repeated field, as an actual",
        example: ":add nrr.actual 106% on 2026-02",
        takes: ArgumentKind::Setting,
        action: Action::Add,
    },
    CommandSpec {
        name: "undo",
        arguments: "",
        doc: "take the last change away",
        example: ":undo",
        takes: ArgumentKind::Nothing,
        action: Action::Undo,
    },
    CommandSpec {
        name: "redo",
        arguments: "",
        doc: "lay the change that was undone last again",
        example: ":redo",
        takes: ArgumentKind::Nothing,
        action: Action::Redo,
    },
    CommandSpec {
        name: "what",
        arguments: "",
        doc: "what this session changed",
        example: ":what",
        takes: ArgumentKind::Nothing,
        action: Action::What,
    },
    CommandSpec {
        name: "save",
        arguments: "[FILE | scenario NAME [\"TITLE\"]]",
        doc: "write the changes into the files, or as a scenario",
        example: ":save scenario lean \"A lean year\"",
        takes: ArgumentKind::SaveTarget,
        action: Action::Save,
    },
    CommandSpec {
        name: "load",
        arguments: "FILE",
        doc: "run the statements of a file",
        example: ":load whatif.plan",
        takes: ArgumentKind::File,
        action: Action::Load,
    },
    CommandSpec {
        name: "reload",
        arguments: "",
        doc: "read the files again; the changes stay",
        example: ":reload",
        takes: ArgumentKind::Nothing,
        action: Action::Reload,
    },
    CommandSpec {
        name: "type",
        arguments: "FORMULA",
        doc: "what a formula gives, and what it names is for",
        example: ":type detection.rice.effort",
        takes: ArgumentKind::Formula,
        action: Action::Type,
    },
    CommandSpec {
        name: "time",
        arguments: "STATEMENT",
        doc: "run a statement and say how long it took",
        example: ":time :rank --top 5",
        takes: ArgumentKind::Statement,
        action: Action::Time,
    },
    CommandSpec {
        name: "scenario",
        arguments: "[NAME|none]",
        doc: "look at it under a scenario; alone: lists them",
        example: ":scenario freeze",
        takes: ArgumentKind::Scenario,
        action: Action::Scenario,
    },
    CommandSpec {
        name: "today",
        arguments: "[DATE|none]",
        doc: "read the plan on another day",
        example: ":today 2026-06-01",
        takes: ArgumentKind::Nothing,
        action: Action::Today,
    },
    CommandSpec {
        name: "by",
        arguments: "[FRAMEWORK|none]",
        doc: "rank by this framework; alone: lists them",
        example: ":by rice",
        takes: ArgumentKind::Framework,
        action: Action::By,
    },
    CommandSpec {
        name: "weights",
        arguments: "[NAME|none]",
        doc: "use a weighting; alone: lists them",
        example: ":weights sales",
        takes: ArgumentKind::Weighting,
        action: Action::Weights,
    },
    CommandSpec {
        name: "help",
        arguments: "[WORD]",
        doc: "this list; or what a word, function or code is",
        example: ":help confidence",
        takes: ArgumentKind::Word,
        action: Action::Help,
    },
    CommandSpec {
        name: "quit",
        arguments: "",
        doc: "leave, as Ctrl-D does",
        example: ":quit",
        takes: ArgumentKind::Nothing,
        action: Action::Quit,
    },
];

/// The command of this name.
pub(super) fn find(name: &str) -> Option<&'static CommandSpec> {
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

/// A command that lacks what stands behind it.
pub(super) fn missing_argument(talk: &mut Console, name: &str) -> Outcome {
    let Some(row) = find(name) else { return Outcome::Failed };
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
    }
}

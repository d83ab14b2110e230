//! The commands of the prompt itself: one table that names them, completes them and is their help. All others are those
//! of the binary.

use super::console::{Console, Outcome};

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
    /// Which it is.
    pub action: Action,
}

/// The commands, in the order of the help.
pub(super) static COMMANDS: &[Row] = &[
    Row {
        name: "set",
        arguments: "ADDRESS VALUE",
        doc: "change one value in the session, not in the file",
        example: ":set detection.rice.effort 3 person-months because \"measured\"",
        takes: Takes::Setting,
        action: Action::Set,
    },
    Row {
        name: "add",
        arguments: "ADDRESS VALUE",
        doc: "add a line of a repeated field, as an actual",
        example: ":add nrr.actual 106% on 2026-02",
        takes: Takes::Setting,
        action: Action::Add,
    },
    Row {
        name: "undo",
        arguments: "",
        doc: "take the last change away",
        example: ":undo",
        takes: Takes::Nothing,
        action: Action::Undo,
    },
    Row {
        name: "redo",
        arguments: "",
        doc: "lay the change that was undone last again",
        example: ":redo",
        takes: Takes::Nothing,
        action: Action::Redo,
    },
    Row {
        name: "what",
        arguments: "",
        doc: "what this session changed",
        example: ":what",
        takes: Takes::Nothing,
        action: Action::What,
    },
    Row {
        name: "save",
        arguments: "[FILE | scenario NAME [\"TITLE\"]]",
        doc: "write the changes into the files, or as a scenario",
        example: ":save scenario lean \"A lean year\"",
        takes: Takes::Home,
        action: Action::Save,
    },
    Row {
        name: "load",
        arguments: "FILE",
        doc: "run the statements of a file",
        example: ":load whatif.plan",
        takes: Takes::File,
        action: Action::Load,
    },
    Row {
        name: "reload",
        arguments: "",
        doc: "read the files again; the changes stay",
        example: ":reload",
        takes: Takes::Nothing,
        action: Action::Reload,
    },
    Row {
        name: "type",
        arguments: "FORMULA",
        doc: "what a formula gives, and what it names is for",
        example: ":type detection.rice.effort",
        takes: Takes::Formula,
        action: Action::Type,
    },
    Row {
        name: "time",
        arguments: "STATEMENT",
        doc: "run a statement and say how long it took",
        example: ":time :rank --top 5",
        takes: Takes::Statement,
        action: Action::Time,
    },
    Row {
        name: "scenario",
        arguments: "[NAME|none]",
        doc: "look at it under a scenario; alone: lists them",
        example: ":scenario freeze",
        takes: Takes::Scenario,
        action: Action::Scenario,
    },
    Row {
        name: "today",
        arguments: "[DATE|none]",
        doc: "read the plan on another day",
        example: ":today 2026-06-01",
        takes: Takes::Nothing,
        action: Action::Today,
    },
    Row {
        name: "by",
        arguments: "[FRAMEWORK|none]",
        doc: "rank by this framework; alone: lists them",
        example: ":by rice",
        takes: Takes::Framework,
        action: Action::By,
    },
    Row {
        name: "weights",
        arguments: "[NAME|none]",
        doc: "use a weighting; alone: lists them",
        example: ":weights sales",
        takes: Takes::Weighting,
        action: Action::Weights,
    },
    Row {
        name: "help",
        arguments: "[WORD]",
        doc: "this list; or what a word, function or code is",
        example: ":help confidence",
        takes: Takes::Word,
        action: Action::Help,
    },
    Row {
        name: "quit",
        arguments: "",
        doc: "leave, as Ctrl-D does",
        example: ":quit",
        takes: Takes::Nothing,
        action: Action::Quit,
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

/// A command that lacks what stands behind it.
pub(super) fn lacking(talk: &mut Console, name: &str) -> Outcome {
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
    }
}

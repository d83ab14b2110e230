//! Why a command gave nothing, and how to mend it.

use super::exit::Exit;
use planwright::ViewError;
use planwright::diagnostic::{Code, Diagnostic};
use planwright::evaluation::NoFramework;
use planwright::report::{Layout, escape_terminal};
use planwright::source::SourceSet;

/// Why a command gave nothing.
#[derive(Debug, Clone)]
pub struct Failure {
    /// How it ended.
    pub exit: Exit,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Its code, where it has a page.
    pub code: Option<Code>,
    /// Errors of the plan that may be why, with the texts that they point into.
    pub findings: Option<Box<(Vec<Diagnostic>, SourceSet)>>,
}

impl Failure {
    /// A command line that can't be followed.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure { exit: Exit::Usage, message: message.into(), help: None, code: None, findings: None }
    }

    /// Something outside that failed.
    pub fn outside(message: impl Into<String>) -> Self {
        Failure { exit: Exit::Outside, message: message.into(), help: None, code: None, findings: None }
    }

    /// As it is printed.
    pub fn text(&self) -> String {
        self.text_within(Layout::default())
    }

    /// As it is printed on a terminal.
    pub fn text_within(&self, layout: Layout) -> String {
        let code = self.code.map_or(String::new(), |c| format!("[{c}]"));
        let mut text = format!("error{code}: {}\n", self.message);
        if let Some(help) = &self.help {
            text += &format!("help: {help}\n");
        }
        escape_terminal(&text, layout)
    }

    /// With a remedy.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Self {
        let help = match &error {
            ViewError::OtherFramework { framework, .. } => format!("rank with `--by {framework}`"),
            other => other.help(),
        };
        Failure::usage(error.to_string()).help(help)
    }
}

impl From<NoFramework> for Failure {
    fn from(error: NoFramework) -> Self {
        let help = match &error {
            NoFramework::Several(used) => {
                format!("choose with `--by`: {}; or set `rank_by` in the `plan` block", used.join(", "))
            }
            NoFramework::OtherWeighting { of, framework, own, .. } if !own.is_empty() => {
                format!("rank with `--by {of}`, or take one of `{framework}`: {}", own.join(", "))
            }
            NoFramework::OtherWeighting { of, .. } => format!("rank with `--by {of}`"),
            other => other.help(),
        };
        let exit = if error == NoFramework::Unused { Exit::Problems } else { Exit::Usage };
        Failure { exit, ..Failure::usage(error.to_string()) }.help(help)
    }
}

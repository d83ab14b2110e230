//! What a command gives: its result, its notes, and what it found in the plan.

use super::exit::Exit;
use planwright::diagnostic::Diagnostic;
use planwright::source::SourceSet;

/// What a command gives.
#[derive(Debug, Clone)]
pub struct Output {
    /// For standard output.
    pub text: String,
    /// For standard error, a line each.
    pub notes: Vec<String>,
    /// Findings about the plan.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that findings point into.
    pub sources: SourceSet,
    /// How it ended.
    pub exit: Exit,
    /// Whether the findings are the result, and so go to standard output in machine formats.
    pub findings_are_result: bool,
}

impl Output {
    /// Output that is only text.
    pub fn text(text: impl Into<String>) -> Self {
        Output {
            text: text.into(),
            notes: Vec::new(),
            diagnostics: Vec::new(),
            sources: SourceSet::default(),
            exit: Exit::Fine,
            findings_are_result: false,
        }
    }

    /// With findings, errors among which make it end with [`Exit::Problems`].
    pub fn with(mut self, diagnostics: Vec<Diagnostic>, sources: SourceSet) -> Self {
        if diagnostics.iter().any(Diagnostic::is_error) {
            self.exit = self.exit.max(Exit::Problems);
        }
        self.diagnostics = diagnostics;
        self.sources = sources;
        self
    }
}

//! Why a session did not do what it was asked.

use crate::diagnostic::Diagnostic;
use crate::edit::EditError;
use crate::source::SourceSet;

/// Why nothing was changed, or there is no answer.
#[derive(Debug, Clone)]
pub enum Refused {
    /// What is wrong with what was typed, and where; the last of the sources is the text typed.
    Wrong {
        /// What was found.
        diagnostics: Vec<Diagnostic>,
        /// The texts that it points into.
        sources: SourceSet,
    },
    /// The address leads nowhere, or the value can't stand there.
    Edit(EditError),
    /// It was stopped by [`super::Session::interrupt`].
    Interrupted,
}

impl From<EditError> for Refused {
    fn from(error: EditError) -> Self {
        Refused::Edit(error)
    }
}

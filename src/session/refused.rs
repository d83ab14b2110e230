//! Why a session did not do what it was asked.

use crate::diagnostic::Diagnostic;
use crate::edit::EditError;
use crate::pipeline::ViewError;
use crate::source::SourceSet;
use std::fmt;

/// Why nothing was changed, or there is no answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
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
    /// What the session is looked at by is not there, or would not be there any more.
    View(ViewError),
    /// It was stopped by [`super::Session::interrupt`].
    Interrupted,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Wrong { diagnostics, .. } => match diagnostics.as_slice() {
                [] => f.write_str("it can't be said so"),
                [one] => f.write_str(&one.message),
                [first, rest @ ..] => write!(f, "{}, and {} more", first.message, rest.len()),
            },
            Refused::Edit(error) => error.fmt(f),
            Refused::View(error) => write!(f, "{error}: {}", error.help()),
            Refused::Interrupted => f.write_str("it was interrupted"),
        }
    }
}

impl std::error::Error for Refused {}

impl From<ViewError> for Refused {
    fn from(error: ViewError) -> Self {
        Refused::View(error)
    }
}

impl From<EditError> for Refused {
    fn from(error: EditError) -> Self {
        Refused::Edit(error)
    }
}

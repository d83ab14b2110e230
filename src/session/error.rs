//! Why a session did not do what it was asked.

use super::overlay_layers::OVERLAY_SOURCE_NAME;
use crate::diagnostic::Diagnostic;
use crate::edit::EditError;
use crate::pipeline::ViewError;
use crate::source::{SourceSet, SourceText, Span};
use std::fmt;
use std::sync::Arc;

/// Why nothing was changed, or there is no answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum SessionError {
    /// What is wrong with what was typed, and where; the last of the sources is the text typed.
    Invalid {
        /// What was found.
        diagnostics: Vec<Diagnostic>,
        /// The texts that it points into.
        sources: SourceSet,
    },
    /// The address leads nowhere, or the value can't stand there.
    Edit(EditError),
    /// What the session is looked at by is not there, or would not be there any more.
    View(ViewError),
    /// It was stopped by [`super::Session::interrupt`], or by the limit that it was given.
    Interrupted,
}

/// What is wrong with a text that was typed, whatever number it was read under: it is the last of the sources.
pub(super) fn invalid(mut diagnostics: Vec<Diagnostic>, mut sources: SourceSet, text: &Arc<str>) -> SessionError {
    let read = sources
        .iter()
        .filter(|(_, s)| *s.name == *OVERLAY_SOURCE_NAME && Arc::ptr_eq(&s.text, text))
        .last()
        .map(|(id, _)| id);
    if let Some(read) = read.filter(|id| id.0 as usize + 1 < sources.len()) {
        let last = sources.add(SourceText::new(OVERLAY_SOURCE_NAME, text.clone()));
        let moved = |span: &mut Span| {
            if span.source == read {
                span.source = last;
            }
        };
        for d in &mut diagnostics {
            moved(&mut d.label.span);
            d.labels.iter_mut().for_each(|l| moved(&mut l.span));
            d.fixes.iter_mut().for_each(|f| moved(&mut f.span));
        }
    }
    SessionError::Invalid { diagnostics, sources }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SessionError::Invalid { diagnostics, .. } => match diagnostics.as_slice() {
                [] => f.write_str("it can't be said so"),
                [one] => f.write_str(&one.message),
                [first, rest @ ..] => write!(f, "{}, and {} more", first.message, rest.len()),
            },
            SessionError::Edit(error) => error.fmt(f),
            SessionError::View(error) => write!(f, "{error}: {}", error.help()),
            SessionError::Interrupted => f.write_str("it was interrupted"),
        }
    }
}

impl std::error::Error for SessionError {}

impl From<ViewError> for SessionError {
    fn from(error: ViewError) -> Self {
        SessionError::View(error)
    }
}

impl From<EditError> for SessionError {
    fn from(error: EditError) -> Self {
        SessionError::Edit(error)
    }
}

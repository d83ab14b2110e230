//! Why a session did not do what it was asked.

use super::overlay_layers::NAME;
use crate::diagnostic::Diagnostic;
use crate::edit::EditError;
use crate::pipeline::ViewError;
use crate::source::{SourceSet, SourceText, Span};
use std::fmt;
use std::sync::Arc;

/// Why nothing was changed, or there is no answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum RefusedChange {
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
    /// It was stopped by [`super::Session::interrupt`], or by the limit that it was given.
    Interrupted,
}

/// What is wrong with a text that was typed, whatever number it was read under: it is the last of the sources.
pub(super) fn wrong(mut diagnostics: Vec<Diagnostic>, mut sources: SourceSet, text: &Arc<str>) -> RefusedChange {
    let read = sources.iter().filter(|(_, s)| *s.name == *NAME && Arc::ptr_eq(&s.text, text)).last().map(|(id, _)| id);
    if let Some(read) = read.filter(|id| id.0 as usize + 1 < sources.len()) {
        let last = sources.add(SourceText::new(NAME, text.clone()));
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
    RefusedChange::Wrong { diagnostics, sources }
}

impl fmt::Display for RefusedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RefusedChange::Wrong { diagnostics, .. } => match diagnostics.as_slice() {
                [] => f.write_str("it can't be said so"),
                [one] => f.write_str(&one.message),
                [first, rest @ ..] => write!(f, "{}, and {} more", first.message, rest.len()),
            },
            RefusedChange::Edit(error) => error.fmt(f),
            RefusedChange::View(error) => write!(f, "{error}: {}", error.help()),
            RefusedChange::Interrupted => f.write_str("it was interrupted"),
        }
    }
}

impl std::error::Error for RefusedChange {}

impl From<ViewError> for RefusedChange {
    fn from(error: ViewError) -> Self {
        RefusedChange::View(error)
    }
}

impl From<EditError> for RefusedChange {
    fn from(error: EditError) -> Self {
        RefusedChange::Edit(error)
    }
}

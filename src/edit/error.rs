//! Why a value was not changed.

use crate::diagnostic::closest_match;
use std::fmt;

/// Why an edit is not made: what is wrong in one line, and how to mend it. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError {
    /// What is wrong, in the style of a diagnostic.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl EditError {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        EditError { message: message.into(), help: None }
    }

    /// With a remedy.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The nearest of the known names, else all of them where they are few.
    pub(super) fn known<'a>(self, word: &str, what: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        const MAX_LISTED: usize = 12;
        let mut names: Vec<&str> = known.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        if let Some(near) = closest_match(word, names.iter().copied()) {
            return self.help(format!("did you mean `{near}`?"));
        }
        match names.len() {
            1..=MAX_LISTED => self.help(format!("{what}: `{}`", names.join("`, `"))),
            _ => self,
        }
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for EditError {}

//! Floor 1: what is wrong, where, and how to mend it.
//!
//! Messages are lower case without a full stop, quote the user's own words in backticks and never name a
//! Rust type; the remedy stands in `help`. Each code has a page, `codes/P0201.md`, that `plan help P0201` shows.

mod check_result;
mod code;
mod introduced;
mod located;
pub mod render;
mod sanitize;
mod severity;
mod sort;
mod suggest;
mod summary;

pub use check_result::{CheckResult, CheckStatus};
pub use code::{Code, all_codes};
pub use introduced::introduced;
pub use located::Located;
pub use sanitize::{SanitizeAction, sanitize, sanitize_action, sanitize_line};
pub use severity::Severity;
pub use sort::sort;
pub use suggest::closest_match;
pub use summary::summary;

use crate::source::Span;
use std::borrow::Cow;

/// A place with a word about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: Cow<'static, str>,
}

/// A text edit that mends a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the edit does, as in ``write `20_114` ``.
    pub title: String,
    /// The text to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
    /// Whether `plan check --fix` may apply it unasked: it cannot change what the author meant.
    pub safe: bool,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code, as `P0201`.
    pub code: Code,
    /// How bad it is; at first the code's own severity.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub label: Label,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// Edits that mend it; the first is the preferred one.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding with its code's usual severity.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let mut message = message.into();
        // A title or text of the plan in a message may run over several lines; the message is one.
        if message.contains(['\n', '\r']) {
            message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        Diagnostic {
            code,
            severity: code.severity(),
            message,
            label: Label { span, text: Cow::Borrowed("") },
            labels: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    /// The words at the primary place.
    pub fn label(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.label.text = text.into();
        self
    }

    /// Another place, with words.
    pub fn also(mut self, span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The remedy.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// "did you mean", with a fix, where `nearest` found something.
    pub fn did_you_mean(self, span: Span, nearest: Option<&str>) -> Self {
        match nearest {
            Some(name) => self.help(format!("did you mean `{name}`?")).fix(Fix {
                title: format!("write `{name}`"),
                span,
                replacement: name.to_string(),
                safe: false,
            }),
            None => self,
        }
    }

    /// "did you mean" for a word that is spelt like another. Words of a few letters are all alike: for those it is asked,
    /// and no fix is offered unless the letters are the same ones.
    pub fn spelt_like(self, span: Span, word: &str, near: Option<&str>) -> Self {
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        let Some(name) = near else { return self };
        let short = word.chars().count().min(name.chars().count()) < 5;
        if short && letters(word) != letters(name) {
            return self.help(format!("did you mean `{name}`?"));
        }
        self.did_you_mean(span, near)
    }

    /// An edit that mends it.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Another severity than the code's own.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

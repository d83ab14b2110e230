//! Why nothing came of it.

use std::fmt;
use unicode_width::UnicodeWidthChar;

/// Why a table, a mapping or a merge was refused as a whole. What concerns one cell or row is in the reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The remedy.
    pub help: Option<String>,
}

impl ImportError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        ImportError { message: message.into(), help: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        ImportError { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ImportError {}

/// Words for a message: `a`, `b` and `c`.
pub(super) fn quoted_list<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<String> = words.iter().take(12).map(|w| format!("`{}`", cell_excerpt(w.as_ref()))).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() && words.len() <= 12 => format!("{} and {last}", rest.join(", ")),
        Some(_) => quoted.join(", ") + if words.len() > 12 { " and others" } else { "" },
        None => String::new(),
    }
}

/// A cell's text as a message shows it: one line, at most 60 columns wide, nothing that steers a terminal.
pub(super) fn cell_excerpt(text: &str) -> String {
    let (mut out, mut width) = (String::new(), 0);
    for c in text.chars() {
        let c = if is_text_control(c) { ' ' } else { c };
        width += c.width().unwrap_or(0);
        if width > 60 {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// Control characters, and those that turn the direction of text round.
pub(super) fn is_text_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

//! Diagnostics as text: for people, for a program, for a code host.
//!
//! Each renderer takes the diagnostics in the order given: [`sort`] first. None of them panics, whatever
//! the spans: a span outside its source is clamped to it.

mod excerpt;
pub mod github;
pub mod human;
pub mod json;
mod place;
pub mod sarif;
pub mod short;

use super::{Diagnostic, Severity};
use crate::source::SourceSet;
use std::collections::HashMap;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With an excerpt of the source, for people.
    Human {
        /// Columns to fill; `None` where that is not known, and then 80.
        width: Option<usize>,
        /// Whether to colour with ANSI escapes.
        color: bool,
    },
    /// One line each: `file:line:column: error[P0201]: message; help`.
    Short,
    /// One JSON document, [`json::Report`].
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub's workflow commands, which annotate a pull request.
    Github,
}

/// The diagnostics in this style. Every line ends in `\n`; nothing at all where a line style has nothing to say.
pub fn render(style: Style, diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    match style {
        Style::Human { width, color } => human::render(diagnostics, sources, width.unwrap_or(80), color),
        Style::Short => short::render(diagnostics, sources),
        Style::Json => json::render(diagnostics, sources),
        Style::Sarif => sarif::render(diagnostics, sources),
        Style::Github => github::render(diagnostics, sources),
    }
}

/// Puts diagnostics in the order they are shown: by file, in the order the files were read, then by position,
/// errors before warnings before notes; equal ones keep their order. Of exact duplicates the first stays.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_key(|d| (d.label.span.source, d.label.span.start, std::cmp::Reverse(d.severity)));
    let mut seen: HashMap<_, Vec<usize>> = HashMap::new();
    let duplicate: Vec<bool> = diagnostics
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let alike = seen.entry((d.label.span, d.code, d.message.as_str())).or_default();
            let known = alike.iter().any(|j| diagnostics[*j] == *d);
            if !known {
                alike.push(i);
            }
            known
        })
        .collect();
    let mut duplicate = duplicate.into_iter();
    diagnostics.retain(|_| duplicate.next() != Some(true));
}

/// The closing line, as `3 errors, 1 warning`; `no problems` where there are none. Without a line end.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|s| (s.as_str(), count(diagnostics, s)))
        .filter(|(_, n)| *n > 0)
        .map(|(word, n)| format!("{n} {word}{}", if n == 1 { "" } else { "s" }))
        .collect();
    if counts.is_empty() { "no problems".to_string() } else { counts.join(", ") }
}

fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|d| d.severity == severity).count()
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

//! Floor 0: diagnostics as text: for people on a terminal, and in the formats of the library.
//!
//! Each renderer takes the diagnostics in the order given: [`sort`](planwright::diagnostic::sort) first. None of them
//! panics, whatever the spans: a span outside its source is clamped to it.

mod excerpt;
mod human;

use planwright::diagnostic::Diagnostic;
use planwright::diagnostic::render::{github, json, sarif, short};
use planwright::report::findings;
use planwright::source::SourceSet;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderStyle {
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
    /// A table in Markdown, for a comment on a pull request.
    Markdown,
}

/// The diagnostics in this style. Every line ends in `\n`; nothing at all where a line style has nothing to say.
pub fn render(style: RenderStyle, diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    match style {
        RenderStyle::Human { width, color } => human::render(diagnostics, sources, width.unwrap_or(80), color),
        RenderStyle::Short => short::render(diagnostics, sources),
        RenderStyle::Json => json::render(diagnostics, sources),
        RenderStyle::Sarif => sarif::render(diagnostics, sources),
        RenderStyle::Github => github::render(diagnostics, sources),
        RenderStyle::Markdown => findings::markdown(diagnostics, sources),
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod untrusted_text_tests;

//! For people: the message, the lines it is about, the remedy. The only file that knows miette.
//!
//! miette 7.6 panics on a label past column 65,535, passes escapes and bidi marks through, counts header
//! columns in bytes and prints all of a long span. So it is given an excerpt, never a source.

use super::excerpt::{Excerpt, MAX_LABELS, TAB_WIDTH, clip, excerpts};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};
use planwright::diagnostic::sanitize_line;
use planwright::diagnostic::{Diagnostic, Severity, sanitize};
use planwright::source::SourceSet;
use std::fmt::{self, Display};
use unicode_width::UnicodeWidthStr;

/// Diagnostics shown before the rest are only counted.
pub(super) const MAX_DIAGNOSTICS_SHOWN: usize = 100;
/// Characters of a message or help that are shown.
const MAX_TEXT_CHARS: usize = 2_000;

/// The diagnostics with excerpts, a blank line between them; after the hundredth a count of the rest.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &SourceSet, width: usize, color: bool) -> String {
    let width = width.clamp(40, 400);
    let mut out = String::new();
    for d in diagnostics.iter().take(MAX_DIAGNOSTICS_SHOWN) {
        if !out.is_empty() {
            out.push('\n');
        }
        render_one(d, sources, width, color, &mut out);
    }
    if let Some(rest) = diagnostics.get(MAX_DIAGNOSTICS_SHOWN..).filter(|rest| !rest.is_empty()) {
        let errors = rest.iter().filter(|d| d.is_error()).count();
        let of_these = if errors == 0 { String::new() } else { format!(", {} of these errors", errors) };
        out.push_str(&format!("\nand {} more{of_these}\n", rest.len()));
    }
    out
}

fn render_one(d: &Diagnostic, sources: &SourceSet, width: usize, color: bool, out: &mut String) {
    let mut shown = excerpts(d, sources, width).into_iter().peekable();
    let handler = handler(d, width, color);
    header(d, width, color, out);
    loop {
        let mut excerpt = shown.next();
        if let Some(excerpt) = &mut excerpt {
            excerpt.title = tail(&excerpt.title, width.saturating_sub(TITLE_MARGIN));
        }
        let last = shown.peek().is_none();
        let snippet = Snippet {
            help: d.help.as_ref().filter(|_| last).map(|h| clip(&sanitize(h), MAX_TEXT_CHARS)),
            severity: d.severity,
            excerpt,
        };
        let mut text = String::new();
        // It writes into a String: the only error left would be miette's own, and then the text so far stands.
        let _ = handler.render_report(&mut text, &snippet);
        // miette's own first line holds the message; ours is written already.
        out.push_str(text.split_once('\n').map_or("", |(_, rest)| rest));
        if last {
            break;
        }
    }
    let unseen = (1 + d.labels.len()).saturating_sub(MAX_LABELS);
    if unseen > 0 {
        out.push_str(&format!("  and {unseen} more place{}\n", if unseen == 1 { "" } else { "s" }));
    }
    if let Some(fix) = d.fixes.first() {
        let word = if color { format!("{CYAN}fix:{CYAN:#}") } else { "fix:".to_string() };
        let how = if fix.safe { " (`plan check --fix` does it)" } else { "" };
        out.push_str(&format!("   {word} {}{how}\n", clip(&sanitize_line(&fix.title), width)));
    }
}

/// What stands beside the name of a file on its line: line numbers and the frame.
const TITLE_MARGIN: usize = 12;

/// The end of a name that is longer than the place for it: there a file differs from others.
fn tail(name: &str, width: usize) -> String {
    let mut from = name.char_indices().map(|(at, _)| at);
    match from.find(|at| name[*at..].width() <= width) {
        Some(0) | None => name.to_string(),
        Some(at) => format!("…{}", &name[at..]),
    }
}

/// `error[P0201]: …`, wrapped under its own first word.
fn header(d: &Diagnostic, width: usize, color: bool, out: &mut String) {
    let head = format!("{}[{}]:", d.severity.as_str(), d.code);
    let message = format!("{head} {}", clip(&sanitize_line(&d.message), MAX_TEXT_CHARS));
    let wrapped = textwrap::fill(&message, textwrap::Options::new(width).subsequent_indent("  ").break_words(true));
    let style = match d.severity {
        _ if !color => anstyle::Style::new(),
        Severity::Error => anstyle::AnsiColor::Red.on_default().bold(),
        Severity::Warning => anstyle::AnsiColor::Yellow.on_default().bold(),
        Severity::Note => anstyle::AnsiColor::Blue.on_default().bold(),
    };
    match wrapped.strip_prefix(&head) {
        Some(rest) => out.push_str(&format!("{style}{head}{style:#}{rest}\n")),
        None => out.push_str(&format!("{wrapped}\n")),
    }
}

const CYAN: anstyle::Style = anstyle::AnsiColor::Cyan.on_default();

fn handler(d: &Diagnostic, width: usize, color: bool) -> GraphicalReportHandler {
    let head = format!("{}[{}]:", d.severity.as_str(), d.code);
    let characters =
        ThemeCharacters { error: head.clone(), warning: head.clone(), advice: head, ..ThemeCharacters::unicode() };
    let styles = if color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(width)
        .tab_width(TAB_WIDTH)
        .with_links(false)
        .without_cause_chain()
        .without_primary_span_start()
        .without_syntax_highlighting()
}

/// One excerpt of a diagnostic, as miette wants it.
#[derive(Debug)]
struct Snippet {
    help: Option<String>,
    severity: Severity,
    excerpt: Option<Excerpt>,
}

impl Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("")
    }
}

impl std::error::Error for Snippet {}

impl miette::Diagnostic for Snippet {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help(&self) -> Option<Box<dyn Display + '_>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|e| e as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = &self.excerpt.as_ref()?.labels;
        Some(Box::new(labels.iter().map(|(range, text)| {
            let text = Some(text.clone()).filter(|t| !t.is_empty());
            LabeledSpan::new(text, range.start, range.len())
        })))
    }
}

impl SourceCode for Excerpt {
    /// The whole excerpt, whatever part is asked for: which lines to show has been decided.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let lines = self.text.matches('\n').count();
        let span = SourceSpan::from((0, self.text.len()));
        let (title, data) = (self.title.clone(), self.text.as_bytes());
        Ok(Box::new(MietteSpanContents::new_named(title, data, span, self.first_line, 0, lines)))
    }
}

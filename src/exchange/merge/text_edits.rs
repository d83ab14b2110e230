//! Places in a text and what goes there.

use crate::source::Span;
use crate::syntax::Block;

/// Edits of one text that do not overlap.
#[derive(Debug, Default)]
pub(super) struct TextEdits(Vec<(usize, usize, String)>);

impl TextEdits {
    pub(super) fn replace(&mut self, span: Span, with: String) {
        self.0.push((span.start as usize, span.end as usize, with));
    }

    pub(super) fn extend(&mut self, insertion: Option<(usize, String)>) {
        self.0.extend(insertion.map(|(at, text)| (at, at, text)));
    }

    /// The text with every edit made. An edit that overlaps one before it is left out.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(start, end, _)| (*start, *end));
        let (mut out, mut done) = (String::with_capacity(text.len() + 64), 0);
        for (start, end, with) in self.0 {
            if let Some(before) = text.get(done..start).filter(|_| start >= done) {
                out.push_str(before);
                out.push_str(&with);
                done = end;
            }
        }
        out.push_str(text.get(done..).unwrap_or(""));
        out
    }
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where lines go at the end of a block, in the layout that the block has, and how they are written there.
pub(super) fn insert(text: &str, block: Block<'_>, lines: &[String]) -> Option<(usize, String)> {
    let span = block.0.span();
    let (start, end) = (span.start as usize, span.end as usize);
    let body = text.get(start..end)?.strip_suffix('}')?;
    if lines.is_empty() {
        return None;
    }
    let close = end - 1;
    let line = text[..close].rfind('\n').map_or(0, |at| at + 1);
    if line > start && text[line..close].trim().is_empty() {
        // The bracket stands alone on its line: new lines go above it.
        let indent = format!("{}  ", &text[line..close]);
        let end = newline(text);
        return Some((line, lines.iter().map(|l| format!("{indent}{l}{end}")).collect()));
    }
    let content = body.trim_end();
    let joined = lines.join("; ");
    let at = start + content.len();
    let written = match content.chars().next_back() {
        Some('{') if at == close => format!(" {joined} "),
        Some('{' | ';') => format!(" {joined}"),
        _ => format!("; {joined}"),
    };
    Some((at, written))
}

/// A text with blocks behind it, a blank line before each.
pub(super) fn append(mut text: String, blocks: &[String]) -> String {
    let end = newline(&text);
    for block in blocks {
        if !text.trim_start_matches('\u{FEFF}').is_empty() {
            if !text.ends_with('\n') {
                text.push_str(end);
            }
            if !text.ends_with("\n\n") && !text.ends_with("\n\r\n") {
                text.push_str(end);
            }
        }
        text.push_str(&if end == "\n" { block.clone() } else { block.replace('\n', end) });
    }
    text
}

//! Documents as Markdown.

use crate::diagnostic::sanitize;
use crate::report::document::{Content, Document, DocumentSection, LabelledFact, MissingPart, user_markdown};

/// A document as Markdown (GitHub's, for its tables), ready to be pasted where a team reads.
pub fn markdown(document: &Document) -> String {
    let mut blocks = Vec::new();
    blocks.push(format!("# {}", line(document.headline.as_ref().unwrap_or(&document.title))));
    blocks.extend(document.subheading.as_ref().map(|s| format!("*{}*", line(s))));
    let mut byline: Vec<String> = Vec::new();
    byline.extend(document.headline.as_ref().map(|_| line(&document.title)));
    byline.extend(document.byline.iter().map(|b| format!("{}: {}", line(&b.label), line(&b.value))));
    byline.push(format!("As of {}", document.today));
    if document.parts > 0 && document.missing.is_empty() {
        byline.push(completeness_line(document));
    }
    blocks.push(byline.join(" · "));
    if document.parts > 0 && !document.missing.is_empty() {
        blocks.push(completeness(document));
    }
    for section in &document.sections {
        self::section(section, 2, &mut blocks);
    }
    blocks.retain(|b| !b.is_empty());
    sanitize(&blocks.join("\n\n")).into_owned() + "\n"
}

/// `All 12 parts on file`, for the line under the title: nobody who reads a whole document counts its parts.
pub(super) fn completeness_line(document: &Document) -> String {
    match document.parts {
        0 => "No parts".into(),
        1 => "Its one part is written".into(),
        parts => format!("All {parts} parts are written"),
    }
}

/// `**9 of 12 parts on file.** Missing: Market, Risks`.
fn completeness(document: &Document) -> String {
    let counted = format!("**{} of {} parts written.**", document.on_file, document.parts);
    format!("{counted} Missing: {}", line(&sentence(document.missing.iter().map(String::as_str))))
}

/// Names in a row, with a full stop where they don't end with a mark.
pub(super) fn sentence<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut out = names.collect::<Vec<_>>().join(", ");
    if !out.ends_with(['?', '!', '.']) {
        out.push('.');
    }
    out
}

fn section(section: &DocumentSection, level: usize, out: &mut Vec<String>) {
    if section.heading {
        out.push(format!("{} {}", "#".repeat(level.min(6)), line(&section.title)));
    }
    // Without a heading of its own it is part of what stands above it.
    let depth = if section.heading { level } else { level.saturating_sub(1).max(1) };
    section.content.iter().for_each(|c| content(c, depth, out));
    out.extend(section.missing.iter().map(missing));
    section.sections.iter().for_each(|s| self::section(s, level + 1, out));
}

fn content(content: &Content, level: usize, out: &mut Vec<String>) {
    match content {
        Content::Text { text } => out.push(user_markdown::embed_markdown(text, level)),
        Content::List { items } => out.push(lines(items.iter().map(|i| format!("- {}", point(i))))),
        Content::Rows { rows } => out.push(lines(rows.iter().map(row))),
        Content::Table { columns, rows } => out.push(table(columns, rows)),
        Content::Quote { text, by } => {
            let by = by.as_ref().map(|b| format!("\n>\n> — {}", line(b))).unwrap_or_default();
            let text = user_markdown::embed_markdown(text, level);
            out.push(lines(text.lines().map(|l| format!("> {l}").trim_end().to_string())) + by.as_str());
        }
        Content::Part { title, content } => {
            out.push(format!("{} {}", "#".repeat((level + 1).min(6)), line(title)));
            content.iter().for_each(|c| self::content(c, level + 1, out));
        }
        Content::Missing(what) => out.push(missing(what)),
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands in a point or a cell: on one line, without raw HTML.
pub(in crate::report) fn line(text: &str) -> String {
    user_markdown::embed_markdown(text, 6).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same in a point, which its own marks would make a list or a heading.
fn point(text: &str) -> String {
    let line = line(text);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && digits.starts_with(['.', ')']);
    if numbered {
        let at = line.len() - digits.len();
        return format!("{}\\{}", &line[..at], &line[at..]);
    }
    if line.starts_with(['#', '+', '-', '>', '=']) { format!("\\{line}") } else { line }
}

fn row(row: &LabelledFact) -> String {
    format!("- **{}**: {}", line(&row.label), line(&row.value))
}

fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    let cells = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| escape_pipes(&line(c))).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = format!("|{}", " --- |".repeat(columns.len()));
    lines([cells(columns), rule].into_iter().chain(rows.iter().map(|r| cells(r))))
}

/// A cell in which no `|` ends it.
fn escape_pipes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn missing(missing: &MissingPart) -> String {
    let because = missing.because.as_ref().map_or(String::new(), |b| format!(" (not known yet: {})", line(b)));
    match missing.write.is_empty() {
        true => format!("**Missing:** {}{because}", line(&missing.ask)),
        false => format!("**Missing:** {}{because}, e.g. `{}`", line(&missing.ask), missing.write.replace('`', "'")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_cells() {
        assert_eq!(escape_pipes("a | b \\| c"), "a \\| b \\| c");
        let table = table(&["A".into(), "B".into()], &[vec!["x\n\ny".into(), "- z".into()]]);
        assert_eq!(table, "| A | B |\n| --- | --- |\n| x y | - z |");
    }
}

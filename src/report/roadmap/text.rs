//! A roadmap for a terminal.

use super::{Bars, RoadmapReport, RoadmapSection, chart, load, unmarked};
use crate::diagnostic::printable;
use crate::report::document::{Content, Labelled};
use crate::report::{Align, Cell, Layout, Table};
use unicode_width::UnicodeWidthStr;

/// The width where none is known: nothing is cut at it, lines are broken and bars are drawn.
const USUAL: usize = 80;

/// The report for people. Tables that don't fit become cards; nothing is cut.
pub fn text(report: &RoadmapReport, layout: Layout) -> String {
    let width = layout.width.unwrap_or(USUAL).max(30);
    let mut out = wrapped(&super::page::headline(report), 0, width);
    out += &wrapped(&super::page::byline(report), 0, width);
    if let Some(intro) = &report.intro {
        out += &format!("\n{}", wrapped(&unmarked(intro), 0, width));
    }
    for section in &report.sections {
        out += &self::section(report, section, width);
    }
    printable(&out).into_owned()
}

fn section(report: &RoadmapReport, section: &RoadmapSection, width: usize) -> String {
    let mut out = format!("\n{}", wrapped(&unmarked(&section.title).to_uppercase(), 0, width));
    if let Some(say) = &section.say {
        out += &wrapped(&unmarked(say), 0, width);
    }
    match &section.bars {
        Some(Bars::Items(items)) => out += &chart::bars(report, items, width),
        Some(Bars::Teams) => out += &load::bars(report, width),
        None => {}
    }
    section.content.iter().for_each(|c| content(c, width, 0, &mut out));
    out
}

fn content(content: &Content, width: usize, indent: usize, out: &mut String) {
    match content {
        Content::Text { text } => *out += &wrapped(&unmarked(text), indent, width),
        Content::Quote { text, .. } => *out += &wrapped(&format!("“{}”", unmarked(text)), indent, width),
        Content::List { items } => items.iter().for_each(|i| *out += &point(&unmarked(i), indent, width)),
        Content::Rows { rows } => *out += &facts(rows, indent, width),
        Content::Table { columns, rows } => *out += &table(columns, rows, width),
        Content::Part { title, content } => {
            *out += &wrapped(&unmarked(title), indent, width);
            content.iter().for_each(|c| self::content(c, width, indent + 2, out));
        }
        Content::Missing(missing) => *out += &wrapped(&unmarked(&missing.ask), indent, width),
    }
}

fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let blanks = " ".repeat(indent);
    let options = textwrap::Options::new(width).initial_indent(&blanks).subsequent_indent(&blanks).break_words(false);
    textwrap::fill(text, options) + "\n"
}

fn point(text: &str, indent: usize, width: usize) -> String {
    let (first, rest) = (format!("{}- ", " ".repeat(indent)), " ".repeat(indent + 2));
    let options = textwrap::Options::new(width).initial_indent(&first).subsequent_indent(&rest).break_words(false);
    textwrap::fill(text, options) + "\n"
}

/// Facts with their labels in front, in one column.
fn facts(rows: &[Labelled], indent: usize, width: usize) -> String {
    let labels = rows.iter().map(|r| unmarked(&r.label)).collect::<Vec<_>>();
    let widest = labels.iter().map(|l| l.width()).max().unwrap_or(0).min(width / 3);
    let mut out = String::new();
    for (label, row) in labels.iter().zip(rows) {
        let pad = " ".repeat(widest.saturating_sub(label.width()) + 2);
        let first = format!("{}{label}{pad}", " ".repeat(indent));
        let rest = " ".repeat(indent + widest + 2);
        let options = textwrap::Options::new(width).initial_indent(&first).subsequent_indent(&rest).break_words(false);
        out += &format!("{}\n", textwrap::fill(&unmarked(&row.value), options));
    }
    out
}

/// A table where it fits, else a card a row.
fn table(columns: &[String], rows: &[Vec<String>], width: usize) -> String {
    let cell = |text: &String| unmarked(text);
    let numeric = |at: usize| {
        let number = |t: &str| t == "–" || t.starts_with(|c: char| c.is_ascii_digit() || "<>$€£".contains(c));
        at > 0 && rows.iter().all(|r| number(&r[at])) && rows.iter().any(|r| r[at] != "–")
    };
    let align = |at: usize| if numeric(at) { Align::Right } else { Align::Left };
    let named: Vec<(String, Align)> = columns.iter().enumerate().map(|(at, c)| (unmarked(c), align(at))).collect();
    let table = Table {
        columns: named,
        rows: rows.iter().map(|r| r.iter().map(|c| Cell::new(cell(c))).collect()).collect(),
        flexible: None,
    };
    let text = crate::report::text(&table, Layout::default());
    if text.lines().all(|l| l.width() <= width) {
        return text;
    }
    let mut out = String::new();
    for row in rows {
        out += &wrapped(&cell(&row[0]), 0, width);
        let facts: Vec<Labelled> = columns
            .iter()
            .zip(row)
            .skip(1)
            .filter(|(_, value)| *value != "–")
            .map(|(label, value)| Labelled { label: label.clone(), value: value.clone() })
            .collect();
        out += &self::facts(&facts, 2, width);
    }
    out
}

//! A roadmap for a terminal.

use crate::diagnostic::sanitize;
use crate::report::Layout;
use crate::report::document::{Content, LabelledFact};
use crate::report::output::column_grid::{self, render_grid, wrap_options, wrap_text};
use crate::report::roadmap::{BarChartContent, RoadmapReport, RoadmapSection, gantt, strip_markdown, team_load};

/// The width where none is known: nothing is cut at it, lines are broken and bars are drawn.
const DEFAULT_WIDTH: usize = 80;

/// The report for people. Tables that don't fit become cards; nothing is cut.
pub fn text(report: &RoadmapReport, layout: Layout) -> String {
    let width = layout.width.unwrap_or(DEFAULT_WIDTH).max(30);
    let mut out = wrap_text(&crate::report::roadmap::page::headline(report), 0, width);
    let byline = crate::report::roadmap::page::byline(report);
    if !byline.is_empty() {
        out += &wrap_text(&byline, 0, width);
    }
    if let Some(intro) = &report.intro {
        out += &format!("\n{}", wrap_text(&strip_markdown(intro), 0, width));
    }
    for section in &report.sections {
        out += &self::section(report, section, width);
    }
    sanitize(&out).into_owned()
}

fn section(report: &RoadmapReport, section: &RoadmapSection, width: usize) -> String {
    let mut out = format!("\n{}", wrap_text(&strip_markdown(&section.title).to_uppercase(), 0, width));
    if let Some(say) = &section.say {
        out += &wrap_text(&strip_markdown(say), 0, width);
    }
    match &section.bars {
        Some(BarChartContent::Items(items)) => out += &gantt::bars(report, items, width),
        Some(BarChartContent::Teams) => out += &team_load::bars(report, width),
        None => {}
    }
    for (at, one) in section.content.iter().enumerate() {
        // Cards stand apart.
        let card = |c: &Content| matches!(c, Content::Part { content, .. } if !content.is_empty());
        if at > 0 && (card(one) || card(&section.content[at - 1])) {
            out.push('\n');
        }
        content(one, width, 0, &mut out);
    }
    out
}

fn content(content: &Content, width: usize, indent: usize, out: &mut String) {
    match content {
        Content::Text { text } => *out += &wrap_text(&strip_markdown(text), indent, width),
        Content::Quote { text, .. } => *out += &wrap_text(&format!("“{}”", strip_markdown(text)), indent, width),
        Content::List { items } => items.iter().for_each(|i| *out += &point(&strip_markdown(i), indent, width)),
        Content::Rows { rows } => *out += &facts(rows, indent, width),
        Content::Table { columns, rows } => *out += &table(columns, rows, width),
        Content::Part { title, content } => {
            *out += &wrap_text(&strip_markdown(title), indent, width);
            content.iter().for_each(|c| self::content(c, width, indent + 2, out));
        }
        Content::Missing(missing) => *out += &wrap_text(&strip_markdown(&missing.ask), indent, width),
    }
}

fn point(text: &str, indent: usize, width: usize) -> String {
    let (first, rest) = (format!("{}- ", " ".repeat(indent)), " ".repeat(indent + 2));
    textwrap::fill(text, wrap_options(width).initial_indent(&first).subsequent_indent(&rest)) + "\n"
}

/// Facts with their labels in front, in one column.
fn facts(rows: &[LabelledFact], indent: usize, width: usize) -> String {
    let pairs: Vec<(String, String)> =
        rows.iter().map(|r| (strip_markdown(&r.label), strip_markdown(&r.value))).collect();
    column_grid::render_facts(&pairs, indent, width)
}

/// A table, cells broken over lines where it is too wide; a card a row where words would not fit.
fn table(columns: &[String], rows: &[Vec<String>], width: usize) -> String {
    let plain = |row: &[String]| row.iter().map(|c| strip_markdown(c)).collect::<Vec<_>>();
    let (heads, rows): (Vec<String>, Vec<Vec<String>>) = (plain(columns), rows.iter().map(|r| plain(r)).collect());
    let numeric = |at: usize| {
        let number = |t: &str| t == "–" || t.starts_with(|c: char| c.is_ascii_digit() || "<>$€£".contains(c));
        at > 0 && rows.iter().all(|r| number(&r[at])) && rows.iter().any(|r| r[at] != "–")
    };
    let numeric: Vec<bool> = (0..heads.len()).map(numeric).collect();
    render_grid(&heads, &rows, &numeric, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_breaks_its_cells_before_it_becomes_cards() {
        let heads = ["What".to_string(), "Sum".to_string()];
        let rows = [vec!["one two three four".to_string(), "$12".to_string()]];
        assert_eq!(table(&heads, &rows, 40), "What                Sum\none two three four  $12\n");
        assert_eq!(table(&heads, &rows, 16), "What         Sum\none two      $12\nthree four\n");
        // Cards stand apart.
        let heads = ["What".to_string(), "S".to_string()];
        let two = [rows[0].clone(), vec!["five".into(), "$1".into()]];
        assert_eq!(table(&heads, &two, 8), "one two\nthree\nfour\n  S  $12\n\nfive\n  S  $1\n");
    }

    #[test]
    fn words_break_only_where_they_are_wider_than_a_line() {
        assert_eq!(wrap_text("on 2026-05-04 and later", 0, 12), "on\n2026-05-04\nand later\n");
        assert_eq!(wrap_text("全角文字の題名", 0, 8), "全角文字\nの題名\n");
    }
}

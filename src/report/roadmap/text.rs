//! A roadmap for a terminal.

use super::{Bars, RoadmapReport, RoadmapSection, chart, load, unmarked};
use crate::diagnostic::printable;
use crate::report::Layout;
use crate::report::document::{Content, Labelled};
use unicode_width::UnicodeWidthStr;

/// The width where none is known: nothing is cut at it, lines are broken and bars are drawn.
const USUAL: usize = 80;

/// The report for people. Tables that don't fit become cards; nothing is cut.
pub fn text(report: &RoadmapReport, layout: Layout) -> String {
    let width = layout.width.unwrap_or(USUAL).max(30);
    let mut out = wrapped(&super::page::headline(report), 0, width);
    let byline = super::page::byline(report);
    if !byline.is_empty() {
        out += &wrapped(&byline, 0, width);
    }
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

/// Lines break between words, a date being one; within a word only where it is wider than a line.
fn options<'o>(width: usize) -> textwrap::Options<'o> {
    textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let blanks = " ".repeat(indent);
    textwrap::fill(text, options(width).initial_indent(&blanks).subsequent_indent(&blanks)) + "\n"
}

fn point(text: &str, indent: usize, width: usize) -> String {
    let (first, rest) = (format!("{}- ", " ".repeat(indent)), " ".repeat(indent + 2));
    textwrap::fill(text, options(width).initial_indent(&first).subsequent_indent(&rest)) + "\n"
}

/// Facts with their labels in front, in one column.
fn facts(rows: &[Labelled], indent: usize, width: usize) -> String {
    let labels = rows.iter().map(|r| unmarked(&r.label)).collect::<Vec<_>>();
    let widest = labels.iter().map(|l| l.width()).max().unwrap_or(0).min(width / 2);
    let mut out = String::new();
    for (label, row) in labels.iter().zip(rows) {
        let pad = " ".repeat(widest.saturating_sub(label.width()) + 2);
        let first = format!("{}{label}{pad}", " ".repeat(indent));
        let rest = " ".repeat(indent + widest + 2);
        let options = options(width).initial_indent(&first).subsequent_indent(&rest);
        out += &format!("{}\n", textwrap::fill(&unmarked(&row.value), options));
    }
    out
}

/// A table, cells broken over lines where it is too wide; a card a row where words would not fit.
fn table(columns: &[String], rows: &[Vec<String>], width: usize) -> String {
    let plain = |row: &[String]| row.iter().map(|c| unmarked(c)).collect::<Vec<_>>();
    let (heads, rows): (Vec<String>, Vec<Vec<String>>) = (plain(columns), rows.iter().map(|r| plain(r)).collect());
    let numeric = |at: usize| {
        let number = |t: &str| t == "–" || t.starts_with(|c: char| c.is_ascii_digit() || "<>$€£".contains(c));
        at > 0 && rows.iter().all(|r| number(&r[at])) && rows.iter().any(|r| r[at] != "–")
    };
    let numeric: Vec<bool> = (0..heads.len()).map(numeric).collect();
    match widths(&heads, &rows, width) {
        Some(widths) => std::iter::once(&heads).chain(&rows).map(|r| line(r, &widths, &numeric)).collect(),
        None => rows.iter().map(|row| card(&heads, row, width)).collect::<Vec<_>>().join("\n"),
    }
}

/// Blanks between columns.
const GAP: usize = 2;

/// The width of each column: what it would take, the widest cut down until all fit; `None` where words would break.
fn widths(heads: &[String], rows: &[Vec<String>], width: usize) -> Option<Vec<usize>> {
    let cells = |at: usize| std::iter::once(&heads[at]).chain(rows.iter().map(move |r| &r[at]));
    let longest = |at: usize| cells(at).flat_map(|c| c.split(' ')).map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..heads.len()).map(|at| cells(at).map(|c| c.width()).max().unwrap_or(0)).collect();
    let least: Vec<usize> = (0..heads.len()).map(longest).collect();
    let room = width.checked_sub(GAP * heads.len().saturating_sub(1))?;
    while widths.iter().sum::<usize>() > room {
        let at =
            (0..widths.len()).filter(|at| widths[*at] > least[*at]).max_by_key(|at| (widths[*at], usize::MAX - at))?;
        widths[at] -= 1;
    }
    Some(widths)
}

fn line(cells: &[String], widths: &[usize], numeric: &[bool]) -> String {
    let wrap = |(cell, width): (&String, &usize)| {
        textwrap::wrap(cell, options((*width).max(1))).into_iter().map(|l| l.into_owned()).collect::<Vec<_>>()
    };
    let cells: Vec<Vec<String>> = cells.iter().zip(widths).map(wrap).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for at in 0..height {
        let mut line = String::new();
        for ((cell, width), numeric) in cells.iter().zip(widths).zip(numeric) {
            let text = cell.get(at).map_or("", String::as_str);
            let blanks = " ".repeat(width.saturating_sub(text.width()));
            let gap = " ".repeat(GAP);
            line += &if *numeric { format!("{blanks}{text}{gap}") } else { format!("{text}{blanks}{gap}") };
        }
        out += &format!("{}\n", line.trim_end());
    }
    out
}

fn card(heads: &[String], row: &[String], width: usize) -> String {
    let told = heads.iter().zip(row).skip(1).filter(|(_, value)| *value != "–");
    let told: Vec<Labelled> =
        told.map(|(label, value)| Labelled { label: label.clone(), value: value.clone() }).collect();
    format!("{}{}", wrapped(&row[0], 0, width), facts(&told, 2, width))
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
        assert_eq!(table(&heads, &rows, 8), "one two\nthree\nfour\n  Sum  $12\n");
        // Cards stand apart.
        let two = [rows[0].clone(), vec!["five".into(), "$1".into()]];
        assert_eq!(table(&heads, &two, 8), "one two\nthree\nfour\n  Sum  $12\n\nfive\n  Sum  $1\n");
    }

    #[test]
    fn words_break_only_where_they_are_wider_than_a_line() {
        assert_eq!(wrapped("on 2026-05-04 and later", 0, 12), "on\n2026-05-04\nand later\n");
        assert_eq!(wrapped("全角文字の題名", 0, 8), "全角文字\nの題名\n");
    }
}

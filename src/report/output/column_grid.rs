//! Tables and facts in lines that are never wider than their place.

use unicode_width::UnicodeWidthStr;

/// What stands in a cell that says nothing.
const BLANK_CELLS: [&str; 2] = ["–", ""];

/// A table under its heads, cells broken over lines where it is too wide; a card a row where words would not fit.
pub(in crate::report) fn render_grid(heads: &[String], rows: &[Vec<String>], numeric: &[bool], width: usize) -> String {
    match widths(heads, rows, width) {
        Some(widths) => {
            std::iter::once(heads).chain(rows.iter().map(Vec::as_slice)).map(|r| line(r, &widths, numeric)).collect()
        }
        None => rows.iter().map(|row| card(heads, row, numeric, width)).collect::<Vec<_>>().join("\n"),
    }
}

/// Lines break between words, a date being one; within a word only where it is wider than a line.
pub(in crate::report) fn wrap_options<'o>(width: usize) -> textwrap::Options<'o> {
    textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// Text further in, broken at the width.
pub(in crate::report) fn wrap_text(text: &str, indent: usize, width: usize) -> String {
    let blanks = " ".repeat(indent);
    textwrap::fill(text, wrap_options(width).initial_indent(&blanks).subsequent_indent(&blanks)) + "\n"
}

/// Facts with their labels in front, in one column.
pub(in crate::report) fn render_facts(pairs: &[(String, String)], indent: usize, width: usize) -> String {
    let widest = pairs.iter().map(|(l, _)| l.width()).max().unwrap_or(0).min(width / 2);
    let mut out = String::new();
    for (label, value) in pairs {
        let pad = " ".repeat(widest.saturating_sub(label.width()) + 2);
        let first = format!("{}{label}{pad}", " ".repeat(indent));
        let rest = " ".repeat(indent + widest + 2);
        let options = wrap_options(width).initial_indent(&first).subsequent_indent(&rest);
        out += &format!("{}\n", textwrap::fill(value, options));
    }
    out
}

/// Blanks between columns.
const COLUMN_GAP: usize = 2;

/// The width of each column: what it would take, the widest cut down until all fit; `None` where words would break.
fn widths(heads: &[String], rows: &[Vec<String>], width: usize) -> Option<Vec<usize>> {
    let cells = |at: usize| std::iter::once(&heads[at]).chain(rows.iter().map(move |r| &r[at]));
    let longest = |at: usize| cells(at).flat_map(|c| c.split(' ')).map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..heads.len()).map(|at| cells(at).map(|c| c.width()).max().unwrap_or(0)).collect();
    let least: Vec<usize> = (0..heads.len()).map(longest).collect();
    let room = width.checked_sub(COLUMN_GAP * heads.len().saturating_sub(1))?;
    while widths.iter().sum::<usize>() > room {
        let at =
            (0..widths.len()).filter(|at| widths[*at] > least[*at]).max_by_key(|at| (widths[*at], usize::MAX - at))?;
        widths[at] -= 1;
    }
    Some(widths)
}

fn line(cells: &[String], widths: &[usize], numeric: &[bool]) -> String {
    let wrap = |(cell, width): (&String, &usize)| {
        textwrap::wrap(cell, wrap_options((*width).max(1))).into_iter().map(|l| l.into_owned()).collect::<Vec<_>>()
    };
    let cells: Vec<Vec<String>> = cells.iter().zip(widths).map(wrap).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for at in 0..height {
        let mut line = String::new();
        for ((cell, width), numeric) in cells.iter().zip(widths).zip(numeric) {
            let text = cell.get(at).map_or("", String::as_str);
            let blanks = " ".repeat(width.saturating_sub(text.width()));
            let gap = " ".repeat(COLUMN_GAP);
            line += &if *numeric { format!("{blanks}{text}{gap}") } else { format!("{text}{blanks}{gap}") };
        }
        out += &format!("{}\n", line.trim_end());
    }
    out
}

/// A row by itself: under its first word or words what the other columns say.
fn card(heads: &[String], row: &[String], numeric: &[bool], width: usize) -> String {
    let first = numeric.iter().position(|n| !n).unwrap_or(0);
    let told = heads.iter().zip(row).enumerate();
    let told = told.filter(|(at, (_, value))| *at != first && !BLANK_CELLS.contains(&value.as_str()));
    let told: Vec<(String, String)> = told.map(|(_, (label, value))| (label.clone(), value.clone())).collect();
    format!("{}{}", wrap_text(row.get(first).map_or("", String::as_str), 0, width), render_facts(&told, 2, width))
}

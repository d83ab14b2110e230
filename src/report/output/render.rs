//! Tables as text, Markdown and CSV; reports as JSON.

use super::layout::Layout;
use crate::report::output::escaping;
use crate::report::output::table::{Align, Cell, Table};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// A table for a terminal or a pipe: columns under their names, no lines, no trailing blanks. Where it is too wide for
/// its terminal, the columns that give way go, and a line below names them; where that does not do, they all stay and
/// cells break over lines; where words would break too, each row is a card.
pub fn text(table: &Table, layout: Layout) -> String {
    if !fits(table, layout) {
        let mut narrow = Table { gives_way: &[], ..table.clone() };
        let gone = drop_named_to_fit(&mut narrow, table.gives_way, layout);
        if fits(&narrow, layout) {
            return format!("{}\n{}", text(&narrow, layout), left_out_line(&gone, layout));
        }
    }
    if let Some(width) = layout.width.filter(|_| !fits(table, layout)) {
        let heads: Vec<String> = table.columns.iter().map(|(n, _)| escaping::escape_cell(n)).collect();
        let shown = |row: &Vec<Cell>| row.iter().map(|c| escaping::escape_cell(&c.shown)).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = table.rows.iter().map(shown).collect();
        let numeric: Vec<bool> = table.columns.iter().map(|(_, a)| *a == Align::Right).collect();
        return crate::report::output::column_grid::render_grid(&heads, &rows, &numeric, width.max(20));
    }
    let mut out = comfy_table::Table::new();
    out.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    out.set_header(table.columns.iter().map(|(n, _)| escaping::escape_cell(n)));
    let cut = layout.width.map(|w| flexible_width(table, w));
    for row in &table.rows {
        out.add_row(row.iter().enumerate().map(|(i, cell)| {
            let shown = escaping::escape_cell(&cell.shown);
            match cut.flatten().filter(|_| table.flexible == Some(i)) {
                Some(width) => clip(&shown, width),
                None => shown,
            }
        }));
    }
    for (index, (_, align)) in table.columns.iter().enumerate() {
        if let Some(column) = out.column_mut(index) {
            column.set_padding((if index == 0 { 0 } else { 1 }, 1));
            if *align == Align::Right {
                column.set_cell_alignment(CellAlignment::Right);
            }
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(u16::MAX)));
        }
    }
    let lines = out.to_string();
    lines.lines().map(|l| format!("{}\n", l.trim_end())).collect()
}

/// The line that names columns which went.
fn left_out_line(gone: &[String], layout: Layout) -> String {
    wrap_line(&format!("left out, since the terminal is narrow: {}", gone.join(", ")), layout)
}

/// Takes away columns of `optional`, from the right, until the table fits its place; their names, from the left.
pub fn drop_columns_to_fit(table: &mut Table, optional: std::ops::Range<usize>, layout: Layout) -> Vec<String> {
    let mut left_out = Vec::new();
    for index in optional.rev() {
        if fits(table, layout) || index >= table.columns.len() {
            break;
        }
        left_out.insert(0, table.remove(index));
    }
    left_out
}

/// Takes away the columns of these names, in this order, until the table fits its place; the names of those taken.
pub fn drop_named_to_fit(table: &mut Table, names: &[&str], layout: Layout) -> Vec<String> {
    let mut left_out = Vec::new();
    for name in names {
        if fits(table, layout) {
            break;
        }
        if let Some(index) = table.columns.iter().position(|(n, _)| n == name) {
            left_out.push(table.remove(index));
        }
    }
    left_out
}

/// Whether a table has room, the column that gives way at its least.
pub fn fits(table: &Table, layout: Layout) -> bool {
    let Some(width) = layout.width else { return true };
    let least =
        |i: usize| widest(table, i).min(if table.flexible == Some(i) { MIN_COLUMN_WIDTH } else { usize::MAX }) + 2;
    (0..table.columns.len()).map(least).sum::<usize>() <= width + 2
}

/// The least width that a column gives way to.
const MIN_COLUMN_WIDTH: usize = 12;

fn widest(table: &Table, index: usize) -> usize {
    let cells = table.rows.iter().filter_map(|r| r.get(index)).map(|c| escaping::escape_cell(&c.shown).width());
    cells.chain([escaping::escape_cell(&table.columns[index].0).width()]).max().unwrap_or(0)
}

/// What is left for the column that gives way; `None` where everything fits.
fn flexible_width(table: &Table, width: usize) -> Option<usize> {
    let flexible = table.flexible?;
    let widest = |i: usize| widest(table, i);
    let total: usize = (0..table.columns.len()).map(|i| widest(i) + 2).sum();
    let over = total.checked_sub(width + 2)?;
    (over > 0).then(|| widest(flexible).saturating_sub(over).max(MIN_COLUMN_WIDTH))
}

fn clip(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut out = String::new();
    for c in text.chars() {
        if out.width() + UnicodeWidthStr::width(c.encode_utf8(&mut [0; 4]) as &str) + 1 > width {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

/// A line for people under a table, broken at the width where there is one, with what follows further in.
pub fn wrap_line(text: &str, layout: Layout) -> String {
    let text = escaping::escape_cell(text);
    let Some(width) = layout.width else { return format!("  {text}\n") };
    let options = textwrap::Options::new(width.max(20)).initial_indent("  ").subsequent_indent("      ");
    textwrap::fill(&text, options) + "\n"
}

/// A table in Markdown.
pub fn markdown(table: &Table) -> String {
    let cells = |row: &Vec<Cell>| row.iter().map(|c| escaping::escape_markdown_cell(&c.shown)).collect();
    markdown_rows(&table.columns, table.rows.iter().map(cells))
}

/// Rows in Markdown under their columns; the cells are Markdown already.
pub(in crate::report) fn markdown_rows(columns: &[(String, Align)], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(columns.iter().map(|(n, _)| escaping::escape_markdown_cell(n)).collect());
    let rule = |a: &Align| if *a == Align::Right { "---:" } else { "---" }.to_string();
    out += &line(columns.iter().map(|(_, a)| rule(a)).collect());
    rows.for_each(|row| out += &line(row));
    out
}

/// A table in Markdown with a point under it for each of these lines, which are Markdown already.
pub(in crate::report) fn markdown_with(table: &Table, lines: impl IntoIterator<Item = String>) -> String {
    let points: String = lines.into_iter().map(|line| format!("- {line}\n")).collect();
    format!("{}\n{points}", markdown(table))
}

/// A table as CSV (RFC 4180, with line feeds), numbers in full. Cells that a spreadsheet would run as a formula are
/// written with a leading apostrophe.
pub fn csv(table: &Table) -> String {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    let header = table.columns.iter().map(|(n, _)| escaping::escape_csv(n));
    let rows = table.rows.iter().map(|row| row.iter().map(|c| escaping::escape_csv(c.exact())).collect::<Vec<_>>());
    // Writing to memory can't fail, and every row has the header's length.
    let _ = out.write_record(header);
    for row in rows {
        let _ = out.write_record(row);
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A report as JSON, indented by two, with a line feed at the end.
pub fn json(report: &impl Serialize) -> String {
    // Reports hold strings, numbers and lists only: they always serialise.
    serde_json::to_string_pretty(report).map(|j| j + "\n").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&[("#", Align::Right), ("title", Align::Left), ("score", Align::Right)]);
        table.rows.push(vec![
            Cell::new("1"),
            Cell::new("A title that is long, \"quoted\" | piped"),
            Cell::number(400.0 / 3.0),
        ]);
        table.rows.push(vec![Cell::new("12"), Cell::new("=1+1\u{1b}[31m"), Cell::number(2.0)]);
        table.flexible = Some(1);
        table
    }

    #[test]
    fn what_does_not_fit_is_left_out_from_the_right() {
        let mut narrow = table();
        narrow.columns.extend(["reach", "impact", "effort"].map(|n| (n.to_string(), Align::Right)));
        narrow.rows.iter_mut().for_each(|r| r.extend(["500", "high", "3 person-months"].map(Cell::new)));
        let mut wide = narrow.clone();
        let left_out = drop_columns_to_fit(&mut narrow, 3..6, Layout { width: Some(34) });
        assert_eq!(left_out, ["impact", "effort"]);
        assert!(text(&narrow, Layout { width: Some(34) }).lines().all(|l| l.width() <= 34));
        assert!(drop_columns_to_fit(&mut wide, 3..6, Layout::default()).is_empty());
        assert_eq!(wide.columns.len(), 6);
    }

    #[test]
    fn columns_give_way_by_name() {
        let mut narrow = table();
        assert_eq!(drop_named_to_fit(&mut narrow, &["nothing", "title", "#"], Layout { width: Some(16) }), ["title"]);
        assert_eq!((narrow.columns.len(), narrow.flexible), (2, None));
        assert_eq!(drop_named_to_fit(&mut table(), &["title"], Layout::default()), [] as [&str; 0]);
    }

    #[test]
    fn lines_hang() {
        assert_eq!(
            wrap_line("one two three four five", Layout { width: Some(20) }),
            "  one two three four\n      five\n"
        );
        assert_eq!(wrap_line("one two three four five", Layout::default()), "  one two three four five\n");
    }

    #[test]
    fn each_format_is_safe_and_plain() {
        let narrow = text(&table(), Layout { width: Some(34) });
        assert!(narrow.lines().all(|l| l.width() <= 34), "{narrow}");
        assert!(narrow.contains('…') && narrow.contains("133.33"), "{narrow}");
        assert!(!text(&table(), Layout::default()).contains('\u{1b}'));
        assert!(markdown(&table()).contains("\\| piped"));
        let csv = csv(&table());
        assert!(csv.contains("\"A title that is long, \"\"quoted\"\" | piped\",133.33333333333334"), "{csv}");
        assert!(csv.contains("'=1+1"), "{csv}");
    }
}

//! The table of a Markdown text.

use super::contents::{SourceTable, TableRow};
use crate::exchange::ImportError;

/// The cells of a line, its outer `|` taken off; `\|` is no end of a cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut out = vec![String::new()];
    let (mut escaped, mut ended) = (false, false);
    for c in line.chars() {
        ended = c == '|' && !escaped;
        match c {
            '|' if ended => out.push(String::new()),
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            c => {
                if escaped && c != '|' {
                    out.iter_mut().last().into_iter().for_each(|cell| cell.push('\\'));
                }
                out.iter_mut().last().into_iter().for_each(|cell| cell.push(c));
            }
        }
        escaped = false;
    }
    if ended {
        out.pop();
    }
    out.iter().map(|c| strip_emphasis(c.trim()).to_string()).collect()
}

/// A cell without the marks of emphasis around the whole of it.
fn strip_emphasis(cell: &str) -> &str {
    for mark in ["**", "__", "~~", "`", "*", "_"] {
        let inside = cell.strip_prefix(mark).and_then(|c| c.strip_suffix(mark));
        if let Some(inside) = inside.filter(|i| !i.is_empty() && !i.contains(mark) && mark != "~~") {
            return inside.trim();
        }
    }
    cell
}

/// `|---|:---:|`
fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('|')
        && line.contains('-')
        && cells(line).iter().all(|c| !c.is_empty() && c.chars().all(|c| matches!(c, '-' | ':')))
}

/// Whether a text holds a table with `|`, by the line that parts its header from its rows.
pub(super) fn header_line(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    (1..lines.len().min(10_000))
        .find(|at| is_delimiter_row(lines[*at]) && lines[*at - 1].contains('|'))
        .map(|at| at - 1)
}

/// The first table of a text.
pub(super) fn read(text: &str, header: usize) -> Result<SourceTable, ImportError> {
    let mut table = SourceTable { delimiter: '|', ..SourceTable::default() };
    let mut lines = text.lines().enumerate().skip(header);
    let (_, first) = lines.next().unwrap_or((0, ""));
    table.header_of(cells(first))?;
    let above = text.lines().take(header).filter(|l| !l.trim().is_empty()).count();
    if above > 0 {
        table.guesses.push(format!("the table begins on line {}: what is above it is no row", header + 1));
    }
    let mut over = None;
    for (at, line) in lines.skip(1) {
        let line_number = at as u64 + 1;
        match (over, line.contains('|')) {
            (None, true) => table.push(TableRow { line: line_number, cells: cells(line) })?,
            (None, false) => over = Some(line_number),
            (Some(_), _) if is_delimiter_row(line) => {
                let said = "another table begins here; only the first is read: keep it in a file of its own";
                table.warnings.push((line_number - 1, said.into()));
                break;
            }
            _ => {}
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::super::SourceTable;

    #[test]
    fn the_first_table_is_read() {
        let text = "# Plan\n\n| A | B |\n|:--|--:|\n| **x** | 1 \\| 2 |\n| `y` | \\d |\n\nmore\n\n| C | D |\n|---|---|\n| 1 | 2 |\n";
        let table = SourceTable::read(text.as_bytes()).unwrap();
        assert_eq!(table.rows.iter().map(|r| r.cells.clone()).collect::<Vec<_>>(), [["x", "1 | 2"], ["y", "\\d"]]);
        assert_eq!((table.rows[0].line, table.warnings[0].0), (5, 10));
        assert!(SourceTable::read(b"a|b|c\n1|2|3\n").unwrap().columns.len() == 3);
    }

    #[test]
    fn what_is_no_table_is_refused_with_what_it_is() {
        for (text, said) in [
            ("[\n {\"a\": 1}\n]", "this is JSON, not a table"),
            ("{\"items\": []", "this is JSON, not a table"),
            ("- id: a\n  title: Mend\n  rice: {reach: 1, effort: 2}\n", "this is YAML, not a table"),
            ("---\nitems:\n  - a\n  - b: c\n", "this is YAML, not a table"),
            ("<html>\n<table></table>", "this is HTML or XML, not a table"),
            ("# Backlog\n\nSome prose, and more.\n", "this is Markdown without a table"),
            ("# ours\ninitiative sso \"Single\" {\n}\n", "this is a plan already"),
        ] {
            assert_eq!(SourceTable::read(text.as_bytes()).unwrap_err().message, said, "{text}");
        }
        for fine in ["Note: a,b\n1,2\n3,4\n", "title\nx: y\n", "# id,name\n1,a\n", "[a],b\n1,2\n"] {
            assert!(SourceTable::read(fine.as_bytes()).is_ok(), "{fine}");
        }
    }
}

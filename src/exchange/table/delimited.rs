//! Text parted by commas, semicolons, `|` or tabs → table.

use super::contents::{MAX_ROWS, SourceTable, TableRow, too_many};
use super::sniff;
use crate::exchange::ImportError;
use crate::exchange::error::cell_excerpt;
use crate::source::LineIndex;

pub(super) fn read(text: &str) -> Result<SourceTable, ImportError> {
    let sniffed = sniff::sniff(text);
    let text = sniff::trim_before_quotes(text, sniffed.delimiter);
    let text = text.as_str();
    let lines = LineIndex::new(text);
    let line_at = |byte: usize| lines.line_of(byte) as u64 + 1;
    let mut table = SourceTable { delimiter: sniffed.delimiter, ..SourceTable::default() };
    if let Some(unclosed) = sniffed.unclosed {
        let said = "a quote opens here and is never closed: all that follows was read as one cell";
        table.warnings.push((unclosed, said.into()));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sniffed.delimiter as u8)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut above: Vec<TableRow> = Vec::new();
    let mut has_header = false;
    loop {
        let start = reader.position().byte() as usize;
        let more = reader.read_record(&mut record);
        if !more.map_err(|e| ImportError::new(format!("the table can't be read: {e}")))? {
            break;
        }
        // Blank lines before a record are skipped without a word.
        let blank = text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\n', '\r']).len());
        let row = TableRow { line: line_at(start + blank), cells: record.iter().map(str::to_string).collect() };
        let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
        if filled == 0 || (row.line == 1 && row.cells[0].starts_with("sep=")) {
            continue;
        }
        if has_header {
            table.push(row)?;
        } else if filled >= 2 {
            table.header_of(row.cells)?;
            has_header = true;
            for row in above.drain(..) {
                table.warnings.push((
                    row.line,
                    format!("`{}` is above the header and was skipped", cell_excerpt(&row.cells.join(" "))),
                ));
            }
        } else {
            above.push(row);
            if above.len() > MAX_ROWS {
                return Err(too_many());
            }
        }
    }
    if !has_header {
        // One column only: its first cell is the header.
        let mut rows = above.into_iter();
        let Some(first) = rows.next() else {
            return Err(ImportError::new("the table is empty").help("its first line names the columns"));
        };
        table.header_of(first.cells)?;
        rows.try_for_each(|row| table.push(row))?;
    }
    table.drop_empty_columns();
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::super::*;

    fn table(text: &str) -> SourceTable {
        SourceTable::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn cells_lines_and_what_is_around_them() {
        let t = table("\u{FEFF}name, reach \r\n\r\n\"two\r\nlines\", 5\r\n  x , \"6\"\r\n");
        assert_eq!(t.columns.iter().map(|c| c.written.as_str()).collect::<Vec<_>>(), ["name", "reach"]);
        assert_eq!(t.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 5]);
        assert_eq!(t.rows[0].cell(0), "two\r\nlines");
        assert_eq!(t.rows[1].cells, ["x", "6"]);
        assert_eq!(t.warnings, []);
    }

    #[test]
    fn ragged_rows_are_told_by_their_line() {
        let t = table("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n");
        assert_eq!(t.rows.len(), 2);
        assert_eq!((t.warnings[0].0, t.skipped[0].0), (2, 3));
        assert_eq!(t.rows[0].cells, ["1", "2", ""]);
    }

    #[test]
    fn repeated_and_empty_headers() {
        let t = table("name,Notes,,notes,\nx,1,2,3,\n");
        let names: Vec<&str> = t.columns.iter().map(|c| c.written.as_str()).collect();
        assert_eq!(names, ["name", "Notes", "column 3", "notes (2)"]);
        assert_eq!(t.column("NOTES"), Some(1));
        assert_eq!(t.column("notes (2)"), Some(3));
    }

    #[test]
    fn a_title_above_the_header_and_a_single_column() {
        let t = table("Our backlog,,\n\nname,reach,\nx,5,\n");
        assert_eq!((t.columns.len(), t.rows.len(), t.warnings.len()), (2, 1, 1));
        assert_eq!(table("name\nx\ny\n").rows.len(), 2);
        assert!(SourceTable::read(b"\n\n").is_err());
        assert!(SourceTable::read(b"a,b\n\x81,1\n").unwrap_err().message.contains("line 2"));
    }

    #[test]
    fn utf16_and_old_line_ends() {
        let bytes: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("a\tb\n1\t2\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(SourceTable::read(&bytes).unwrap().rows[0].cells, ["1", "2"]);
        assert_eq!(table("a,b\r1,2\r3,4\r").rows[1].line, 3);
    }
}

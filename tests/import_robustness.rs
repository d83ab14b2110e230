//! Import over odd tables: quoted, ragged, in other alphabets, in every dialect and encoding.
//!
//! Every plan that comes of one checks; no cell gets lost without a word; the same table again changes nothing.

use crate::support::prng::Prng;
use planwright::Source;
use planwright::exchange::csv_import::{CsvImport, CsvImportOptions, DraftInitiative, DraftValue, import};
use planwright::exchange::merge::merge;
use planwright::exchange::reading::is_missing;
use planwright::exchange::table::TableOptions;
use planwright::exchange::{PlanNames, SourceTable};
use planwright::language::parse;
use planwright::source::{MemoryFiles, SourceId};
use std::collections::BTreeMap;

const TABLES: u64 = 500;

const NAMES: &[&str] = &[
    "Sign-in",
    "yes",
    "no",
    "to",
    "default",
    "2FA",
    "Größe über alles",
    "Уведомления",
    "日本語の検索",
    "\"Quoted\"",
    "a, b; c",
    "two\nlines",
    "none",
    "sleep",
    "print",
    "=SUM(A1)",
    "a title that is much longer than anybody would like to read in a list of initiatives, and goes on",
    "# not a comment",
    "{ } `y`",
    "Total",
    "إشعارات",
    "Sign-in",
    "because",
    "at_least",
    "it",
    "plan",
    "Ünïcödé 💡",
    "- dash",
    "12",
    "Q3",
    "on",
];
const NUMBERS: &[&str] = &[
    "1",
    "500",
    "1,200",
    "1.200",
    "1.200,5",
    "0,5",
    "0.5",
    "80%",
    "~80",
    "about 5",
    "3-5",
    "3-5 days",
    "3 to 5",
    "1K",
    "€ 5",
    "$1.5m",
    "5 users",
    "500/month",
    "2 weeks",
    "1w 2d",
    "5 SP",
    "High",
    "medium",
    "XL",
    "-3",
    "0",
    "150%",
    "",
    "n/a",
    "TBD",
    "#DIV/0!",
    "**9**",
    "1e3",
    "999999999999999999999",
    "abc",
    "5 apples",
    "3 points",
    "25000 GBP",
    "1 000",
    "12'000",
    ">100",
    "5+",
];
const DATES: &[&str] = &[
    "2026-06-01",
    "03/04/2026",
    "28/04/2026",
    "04/28/2026",
    "30/Jun/24 12:00 AM",
    "Oct 1",
    "Q3 2026",
    "1. März 2026",
    "soon",
    "2026-02-03T12:00:00.000Z",
    "31.12.2026",
    "99/99/9999",
    "",
    "yyyy-mm-dd",
    "2026",
    "06/2026",
];
const WORDS: &[&str] = &[
    "In Progress",
    "Not started",
    "Now",
    "Next",
    "Later",
    "someday maybe",
    "Done",
    "",
    "Must",
    "won't",
    "delighter",
    "Ideas 💡",
    "В работе",
    "true",
    "false",
    "backend, urgent",
    "Bug (red)",
    "c++",
    "a;b;c",
    "none",
    "1 2 3",
    "@ana",
    "Ana and Bo",
    "the Core team",
    "help wanted",
    "TBD",
    "someone who knows about caches and would like to talk to me about them",
    "李雷",
    "yes",
    "to",
];
const REFERENCES: &[&str] =
    &["1", "2", "1,2", "3;1", "2FS+3 days", "4SS", "XX", "", "Sign-in", "#1", "9", "7 2", "1-2"];

/// Headers with what their cells are drawn from.
const COLUMNS: &[(&str, &[&str])] = &[
    ("Reach", NUMBERS),
    ("Impact", NUMBERS),
    ("Confidence", NUMBERS),
    ("Confidence %", NUMBERS),
    ("Effort", NUMBERS),
    ("Effort (weeks)", NUMBERS),
    ("Story Points", NUMBERS),
    ("Ease", NUMBERS),
    ("Business value", NUMBERS),
    ("Time criticality", NUMBERS),
    ("Risk reduction", NUMBERS),
    ("Job size", NUMBERS),
    ("Revenue (GBP)", NUMBERS),
    ("ARR", NUMBERS),
    ("Cost", NUMBERS),
    ("RICE Score", NUMBERS),
    ("Custom field (Reach)", NUMBERS),
    ("Custom field (Story Points)", NUMBERS),
    ("Original Estimate", NUMBERS),
    ("Due Date", DATES),
    ("Start", DATES),
    ("Created", DATES),
    ("Status", WORDS),
    ("List Name", WORDS),
    ("Labels", WORDS),
    ("Labels", WORDS),
    ("Owner", WORDS),
    ("Team", WORDS),
    ("Theme", WORDS),
    ("MoSCoW", WORDS),
    ("Kano Type", WORDS),
    ("Archived", &["false", "", "false", "true"]),
    ("Needs", REFERENCES),
    ("Parent", REFERENCES),
    ("Inward issue link (Blocks)", REFERENCES),
    ("Outward issue link (Blocks)", REFERENCES),
    ("Notes", NAMES),
    ("Größe", NUMBERS),
    ("Описание", NAMES),
    ("", WORDS),
    ("phase", NAMES),
    ("score", NUMBERS),
    ("yes", WORDS),
    ("initiative kind", WORDS),
];

/// A table as bytes, the format that reads it, and how it looks for the message of a failure.
struct Odd {
    bytes: Vec<u8>,
    format: TableOptions,
    options: CsvImportOptions,
    text: String,
}

fn quoted(cell: &str, delimiter: char, draw: &mut Prng) -> String {
    let must = cell.contains([delimiter, '"', '\n', '\r']) || cell.starts_with(' ');
    if must || draw.often(2) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_string() }
}

fn odd(seed: u64) -> Odd {
    let mut draw = Prng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xABCD);
    let mut columns: Vec<(&str, &[&str])> = Vec::new();
    if draw.often(7) {
        columns.push((draw.of(&["ID", "Issue key", "Key"]), &[]));
    }
    columns.push((draw.of(&["Title", "Summary", "Feature", "Titel", "Name", "Card Name"]), NAMES));
    let all: &[&str] = NAMES;
    for _ in 0..2 + draw.below(8) {
        columns.push(draw.of(COLUMNS));
    }
    let delimiter = draw.of(&[',', ';', '\t', '|']);
    let end = draw.of(&["\n", "\r\n", "\r"]);
    let mut lines: Vec<String> = Vec::new();
    if draw.often(1) {
        lines.push("Our backlog".into());
    }
    let header: Vec<String> = columns.iter().map(|(h, _)| quoted(h, delimiter, &mut draw)).collect();
    lines.push(header.join(&delimiter.to_string()));
    let bare = end == "\r";
    for row in 0..1 + draw.below(9) {
        let mut cells: Vec<String> = Vec::new();
        for (_, pool) in &columns {
            let cell = if pool.is_empty() {
                (row + 1).to_string()
            } else if draw.often(1) {
                draw.of(all).to_string()
            } else {
                draw.of(pool).to_string()
            };
            // Where a line ends in a lone carriage return, a cell can't hold a line feed.
            let cell = if bare { cell.replace('\n', " ") } else { cell };
            cells.push(quoted(&cell, delimiter, &mut draw));
        }
        match draw.below(12) {
            0 => drop(cells.pop()),
            1 => cells.push("too much".into()),
            _ => {}
        }
        lines.push(cells.join(&delimiter.to_string()));
        if draw.often(1) {
            lines.push(String::new());
        }
    }
    let mut text = lines.join(end);
    if draw.often(7) {
        text.push_str(end);
    }
    let mut format = TableOptions::default();
    let bytes = match draw.below(8) {
        0 => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        1 => text.encode_utf16().fold(vec![0xFF, 0xFE], |mut out, unit| {
            out.extend(unit.to_le_bytes());
            out
        }),
        2 => text.encode_utf16().fold(vec![0xFE, 0xFF], |mut out, unit| {
            out.extend(unit.to_be_bytes());
            out
        }),
        at @ 3..=6 => {
            let label = ["windows-1252", "windows-1251", "shift_jis", "gb18030"][at as usize - 3];
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, lossy) = encoding.encode(&text);
            match lossy {
                true => text.clone().into_bytes(),
                false => {
                    format.encoding = Some(label.into());
                    bytes.into_owned()
                }
            }
        }
        _ => text.clone().into_bytes(),
    };
    let mut options = CsvImportOptions { rest: draw.often(3), ..CsvImportOptions::default() };
    if draw.often(3) {
        options.dates(draw.of(&["dmy", "mdy"])).unwrap();
    }
    Odd { bytes, format, options, text }
}

/// The errors that `plan check` finds in a text, the library's own texts aside.
fn errors(text: &str) -> Vec<String> {
    let scored = crate::support::scored(&crate::support::one(text), &crate::support::view());
    let found = scored.check();
    let own = |d: &&planwright::diagnostic::Diagnostic| {
        d.is_error() && &*scored.sources.get(d.label.span.source).unwrap().name == "plan.plan"
    };
    found
        .iter()
        .filter(own)
        .map(|d| format!("{} {} at {:?}", d.code, d.message, scored.sources.locate(d.label.span)))
        .collect()
}

/// Every cell that says something and is neither in the draft nor told with its line.
fn lost(table: &SourceTable, imported: &CsvImport) -> Vec<String> {
    let report = &imported.report;
    let told = report.words(true).replace("\n    ", " ").replace("\n   ", " ");
    let items: BTreeMap<u64, &DraftInitiative> = imported.draft.items.iter().map(|i| (i.line, i)).collect();
    let skipped: Vec<&str> = report.skipped_columns.iter().map(|c| c.column.as_str()).collect();
    let mut out = Vec::new();
    for row in &table.rows {
        let Some(item) = items.get(&row.line) else {
            if !report.skipped_rows.iter().any(|r| r.line == row.line) {
                out.push(format!("the row of line {}", row.line));
            }
            continue;
        };
        for (at, header) in table.columns.iter().enumerate().filter(|(at, _)| !is_missing(row.cell(*at))) {
            let cell = row.cell(at);
            let name = header.written.as_str();
            if skipped.contains(&name) {
                continue;
            }
            let base = header.repeats.as_ref().and_then(|key| table.columns.iter().find(|c| c.key == *key));
            let column = base.map_or(name, |first| first.written.as_str());
            let of_column =
                |f: &&planwright::exchange::csv_import::DraftFact| &*f.column == column || &*f.column == name;
            let has_fact = item.facts.iter().any(|f| of_column(&f));
            let is_head = report.mapping.iter().any(|m| m.column == name && matches!(m.field.as_str(), "id" | "title"));
            let line = |c: &str, l: u64| l == row.line && (c == column || c == name);
            let cells: Vec<_> = report.skipped_cells.iter().filter(|c| line(&c.column, c.line)).collect();
            let remarked = report.remarks.iter().any(|r| line(&r.column, r.line));
            // What waits for this row stands at the other.
            let links = report.mapping.iter().any(|m| m.field == "blocks" && m.column.starts_with(column));
            if !(has_fact || is_head || !cells.is_empty() || remarked || links) {
                out.push(format!("line {}, `{name}`: {cell:?}", row.line));
            }
            // On stderr each has its line and column.
            for lost in &cells {
                let start = format!("line {}, `{}`", lost.line, lost.column);
                if !told.contains(&start) {
                    out.push(format!("not on stderr: {start}: {}", lost.reason));
                }
            }
            // Of a list every part is a name of the value or told.
            if report.mapping.iter().any(|m| m.field == "tags" && m.column.split(", ").next() == Some(column)) {
                let parts = cell.split([',', ';', '|', '\n']).map(str::trim).filter(|p| !is_missing(p));
                let names = item.facts.iter().filter(of_column).map(|f| match &f.value {
                    DraftValue::Names(names) => names.len(),
                    _ => 0,
                });
                let (parts, found) =
                    (parts.collect::<std::collections::BTreeSet<_>>().len(), names.sum::<usize>() + cells.len());
                if found == 0 && parts > 0 {
                    out.push(format!("line {}, `{name}`: a part of {cell:?}", row.line));
                }
            }
        }
    }
    out
}

/// What is wrong with what becomes of a table; how many initiatives it gave, `None` where it names no rows.
fn wrong(seed: u64, standard: &PlanNames) -> (Vec<String>, Option<usize>) {
    let odd = odd(seed);
    let mut wrong: Vec<String> = Vec::new();
    let mut fail = |said: String| wrong.push(format!("table {seed}: {said}\n{}\n", odd.text));
    let table = match SourceTable::read_as(&odd.bytes, &odd.format) {
        Ok(table) => table,
        Err(refusal) => {
            fail(format!("was refused: {refusal}"));
            return (wrong, None);
        }
    };
    let imported = match import(&table, standard, &odd.options) {
        Ok(imported) => imported,
        // A table may have nothing that names its rows; it says so.
        Err(refusal) => {
            assert!(refusal.help.is_some(), "{refusal}");
            return (wrong, None);
        }
    };
    let text = imported.text();
    errors(&text).into_iter().for_each(|e| fail(format!("does not check: {e}\n{text}")));
    lost(&table, &imported).into_iter().for_each(|l| fail(format!("lost {l}")));
    let wide = imported.report.to_string().lines().find(|l| l.chars().count() > 80).map(str::to_string);
    wide.into_iter().for_each(|l| fail(format!("is told in a line too wide: {l}")));
    // The command reads the table with the plan in mind that it wrote.
    let source = Source::files(MemoryFiles(crate::support::one(&text))).parse().expect("memory can be read");
    let known = PlanNames::with(&source.resolve(&crate::support::view()).unwrap().resolved.plan);
    let again = import(&table, &known, &odd.options);
    match again.and_then(|again| merge(&parse(SourceId(0), text.as_str().into()), &again, &known)) {
        Ok(merged) if merged.text == text && merged.changes.is_empty() => {}
        Ok(merged) => fail(format!("changes when it comes again: {}\n{text}\n→\n{}", merged.changes, merged.text)),
        Err(refusal) => fail(format!("is refused when it comes again: {refusal}\n{text}")),
    }
    (wrong, Some(imported.draft.items.len()))
}

#[test]
fn five_hundred_odd_tables() {
    let standard = PlanNames::standard();
    let part = &|first: u64| (first..TABLES).step_by(4).map(|seed| wrong(seed, &standard)).collect::<Vec<_>>();
    let all: Vec<(Vec<String>, Option<usize>)> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..4).map(|first| scope.spawn(move || part(first))).collect();
        parts.into_iter().flat_map(|p| p.join().unwrap()).collect()
    });
    let wrong: Vec<&String> = all.iter().flat_map(|(wrong, _)| wrong).collect();
    // The first of each kind, by what it begins with.
    let kind = |w: &str| w.split_once(": ").map_or("", |(_, said)| said).chars().take(28).collect::<String>();
    let mut seen = std::collections::BTreeSet::new();
    let few: Vec<&str> = wrong.iter().map(|w| w.as_str()).filter(|w| seen.insert(kind(w))).take(12).collect();
    assert!(wrong.is_empty(), "{} of {TABLES}:\n{}", wrong.len(), few.join("\n"));
    let rows: Vec<usize> = all.iter().filter_map(|(_, rows)| *rows).collect();
    let (read, rows) = (rows.len(), rows.iter().sum::<usize>());
    assert!(read > 450 && rows > 1_500, "{read} tables with {rows} rows were read");
}

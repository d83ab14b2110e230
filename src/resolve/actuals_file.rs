//! Measurements of a metric from a CSV file: `actuals: "data/nrr.csv"`.
//!
//! The first line names the columns. Which holds the dates and which the values is said by `actuals_columns: date = day,
//! value = rate`, else told by their names and what is in them. Dates are written as in a plan (`2026-06-01`, `2026-06`,
//! `2026-Q2`, `2026`) or with a time behind the day. Values are in the metric's unit, or have their own behind them.

use super::actuals_line::CsvLine;
use super::load::DataFile;
use super::percent_scale::{self, PercentScale};
use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::model::{DataPoint, Datum, Record};
use crate::quantity::{Period, Unit, UnitSystem, parse_numeral, print};
use crate::source::Span;
use std::collections::HashMap;

/// The most rows that are read.
const MAX_ROWS: usize = 1_000_000;
/// The most rows of one file that are reported.
const MAX_REPORTED_ROWS: usize = 20;

fn bad(span: Span, said: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BAD_ACTUALS, span, said).help(help)
}

/// The measurements that a metric's file holds, by date; nothing where it names none.
pub(super) fn read(
    record: &Record,
    data: &HashMap<Span, Option<DataFile>>,
    unit: Option<&Unit>,
    known: &[f64],
    system: &UnitSystem,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<DataPoint> {
    let Some(fact) = record.fact("actuals") else {
        if let Some(columns) = record.fact("actuals_columns") {
            let help = "name the file, as in `actuals: \"data/rate.csv\"`";
            diagnostics.push(bad(columns.span, "`actuals_columns` names columns of no file", help));
        }
        return Vec::new();
    };
    let file = match data.get(&fact.span) {
        Some(Some(file)) => file,
        // One that is not there was reported when it was looked for.
        Some(None) => return Vec::new(),
        None => {
            let help = "write the line into a file of the plan";
            diagnostics.push(bad(
                fact.span,
                "measurements are read for files of the plan, not for what is typed",
                help,
            ));
            return Vec::new();
        }
    };
    let found = columns(record, file).and_then(|(lines, date, value, scale)| {
        let header = CsvLine { cells: lines[0].cells.clone(), span: lines[0].span };
        let place = header.span.unwrap_or(fact.span);
        let rows = &lines[1..];
        let scale = match unit {
            Some(unit) if unit.is_percent() => percent_scale::of_column(rows, value, header.cell(value), scale, known)
                .map_err(|(said, help)| bad(place, said, help))?,
            _ => PercentScale::AsWritten,
        };
        Ok((points(rows, date, value, unit, scale, system, place), header))
    });
    match found {
        Ok(((points, mut problems), _)) => {
            if problems.len() > MAX_REPORTED_ROWS {
                let (more, span) = (problems.len() - MAX_REPORTED_ROWS, problems[MAX_REPORTED_ROWS].label.span);
                problems.truncate(MAX_REPORTED_ROWS);
                problems.push(bad(
                    span,
                    format!("{more} more rows of this file can't be read"),
                    "fix the ones above first",
                ));
            }
            diagnostics.append(&mut problems);
            points
        }
        Err(problem) => {
            diagnostics.push(problem);
            Vec::new()
        }
    }
}

/// The lines of a file, with the columns of dates and of values, and what is said about the values' scale.
fn columns(record: &Record, file: &DataFile) -> Result<(Vec<CsvLine>, usize, usize, Option<String>), Diagnostic> {
    let lines = lines(file)?;
    let header = &lines[0];
    let place = header.span.unwrap_or(record.header);
    if Period::parse(date_part(header.cell(0))).is_ok() || header.cells.iter().all(|c| parse_numeral(c).is_ok()) {
        let help = "give it a first line such as `date,value`";
        return Err(bad(place, format!("`{}` has no line with the names of its columns", file.path), help));
    }
    let names: Vec<String> = header.cells.iter().map(|c| plain(c)).collect();
    let list = || header.cells.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
    let mut asked: [Option<usize>; 2] = [None, None];
    let mut scale = None;
    for clause in record.all("actuals_columns").flat_map(|f| &f.clauses) {
        let (Datum::Word(what), Some(Datum::Word(column))) = (&clause.head, clause.tail("=")) else { continue };
        let slot = match &**what {
            "date" => 0,
            "value" => 1,
            "unit" => {
                scale = Some(column.to_string());
                continue;
            }
            other => {
                let said = format!("`{other}` is nothing that a file of measurements holds");
                return Err(bad(
                    clause.span,
                    said,
                    "write `date = …, value = …`, and `unit = percent` or `unit = fraction` where the values do not say",
                ));
            }
        };
        let Some(at) = names.iter().position(|n| *n == plain(column)) else {
            let near = closest_match(column, header.cells.iter().map(String::as_str));
            let help = near.map_or_else(|| format!("it has {}", list()), |n| format!("did you mean `{n}`?"));
            return Err(bad(clause.span, format!("`{}` has no column `{column}`", file.path), help));
        };
        asked[slot] = Some(at);
    }
    let rows = &lines[1..];
    let ask = |what: &str, found: &[usize]| {
        let count = if found.is_empty() { "no column" } else { "several columns" };
        let said = format!("{count} of `{}` may hold the {what}s: it has {}", file.path, list());
        bad(place, said, "say which, as in `actuals_columns: date = day, value = rate`")
    };
    let date = match asked[0] {
        Some(at) => at,
        None => single_column(&names, asked[1], &|at| DATE_COLUMNS.contains(&names[at].as_str()))
            .or_else(|_| {
                single_column(&names, asked[1], &|at| holds(rows, at, |c| Period::parse(date_part(c)).is_ok()))
            })
            .map_err(|found| ask("date", &found))?,
    };
    let value = match asked[1] {
        Some(at) => at,
        None => {
            let own = [plain(&record.id), plain(record.title())];
            single_column(&names, Some(date), &|at| own.contains(&names[at]))
                .or_else(|_| single_column(&names, Some(date), &|at| VALUE_COLUMNS.contains(&names[at].as_str())))
                .or_else(|_| single_column(&names, Some(date), &|at| holds(rows, at, is_number)))
                .or_else(|found| single_column(&names, Some(date), &|_| true).map_err(|_| found))
                .map_err(|found| ask("value", &found))?
        }
    };
    Ok((lines, date, value, scale))
}

/// What columns of dates are called.
const DATE_COLUMNS: [&str; 10] =
    ["date", "day", "week", "month", "quarter", "year", "period", "time", "timestamp", "on"];
/// What columns of values are called.
const VALUE_COLUMNS: [&str; 4] = ["value", "actual", "measured", "measurement"];

/// The only column that a test holds for; else those it holds for.
fn single_column(names: &[String], taken: Option<usize>, test: &dyn Fn(usize) -> bool) -> Result<usize, Vec<usize>> {
    let found: Vec<usize> = (0..names.len()).filter(|at| Some(*at) != taken && test(*at)).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        _ => Err(found),
    }
}

fn holds(rows: &[CsvLine], column: usize, test: impl Fn(&str) -> bool) -> bool {
    let mut cells = rows.iter().map(|r| r.cell(column)).filter(|c| !c.is_empty()).peekable();
    cells.peek().is_some() && cells.all(test)
}

/// Whether a cell begins as a number does and is no date; four digits may be either.
fn is_number(cell: &str) -> bool {
    let begins = cell.trim_start_matches(['-', '$', '€', '£']).starts_with(|c: char| c.is_ascii_digit());
    begins && (cell.len() == 4 || Period::parse(date_part(cell)).is_err())
}

/// A name in lower case, its words joined by `_`.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// The day of a date with a time behind it.
fn date_part(cell: &str) -> &str {
    match cell.get(10..11) {
        Some("T" | " ") => &cell[..10],
        _ => cell,
    }
}

fn lines(file: &DataFile) -> Result<Vec<CsvLine>, Diagnostic> {
    let start = if file.text.starts_with('\u{feff}') { 3 } else { 0 };
    let text = &file.text[start..];
    let span = |from: usize| {
        let from = from + text[from..].len() - text[from..].trim_start_matches(['\r', '\n']).len();
        let length = text[from..].find(['\r', '\n']).unwrap_or(text.len() - from);
        Span::new(file.source, start + from, start + from + length)
    };
    let first = text.lines().find(|l| !l.trim().is_empty());
    let Some(first) = first else {
        return Err(bad(
            span(0),
            format!("`{}` is empty", file.path),
            "give it a line of names and a line for each date",
        ));
    };
    let count = |c: char| first.matches(c).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|d| count(char::from(*d))).unwrap_or(b',');
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).trim(csv::Trim::All);
    let mut reader = builder.from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        // The text is UTF-8 and rows may be of any length: nothing else can fail.
        let Ok(record) = record else { continue };
        let from = record.position().map_or(0, |p| p.byte() as usize).min(text.len());
        lines.push(CsvLine { cells: record.iter().map(str::to_string).collect(), span: Some(span(from)) });
        if lines.len() > MAX_ROWS {
            let said = format!("`{}` has more than {MAX_ROWS} rows", file.path);
            return Err(bad(span(from), said, "keep what is measured a day, or less often"));
        }
    }
    Ok(lines)
}

fn points(
    rows: &[CsvLine],
    date: usize,
    value: usize,
    unit: Option<&Unit>,
    scale: PercentScale,
    system: &UnitSystem,
    place: Span,
) -> (Vec<DataPoint>, Vec<Diagnostic>) {
    let (mut points, mut problems): (Vec<DataPoint>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    let mut seen: HashMap<Period, usize> = HashMap::new();
    for row in rows {
        let span = row.span.unwrap_or(place);
        let (day, cell) = (row.cell(date), row.cell(value));
        // A date without a value was not measured; a line of separators only is none.
        if cell.is_empty() {
            continue;
        }
        let on = match Period::parse(date_part(day)) {
            Ok(on) => on,
            Err(_) if day.is_empty() => {
                problems.push(bad(
                    span,
                    "this row has no date",
                    "write the day, month, quarter or year it was measured",
                ));
                continue;
            }
            Err(error) => {
                problems.push(bad(span, format!("`{day}`: {error}"), error.help()));
                continue;
            }
        };
        match number(cell, unit, scale, system) {
            Err((said, help)) => problems.push(bad(span, said, help)),
            Ok(number) => match seen.get(&on).map(|at| &points[*at]) {
                Some(first) if first.value == number => {}
                Some(first) => {
                    let said = format!("{on} is measured twice, with different values");
                    problems
                        .push(bad(span, said, "keep one row for each date").also(first.span, "first measured here"));
                }
                None => {
                    seen.insert(on, points.len());
                    points.push(DataPoint { value: number, on: Some(on), span });
                }
            },
        }
    }
    (points, problems)
}

/// The number of a cell in the metric's unit; else what is wrong with it, and how to mend it.
fn number(cell: &str, unit: Option<&Unit>, scale: PercentScale, system: &UnitSystem) -> Result<f64, (String, String)> {
    let ungrouped = ungroup(cell).ok_or_else(|| {
        (
            format!("`{cell}` can be read as a number in more than one way"),
            "write it without parting thousands".to_string(),
        )
    })?;
    let (value, given) = system.parse_quantity(&ungrouped).map_err(|e| {
        let help = match &e {
            crate::quantity::QuantityError::Numeral(e) => e.help(),
            crate::quantity::QuantityError::Unit(e) => e.help(),
        };
        (format!("`{cell}`: {e}"), help.unwrap_or_else(|| "write a number, in the metric's unit".into()))
    })?;
    match unit {
        _ if given.is_number() => Ok(scale.apply(value)),
        None => Ok(value),
        Some(unit) => {
            // A sign belongs to the number: `$1,200` of a metric in `USD/month` is of that month.
            let alone = unit.first().map(|base| Unit::of(base.clone()));
            let alone = alone.filter(|u| given.factors().len() == 1 && (u.currency().is_some() || u.is_percent()));
            let converted = system.convert(&given, unit);
            match converted.or_else(|m| alone.and_then(|u| system.convert(&given, &u).ok()).ok_or(m)) {
                Ok(conversion) => Ok(conversion.apply(value)),
                Err(m) => Err((m.message(cell), m.help().unwrap_or_else(|| format!("give it in `{unit}`")))),
            }
        }
    }
}

/// A number without the commas that part its thousands; `None` where the comma may begin decimals.
fn ungroup(cell: &str) -> Option<String> {
    if !cell.contains(',') {
        return Some(cell.to_string());
    }
    let start = cell.find(|c: char| c.is_ascii_digit())?;
    let body = &cell[start..];
    let end = body.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(body.len());
    let (whole, fraction) = body[..end].split_once('.').map_or((&body[..end], None), |(w, f)| (w, Some(f)));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped =
        groups.iter().enumerate().all(|(i, g)| if i == 0 { (1..=3).contains(&g.len()) } else { g.len() == 3 });
    // `1,234` alone may be a little more than one.
    let clear = groups.len() > 2 || fraction.is_some();
    let decimals = fraction.map_or(String::new(), |f| format!(".{f}"));
    (grouped && clear).then(|| format!("{}{}{decimals}{}", &cell[..start], groups.concat(), &body[end..]))
}

/// Adds what the file holds to what the plan holds: for a date in both the plan's own value stands.
pub(super) fn merge_measurements(
    actuals: &mut Vec<DataPoint>,
    measured: Vec<DataPoint>,
    unit: Option<&Unit>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let own: HashMap<Period, (f64, Span)> = actuals.iter().filter_map(|p| Some((p.on?, (p.value, p.span)))).collect();
    for point in measured {
        let Some(on) = point.on else { continue };
        match own.get(&on) {
            None => actuals.push(point),
            Some((value, _)) if (value - point.value).abs() <= 1e-9 * value.abs().max(point.value.abs()) => {}
            Some((value, span)) => {
                let number = Unit::number();
                let shown = |v: f64| print::quantity(v, unit.unwrap_or(&number));
                let (here, there) = (shown(*value), shown(point.value));
                let said = format!("{on} is {here} in the plan and {there} in the file");
                let d = Diagnostic::new(Code::ACTUAL_DIFFERS, *span, said).also(point.span, "the file's value");
                diagnostics.push(d.help("the plan's value is used: remove the one that is wrong"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::{Source, View};
    use crate::source::MemoryFiles;
    use proptest::prelude::*;

    fn read(csv: &str, unit: &str) -> (Vec<(String, f64)>, usize) {
        let plan = format!("metric m \"M\" {{ role: none; unit: {unit}; actuals: \"m.csv\" }}\n");
        let files = [("a.plan".to_string(), plan), ("m.csv".to_string(), csv.to_string())];
        let parsed = Source::files(MemoryFiles(files.into())).parse().unwrap();
        let resolved = parsed.resolve(&View::default()).unwrap().resolved;
        let metric = resolved.plan.metric("m").unwrap();
        let points = metric.actuals.iter().map(|p| (p.on.map_or(String::new(), |on| on.to_string()), p.value));
        (points.collect(), resolved.diagnostics.len())
    }

    #[test]
    fn tables_as_programs_write_them() {
        let two = vec![("2026-01".to_string(), 5.0), ("2026-02".to_string(), 6.0)];
        for csv in [
            "month,value\n2026-01,5\n2026-02,6\n",
            "\u{feff}month;value\r\n2026-01;5\r\n\r\n2026-02;6",
            "value\tmonth\n5\t2026-01\n6\t2026-02\n\n",
            "\"month\",\"Orders, all\"\n\"2026-01\",\"5\"\n\"2026-02\",6 orders",
        ] {
            assert_eq!(read(csv, "orders"), (two.clone(), 0), "{csv:?}");
        }
        assert_eq!(read("when,orders,refunds\n2026-01,5,1\n", "orders").1, 1);
        assert_eq!(read("", "orders"), (Vec::new(), 1));
        assert_eq!(read("month,value\n", "orders"), (Vec::new(), 0));
    }

    proptest! {
        #[test]
        fn never_a_panic(csv in "[0-9a-c,;\"\n\r\t%$.é -]{0,60}", head in "(date,value\n)?") {
            for unit in ["%", "orders/week", "USD/month"] {
                read(&format!("{head}{csv}"), unit);
            }
        }
    }
}

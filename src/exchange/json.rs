//! A list of records as JSON → a table.

use super::{ImportError, SourceTable};
use crate::exchange::error::cell_excerpt;
use serde_json::Value;

/// Reads a list of records, or an object that holds one list of records: each becomes a row, each of its fields a cell.
/// A block inside a record, `rice: { reach: 5 }`, gives columns such as `rice.reach`; a list gives its parts a line each.
///
/// # Errors
/// Text that is no JSON, or holds no list of records.
///
/// ```
/// let table = planwright::exchange::table_from_json(br#"[{"title": "SSO", "rice": {"reach": 500}}]"#).unwrap();
/// assert_eq!((table.columns[1].key.as_str(), table.rows[0].cell(1)), ("rice_reach", "500"));
/// ```
pub fn table_from_json(bytes: &[u8]) -> Result<SourceTable, ImportError> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.len() as u64 > crate::source::MAX_FILE_BYTES {
        return Err(ImportError::new("the file is larger than 64 MiB").help("split it into several files"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::new("the file is not UTF-8 text"))?;
    let value: Value =
        serde_json::from_str(text).map_err(|e| ImportError::new(format!("the file is not JSON: {e}")))?;
    let help = "it looks like `[{\"title\": \"Sign-in\", \"reach\": 500}]`";
    let none = || ImportError::new("the file holds no list of records").help(help);
    let (list, path) = match &value {
        Value::Array(list) => (list.as_slice(), Vec::new()),
        Value::Object(_) => {
            let found = find_record_lists(&value);
            match found.as_slice() {
                [] => return Err(none()),
                [(path, list)] => (*list, path.clone()),
                [(a, _), (b, _), ..] => {
                    let (a, b) = (cell_excerpt(&a.join(".")), cell_excerpt(&b.join(".")));
                    let said = format!("the file holds several lists of records: `{a}` and `{b}`");
                    return Err(ImportError::new(said).help("keep one of them in a file of its own"));
                }
            }
        }
        _ => return Err(none()),
    };
    let lines = record_lines(text, &path);
    let mut guesses = Vec::new();
    let (mut beside, mut at) = (Vec::new(), &value);
    for (depth, key) in path.iter().enumerate() {
        let others = at.as_object().into_iter().flat_map(|o| o.keys()).filter(|k| *k != key);
        beside.extend(
            others
                .map(|k| format!("`{}`", cell_excerpt(&[&path[..depth], std::slice::from_ref(k)].concat().join(".")))),
        );
        at = &at[key.as_str()];
    }
    if !beside.is_empty() {
        let verb = if beside.len() == 1 { "is" } else { "are" };
        guesses.push(format!(
            "the records are those of `{}`; {} beside it {verb} passed over",
            cell_excerpt(&path.join(".")),
            beside.join(", ")
        ));
    }
    let mut records = Vec::with_capacity(list.len());
    let mut skipped = Vec::new();
    for (at, record) in list.iter().enumerate() {
        let line = lines.get(at).copied().unwrap_or(1);
        match record {
            Value::Object(_) => {
                let mut cells = Vec::new();
                flatten_record("", record, &mut cells);
                records.push((line, cells));
            }
            other => skipped.push((line, format!("`{}` is no record", cell_excerpt(&other.to_string())))),
        }
    }
    if records.iter().all(|(_, cells)| cells.is_empty()) {
        return Err(ImportError::new("the file holds no record with a field").help(help));
    }
    let mut table = SourceTable::of_records(records)?;
    table.skipped.extend(skipped);
    table.guesses.extend(guesses);
    Ok(table)
}

/// How deep in objects a list of records is looked for: `data.team.issues.nodes`.
const MAX_DEPTH: usize = 6;

/// The lists of records in an object, with the way to them: those that the fewest objects are around.
fn find_record_lists(value: &Value) -> Vec<(Vec<String>, &[Value])> {
    let mut level: Vec<(Vec<String>, &Value)> = vec![(Vec::new(), value)];
    for _ in 0..MAX_DEPTH {
        let inside = level.iter().flat_map(|(path, value)| {
            let fields = value.as_object().into_iter().flatten();
            fields.map(move |(key, value)| ([path.as_slice(), std::slice::from_ref(key)].concat(), value))
        });
        let inside: Vec<(Vec<String>, &Value)> = inside.collect();
        let lists = inside
            .iter()
            .filter_map(|(path, value)| Some((path.clone(), value.as_array().filter(|l| is_records(l))?.as_slice())));
        let found: Vec<(Vec<String>, &[Value])> = lists.collect();
        if !found.is_empty() {
            return found;
        }
        level = inside;
    }
    Vec::new()
}

fn is_records(list: &[Value]) -> bool {
    list.iter().any(Value::is_object)
}

/// The fields of a record and of the blocks in it, each with its path.
fn flatten_record(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    let cell = match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten_record(&path, value, out);
            }
            return;
        }
        Value::Array(list) => list.iter().map(scalar).filter(|s| !s.is_empty()).collect::<Vec<_>>().join("\n"),
        other => scalar(other),
    };
    out.push((path.to_string(), cell));
}

/// One value as a cell. Of a record in a list its name, title or key, else all of it.
fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Object(fields) => {
            let named = ["name", "title", "key", "id"].iter().find_map(|k| fields.get(*k).filter(|v| !v.is_object()));
            named.map_or_else(|| value.to_string(), scalar)
        }
        other => other.to_string(),
    }
}

/// The lines on which the records of the list begin: of the outermost list, or of the one that this way leads to.
fn record_lines(text: &str, path: &[String]) -> Vec<u64> {
    let (name, wanted) = (path.last(), path.len() + 1);
    let (mut out, mut depth, mut line, mut inside) = (Vec::new(), 0usize, 1u64, name.is_none());
    let (mut quoted, mut escaped, mut begins) = (false, false, false);
    let (mut word, mut last) = (String::new(), String::new());
    for c in text.chars() {
        if c == '\n' {
            line += 1;
        }
        if quoted {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    quoted = false;
                    last = std::mem::take(&mut word);
                }
                c => word.push(c),
            }
            continue;
        }
        if begins && inside && depth == wanted && !c.is_whitespace() && c != ']' {
            out.push(line);
            begins = false;
        }
        match c {
            '"' => quoted = true,
            '[' | '{' => {
                depth += 1;
                if depth == wanted && c == '[' {
                    inside = name.is_none_or(|name| *name == last);
                    begins = true;
                }
            }
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == wanted => begins = true,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_become_rows_with_their_lines() {
        let text = "{\"total\": 2,\n \"items\": [\n  {\"title\": \"A, b\", \"labels\": [\"x\", {\"name\": \"y\"}],\n   \"rice\": {\"reach\": 1.5}},\n  7,\n  {\"title\": \"B\", \"done\": true, \"note\": null}\n]}";
        let table = table_from_json(text.as_bytes()).unwrap();
        let names: Vec<&str> = table.columns.iter().map(|c| c.written.as_str()).collect();
        assert_eq!(names, ["title", "labels", "rice.reach", "done", "note"]);
        assert_eq!(table.rows[0].cells, ["A, b", "x\ny", "1.5", "", ""]);
        assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 6]);
        assert_eq!(table.skipped, [(5, "`7` is no record".to_string())]);
        assert!(table.guesses[0].contains("`total`"));
    }

    #[test]
    fn records_further_inside_are_found_with_their_lines() {
        let text = "{\"data\": {\"issues\": {\"pageInfo\": {\"next\": [1]},\n \"nodes\": [\n {\"id\": \"E-1\"},\n {\"id\": \"E-2\"}]}}}";
        let table = table_from_json(text.as_bytes()).unwrap();
        assert_eq!(table.rows.iter().map(|r| (r.line, r.cell(0))).collect::<Vec<_>>(), [(3, "E-1"), (4, "E-2")]);
        assert_eq!(
            table.guesses,
            ["the records are those of `data.issues.nodes`; `data.issues.pageInfo` beside it is passed over"]
        );
    }

    #[test]
    fn what_holds_no_records_is_refused() {
        for text in ["", "{", "5", "[]", "[1, 2]", "{\"a\": 1}", "{\"a\": [{\"x\": 1}], \"b\": [{\"x\": 1}]}", "[{}]"] {
            assert!(table_from_json(text.as_bytes()).is_err(), "{text}");
        }
    }
}

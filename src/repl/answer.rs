//! What a formula gives, for people.

use crate::evaluate::Answer;
use crate::formula::{Record, Value};
use crate::quantity::{Unit, print};
use crate::report::Layout;

/// The widest list that stands on one line where the screen has no width.
const SHORT: usize = 72;

/// The value with its unit; what is missing by its names.
pub fn text(answer: &Answer, layout: Layout) -> String {
    match &answer.value {
        Some(value) if !value.is_missing() => whole(value, answer.unit.as_ref(), layout.width.unwrap_or(SHORT)),
        _ => match answer.missing.as_slice() {
            [] => "?".into(),
            [one] => format!("? ({one} is missing)"),
            several => format!("? ({} are missing)", several.join(", ")),
        },
    }
}

fn whole(value: &Value, unit: Option<&Unit>, width: usize) -> String {
    let Value::List(items) = value else { return one(value, unit) };
    let items: Vec<String> = items.iter().map(|v| one(v, None)).collect();
    let line = format!("[{}]", items.join(", "));
    let fits = line.chars().count() <= width && !line.contains('\n');
    if fits { line } else { items.join("\n") }
}

fn one(value: &Value, unit: Option<&Unit>) -> String {
    match value {
        Value::Number(number) => match unit {
            Some(unit) => print::quantity(*number, unit),
            None => print::number(*number),
        },
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
        Value::Text(text) => text.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|v| one(v, None)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Record(record) => group(&**record),
        Value::Missing => "?".into(),
    }
}

fn group(record: &dyn Record) -> String {
    match record.path() {
        path if path.is_empty() => "a group of fields".into(),
        path => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: Option<Value>, missing: &[&str]) -> String {
        let answer = Answer { value, missing: missing.iter().map(|m| m.to_string()).collect(), unit: None };
        text(&answer, Layout { width: Some(20) })
    }

    #[test]
    fn values_print_like_values() {
        assert_eq!(shown(Some(Value::Number(400.0 / 3.0)), &[]), "133.33");
        assert_eq!(shown(Some(Value::Truth(true)), &[]), "yes");
        assert_eq!(shown(Some(Value::text("a")), &[]), "a");
        let list = |items: &[&str]| Some(Value::List(items.iter().map(|i| Value::text(i)).collect()));
        assert_eq!(shown(list(&["a", "b"]), &[]), "[a, b]");
        assert_eq!(shown(list(&["a longer one", "another"]), &[]), "a longer one\nanother");
        assert_eq!(shown(None, &["a.b"]), "? (a.b is missing)");
        assert_eq!(shown(Some(Value::Missing), &[]), "?");
    }
}

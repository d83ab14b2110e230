//! Questions about a path in quotes: `has("evidence.interviews")`, `low("effort")`.

use super::limits;
use super::value::{CallError, Lookup, RecordValue, Scope, TooManyValues, Value};
use std::sync::Arc;

/// The one argument of `has`, `low`, `high` and `why`.
fn path_of<'a>(name: &str, args: &'a [Value]) -> Result<&'a str, CallError> {
    match args {
        [Value::Text(path)] => Ok(path),
        _ => Err(CallError {
            message: format!("`{name}` needs a path in quotes"),
            help: Some(match name {
                "has" => "write `has(\"evidence.interviews\")`".into(),
                _ => format!("write `{name}(\"effort\")`"),
            }),
        }),
    }
}

/// Where a path leads: from a variable of the scope, else from `it`. A name on it that nobody has is an error.
fn follow(scope: &dyn Scope, path: &str) -> Result<Lookup, CallError> {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or_default();
    let mut found = scope.variable(first);
    if matches!(found, Lookup::NoSuchName { .. })
        && let Lookup::Value(Value::Record(it)) = scope.variable("it")
    {
        found = it.get(first);
    }
    let mut name = first;
    for part in parts {
        found = match found {
            Lookup::Value(Value::Record(record)) => record.get(part),
            Lookup::Value(Value::List(items)) => {
                Value::field_of_each(&items, part).map_err(|TooManyValues| CallError {
                    message: format!("`{path}` leads to more than {} values", limits::JOINED_ITEMS),
                    help: None,
                })?
            }
            Lookup::Value(Value::Missing) | Lookup::Missing => Lookup::Missing,
            Lookup::Value(other) => {
                return Err(CallError {
                    message: format!("`{name}` in `{path}` is {} and has no fields", other.kind()),
                    help: None,
                });
            }
            none => none,
        };
        name = part;
        if matches!(found, Lookup::NoSuchName { .. }) {
            break;
        }
    }
    match found {
        Lookup::NoSuchName { nearest } => Err(CallError {
            message: format!("there is no `{name}` in `{path}`"),
            help: nearest.map(|n| format!("did you mean `{n}`?")),
        }),
        found => Ok(found),
    }
}

/// Answers one of these questions.
pub(super) type PathQuery = fn(&dyn Scope, &str, &[Value]) -> Result<Value, CallError>;

/// How a question about a path is answered; `None` for other questions.
pub(super) fn path_query(name: &str) -> Option<PathQuery> {
    match name {
        "has" => Some(has),
        "why" => Some(why),
        "low" | "high" => Some(end),
        _ => None,
    }
}

/// Whether the path leads to a value.
fn has(scope: &dyn Scope, _: &str, args: &[Value]) -> Result<Value, CallError> {
    Ok(Value::Truth(match follow(scope, path_of("has", args)?)? {
        Lookup::Value(Value::Record(record)) => record.is_present(),
        // A list that nobody wrote is empty.
        Lookup::Value(Value::List(items)) => !items.is_empty(),
        Lookup::Value(value) => !value.is_missing(),
        _ => false,
    }))
}

/// The lower or the upper end of what the path leads to.
fn end(scope: &dyn Scope, name: &str, args: &[Value]) -> Result<Value, CallError> {
    let path = path_of(name, args)?;
    let bounds = match path.rsplit_once('.') {
        None => scope.bounds(path).or_else(|| holder(scope, path).ok()??.0.bounds(path)),
        Some(_) => holder(scope, path)?.and_then(|(record, field)| record.bounds(field)),
    };
    match bounds {
        Some((low, high)) => Ok(Value::Number(if name == "low" { low } else { high })),
        None => match follow(scope, path)? {
            Lookup::Value(Value::Number(number)) => Ok(Value::Number(number)),
            Lookup::Value(other) if !other.is_missing() => Err(CallError {
                message: format!("`{path}` is {}, which has no two ends", other.kind()),
                help: Some("only numbers and ranges have a `low` and a `high`".into()),
            }),
            _ => Ok(Value::Missing),
        },
    }
}

/// The reason after the value that the path leads to.
fn why(scope: &dyn Scope, _: &str, args: &[Value]) -> Result<Value, CallError> {
    let path = path_of("why", args)?;
    follow(scope, path)?;
    let reason = holder(scope, path)?.and_then(|(record, field)| record.reason(field));
    Ok(reason.map_or_else(|| Value::text(""), Value::Text))
}

/// A record and the name of a field of it.
type RecordField<'p> = (Arc<dyn RecordValue>, &'p str);

/// The record that a path's last name is a field of, with that name; a name alone is one of `it`.
fn holder<'p>(scope: &dyn Scope, path: &'p str) -> Result<Option<RecordField<'p>>, CallError> {
    let (found, field) = match path.rsplit_once('.') {
        Some((holder, field)) => (follow(scope, holder)?, field),
        None => (scope.variable("it"), path),
    };
    Ok(match found {
        Lookup::Value(Value::Record(record)) => Some((record, field)),
        _ => None,
    })
}

//! Functions over lists and dates.

use super::fault::Fault;
use super::operators;
use super::value::{Lookup, Value};
use crate::quantity::Period;

type Result<T> = std::result::Result<T, Fault>;

/// The values of a field of each item of a list, those that have one.
pub(super) fn pluck(args: &[Value]) -> Result<Value> {
    let [Value::List(items), Value::Text(field)] = args else {
        return Err(Fault::wrong_type("`pluck` needs a list and the name of a field in quotes"));
    };
    let mut found = Vec::with_capacity(items.len());
    for item in items.iter() {
        let Value::Record(record) = item else {
            return Err(Fault::wrong_type(format!("{} has no field `{field}`", item.kind())));
        };
        match record.get(field) {
            Lookup::Value(Value::Missing) | Lookup::Missing => {}
            Lookup::Value(value) => found.push(value),
            Lookup::NoSuchName { .. } => return Err(Fault::wrong_type(format!("there is no field `{field}`"))),
        }
    }
    Ok(Value::List(found.into()))
}

fn two<'a>(args: &'a [Value], name: &str) -> Result<(&'a [Value], &'a [Value])> {
    match args {
        [Value::List(a), Value::List(b)] => Ok((a, b)),
        _ => Err(Fault::wrong_type(format!("`{name}` needs two lists"))),
    }
}

fn kept(from: &[Value], by: &[Value], wanted: bool) -> Result<Value> {
    let mut found = Vec::new();
    for item in from {
        let mut there = false;
        for other in by.iter().filter(|o| o.kind() == item.kind()) {
            there |= operators::equal(item, other)?;
        }
        if there == wanted {
            found.push(item.clone());
        }
    }
    Ok(Value::List(found.into()))
}

/// The items of a list that are in another too.
pub(super) fn common(args: &[Value]) -> Result<Value> {
    let (a, b) = two(args, "common")?;
    kept(a, b, true)
}

/// The items of a list that are not in another.
pub(super) fn except(args: &[Value]) -> Result<Value> {
    let (a, b) = two(args, "except")?;
    kept(a, b, false)
}

/// The days of a period, both ends counted, or from the first day of one to the last day of another.
pub(super) fn days(args: &[Value]) -> Result<Value> {
    let period = |text: &str| {
        let (from, to) = text.split_once(" to ").unwrap_or((text, text));
        match (Period::parse(from.trim()), Period::parse(to.trim())) {
            (Ok(from), Ok(to)) => Ok((from, to)),
            _ => Err(Fault::wrong_type(format!("`{text}` is no date"))),
        }
    };
    let days = match args {
        [Value::Text(whole)] => {
            let (from, to) = period(whole)?;
            to.last().days_since(from.first()) + 1
        }
        [Value::Text(from), Value::Text(to)] => period(to)?.1.last().days_since(period(from)?.0.first()),
        _ => return Err(Fault::wrong_type("`days` needs one or two dates")),
    };
    Ok(Value::Number(days as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(items: &[&str]) -> Value {
        Value::List(items.iter().map(Value::text).collect())
    }

    #[test]
    fn lists_are_compared() {
        let (a, b) = (texts(&["cac", "ltv", "nrr"]), texts(&["nrr", "gmv", "cac"]));
        assert_eq!(common(&[a.clone(), b.clone()]).unwrap(), texts(&["cac", "nrr"]));
        assert_eq!(except(&[a.clone(), b]).unwrap(), texts(&["ltv"]));
        assert!(common(&[a.clone(), Value::Number(1.0)]).is_err());
        assert!(pluck(&[a, Value::text("id")]).is_err());
    }

    #[test]
    fn days_count_both_ends_of_a_period_and_the_distance_of_two_dates() {
        let given = |args: &[&str]| days(&args.iter().map(Value::text).collect::<Vec<_>>());
        assert_eq!(given(&["2026"]).unwrap(), Value::Number(365.0));
        assert_eq!(given(&["2026-Q1 to 2026-Q2"]).unwrap(), Value::Number(181.0));
        assert_eq!(given(&["2026-03-01", "2026-06-01"]).unwrap(), Value::Number(92.0));
        assert_eq!(given(&["2026-06-01", "2026-03-01"]).unwrap(), Value::Number(-92.0));
        assert!(given(&["soon"]).is_err());
    }
}

//! Functions over lists and dates.

use super::interrupt::EvalInterrupt;
use super::math_functions::domain_error;
use super::operators;
use super::value::{Lookup, Value};
use crate::quantity::{Date, Period};

type Result<T> = std::result::Result<T, EvalInterrupt>;

/// The values of a field of each item of a list, those that have one.
pub(super) fn pluck(args: &[Value]) -> Result<Value> {
    let [Value::List(items), Value::Text(field)] = args else {
        return Err(EvalInterrupt::wrong_type("`pluck` needs a list and the name of a field in quotes"));
    };
    let mut found = Vec::with_capacity(items.len());
    for item in items.iter() {
        let Value::Record(record) = item else {
            return Err(EvalInterrupt::wrong_type(format!("{} has no field `{field}`", item.kind())));
        };
        match record.get(field) {
            Lookup::Value(Value::Missing) | Lookup::Missing => {}
            Lookup::Value(value) => found.push(value),
            Lookup::NoSuchName { .. } => return Err(EvalInterrupt::wrong_type(format!("there is no field `{field}`"))),
        }
    }
    Ok(Value::List(found.into()))
}

fn two<'a>(args: &'a [Value], name: &str) -> Result<(&'a [Value], &'a [Value])> {
    match args {
        [Value::List(a), Value::List(b)] => Ok((a, b)),
        _ => Err(EvalInterrupt::wrong_type(format!("`{name}` needs two lists"))),
    }
}

fn kept(from: &[Value], by: &[Value], wanted: bool) -> Result<Value> {
    let mut found = Vec::new();
    // An item that another names is the same as its name.
    let by: Vec<Value> = by.iter().map(Value::plain).collect();
    for item in from {
        let (plain, mut there) = (item.plain(), false);
        for other in by.iter().filter(|o| o.kind() == plain.kind()) {
            there |= operators::equal(&plain, other)?;
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

/// A period of the plan as formulas see it: its first and last day.
fn period(value: &Value) -> Result<(Date, Date)> {
    let Value::Text(text) = value else {
        return Err(EvalInterrupt::wrong_type(format!("`days` needs dates, not {}", value.kind())));
    };
    let (from, to) = text.split_once(" to ").unwrap_or((text, text));
    match (Period::parse(from.trim()), Period::parse(to.trim())) {
        (Ok(from), Ok(to)) => Ok((from.first(), to.last())),
        _ => Err(domain_error(format!("`{text}` is not a date"))),
    }
}

/// The days of a period, both ends counted, or from the first day of one to the first day of another.
pub(super) fn days(args: &[Value]) -> Result<Value> {
    let days = match args {
        [whole] => {
            let (first, last) = period(whole)?;
            last.days_since(first) + 1
        }
        [from, to] => period(to)?.0.days_since(period(from)?.0),
        _ => return Err(EvalInterrupt::wrong_type("`days` needs one or two dates")),
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
        assert_eq!(given(&["2026-Q1", "2026-Q2"]).unwrap(), Value::Number(90.0));
        assert!(given(&["soon"]).is_err());
    }
}

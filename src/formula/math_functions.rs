//! What the functions of [`super::functions`] compute. Elementary functions come from `libm`, the same on every
//! platform; outside its domain a function fails and never gives NaN.

use super::interrupt::EvalInterrupt;
use super::operators;
use super::outcome::FailureKind;
use super::value::Value;
use crate::quantity::print;
use std::sync::Arc;

type Result<T> = std::result::Result<T, EvalInterrupt>;

pub(super) fn domain_error(message: impl Into<String>) -> EvalInterrupt {
    EvalInterrupt::new(FailureKind::Domain, message)
}

/// A finite number among the arguments.
fn number(args: &[Value], at: usize, function: &str) -> Result<f64> {
    match args.get(at) {
        Some(value) => as_number(value, function),
        None => Err(EvalInterrupt::wrong_type(format!("`{function}` needs a number"))),
    }
}

fn as_number(value: &Value, function: &str) -> Result<f64> {
    match value {
        Value::Number(n) if n.is_finite() => Ok(*n),
        Value::Number(_) => Err(EvalInterrupt::new(
            FailureKind::NotFinite,
            format!("`{function}` is given something that is not a finite number"),
        )),
        Value::Missing => Err(EvalInterrupt::Unknown),
        other => Err(EvalInterrupt::wrong_type(format!("`{function}` needs a number, not {}", other.kind()))),
    }
}

fn list<'a>(args: &'a [Value], function: &str) -> Result<&'a Arc<[Value]>> {
    match args.first() {
        Some(Value::List(items)) => Ok(items),
        Some(other) => Err(EvalInterrupt::wrong_type(format!("`{function}` needs a list, not {}", other.kind()))),
        None => Err(EvalInterrupt::wrong_type(format!("`{function}` needs a list"))),
    }
}

/// Numbers given one by one, or as one list; at least one.
fn number_args(args: &[Value], function: &str) -> Result<Vec<f64>> {
    let items = match args {
        [Value::List(items)] => items,
        [one] => {
            let said = format!("`{function}` takes two numbers or more, or a list, not {} alone", one.kind());
            return Err(EvalInterrupt::wrong_type(said));
        }
        other => other,
    };
    if items.is_empty() {
        return Err(domain_error(format!("`{function}` of an empty list")));
    }
    items.iter().map(|v| as_number(v, function)).collect()
}

pub(super) fn min(args: &[Value]) -> Result<Value> {
    Ok(Value::Number(number_args(args, "min")?.into_iter().fold(f64::INFINITY, |a, b| if b < a { b } else { a })))
}

pub(super) fn max(args: &[Value]) -> Result<Value> {
    Ok(Value::Number(number_args(args, "max")?.into_iter().fold(f64::NEG_INFINITY, |a, b| if b > a { b } else { a })))
}

pub(super) fn clamp(args: &[Value]) -> Result<Value> {
    let (x, low, high) = (number(args, 0, "clamp")?, number(args, 1, "clamp")?, number(args, 2, "clamp")?);
    if low > high {
        return Err(domain_error("`clamp` has a low end above its high end"));
    }
    Ok(Value::Number(if x < low {
        low
    } else if x > high {
        high
    } else {
        x
    }))
}

pub(super) fn abs(args: &[Value]) -> Result<Value> {
    number(args, 0, "abs").map(|x| Value::Number(libm::fabs(x)))
}

pub(super) fn floor(args: &[Value]) -> Result<Value> {
    number(args, 0, "floor").map(|x| Value::Number(libm::floor(x)))
}

pub(super) fn ceil(args: &[Value]) -> Result<Value> {
    number(args, 0, "ceil").map(|x| Value::Number(libm::ceil(x)))
}

pub(super) fn round(args: &[Value]) -> Result<Value> {
    let x = number(args, 0, "round")?;
    if args.len() == 1 {
        return Ok(Value::Number(libm::round(x)));
    }
    let digits = number(args, 1, "round")?;
    let rounded =
        round_to(x, digits).ok_or_else(|| domain_error("`round` needs a whole number of digits from 0 to 15"))?;
    operators::finite(rounded, "round")
}

/// A number to so many digits after the point; `None` where that is no whole number from 0 to 15.
pub(super) fn round_to(x: f64, digits: f64) -> Option<f64> {
    if libm::trunc(digits) != digits || !(0.0..=15.0).contains(&digits) {
        return None;
    }
    let scale = libm::pow(10.0, digits);
    let scaled = x * scale;
    // Beyond 2^52 a number has no fraction that could be rounded.
    let whole = libm::fabs(scaled) >= 4_503_599_627_370_496.0;
    Some(if whole { x } else { libm::round(scaled) / scale })
}

pub(super) fn sqrt(args: &[Value]) -> Result<Value> {
    let x = number(args, 0, "sqrt")?;
    if x < 0.0 {
        Err(domain_error("a negative number has no real square root"))
    } else {
        Ok(Value::Number(libm::sqrt(x)))
    }
}

pub(super) fn ln(args: &[Value]) -> Result<Value> {
    let x = number(args, 0, "ln")?;
    if x <= 0.0 { Err(domain_error("only a number above 0 has a logarithm")) } else { Ok(Value::Number(libm::log(x))) }
}

pub(super) fn log10(args: &[Value]) -> Result<Value> {
    let x = number(args, 0, "log10")?;
    if x <= 0.0 {
        Err(domain_error("only a number above 0 has a logarithm"))
    } else {
        Ok(Value::Number(libm::log10(x)))
    }
}

pub(super) fn exp(args: &[Value]) -> Result<Value> {
    operators::finite(libm::exp(number(args, 0, "exp")?), "exp")
}

pub(super) fn pow(args: &[Value]) -> Result<Value> {
    operators::power(number(args, 0, "pow")?, number(args, 1, "pow")?)
}

pub(super) fn count(args: &[Value]) -> Result<Value> {
    let items = list(args, "count")?;
    let Some(wanted) = args.get(1) else { return Ok(Value::Number(items.len() as f64)) };
    let mut found = 0usize;
    for item in items.iter() {
        found += usize::from(operators::equal(item, wanted)?);
    }
    Ok(Value::Number(found as f64))
}

pub(super) fn text(args: &[Value]) -> Result<Value> {
    let x = number(args, 0, "text")?;
    Ok(Value::text(print::number(x)))
}

pub(super) fn sum(args: &[Value]) -> Result<Value> {
    let mut total = 0.0;
    for item in list(args, "sum")?.iter() {
        total += as_number(item, "sum")?;
    }
    operators::finite(total, "sum")
}

pub(super) fn mean(args: &[Value]) -> Result<Value> {
    let items = list(args, "mean")?;
    if items.is_empty() {
        return Err(domain_error("`mean` of an empty list"));
    }
    match sum(args)? {
        Value::Number(total) => Ok(Value::Number(total / items.len() as f64)),
        other => Ok(other),
    }
}

pub(super) fn len(args: &[Value]) -> Result<Value> {
    match args.first() {
        Some(Value::Text(text)) => Ok(Value::Number(text.chars().count() as f64)),
        Some(Value::List(items)) => Ok(Value::Number(items.len() as f64)),
        other => Err(EvalInterrupt::wrong_type(format!(
            "`len` needs a text or a list, not {}",
            other.map_or("nothing", Value::kind)
        ))),
    }
}

pub(super) fn contains(args: &[Value]) -> Result<Value> {
    match args {
        [Value::Text(text), Value::Text(part)] => Ok(Value::Truth(text.contains(&**part))),
        [Value::List(items), item] => {
            let items: Vec<Value> = items.iter().map(Value::plain).collect();
            let alike = items.iter().filter(|i| i.kind() == item.kind());
            let mut any = false;
            for candidate in alike {
                any = true;
                if operators::equal(candidate, item)? {
                    return Ok(Value::Truth(true));
                }
            }
            if items.iter().any(Value::is_missing) {
                return Err(EvalInterrupt::Unknown);
            }
            match items.first() {
                Some(first) if !any => Err(EvalInterrupt::wrong_type(format!(
                    "{} is looked for in a list whose first item is {}",
                    item.kind(),
                    first.kind()
                ))),
                _ => Ok(Value::Truth(false)),
            }
        }
        [holder, item] => {
            Err(EvalInterrupt::wrong_type(format!("{} can't be looked for in {}", item.kind(), holder.kind())))
        }
        _ => Err(EvalInterrupt::wrong_type("`contains` needs two values")),
    }
}

pub(super) fn starts_with(args: &[Value]) -> Result<Value> {
    match args {
        [Value::Text(text), Value::Text(part)] => Ok(Value::Truth(text.starts_with(&**part))),
        _ => Err(EvalInterrupt::wrong_type("`starts_with` needs two texts")),
    }
}

pub(super) fn ends_with(args: &[Value]) -> Result<Value> {
    match args {
        [Value::Text(text), Value::Text(part)] => Ok(Value::Truth(text.ends_with(&**part))),
        _ => Err(EvalInterrupt::wrong_type("`ends_with` needs two texts")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(values: &[f64]) -> Vec<Value> {
        values.iter().map(|v| Value::Number(*v)).collect()
    }

    #[test]
    fn nothing_becomes_not_a_number() {
        for function in [min, max, abs, sqrt, ln, exp, clamp] {
            assert!(function(&n(&[f64::NAN, 1.0, 2.0])).is_err());
            assert!(function(&n(&[f64::INFINITY, f64::NAN, 2.0])).is_err());
        }
        assert!(sqrt(&n(&[-1.0])).is_err() && ln(&n(&[0.0])).is_err() && exp(&n(&[1000.0])).is_err());
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        for (x, digits, wanted) in [(2.5, 0.0, 3.0), (-2.5, 0.0, -3.0), (0.125, 2.0, 0.13), (1e300, 3.0, 1e300)] {
            assert_eq!(round(&n(&[x, digits])).unwrap(), Value::Number(wanted));
        }
        assert!(round(&n(&[1.0, 0.5])).is_err());
    }
}

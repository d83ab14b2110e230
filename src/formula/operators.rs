//! Operators on values: real arithmetic by IEEE rules, no silent answer for missing or mixed values.
//!
//! | operator | on | gives |
//! |---|---|---|
//! | `+ - * / % **` | numbers | a number; a zero divisor or a result that is not finite fails there |
//! | `+` | texts | the two texts joined |
//! | `== !=` | two values of one type | IEEE equality of numbers: `0.1 + 0.2 == 0.3` is false |
//! | `< <= > >=` | numbers, or texts (by code point, so ISO dates order well) | IEEE: `1e-17 > 0` is true |
//! | `! && \|\|` | truth values | left to right: `false && unknown` is false, `true \|\| unknown` true |
//! | `in`, `!in` | an item and a list, or two texts | whether it is there |
//! | `??` | a field and a default | the default where the field is missing |
//!
//! `%` keeps the sign of its left side. A sign in front binds tighter than `**`: `-2 ** 2` is 4.

use super::interrupt::EvalInterrupt;
use super::limits;
use super::outcome::{FailureKind, LimitKind};
use super::value::Value;

/// All binary operators that are given to the engine.
pub(super) const BINARY_OPERATORS: &[&str] = &["+", "-", "*", "/", "%", "**", "==", "!=", "<", "<=", ">", ">="];

/// Two numbers.
pub(super) fn numbers(operator: &str, a: f64, b: f64) -> Result<Value, EvalInterrupt> {
    let result = match operator {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" | "%" if b == 0.0 => {
            return Err(EvalInterrupt::with_help(
                FailureKind::DivisionByZero,
                "a division by zero",
                "guard it: `if x == 0 { … } else { … / x }`",
            ));
        }
        "/" => a / b,
        "%" => libm::fmod(a, b),
        "**" => return power(a, b),
        "==" => return Ok(Value::Truth(a == b)),
        "!=" => return Ok(Value::Truth(a != b)),
        "<" => return Ok(Value::Truth(a < b)),
        "<=" => return Ok(Value::Truth(a <= b)),
        ">" => return Ok(Value::Truth(a > b)),
        ">=" => return Ok(Value::Truth(a >= b)),
        other => return Err(EvalInterrupt::wrong_type(format!("`{other}` does not work on numbers"))),
    };
    finite(result, operator)
}

/// The number, where it is finite.
pub(super) fn finite(result: f64, by: &str) -> Result<Value, EvalInterrupt> {
    if result.is_finite() {
        Ok(Value::Number(result))
    } else if result.is_nan() {
        Err(EvalInterrupt::new(FailureKind::NotFinite, format!("`{by}` gives something that is not a number")))
    } else {
        Err(EvalInterrupt::new(FailureKind::NotFinite, format!("`{by}` gives a number too large to hold")))
    }
}

/// `a` to the power of `b`.
pub(super) fn power(a: f64, b: f64) -> Result<Value, EvalInterrupt> {
    if a == 0.0 && b < 0.0 {
        return Err(EvalInterrupt::new(FailureKind::DivisionByZero, "zero to a negative power is a division by zero"));
    }
    if a < 0.0 && b.is_finite() && libm::trunc(b) != b {
        return Err(EvalInterrupt::new(FailureKind::Domain, "a negative number has no real power with a fraction"));
    }
    finite(libm::pow(a, b), "**")
}

/// Any two values.
pub(super) fn binary(operator: &str, a: &Value, b: &Value) -> Result<Value, EvalInterrupt> {
    match (operator, a, b) {
        (_, Value::Missing, _) | (_, _, Value::Missing) => Err(EvalInterrupt::Unknown),
        (_, Value::Number(a), Value::Number(b)) => numbers(operator, *a, *b),
        // An item of the plan stands for its name.
        (_, Value::Record(r), _) if r.key().is_some() => binary(operator, &a.plain(), b),
        (_, _, Value::Record(r)) if r.key().is_some() => binary(operator, a, &b.plain()),
        ("==" | "!=", Value::Record(_), _) | ("==" | "!=", _, Value::Record(_)) => Err(EvalInterrupt::with_help(
            FailureKind::WrongType,
            "a group of fields can't be compared",
            "name one of its fields, as `owner.id`",
        )),
        ("==", ..) => equal(a, b).map(Value::Truth),
        ("!=", ..) => equal(a, b).map(|e| Value::Truth(!e)),
        ("<", Value::Text(a), Value::Text(b)) => Ok(Value::Truth(a < b)),
        ("<=", Value::Text(a), Value::Text(b)) => Ok(Value::Truth(a <= b)),
        (">", Value::Text(a), Value::Text(b)) => Ok(Value::Truth(a > b)),
        (">=", Value::Text(a), Value::Text(b)) => Ok(Value::Truth(a >= b)),
        ("<" | "<=" | ">" | ">=", ..) => Err(EvalInterrupt::wrong_type(mixed(a, b, "compared by order"))),
        ("+", Value::Text(a), Value::Text(b)) => {
            if a.len() + b.len() > limits::TEXT_BYTES {
                return Err(EvalInterrupt::limit(
                    LimitKind::Text,
                    format!("the text is longer than {} bytes", limits::TEXT_BYTES),
                ));
            }
            Ok(Value::text(format!("{a}{b}")))
        }
        _ => {
            let culprit = if matches!(a, Value::Number(_)) { b } else { a };
            Err(EvalInterrupt::wrong_type(format!("`{operator}` needs numbers, and one side is {}", culprit.kind())))
        }
    }
}

fn mixed(a: &Value, b: &Value, what: &str) -> String {
    if a.kind() == b.kind() {
        format!("{} can't be {what} with another", a.kind())
    } else {
        format!("{} and {} can't be {what}", a.kind(), b.kind())
    }
}

/// Whether two values of one type are equal; items of lists are compared in the same way.
pub(super) fn equal(a: &Value, b: &Value) -> Result<bool, EvalInterrupt> {
    match (a, b) {
        (Value::Missing, _) | (_, Value::Missing) => Err(EvalInterrupt::Unknown),
        (Value::List(a), Value::List(b)) => {
            if a.len() != b.len() {
                return Ok(false);
            }
            for (a, b) in a.iter().zip(b.iter()) {
                if !equal(a, b)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Value::Record(r), _) if r.key().is_some() => equal(&a.plain(), b),
        (_, Value::Record(r)) if r.key().is_some() => equal(a, &b.plain()),
        _ if a.kind() == b.kind() => Ok(a == b),
        _ => Err(EvalInterrupt::with_help(
            FailureKind::WrongType,
            mixed(a, b, "compared"),
            "texts are quoted, numbers are not",
        )),
    }
}

/// One value with a sign in front.
pub(super) fn unary(operator: &str, a: &Value) -> Result<Value, EvalInterrupt> {
    match (operator, a) {
        (_, Value::Missing) => Err(EvalInterrupt::Unknown),
        ("-", Value::Number(n)) => Ok(Value::Number(-n)),
        ("+", Value::Number(n)) => Ok(Value::Number(*n)),
        ("!", Value::Truth(t)) => Ok(Value::Truth(!t)),
        ("!", other) => Err(EvalInterrupt::wrong_type(format!("`!` needs a truth value, not {}", other.kind()))),
        (_, other) => Err(EvalInterrupt::wrong_type(format!("`{operator}` needs a number, not {}", other.kind()))),
    }
}

//! What goes into a formula and what comes out, free of the script engine.

use super::limits;
use std::fmt;
use std::sync::Arc;

/// A list that would hold too many values.
#[derive(Debug)]
pub(super) struct TooManyValues;

/// A value that a formula reads or gives.
#[derive(Clone, Debug)]
pub enum Value {
    /// A real number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A text.
    Text(Arc<str>),
    /// A list.
    List(Arc<[Value]>),
    /// Something with named fields, as `it`, `metric` or `evidence`.
    Record(Arc<dyn RecordValue>),
    /// Nothing known; whatever is computed with it is unknown.
    Missing,
}

impl Value {
    /// A text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Value::Text(Arc::from(text.as_ref()))
    }

    /// What to call it in a message: `a number`, `a text` …
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Number(_) => "a number",
            Value::Truth(_) => "a truth value",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Record(_) => "a group of fields",
            Value::Missing => "a missing value",
        }
    }

    /// The value as it is compared: an item of the plan as its name, anything else as it is.
    pub fn plain(&self) -> Value {
        match self {
            Value::Record(record) => record.key().map_or_else(|| self.clone(), Value::Text),
            other => other.clone(),
        }
    }

    /// The field `name` of every item of a list that has it, in order; lists in them are joined.
    ///
    /// # Errors
    /// Where they are more than [`limits::JOINED_ITEMS`].
    pub(super) fn field_of_each(items: &[Value], name: &str) -> Result<Lookup, TooManyValues> {
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            if found.len() > limits::JOINED_ITEMS {
                return Err(TooManyValues);
            }
            let Value::Record(record) = item else { return Ok(Lookup::NoSuchName { nearest: None }) };
            match record.get(name) {
                Lookup::Value(Value::List(inner)) => found.extend(inner.iter().cloned()),
                Lookup::Value(Value::Missing) | Lookup::Missing => {}
                Lookup::Value(value) => found.push(value),
                none => return Ok(none),
            }
        }
        Ok(Lookup::Value(Value::List(found.into())))
    }

    /// Whether it is [`Value::Missing`].
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }
}

/// Numbers by IEEE rules (so a NaN equals nothing), records by their path; values of different types differ.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::Truth(a), Value::Truth(b)) => a == b,
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::List(a), Value::List(b)) => a == b,
            (Value::Record(a), Value::Record(b)) => a.path() == b.path() && a.key() == b.key(),
            (Value::Missing, Value::Missing) => true,
            _ => false,
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Value::Truth(truth)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::text(text)
    }
}

/// The answer to a name.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// It is there.
    Value(Value),
    /// The name exists, its value is not known.
    Missing,
    /// There is no such name.
    NoSuchName {
        /// The known name nearest to it.
        nearest: Option<String>,
    },
}

/// Something with named fields: `it`, `metric`, an initiative, a block.
///
/// A block that is absent is itself a record whose fields are all missing, so that `it.market.tam ?? 0` is 0.
pub trait RecordValue: Send + Sync + fmt::Debug {
    /// The field `name`.
    fn get(&self, name: &str) -> Lookup;

    /// How a user would call it, as `streaks.evidence`; the name of a missing field is made from it. May be empty.
    fn path(&self) -> String;

    /// The name of the item that it is, as which it compares; `None` for a block.
    fn key(&self) -> Option<Arc<str>> {
        None
    }

    /// The lowest and the highest number of the field `name`, where it holds a number or a range.
    fn bounds(&self, _name: &str) -> Option<(f64, f64)> {
        None
    }

    /// The reason given after a value of the field `name`.
    fn reason(&self, _name: &str) -> Option<Arc<str>> {
        None
    }

    /// Whether it is there at all: `false` for an absent block. `has("evidence")` asks this.
    fn is_present(&self) -> bool {
        true
    }
}

/// What a formula sees: its variables, and the answers to the questions it may put to the plan.
pub trait Scope {
    /// The variable `name`. Asked once for every free variable of a formula, before it runs.
    fn variable(&self, name: &str) -> Lookup;

    /// The lowest and the highest number of a variable, where it holds a number or a range.
    fn bounds(&self, _name: &str) -> Option<(f64, f64)> {
        None
    }

    /// The answer to `score`, `position`, `ranking` or `in_team`.
    ///
    /// A formula is pure, so a question is asked at most once in an evaluation; `has`, `low` and `high` never come here.
    ///
    /// # Errors
    /// [`CallError`] where an argument names something that does not exist.
    fn call(&self, name: &str, args: &[Value]) -> Result<Value, CallError>;
}

/// A question to the plan that can't be answered because it is wrongly put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CallError {}

impl CallError {
    /// For scopes that answer no questions at all.
    pub fn unavailable(name: &str) -> Self {
        CallError { message: format!("`{name}` can't be asked here"), help: None }
    }
}

//! Values to the engine's and back.

use super::value::{RecordValue, Value};
use rhai::{Dynamic, ImmutableString};
use std::sync::Arc;

/// A list inside the engine.
#[derive(Clone)]
pub(super) struct EngineList(pub Arc<[Value]>);

/// A record inside the engine.
#[derive(Clone)]
pub(super) struct EngineRecord(pub Arc<dyn RecordValue>);

/// A value for the engine; a missing one is its unit value.
pub(super) fn to_engine(value: Value) -> Dynamic {
    match value {
        Value::Number(n) => Dynamic::from_float(n),
        Value::Truth(t) => Dynamic::from_bool(t),
        Value::Text(t) => Dynamic::from(ImmutableString::from(&*t)),
        Value::List(items) => Dynamic::from(EngineList(items)),
        Value::Record(record) => Dynamic::from(EngineRecord(record)),
        Value::Missing => Dynamic::UNIT,
    }
}

/// A value from the engine. What no formula can make (a function, a time) counts as missing.
pub(super) fn from_engine(value: &Dynamic) -> Value {
    if let Ok(n) = value.as_float() {
        return Value::Number(n);
    }
    if let Ok(t) = value.as_bool() {
        return Value::Truth(t);
    }
    if let Ok(n) = value.as_int() {
        return Value::Number(n as f64);
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Value::Text(Arc::from(text.as_str()));
    }
    if let Some(list) = value.read_lock::<EngineList>() {
        return Value::List(list.0.clone());
    }
    if let Some(fields) = value.read_lock::<EngineRecord>() {
        return Value::Record(fields.0.clone());
    }
    if let Some(array) = value.read_lock::<rhai::Array>() {
        return Value::List(array.iter().map(from_engine).collect());
    }
    Value::Missing
}

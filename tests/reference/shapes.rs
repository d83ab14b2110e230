//! What a JSON Schema says of one value: its type, what is in it, what it means.

use serde_json::Value;
use std::fmt::Write;

/// The values of one schema.
pub(super) struct Shapes<'s> {
    pub(super) schema: &'s Value,
}

impl<'s> Shapes<'s> {
    /// What is in a list or an object of free names, down to what is neither, and how the path goes on.
    pub(super) fn inner(&self, field: &'s Value) -> (&'s Value, String) {
        let (mut node, mut end) = (self.present(field), String::new());
        loop {
            let (next, sign) = match (&node["items"], &node["additionalProperties"]) {
                (Value::Object(_), _) => (&node["items"], "[]"),
                (_, Value::Object(_)) => (&node["additionalProperties"], "{}"),
                _ => return (node, end),
            };
            end += sign;
            node = self.present(next);
        }
    }

    /// Whether fields are listed below it.
    pub(super) fn has_fields(&self, node: &'s Value) -> bool {
        let definition = self.definition(node);
        let mut all = alternatives(definition).chain([definition]);
        all.any(|n| n["properties"].is_object())
    }

    /// The one alternative that is not null, where there is only one.
    fn present(&self, node: &'s Value) -> &'s Value {
        let mut some = alternatives(node).filter(|a| !is_null(a));
        match (some.next(), some.next()) {
            (Some(only), None) => only,
            _ => node,
        }
    }

    /// The definition that it refers to, else itself.
    pub(super) fn definition(&self, node: &'s Value) -> &'s Value {
        named(node).map_or(node, |name| &self.schema["$defs"][name])
    }

    /// Its type in words.
    pub(super) fn ty(&self, node: &'s Value) -> String {
        let node = self.definition(self.present(node));
        if let Some(value) = node.get("const") {
            return format!("`{value}`");
        }
        let mut types: Vec<String> = alternatives(node).filter(|c| !is_null(c)).map(|c| self.ty(c)).collect();
        if types.is_empty() {
            types = kinds(node).into_iter().filter(|t| *t != "null").map(|t| self.kind(node, t)).collect();
        }
        types.dedup();
        if types.is_empty() { "any".into() } else { types.join(", ") }
    }

    /// A type with what is in it.
    fn kind(&self, node: &'s Value, kind: &str) -> String {
        let (inner, name) = match kind {
            "array" => (&node["items"], "list"),
            "object" => (&node["additionalProperties"], "object"),
            other => return other.to_string(),
        };
        if !inner.is_object() {
            return name.to_string();
        }
        let nulls = if nullable(inner) { " or null" } else { "" };
        format!("{name} of {}{nulls}", plural(&self.ty(inner)))
    }

    /// What it means, and what each of its words means.
    pub(super) fn meaning(&self, node: &'s Value) -> String {
        let definition = self.definition(self.present(node));
        let mut out = Some(about(node)).filter(|own| !own.is_empty()).unwrap_or_else(|| about(definition));
        for case in alternatives(definition).filter(|case| !about(case).is_empty()) {
            if let Some(word) = case["const"].as_str() {
                let _ = write!(out, " `{word}`: {}", about(case));
            }
        }
        out
    }
}

pub(super) fn about(node: &Value) -> String {
    node["description"].as_str().unwrap_or_default().to_string()
}

/// `objects` of `object`, `lists of objects` of `list of objects`; what is a word or several stays.
fn plural(ty: &str) -> String {
    match ty.split_once(' ') {
        _ if ty.starts_with('`') => ty.to_string(),
        Some((first, rest)) => format!("{first}s {rest}"),
        None => format!("{ty}s"),
    }
}

pub(super) fn named(node: &Value) -> Option<&str> {
    node["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// The types of a node, `null` among them.
fn kinds(node: &Value) -> Vec<&str> {
    match &node["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

pub(super) fn nullable(node: &Value) -> bool {
    alternatives(node).any(is_null) || kinds(node).contains(&"null")
}

pub(super) fn alternatives(node: &Value) -> impl Iterator<Item = &Value> {
    ["anyOf", "oneOf"].into_iter().filter_map(|key| node[key].as_array()).flatten()
}

pub(super) fn is_null(node: &Value) -> bool {
    node["type"] == "null"
}

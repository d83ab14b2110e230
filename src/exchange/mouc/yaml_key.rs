//! What stands behind a key of a roadmap's YAML.

use crate::exchange::yaml::{Yaml, YamlNode};

/// The texts of a list behind a key.
pub(super) fn texts(value: &Yaml, key: &str) -> Vec<String> {
    value.get(key).map(|v| v.texts().into_iter().map(str::to_string).collect()).unwrap_or_default()
}

/// A text behind a key; a list or map there is none.
pub(super) fn text<'y>(value: &'y Yaml, key: &str) -> Option<&'y str> {
    value.get(key).and_then(Yaml::text).filter(|t| !t.is_empty())
}

/// Whether there is anything behind a key.
pub(super) fn is_there(value: &Yaml) -> bool {
    match &value.node {
        YamlNode::None => false,
        YamlNode::Text(text) => !text.trim().is_empty() && text.trim() != "-",
        YamlNode::List(items) => !items.is_empty(),
        YamlNode::Map(entries) => !entries.is_empty(),
    }
}

//! One entity of a roadmap.

use super::remarks::Remarks;
use super::timeframe::{day, effort, timeframe};
use super::yaml_key::{is_there, text, texts};
use crate::exchange::yaml::{Yaml, YamlNode};
use crate::quantity::Date;

/// What is carried over of an entity.
#[derive(Debug)]
pub(super) struct Entity {
    pub key: String,
    /// Its name in the plan.
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    pub tags: Vec<String>,
    pub requires: Vec<String>,
    pub enables: Vec<String>,
    pub people: Vec<String>,
    /// As it is written in a plan, and in weeks.
    pub effort: (String, f64),
    pub start: Option<Date>,
    pub due: Option<Date>,
    /// Its phase, and since when.
    pub phase: Option<(&'static str, Option<Date>)>,
}

/// What an entity and its `meta` may hold that is carried over.
const KNOWN_KEYS: [&str; 8] = ["type", "name", "description", "tags", "requires", "enables", "meta", "links"];
const META_KEYS: [&str; 9] =
    ["effort", "resources", "timeframe", "start_after", "end_before", "start_date", "end_date", "status", "tags"];

impl Entity {
    pub(super) fn read(key: &str, value: &Yaml, remarks: &mut Remarks) -> Entity {
        let none = Yaml { line: value.line, node: YamlNode::None };
        let meta = value.get("meta").unwrap_or(&none);
        let unknown = |of: &Yaml, known: &[&str]| -> Vec<String> {
            let other = of.entries().iter().filter(|(k, v)| !known.contains(&k.as_str()) && is_there(v));
            other.map(|(k, _)| k.clone()).collect()
        };
        for name in unknown(value, &KNOWN_KEYS).into_iter().chain(unknown(meta, &META_KEYS)) {
            remarks.add(&format!("`{name}` is not carried over"), key);
        }
        if value.get("links").is_some_and(is_there) {
            remarks.add("`links` are not carried over", key);
        }
        let written = text(meta, "effort");
        let read = written.and_then(effort);
        match written {
            None => remarks.add("no `effort`, so a week, as mouc takes it", key),
            Some(said) if read.is_none() => {
                remarks.add("an `effort` that is no days, weeks or months, so a week", &format!("{key} ({said})"));
            }
            Some(_) => {}
        }
        let mut date = |name: &str| {
            let said = text(meta, name)?;
            let read = day(said);
            if read.is_none() {
                remarks.add(&format!("a `{name}` that is no day"), &format!("{key} ({said})"));
            }
            read
        };
        let (after, before) = (date("start_after"), date("end_before"));
        let (began, ended) = (date("start_date"), date("end_date"));
        let frame = text(meta, "timeframe").and_then(|said| {
            let read = timeframe(said);
            if read.is_none() {
                remarks.add("a `timeframe` that is none", &format!("{key} ({said})"));
            }
            read
        });
        let phase = match text(meta, "status").map(str::to_ascii_lowercase).as_deref() {
            Some("done" | "complete" | "completed") => Some(("done", ended)),
            Some("in_progress" | "in progress" | "started" | "active") => Some(("delivery", began)),
            Some(other) => {
                remarks.add("a `status` that is no phase", &format!("{key} ({other})"));
                None
            }
            None => None,
        };
        let done = phase.is_some_and(|(phase, _)| phase == "done");
        if !done && (began.is_some() || ended.is_some()) {
            remarks.add("fixed dates, here the earliest start and the due date", key);
        }
        let kind = text(value, "type").filter(|t| *t != "capability").map(str::to_string);
        Entity {
            key: key.to_string(),
            id: String::new(),
            title: text(value, "name").unwrap_or(key).to_string(),
            description: text(value, "description").filter(|d| *d != "-").map(str::to_string),
            tags: kind.into_iter().chain(texts(value, "tags")).chain(texts(meta, "tags")).collect(),
            requires: texts(value, "requires"),
            enables: texts(value, "enables"),
            people: texts(meta, "resources"),
            effort: read.unwrap_or_else(|| ("1 person-week".into(), 1.0)),
            start: began.or(after).or(frame.map(|f| f.0)).filter(|_| !done),
            due: ended.or(before).or(frame.map(|f| f.1)).filter(|_| !done),
            phase,
        }
    }
}

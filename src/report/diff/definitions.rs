//! Changes of what the engine reads into types of its own: the plan's settings, frameworks and whatever else is no item.

use super::side::DiffSide;
use super::{ChangeType, FactChange};
use crate::syntax::{Block, Entry, SyntaxTree, parse};
use std::collections::{HashMap, HashSet};

/// A definition as it is written: its fields by path, each with its text.
struct Definition {
    kind: String,
    id: String,
    title: Option<String>,
    fields: Vec<(String, String)>,
}

/// The changes of all definitions that are no items; texts that both plans have are not read.
pub(super) fn definition_changes(before: &DiffSide<'_>, after: &DiffSide<'_>) -> Vec<FactChange> {
    let (old, new) = (definitions(before, after), definitions(after, before));
    let by_name: HashMap<(&str, &str), &Definition> = old.iter().map(|d| ((&*d.kind, &*d.id), d)).collect();
    let mut seen = HashSet::new();
    let mut changes = Vec::new();
    for definition in &new {
        let name = (&*definition.kind, &*definition.id);
        seen.insert(name);
        match by_name.get(&name) {
            Some(former) => changes.extend(differences(former, definition)),
            None => changes.push(whole(definition, ChangeType::Added)),
        }
    }
    changes.extend(old.iter().filter(|d| !seen.contains(&(&*d.kind, &*d.id))).map(|d| whole(d, ChangeType::Removed)));
    changes
}

fn whole(definition: &Definition, change: ChangeType) -> FactChange {
    let title = Some(definition.title.clone().unwrap_or_else(|| definition.id.clone()));
    let (before, after) = if change == ChangeType::Added { (None, title) } else { (title, None) };
    row(definition, None, change, before, after)
}

fn row(
    definition: &Definition,
    field: Option<String>,
    change: ChangeType,
    before: Option<String>,
    after: Option<String>,
) -> FactChange {
    let (kind, id) = (definition.kind.clone(), definition.id.clone());
    FactChange { kind, id, field, change, before, after, because: None, guessed: false }
}

fn differences(old: &Definition, new: &Definition) -> Vec<FactChange> {
    let mut changes = Vec::new();
    let mut add = |field: &str, before: Option<String>, after: Option<String>| {
        let change = ChangeType::between(before.as_ref(), after.as_ref());
        changes.push(row(new, Some(field.to_string()), change, before, after));
    };
    if old.title != new.title {
        add("title", old.title.clone(), new.title.clone());
    }
    let (was, is) = (by_path(old), by_path(new));
    let mut seen = HashSet::new();
    for (path, _) in new.fields.iter().chain(&old.fields) {
        if !seen.insert(path) {
            continue;
        }
        let texts = |d: &HashMap<&str, Vec<String>>| d.get(&**path).cloned().unwrap_or_default();
        let (was, is) = (texts(&was), texts(&is));
        let (before, after): (HashSet<&String>, HashSet<&String>) = (was.iter().collect(), is.iter().collect());
        let was: Vec<&String> = was.iter().filter(|text| !after.contains(text)).collect();
        let is: Vec<&String> = is.iter().filter(|text| !before.contains(text)).collect();
        for at in 0..was.len().max(is.len()) {
            add(path, was.get(at).map(|t| t.to_string()), is.get(at).map(|t| t.to_string()));
        }
    }
    changes
}

/// The texts of fields by their paths; a field may repeat.
fn by_path(definition: &Definition) -> HashMap<&str, Vec<String>> {
    let mut texts: HashMap<&str, Vec<String>> = HashMap::new();
    for (path, text) in &definition.fields {
        texts.entry(path).or_default().push(text.clone());
    }
    texts
}

/// The definitions in texts that the other plan does not have, without what the plan keeps as items.
fn definitions(side: &DiffSide<'_>, other: &DiffSide<'_>) -> Vec<Definition> {
    let known: HashSet<&str> = other.sources.own().map(|(_, source)| &*source.text).collect();
    let items: HashSet<(&str, &str)> = side.items().into_iter().map(|r| (&*r.kind, &*r.id)).collect();
    let mut found = Vec::new();
    for (id, source) in side.sources.own().filter(|(_, s)| s.name.ends_with(".plan") && !known.contains(&*s.text)) {
        let tree: SyntaxTree = parse(id, source.text.clone());
        for block in tree.blocks() {
            let Some(kind) = block.kind() else { continue };
            let name = block.id().map_or(String::new(), |id| id.text.to_string());
            if !items.contains(&(kind.text, &*name)) && kind.text != "scenario" {
                let mut fields = Vec::new();
                collect(&block, "", &mut fields, side);
                let title = block.title().map(|(title, _)| title.into_owned());
                found.push(Definition { kind: kind.text.to_string(), id: name, title, fields });
            }
        }
    }
    found
}

/// The fields of a block and of the blocks in it. Blocks nest no deeper than the parser lets them.
fn collect(block: &Block<'_>, path: &str, fields: &mut Vec<(String, String)>, side: &DiffSide<'_>) {
    for entry in block.entries() {
        match entry {
            Entry::Field(field) => {
                let whole = side.sources.slice(field.span());
                let text = whole.split_once(':').map_or(whole, |(_, value)| value);
                fields.push((format!("{path}{}", field.key().text), DiffSide::one_line(text)));
            }
            Entry::Block(inner) => {
                let kind = inner.kind().map_or("", |k| k.text);
                let id = inner.id().map_or(String::new(), |id| format!("{}.", id.text));
                collect(&inner, &format!("{path}{kind}.{id}"), fields, side);
            }
        }
    }
}

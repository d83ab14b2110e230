//! By what an entry of one text is known in another.

use super::entry::{Container, Entry, EntryKind};
use super::rename::Renames;
use super::signature;
use super::trouble::Trouble;
use crate::edit::locate;
use crate::syntax::{Block, Field, SyntaxKind};
use std::collections::{HashMap, HashSet};

/// What makes an entry the same in two texts. No two entries of one container have the same.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// Entries of one class can take one another's place.
    pub class: String,
    /// What tells it from others of its class: an id, a date, or all that it says.
    pub name: String,
    /// Which it is of those that say the same.
    pub nth: usize,
    /// Whether its name is a part of what it says, so that a change gives it another.
    pub is_by_value: bool,
    /// What a repeated field says beside its date or name.
    pub rest: String,
}

impl Key {
    /// What is the same in all texts.
    pub(super) fn identity(&self) -> (&str, &str, usize) {
        (&self.class, &self.name, self.nth)
    }
}

/// The keys of the entries of three containers: base, ours, theirs.
pub(super) fn keys(of: [&Container<'_>; 3], renames: Option<&Renames>) -> Result<[Vec<Key>; 3], Trouble> {
    let names: [Vec<Named>; 3] = std::array::from_fn(|n| {
        let read = |e| Named::read(e, renames.and_then(|r| r.of(n)));
        of[n].entries.iter().map(read).collect()
    });
    let mut by_text = HashSet::new();
    for names in &names {
        by_text.extend(ambiguous(names, |n| (&n.class, &n.id)).into_iter().map(|(class, _)| class.clone()));
    }
    let repeated: HashSet<String> = names.iter().flat_map(|n| ambiguous(n, |n| &n.class)).cloned().collect();
    let mut keys: [Vec<Key>; 3] = Default::default();
    for (n, names) in names.iter().enumerate() {
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        for (named, entry) in names.iter().zip(&of[n].entries) {
            let (name, is_by_value) = if by_text.contains(&named.class) {
                if named.has_id {
                    return Err(Trouble::Untrusted);
                }
                (entry.says(), true)
            } else if named.by_value {
                (named.id.clone(), true)
            } else {
                (if named.has_id || repeated.contains(&named.class) { named.id.clone() } else { String::new() }, {
                    !named.has_id && repeated.contains(&named.class)
                })
            };
            let count = seen.entry((named.class.clone(), name.clone())).or_default();
            let rest = if entry.kind == EntryKind::Field && is_by_value && !by_text.contains(&named.class) {
                beside(&entry.says(), &named.id)
            } else {
                String::new()
            };
            keys[n].push(Key { class: named.class.clone(), name, nth: *count, is_by_value, rest });
            *count += 1;
        }
    }
    Ok(keys)
}

/// The words of a field that are none of its keys.
fn beside(says: &str, keys: &str) -> String {
    says.split_whitespace().filter(|word| !keys.split(' ').any(|key| key == *word)).collect::<Vec<_>>().join(" ")
}

/// What occurs more than once.
fn ambiguous<'n, T: Eq + std::hash::Hash + Copy>(names: &'n [Named], of: impl Fn(&'n Named) -> T) -> Vec<T> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    for name in names.iter().filter(|n| !n.by_value) {
        *counts.entry(of(name)).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}

/// An entry's class and the name that it may have in it.
struct Named {
    class: String,
    id: String,
    /// Whether others refer to it by that name, so that two of one name can't be told apart.
    has_id: bool,
    /// Known by what it says, alone or beside others.
    by_value: bool,
}

impl Named {
    fn read(entry: &Entry<'_>, renames: Option<&HashMap<(String, String), String>>) -> Named {
        let by_value = |class: &str, id| Named { class: class.into(), id, has_id: false, by_value: true };
        let Some(node) = entry.node().filter(|_| entry.kind != EntryKind::Comment) else {
            return match entry.kind {
                EntryKind::Comment => by_value("#", entry.says()),
                _ => by_value("element", element(entry)),
            };
        };
        match entry.kind {
            EntryKind::Field => {
                let field = Field(node);
                let class = format!("field {}", field.key().text);
                Named { class, id: locate::keys(field).join(" "), has_id: false, by_value: false }
            }
            EntryKind::Block => {
                let block = Block(node);
                let kind = block.kind().map_or("", |k| k.text);
                let id = block.id().map(|i| i.text.to_string());
                let has_id = id.is_some();
                let id = id.unwrap_or_default();
                let renamed = renames.and_then(|r| r.get(&(kind.to_string(), id.clone())));
                // Named blocks and those without a name are apart, so that one of each stays clear.
                let class = if has_id { format!("{kind} …") } else { kind.to_string() };
                Named { class: format!("block {class}"), id: renamed.cloned().unwrap_or(id), has_id, by_value: false }
            }
            EntryKind::Use => by_value("use", entry.says()),
            EntryKind::Comment => by_value("#", entry.says()),
            EntryKind::Element => by_value("element", element(entry)),
        }
    }
}

/// By what an element of a list is known: by the name that it begins with, else by all that it says.
fn element(entry: &Entry<'_>) -> String {
    let first = match entry.nodes[..] {
        [node] if node.kind() == SyntaxKind::list_item => node.children().next(),
        _ => entry.nodes.first().copied(),
    };
    match first {
        Some(node) if matches!(node.kind(), SyntaxKind::word | SyntaxKind::text) => node.text().to_string(),
        _ => signature::signature(&entry.nodes),
    }
}

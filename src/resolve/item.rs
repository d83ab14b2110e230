//! One item of a resolved plan as text, as it stands under its scenario and overlays.

use super::declarations::Declaration;
use super::incremental::ItemKey;
use super::resolved_plan::ResolvedPlan;
use crate::diagnostic::closest_match;
use crate::syntax::quote;
use std::collections::BTreeSet;
use std::fmt::{self, Write};

/// An item by its kind and full name, and the part of an address after its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressedItem {
    /// Its kind.
    pub kind: String,
    /// Its full name, with that of a file used `as` something before it.
    pub id: String,
    /// How many names of the address lead to it.
    pub length: usize,
}

/// Why an address leads to no item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoItem {
    /// No item is called so; the nearest name.
    Unknown(Option<String>),
    /// Items of several kinds are.
    Several(Vec<String>),
}

impl fmt::Display for NoItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoItem::Unknown(None) => f.write_str("no item has this name"),
            NoItem::Unknown(Some(near)) => write!(f, "no item has this name; the nearest is `{near}`"),
            NoItem::Several(kinds) => write!(f, "more than one item has this name: `{}`", kinds.join("`, `")),
        }
    }
}

impl std::error::Error for NoItem {}

impl ResolvedPlan {
    /// The item that an address leads to: a kind and a name, an initiative or a metric, or an item of any kind where only
    /// one is called so.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub(crate) fn item_name(&self, path: &[String]) -> Result<AddressedItem, NoItem> {
        let names = &self.incremental.names;
        let dotted = |from: usize, count: usize| path.get(from..from + count).map(|p| p.join("."));
        for (from, count) in [(1, 1), (1, 2), (0, 1), (0, 2)] {
            let Some(id) = dotted(from, count) else { continue };
            let kinds = names.kinds_of(&id);
            let found = match from {
                1 => kinds.iter().find(|k| ***k == *path[0]),
                _ => kinds.iter().find(|k| matches!(&***k, "initiative" | "metric")),
            };
            if let Some(kind) = found {
                return Ok(AddressedItem { kind: kind.to_string(), id, length: from + count });
            }
        }
        let first = path.first().map_or("", String::as_str);
        match names.kinds_of(first).as_slice() {
            [] => {
                let known = ["initiative", "metric"].into_iter().flat_map(|k| names.of_kind(k));
                let kind = self.schema.kind(first).is_some().then(|| path.get(1)).flatten();
                Err(NoItem::Unknown(match kind {
                    Some(id) => closest_match(id, names.of_kind(first)).map(|near| format!("{first}.{near}")),
                    None => closest_match(first, known).map(str::to_string),
                }))
            }
            [kind] => Ok(AddressedItem { kind: kind.to_string(), id: first.to_string(), length: 1 }),
            several => Err(NoItem::Several(several.iter().map(|k| format!("{k}.{first}")).collect())),
        }
    }

    /// The text of an item as it stands, everything laid over it included, one field a line; `None` where there is none
    /// of this name.
    pub fn item_text(&self, kind: &str, id: &str) -> Option<String> {
        let key: ItemKey = (kind.to_string(), id.to_string());
        let found = self.incremental.declared(&BTreeSet::from([key.clone()]), &self.incremental.overlays);
        let mut text = String::new();
        write(found.get(&key)?, 0, &mut text);
        Some(text)
    }
}

fn write(item: &Declaration<'_>, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let _ = write!(out, "{indent}{}", item.kind.text);
    if let Some(id) = item.id {
        let _ = write!(out, " {}", id.text);
    }
    if let Some((title, _)) = &item.title {
        let _ = write!(out, " {}", quote(title));
    }
    out.push_str(" {\n");
    for field in &item.fields {
        let _ = writeln!(out, "{indent}  {}", field.0.text().trim_end());
    }
    item.blocks.iter().for_each(|b| write(b, depth + 1, out));
    let _ = writeln!(out, "{indent}}}");
}

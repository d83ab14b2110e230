//! Where a conflict is, in the plan's own words.

use super::entry::{Entry, EntryKind};
use crate::syntax::{Block, Field};
use std::fmt;

/// Where two texts are in conflict. A whole file has neither item nor field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ConflictPlace {
    /// The item, as `initiative sso`.
    pub item: Option<String>,
    /// The field or block in it, as `rice.reach`; `None` where it is the item itself, its title, or all of it.
    pub field: Option<String>,
}

impl ConflictPlace {
    /// The place of an entry in what this is the place of.
    pub(super) fn inside(&self, entry: &Entry<'_>) -> ConflictPlace {
        let name = name(entry);
        match (&self.item, &self.field) {
            (None, _) => ConflictPlace { item: Some(name), field: None },
            (Some(_), _) if entry.kind == EntryKind::Element => self.clone(),
            (item, None) => ConflictPlace { item: item.clone(), field: Some(name.replace(' ', ".")) },
            (item, Some(field)) => {
                ConflictPlace { item: item.clone(), field: Some(format!("{field}.{}", name.replace(' ', "."))) }
            }
        }
    }

    /// Whether it is that of an item.
    pub(super) fn is_item(&self) -> bool {
        self.item.is_some() && self.field.is_none()
    }
}

impl fmt::Display for ConflictPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.item, &self.field) {
            (Some(item), Some(field)) => write!(f, "{item}: {field}"),
            (Some(item), None) => f.write_str(item),
            (None, _) => f.write_str("the file"),
        }
    }
}

fn name(entry: &Entry<'_>) -> String {
    match (entry.kind, entry.nodes.first()) {
        (EntryKind::Field, Some(node)) => Field(*node).key().text.to_string(),
        (EntryKind::Block, Some(node)) => {
            let block = Block(*node);
            let kind = block.kind().map_or("block", |k| k.text).to_string();
            block.id().map_or(kind.clone(), |id| format!("{kind} {}", id.text))
        }
        (EntryKind::Use, _) => "use".into(),
        (EntryKind::Element, _) => "element".into(),
        _ => "comment".into(),
    }
}

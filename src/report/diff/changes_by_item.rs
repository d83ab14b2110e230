//! The changes by the items that they are about.

use super::{ChangeType, FactChange};
use std::collections::HashMap;

/// The changes by the items that they are about.
pub(super) struct ChangesByItem<'c>(HashMap<(&'c str, &'c str), Vec<&'c FactChange>>);

impl<'c> ChangesByItem<'c> {
    pub(super) fn new(changes: &'c [FactChange]) -> ChangesByItem<'c> {
        let mut by_item: HashMap<(&str, &str), Vec<&FactChange>> = HashMap::new();
        for change in changes.iter().filter(|c| c.change != ChangeType::Renamed) {
            by_item.entry((&*change.kind, &*change.id)).or_default().push(change);
        }
        ChangesByItem(by_item)
    }

    /// Those of one item, renames left out.
    pub(super) fn of<'s>(&'s self, kind: &'s str, id: &'s str) -> &'s [&'c FactChange] {
        self.0.get(&(kind, id)).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing was changed at all.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of a kind.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<&'c FactChange> {
        let mut found: Vec<&FactChange> =
            self.0.iter().filter(|((k, _), _)| *k == kind).flat_map(|(_, changes)| changes.iter().copied()).collect();
        found.sort_by(|a, b| (&a.id, &a.field).cmp(&(&b.id, &b.field)));
        found
    }
}

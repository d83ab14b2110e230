//! Where the items of a plan stand.

use crate::syntax::{Block, SyntaxTree};
use std::collections::HashMap;

/// A file of the plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanFile<'a> {
    /// Its items.
    pub parsed: &'a SyntaxTree,
    /// The name after `use … as`, under which they are known.
    pub namespace: Option<&'a str>,
}

impl<'a> PlanFile<'a> {
    /// A file whose items are known by their own names.
    pub fn plain(parsed: &'a SyntaxTree) -> Self {
        PlanFile { parsed, namespace: None }
    }
}

/// The items of several files by kind and full name.
pub(super) struct ItemIndex<'a>(HashMap<(&'a str, String), Vec<(usize, Block<'a>)>>);

impl<'a> ItemIndex<'a> {
    pub(super) fn of(homes: &[PlanFile<'a>]) -> Self {
        let mut index: HashMap<_, Vec<_>> = HashMap::new();
        for (file, home) in homes.iter().enumerate() {
            for block in home.parsed.blocks() {
                let Some(kind) = block.kind() else { continue };
                let key = match (kind.text, block.id(), home.namespace) {
                    // A workspace has one plan: its name makes no difference.
                    ("plan", ..) => String::new(),
                    (_, None, _) => continue,
                    (_, Some(id), None) => id.text.to_string(),
                    (_, Some(id), Some(space)) => format!("{space}.{}", id.text),
                };
                index.entry((kind.text, key)).or_default().push((file, block));
            }
        }
        ItemIndex(index)
    }

    /// The items of this kind and name: one in a sound plan.
    pub(super) fn find(&self, kind: &'a str, id: Option<&str>) -> &[(usize, Block<'a>)] {
        let id = id.filter(|_| kind != "plan").unwrap_or_default();
        self.0.get(&(kind, id.to_string())).map_or(&[], |found| found)
    }
}

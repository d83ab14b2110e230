//! Names that a side took away, so that the other can't newly rely on them.

use super::entry::Entry;
use super::piece::Side;
use crate::syntax::{SyntaxKind, SyntaxNode, SyntaxTree};
use std::collections::HashSet;

/// Ids that each side took out of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct GoneNames([HashSet<String>; 2]);

impl GoneNames {
    pub(super) fn find(base: &SyntaxTree, ours: &SyntaxTree, theirs: &SyntaxTree) -> GoneNames {
        let [base, ours, theirs] = [base, ours, theirs].map(ids);
        GoneNames([&ours, &theirs].map(|side| base.difference(side).cloned().collect()))
    }

    /// Whether what a side brings names something that the other side took away, and the base did not name it here.
    pub(super) fn are_named(&self, by: Side, base: Option<&Entry<'_>>, new: &Entry<'_>) -> bool {
        let gone = &self.0[match by {
            Side::Ours => 1,
            Side::Theirs => 0,
        }];
        if gone.is_empty() {
            return false;
        }
        let before = base.map(|base| named(base, gone)).unwrap_or_default();
        named(new, gone).iter().any(|name| !before.contains(name))
    }
}

fn ids(tree: &SyntaxTree) -> HashSet<String> {
    tree.blocks().filter_map(|b| b.id()).map(|id| id.text.to_string()).collect()
}

fn named<'a>(entry: &Entry<'a>, gone: &HashSet<String>) -> HashSet<&'a str> {
    let mut names = HashSet::new();
    entry.nodes.iter().for_each(|node| collect(*node, gone, &mut names));
    names
}

fn collect<'a>(node: SyntaxNode<'a>, gone: &HashSet<String>, names: &mut HashSet<&'a str>) {
    if matches!(node.kind(), SyntaxKind::word | SyntaxKind::code | SyntaxKind::id | SyntaxKind::key) {
        let words = node.text().split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        names.extend(words.filter(|w| gone.contains(*w)));
    }
    node.children().for_each(|child| collect(child, gone, names));
}

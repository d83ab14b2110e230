//! An item or block as a change says it, or as it stands with changes laid over it.

use crate::syntax::{Block, Entry, Field, SyntaxKind};
use std::borrow::Cow;

/// What an item or block holds. The rules of laying one over another are those of `resolve`; a test in
/// `tests/lay.rs` holds the two against one another.
#[derive(Clone, Debug)]
pub(super) struct Patch<'a> {
    pub kind: &'a str,
    pub id: Option<&'a str>,
    pub title: Option<Title<'a>>,
    pub fields: Vec<Field<'a>>,
    pub blocks: Vec<Patch<'a>>,
}

/// A title: what it says and how it is written.
#[derive(Clone, Debug)]
pub(super) struct Title<'a> {
    pub says: Cow<'a, str>,
    pub written: &'a str,
}

impl<'a> Patch<'a> {
    /// Reads a block; `None` where its header can't be read.
    pub(super) fn read(block: Block<'a>) -> Option<Self> {
        let title = block.0.child(SyntaxKind::title).zip(block.title());
        let mut patch = Patch {
            kind: block.kind()?.text,
            id: block.id().map(|i| i.text),
            title: title.map(|(node, (says, _))| Title { says, written: node.text() }),
            fields: Vec::new(),
            blocks: Vec::new(),
        };
        for entry in block.entries() {
            match entry {
                Entry::Field(field) => patch.fields.push(field),
                Entry::Block(inner) => patch.blocks.extend(Patch::read(inner)),
            }
        }
        Some(patch)
    }

    /// Whether it takes away what it names.
    pub(super) fn drops(&self) -> bool {
        self.drop_field().is_some()
    }

    fn drop_field(&self) -> Option<Field<'a>> {
        self.fields.iter().copied().find(|f| f.key().text == "drop" && f.single_word() == Some("yes"))
    }

    /// No more than `drop: yes`: all else in such a block has no effect.
    pub(super) fn only_drop(&self) -> Self {
        Patch { title: None, fields: self.drop_field().into_iter().collect(), blocks: Vec::new(), ..*self }
    }

    /// Whether both are of one kind and name.
    pub(super) fn is_like(&self, other: &Patch<'_>) -> bool {
        self.kind == other.kind && self.id == other.id
    }

    /// Whether a field of this name is set to `none`, which takes blocks of that kind away too.
    pub(super) fn clears(&self, kind: &str) -> bool {
        self.fields.iter().any(|f| f.key().text == kind && clears(*f))
    }

    /// Lays a change over this.
    pub(super) fn overlay(&mut self, change: &Patch<'a>) {
        if change.title.is_some() {
            self.title.clone_from(&change.title);
        }
        for field in &change.fields {
            self.fields.retain(|f| f.key().text != field.key().text);
            if clears(*field) {
                self.blocks.retain(|b| b.kind != field.key().text);
            }
        }
        self.fields.extend(change.fields.iter().filter(|f| !unsets(**f)));
        for block in &change.blocks {
            if block.drops() {
                self.blocks.retain(|b| !b.is_like(block));
            } else if let Some(mine) = self.blocks.iter_mut().find(|b| b.is_like(block)) {
                mine.overlay(block);
            } else {
                self.blocks.push(block.clone());
            }
        }
    }

    /// Every field and block in it, those of its blocks included.
    pub(super) fn count(&self) -> usize {
        self.fields.len() + self.blocks.iter().map(|b| 1 + b.count()).sum::<usize>()
    }
}

/// Whether a field takes away what stood there before, and says nothing itself.
pub(super) fn unsets(field: Field<'_>) -> bool {
    clears(field) && field.value().because.is_none()
}

/// Whether a field says `none`, with a reason or without.
fn clears(field: Field<'_>) -> bool {
    field.single_word() == Some("none")
}

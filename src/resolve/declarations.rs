//! Declarations gathered from files, and scenarios laid over them.

use crate::source::Span;
use crate::syntax::{Block, Entry, Field, Name};
use std::borrow::Cow;
use std::sync::Arc;

/// An item or block as declared: read from one place, or merged from several by overlays.
#[derive(Debug, Clone)]
pub(super) struct Declaration<'a> {
    /// The block it was first read from.
    pub block: Block<'a>,
    pub kind: Name<'a>,
    pub id: Option<Name<'a>>,
    pub title: Option<(Cow<'a, str>, Span)>,
    pub header: Span,
    pub fields: Vec<Field<'a>>,
    pub blocks: Vec<Declaration<'a>>,
    /// The name after `use … as`, under which the file's items are known.
    pub namespace: Option<Arc<str>>,
    pub standard: bool,
    /// Whether it stands in another item: then its name is its own, whatever the file is used as.
    pub nested: bool,
    /// Whether it only changes another item, so that required fields may be left out.
    pub partial: bool,
}

impl<'a> Declaration<'a> {
    /// Reads a block; `None` where its header can't be read.
    pub(super) fn read(block: Block<'a>, namespace: &Option<Arc<str>>, standard: bool) -> Option<Self> {
        let mut declared = Declaration {
            block,
            kind: block.kind()?,
            id: block.id(),
            title: block.title(),
            header: block.header(),
            fields: Vec::new(),
            blocks: Vec::new(),
            namespace: namespace.clone(),
            standard,
            nested: false,
            partial: false,
        };
        for entry in block.entries() {
            match entry {
                Entry::Field(field) => declared.fields.push(field),
                Entry::Block(block) => {
                    let inner = Declaration::read(block, namespace, standard);
                    // The items of a scenario are items of the plan.
                    let nested = declared.kind.text != "scenario";
                    declared.blocks.extend(inner.map(|i| Declaration { nested, ..i }));
                }
            }
        }
        Some(declared)
    }

    /// The full name: after its file's `as` name where it has one.
    pub(crate) fn full_id(&self) -> Option<Cow<'a, str>> {
        let id = self.id?.text;
        Some(match &self.namespace {
            Some(space) if !self.nested => Cow::Owned(format!("{space}.{id}")),
            _ => Cow::Borrowed(id),
        })
    }

    /// The fields of this name.
    pub(super) fn named<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'s Field<'a>> {
        self.fields.iter().filter(move |f| f.key().text == key)
    }

    /// Whether a field holds just this word.
    pub(super) fn says(&self, key: &str, word: &str) -> bool {
        self.named(key).any(|f| f.single_word().is_some_and(|w| w == word))
    }

    /// Lays a change over this: fields given replace all of that name, `none` unsets, blocks merge.
    pub(super) fn overlay(&mut self, change: &Declaration<'a>) {
        if change.title.is_some() {
            self.title.clone_from(&change.title);
        }
        for field in &change.fields {
            self.fields.retain(|f| f.key().text != field.key().text);
            if field.single_word() == Some("none") {
                self.blocks.retain(|b| b.kind.text != field.key().text);
            }
        }
        self.fields.extend(change.fields.iter().filter(|f| f.single_word() != Some("none") || has_reason(f)));
        for block in &change.blocks {
            let same = |b: &Declaration<'_>| {
                b.kind.text == block.kind.text && b.id.map(|i| i.text) == block.id.map(|i| i.text)
            };
            if block.says("drop", "yes") {
                self.blocks.retain(|b| !same(b));
            } else if let Some(mine) = self.blocks.iter_mut().find(|b| same(b)) {
                mine.overlay(block);
            } else {
                self.blocks.push(block.clone());
            }
        }
    }
}

/// `none because "…"` is a value that says why; a bare `none` in an overlay takes the field away.
fn has_reason(field: &Field<'_>) -> bool {
    field.value().because.is_some()
}

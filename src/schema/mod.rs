//! Floor 4: the one table of kinds, blocks and fields that the checker, `plan doc` and completion read.
//!
//! Nearly all of it is written in the language itself: `scripts/std/kinds/` and `scripts/std/blocks/` hold an item a
//! file, read when a plan first names it. A plan's own `block` and `field` declarations and its frameworks extend it.

mod definitions;
mod from_declaration;
pub mod library;
mod path;
pub(crate) mod synonyms;

pub use definitions::{BlockSchema, FieldSchema, FieldType, NumberBound, NumberBounds, Tail};
pub use path::{BlockStep, PathEnd, PathTarget, UnknownPath};

use crate::source::SourceId;
use crate::syntax::{Block, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The kinds of item, and what may stand in each.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    kinds: BTreeMap<Arc<str>, BlockSchema>,
    asked: BTreeSet<String>,
}

/// Texts of the library are parsed here without a source of their own: they are free of mistakes, as tests see to.
const NO_SOURCE: SourceId = SourceId(u32::MAX);

impl Schema {
    /// A table with every kind and block of the library.
    pub fn complete() -> Schema {
        let mut schema = Schema::default();
        for item in library::items(library::LibraryFolder::Kinds) {
            schema.require(item.name);
        }
        for item in library::items(library::LibraryFolder::Blocks) {
            schema.require_block("initiative", item.name);
        }
        schema
    }

    /// Reads a kind from the library, where it has one of this name.
    pub fn require(&mut self, kind: &str) {
        if self.kinds.contains_key(kind) {
            return;
        }
        if let Some(item) = library::find(library::LibraryFolder::Kinds, kind) {
            let parsed = parse(NO_SOURCE, item.text.into());
            if let Some(block) = parsed.blocks().next() {
                self.kinds.insert(kind.into(), from_declaration::block_schema(block, true));
            }
        }
        if kind == "block" {
            self.require("field");
            let field = self.kinds.get("field").cloned();
            if let (Some(field), Some(block)) = (field, self.kinds.get_mut("block")) {
                // A block holds fields, and blocks that hold fields; where those stand need not be said.
                let mut field = BlockSchema { repeat: true, ..field };
                field.fields.remove("in");
                block.blocks.insert("field".into(), field);
                let mut inner = BlockSchema { repeat: true, ..block.clone() };
                inner.fields.remove("in");
                block.blocks.insert("block".into(), inner);
            }
        }
    }

    /// Reads a block of a kind from the library, where it has one of this name and the plan declares none.
    pub fn require_block(&mut self, kind: &str, name: &str) {
        if kind != "initiative" || self.asked.contains(name) {
            return;
        }
        self.asked.insert(name.to_string());
        self.require(kind);
        if let Some(item) = library::find(library::LibraryFolder::Blocks, name) {
            let parsed = parse(NO_SOURCE, item.text.into());
            if let (Some(block), Some(row)) = (parsed.blocks().next(), self.kinds.get_mut(kind)) {
                row.blocks.entry(name.into()).or_insert_with(|| from_declaration::block_schema(block, true));
            }
        }
    }

    /// The row of a kind that was required before.
    pub fn kind(&self, kind: &str) -> Option<&BlockSchema> {
        self.kinds.get(kind)
    }

    /// Every kind that was required so far.
    pub fn kinds(&self) -> impl Iterator<Item = &BlockSchema> {
        self.kinds.values()
    }

    /// Adds a `block` or `field` declaration of the plan; it takes the place of the library's.
    ///
    /// # Errors
    /// The kind that it wants to stand in, where there is no such kind.
    pub fn declare(&mut self, block: Block<'_>) -> Result<(), String> {
        let (Some(what), Some(name)) = (block.kind(), block.id()) else { return Ok(()) };
        let kind = from_declaration::word(block, "in").unwrap_or_else(|| "initiative".to_string());
        self.require(&kind);
        let row = self.kinds.get_mut(kind.as_str()).ok_or(kind)?;
        if what.text == "block" {
            self.asked.insert(name.text.to_string());
            row.blocks.insert(name.text.into(), from_declaration::block_schema(block, false));
        } else {
            row.fields.insert(name.text.into(), from_declaration::field_schema(block, false));
        }
        Ok(())
    }

    /// Adds the block that a framework is in initiatives.
    pub(crate) fn declare_framework(&mut self, row: BlockSchema) {
        self.require("initiative");
        if let Some(initiative) = self.kinds.get_mut("initiative") {
            initiative.blocks.entry(row.name.clone()).or_insert(row);
        }
    }

    /// Whether a name is a block or a field of initiatives, so that no framework may take it.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        library::find(library::LibraryFolder::Blocks, name).is_some()
            || self.kinds.get("initiative").is_some_and(|r| {
                r.fields.contains_key(name) || r.blocks.get(name).is_some_and(|b| b.framework.is_none())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_block_of_the_library_is_read_in_full() {
        let schema = Schema::complete();
        assert!(schema.kinds().count() >= 16);
        for kind in schema.kinds() {
            assert!(!kind.doc.is_empty(), "{} has no doc", kind.name);
            for field in kind.fields.values() {
                assert!(!field.doc.is_empty(), "{}.{} has no doc", kind.name, field.name);
            }
        }
        let target = &schema.kind("metric").unwrap().fields["target"];
        assert_eq!((&target.ty, target.repeat), (&FieldType::Quantity, true));
        assert_eq!(target.tails, [("by", Tail::Date)]);
    }
}

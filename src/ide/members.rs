//! What stands behind the dots of a formula or address.

use super::candidate::{Candidate, CandidateCollector, CandidateKind as Kind};
use super::knowledge::Knowledge;
use crate::evaluate::{DERIVED_FIELDS, DerivedField};
use crate::model::Record;
use crate::schema::{BlockSchema, FieldSchema, FieldType};

/// A name with what it gives.
pub(super) type Documented = (&'static str, &'static str);

/// Facts of every item and block that are not fields.
pub(super) const COMMON_MEMBERS: &[Documented] =
    &[("id", "its name"), ("title", "its title, or its name where it has none")];

/// The facts of a kind of items that are worked out rather than written.
pub(super) fn derived(kind: &str) -> impl Iterator<Item = &'static DerivedField> {
    DERIVED_FIELDS.iter().filter(move |d| d.kind == kind)
}

/// Names that stand for groups of items in a formula over the whole plan.
pub(super) const ITEM_GROUPS: &[Documented] = &[
    ("metric", "the metrics by name: `metric.NAME.gap`"),
    ("plan", "the settings of the plan"),
    ("context", "the plan's context: `context.interviews`"),
    ("framework", "the frameworks by name"),
    ("team", "the teams by name"),
    ("person", "the people by name"),
];

/// What a name leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum PathNode<'a> {
    /// The items of a kind, by name.
    Items(&'static str),
    /// An item of a kind, as the plan has it.
    Item(&'a BlockSchema, Option<&'a Record>),
    /// A block of an item.
    Block(&'a BlockSchema, Option<&'a Record>),
    /// Named blocks of a kind in an item, by name.
    Named(&'a BlockSchema, Option<&'a Record>),
    /// A field.
    Field(&'a BlockSchema, &'a FieldSchema),
    /// The scores of an initiative, by framework.
    Scores,
    /// The inputs of a framework.
    Inputs(&'a BlockSchema),
    /// A value with nothing behind a dot.
    Leaf,
}

/// How names are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathSyntax {
    /// As formulas read them: facts, `risks` for the blocks `risk`.
    Formula,
    /// As an address: what is written and can be changed.
    Address,
}

impl<'a> PathNode<'a> {
    /// The item of a kind.
    pub(super) fn item(known: &Knowledge<'a>, kind: &str, id: &str) -> Option<PathNode<'a>> {
        Some(PathNode::Item(known.kind(kind)?, known.record(kind, id)))
    }

    /// What a name behind the dot leads to.
    pub(super) fn step(self, known: &Knowledge<'a>, name: &str, reading: PathSyntax) -> Option<PathNode<'a>> {
        match self {
            PathNode::Items(kind) => {
                known.items(kind).any(|(id, _)| id == name).then(|| PathNode::item(known, kind, name)).flatten()
            }
            PathNode::Item(row, record) | PathNode::Block(row, record) => {
                if reading == PathSyntax::Formula {
                    match (&*row.name, name) {
                        ("initiative", "decision") => return Some(PathNode::Item(known.kind("decision")?, None)),
                        (_, "id" | "title") => return Some(PathNode::Leaf),
                        (kind, name) if derived(kind).any(|d| d.name == name) => return Some(PathNode::Leaf),
                        _ => {}
                    }
                }
                if let Some(field) = row.fields.get(name) {
                    return Some(match &field.ty {
                        FieldType::Reference(kind) if !field.many && reading == PathSyntax::Formula => {
                            let named = record.and_then(|r| r.word(name));
                            PathNode::Item(known.kind(kind)?, named.and_then(|n| known.record(kind, n)))
                        }
                        _ => PathNode::Field(row, field),
                    });
                }
                let block = known.block(row, name)?;
                let inner = || record.and_then(|r| r.block(name));
                match (block.named, reading) {
                    (false, _) => Some(PathNode::Block(block, inner())),
                    (true, PathSyntax::Address) => Some(PathNode::Named(block, record)),
                    (true, PathSyntax::Formula) => None,
                }
            }
            PathNode::Named(row, record) => {
                let found = record.and_then(|r| r.blocks.iter().find(|b| b.kind == row.name && &*b.id == name));
                Some(PathNode::Block(row, Some(found?)))
            }
            PathNode::Scores => known.framework(name).map(|_| PathNode::Leaf),
            PathNode::Inputs(row) => row.fields.get(name).map(|_| PathNode::Leaf),
            PathNode::Field(..) | PathNode::Leaf => None,
        }
    }

    /// Offers what may stand behind the dot.
    pub(super) fn offer(self, known: &Knowledge<'a>, reading: PathSyntax, pool: &mut CandidateCollector<'_>) {
        match self {
            PathNode::Items(kind) => offer_items(known, kind, pool),
            PathNode::Item(row, record) | PathNode::Block(row, record) => {
                // What is written stands first: it is what one asks for and changes.
                let blocks = known.blocks(row);
                let is_fact = |f: &FieldSchema| record.is_none_or(|r| r.fact(&f.name).is_some());
                let is_block = |b: &BlockSchema| record.is_none_or(|r| r.block(&b.name).is_some());
                let worked_out = match (self, reading) {
                    (PathNode::Item(..), PathSyntax::Formula) => &*row.name,
                    _ => "",
                };
                for written in [true, false] {
                    for field in row.fields.values().filter(|f| is_fact(f) == written) {
                        pool.add(Kind::Field, &field.name, &field.doc);
                    }
                    if written && reading == PathSyntax::Formula {
                        derived(worked_out).for_each(|d| pool.add(Kind::Field, d.name, d.doc));
                        COMMON_MEMBERS.iter().for_each(|(name, doc)| pool.add(Kind::Field, name, doc));
                    }
                    for block in blocks.iter().filter(|b| is_block(b) == written) {
                        if block.named && reading == PathSyntax::Formula {
                            let many = format!("{}s", block.name);
                            pool.offer(&many, || Candidate::new(Kind::Block, many.clone(), &*block.doc));
                        } else {
                            offer_block(block, pool);
                        }
                    }
                }
            }
            PathNode::Named(row, record) => {
                let same = record.into_iter().flat_map(|r| &r.blocks).filter(|b| b.kind == row.name);
                same.for_each(|b| pool.add(Kind::Name, &b.id, b.title()));
            }
            PathNode::Scores => offer_items(known, "framework", pool),
            PathNode::Inputs(row) => row.fields.values().for_each(|f| pool.add(Kind::Field, &f.name, &f.doc)),
            PathNode::Field(..) | PathNode::Leaf => {}
        }
    }
}

/// Offers the items of a kind with their titles.
pub(super) fn offer_items(known: &Knowledge<'_>, kind: &str, pool: &mut CandidateCollector<'_>) {
    let what = if kind == "framework" { Kind::Framework } else { Kind::Name };
    known.items(kind).for_each(|(id, title)| pool.offer_item(id, || Candidate::new(what, id, title)));
}

/// Offers a block with what it is for.
pub(super) fn offer_block(block: &BlockSchema, pool: &mut CandidateCollector<'_>) {
    match &block.framework {
        Some(_) => pool.offer(&block.name, || {
            let doc = if block.doc == block.title { String::new() } else { format!(": {}", block.doc) };
            Candidate::new(Kind::Framework, &*block.name, format!("{}{doc}", block.title))
        }),
        None => pool.add(Kind::Block, &block.name, &block.doc),
    }
}

//! Addresses of values, and the values that stand there.

use super::super::candidate::{Candidate, CandidateCollector, CandidateKind as Kind, Completion};
use super::super::cursor_context::{Cursor, OpenBlock};
use super::super::knowledge::Knowledge;
use super::super::members::{PathNode, PathSyntax, offer_items};
use super::plan::at_cursor;
use crate::model::{Datum, Record};

/// What an address leads to, name by name: the item's kind and name, and what is reached.
pub(in crate::ide) struct Reached<'a> {
    pub kind: &'a str,
    pub id: &'a str,
    pub node: PathNode<'a>,
}

/// Follows the names of an address as far as they go.
pub(in crate::ide) fn follow<'a>(known: &Knowledge<'a>, path: &[&'a str], reading: PathSyntax) -> Option<Reached<'a>> {
    let (first, rest) = path.split_first()?;
    // The kind stands first where the second name is an item of it; else the item stands alone.
    let by_kind = rest.first().filter(|id| known.kind(first).is_some() && known.record(first, id).is_some());
    let by_kind = by_kind.filter(|id| *first != "plan" || known.record("plan", id).is_some_and(|r| &*r.id == **id));
    let (kind, id, rest) = match by_kind {
        Some(id) => (*first, *id, &rest[1..]),
        None if *first == "plan" && known.kind_of(first).is_none() => ("plan", *first, rest),
        None => (known.kind_of(first)?, *first, rest),
    };
    let mut node = PathNode::item(known, kind, id)?;
    for name in rest {
        node = node.step(known, name, reading)?;
    }
    Some(Reached { kind, id, node })
}

pub(super) fn complete(text: &str, offset: usize, known: &Knowledge<'_>) -> Completion {
    let before = text[..offset].trim_start();
    let base = offset - before.len();
    if before.contains(|c: char| c.is_whitespace() || c == ']' || c == '=') {
        return Completion { start: offset, candidates: Vec::new() };
    }
    if let Some((path, typed)) = before.split_once('[') {
        let mut pool = CandidateCollector::new(typed);
        offer_keys(known, path, &mut pool);
        return pool.finish(base + path.len() + 1);
    }
    let start = before.rfind('.').map_or(0, |n| n + 1);
    let mut pool = CandidateCollector::new(&before[start..]);
    let names: Vec<&str> = before[..start].split('.').filter(|n| !n.is_empty()).collect();
    match names.as_slice() {
        [] => {
            offer_items(known, "initiative", &mut pool);
            offer_items(known, "metric", &mut pool);
            for kind in known.kinds() {
                if kind.named && known.items(&kind.name).next().is_some() {
                    pool.add(Kind::Kind, &kind.name, &kind.doc);
                }
            }
        }
        [kind] if known.kind(kind).is_some_and(|k| k.named) => {
            offer_items(known, kind, &mut pool);
            let reached = follow(known, &names, PathSyntax::Address);
            reached.into_iter().for_each(|r| r.node.offer(known, PathSyntax::Address, &mut pool));
        }
        names => {
            if let Some(reached) = follow(known, names, PathSyntax::Address) {
                reached.node.offer(known, PathSyntax::Address, &mut pool);
            }
        }
    }
    pool.finish(base + start)
}

/// The record that an address's last name stands in, with that name.
fn containing_record<'a>(known: &Knowledge<'a>, path: &'a str) -> Option<(&'a Record, &'a str)> {
    let names: Vec<&str> = path.split('.').collect();
    let (field, names) = names.split_last()?;
    match follow(known, names, PathSyntax::Address)?.node {
        PathNode::Item(_, Some(record)) | PathNode::Block(_, Some(record)) => Some((record, field)),
        _ => None,
    }
}

/// Offers the date or name that tells each of a repeated field's lines from its kin.
fn offer_keys(known: &Knowledge<'_>, path: &str, pool: &mut CandidateCollector<'_>) {
    let Some((record, field)) = containing_record(known, path) else { return };
    for clause in record.all(field).flat_map(|f| &f.clauses) {
        let shown = |d: &Datum| match d {
            Datum::Quantity(q) => crate::quantity::print::amount(q.amount, &q.unit),
            Datum::Word(w) | Datum::Reference { id: w, .. } => w.to_string(),
            _ => String::new(),
        };
        let dated = ["on", "by", "from"].iter().find_map(|c| match clause.tail(c)? {
            Datum::Date(period) => Some(period.to_string()),
            Datum::Reference { id: name, .. } | Datum::Word(name) => Some(name.to_string()),
            _ => None,
        });
        let key = dated.or_else(|| match &clause.head {
            Datum::Word(w) | Datum::Reference { id: w, .. } => Some(w.to_string()),
            _ => None,
        });
        if let Some(key) = key {
            pool.offer(&key, || Candidate::new(Kind::Word, key.clone(), shown(&clause.head)));
        }
    }
}

/// What may stand in the value of the field that an address names.
pub(super) fn complete_value(text: &str, offset: usize, of: &str, known: &Knowledge<'_>) -> Completion {
    let nothing = Completion { start: offset, candidates: Vec::new() };
    let path = of.split('[').next().unwrap_or("").trim();
    let names: Vec<&str> = path.split('.').collect();
    let Some((field, names)) = names.split_last() else { return nothing };
    let Some(reached) = follow(known, names, PathSyntax::Address) else { return nothing };
    let mut frames = vec![OpenBlock { kind: reached.kind, id: Some(reached.id), ..OpenBlock::default() }];
    let skip = names.iter().position(|n| *n == reached.id).map_or(names.len(), |n| n + 1);
    // A named block takes two names of the path.
    let mut inner = names[skip..].iter();
    let mut row = known.kind(reached.kind);
    while let Some(kind) = inner.next() {
        row = row.and_then(|r| known.block(r, kind));
        let id = if row.is_some_and(|r| r.named) { inner.next().copied() } else { None };
        frames.push(OpenBlock { kind, id, ..OpenBlock::default() });
    }
    let cursor = Cursor::in_value(text, offset, frames, field);
    at_cursor(&cursor, offset, known)
}

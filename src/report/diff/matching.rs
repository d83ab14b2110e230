//! Which item of an earlier plan an item of a later one was.

use super::meaning::meaning;
use super::side::DiffSide;
use crate::model::Record;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How alike two items must be to be taken for one that was renamed: the share of facts that they have in common.
const MIN_LIKENESS: f64 = 0.6;

/// The most items without a partner, of one kind and side, that are compared with each other.
const MAX_COMPARED: usize = 200;

/// An item in both plans, or in one.
#[derive(Debug, Clone, Copy)]
pub(super) struct ItemPair<'a> {
    pub before: Option<&'a Record>,
    pub after: Option<&'a Record>,
    /// Whether the two have different names and none says that it was the other.
    pub guessed: bool,
}

/// An initiative by its index in each of the plans.
#[derive(Debug, Clone, Copy)]
pub(super) struct InitiativePair {
    pub before: Option<usize>,
    pub after: Option<usize>,
}

/// The plan's own items, those of the later plan in its order, then those that are gone.
pub(super) fn item_pairs<'a>(before: &'a DiffSide<'_>, after: &'a DiffSide<'_>) -> Vec<ItemPair<'a>> {
    let (old, new) = (before.items(), after.items());
    let by_name: HashMap<(&str, &str), &Record> = old.iter().map(|r| ((&*r.kind, &*r.id), *r)).collect();
    let mut taken: HashSet<*const Record> = HashSet::new();
    let mut pairs: Vec<ItemPair<'a>> = Vec::with_capacity(new.len());
    let named: HashSet<(&str, &str)> = new.iter().map(|r| (&*r.kind, &*r.id)).collect();
    for record in &new {
        let same = by_name.get(&(&*record.kind, &*record.id)).copied();
        // Who took over a name that another still has was not renamed.
        let former = || {
            let was = record.was.as_deref()?;
            by_name.get(&(&*record.kind, was)).copied().filter(|_| !named.contains(&(&*record.kind, was)))
        };
        let found = same.or_else(former).filter(|r| taken.insert(std::ptr::from_ref(*r)));
        pairs.push(ItemPair { before: found, after: Some(record), guessed: false });
    }
    let gone: Vec<&Record> = old.into_iter().filter(|r| !taken.contains(&std::ptr::from_ref(*r))).collect();
    let gone = match_by_likeness(&mut pairs, gone);
    pairs.extend(gone.into_iter().map(|r| ItemPair { before: Some(r), after: None, guessed: false }));
    pairs
}

/// Gives new items a partner among those that are gone, the most alike first; those that find none are returned.
fn match_by_likeness<'a>(pairs: &mut [ItemPair<'a>], gone: Vec<&'a Record>) -> Vec<&'a Record> {
    let mut by_kind: HashMap<Arc<str>, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        if let (None, Some(record)) = (pair.before, pair.after) {
            by_kind.entry(record.kind.clone()).or_default().0.push(at);
        }
    }
    for (at, record) in gone.iter().enumerate() {
        by_kind.entry(record.kind.clone()).or_default().1.push(at);
    }
    let mut candidates = Vec::new();
    for (new, old) in by_kind.values().filter(|(new, old)| new.len().max(old.len()) <= MAX_COMPARED) {
        for (at, other) in new.iter().flat_map(|at| old.iter().map(move |other| (*at, *other))) {
            let alike = pairs[at].after.map_or(0.0, |record| likeness(record, gone[other]));
            if alike >= MIN_LIKENESS {
                candidates.push((alike, at, other));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut matched = HashSet::new();
    for (_, at, other) in candidates {
        if pairs[at].before.is_none() && matched.insert(other) {
            pairs[at].before = Some(gone[other]);
            pairs[at].guessed = true;
        }
    }
    gone.into_iter().enumerate().filter(|(at, _)| !matched.contains(at)).map(|(_, r)| r).collect()
}

/// The share of facts and title that two items have in common (Dice, 1945).
fn likeness(a: &Record, b: &Record) -> f64 {
    let parts = |record: &Record| -> HashSet<String> {
        let facts = record.every_fact().map(|(path, fact)| format!("{path}: {}", meaning(fact)));
        facts.chain(record.title.iter().map(|t| format!("\"{t}\""))).collect()
    };
    let (a, b) = (parts(a), parts(b));
    // One fact in common, such as a team, makes no two things the same.
    let common = a.intersection(&b).count();
    if common < 2 { 0.0 } else { 2.0 * common as f64 / (a.len() + b.len()) as f64 }
}

//! What was written, changed and taken away.

use super::matching::ItemPair;
use super::meaning::{meaning, reason};
use super::side::DiffSide;
use super::{ChangeType, FactChange};
use crate::model::{Datum, Fact, Record};
use std::collections::{HashMap, VecDeque};

/// The changes of one item.
pub(super) fn item_changes(pair: &ItemPair<'_>, before: &DiffSide<'_>, after: &DiffSide<'_>) -> Vec<FactChange> {
    let whole = |record: &Record, change, before, after| FactChange {
        kind: record.kind.to_string(),
        id: record.id.to_string(),
        field: None,
        change,
        before,
        after,
        because: None,
        guessed: pair.guessed,
    };
    let title = |record: &Record| Some(record.title().to_string());
    let (old, new) = match (pair.before, pair.after) {
        (Some(old), Some(new)) => (old, new),
        (Some(old), None) => return vec![whole(old, ChangeType::Removed, title(old), None)],
        (None, Some(new)) => return vec![whole(new, ChangeType::Added, None, title(new))],
        (None, None) => return Vec::new(),
    };
    let mut changes = Vec::new();
    if old.id != new.id {
        changes.push(whole(new, ChangeType::Renamed, Some(old.id.to_string()), Some(new.id.to_string())));
    }
    let field = |field: String, before: Option<String>, after: Option<String>, because: Option<String>| FactChange {
        kind: new.kind.to_string(),
        id: new.id.to_string(),
        change: ChangeType::between(before.as_ref(), after.as_ref()),
        field: Some(field),
        before,
        after,
        because,
        guessed: false,
    };
    if old.title != new.title {
        let text = |record: &Record| record.title.as_ref().map(|t| t.to_string());
        changes.push(field("title".into(), text(old), text(new), None));
    }
    for (path, was, is) in paired_facts(old, new) {
        let (text_before, text_after) = (was.map(|f| before.text(f)), is.map(|f| after.text(f)));
        let reason = |fact: Option<&Fact>| fact.and_then(reason);
        if was.map(meaning) == is.map(meaning) {
            changes.push(field(format!("{path} because"), reason(was), reason(is), None));
        } else {
            changes.push(field(path, text_before, text_after, reason(is)));
        }
    }
    changes
}

/// The facts that differ in what they say or why, those of the later item in its order, then those that are gone. A field
/// that is written several times is told apart by its key: a date, else its first word.
fn paired_facts<'a>(old: &'a Record, new: &'a Record) -> Vec<(String, Option<&'a Fact>, Option<&'a Fact>)> {
    let (mut before, mut after) = (Grouped::of(old), Grouped::of(new));
    let mut found = Vec::new();
    let paths: Vec<String> =
        after.order.iter().chain(before.order.iter().filter(|p| !after.by_path.contains_key(*p))).cloned().collect();
    for path in paths {
        let (mut was, mut is) =
            (before.by_path.remove(&path).unwrap_or_default(), after.by_path.remove(&path).unwrap_or_default());
        let several = was.len() > 1 || is.len() > 1;
        let said = |f: &Fact| (meaning(f), reason(f));
        drop_common(&mut was, &mut is, said);
        let mut pair = |old: Option<&'a Fact>, new: Option<&'a Fact>| {
            let key = new.or(old).and_then(key).filter(|_| several);
            found.push((key.map_or_else(|| path.clone(), |key| format!("{path}[{key}]")), old, new));
        };
        // The same key, then whatever is left in its order.
        let name = |fact: &Fact| key(fact).filter(|_| several);
        let mut by_key: HashMap<Option<String>, VecDeque<usize>> = HashMap::new();
        was.iter().enumerate().for_each(|(at, fact)| by_key.entry(name(fact)).or_default().push_back(at));
        let mut paired = vec![false; was.len()];
        let mut rest = Vec::new();
        for fact in is {
            match by_key.get_mut(&name(fact)).and_then(VecDeque::pop_front) {
                Some(at) => {
                    paired[at] = true;
                    pair(Some(was[at]), Some(fact));
                }
                None => rest.push(fact),
            }
        }
        rest.into_iter().for_each(|fact| pair(None, Some(fact)));
        was.into_iter().zip(paired).filter(|(_, paired)| !paired).for_each(|(fact, _)| pair(Some(fact), None));
    }
    found
}

/// Takes out of both what both have.
fn drop_common<'a>(was: &mut Vec<&'a Fact>, is: &mut Vec<&'a Fact>, said: impl Fn(&Fact) -> (String, Option<String>)) {
    let mut count: HashMap<(String, Option<String>), usize> = HashMap::new();
    was.iter().for_each(|f| *count.entry(said(f)).or_default() += 1);
    let mut common: HashMap<(String, Option<String>), usize> = HashMap::new();
    is.retain(|f| match count.get_mut(&said(f)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            *common.entry(said(f)).or_default() += 1;
            false
        }
        _ => true,
    });
    was.retain(|f| match common.get_mut(&said(f)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
}

/// What tells a repeated field from its kin: its date, else the word or name that it begins with.
fn key(fact: &Fact) -> Option<String> {
    let clause = fact.first()?;
    let date = clause.tails.iter().find_map(|(_, tail)| match tail {
        Datum::Date(period) => Some(period.to_string()),
        _ => None,
    });
    date.or_else(|| match &clause.head {
        Datum::Word(word) => Some(word.to_string()),
        Datum::Reference { id, .. } => Some(id.to_string()),
        Datum::Date(period) => Some(period.to_string()),
        _ => None,
    })
}

/// The facts of an item by their paths.
struct Grouped<'a> {
    order: Vec<String>,
    by_path: HashMap<String, Vec<&'a Fact>>,
}

impl<'a> Grouped<'a> {
    fn of(record: &'a Record) -> Grouped<'a> {
        let mut grouped = Grouped { order: Vec::new(), by_path: HashMap::new() };
        for (path, fact) in record.every_fact() {
            let of_path = grouped.by_path.entry(path.clone()).or_default();
            if of_path.is_empty() {
                grouped.order.push(path);
            }
            of_path.push(fact);
        }
        grouped
    }
}

//! Which entries of three texts are one.

use super::key::Key;
use super::piece::Side;
use super::trouble::Trouble;
use std::collections::{HashMap, HashSet};

/// One entry, where it stands in each text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub base: Option<usize>,
    pub ours: Option<usize>,
    pub theirs: Option<usize>,
    /// Whether it is one by its place alone: what stood there went, and something else came.
    pub is_by_place: bool,
}

impl Row {
    pub(super) fn of(&self, side: Side) -> Option<usize> {
        match side {
            Side::Ours => self.ours,
            Side::Theirs => self.theirs,
        }
    }

    fn set(&mut self, side: Side, at: usize) {
        match side {
            Side::Ours => self.ours = Some(at),
            Side::Theirs => self.theirs = Some(at),
        }
    }
}

/// Matches entries by their keys, then those that only changed what they are known by.
pub(super) fn rows(keys: &[Vec<Key>; 3]) -> Result<Vec<Row>, Trouble> {
    let mut rows: Vec<Row> = Vec::with_capacity(keys[0].len());
    let mut known: HashMap<(&str, &str, usize), usize> = HashMap::new();
    for (at, key) in keys[0].iter().enumerate() {
        known.insert(key.identity(), rows.len());
        rows.push(Row { base: Some(at), ..Row::default() });
    }
    for (side, keys) in Side::BOTH.into_iter().zip(&keys[1..]) {
        for (at, key) in keys.iter().enumerate() {
            let row = *known.entry(key.identity()).or_insert_with(|| {
                rows.push(Row::default());
                rows.len() - 1
            });
            rows[row].set(side, at);
        }
    }
    for (n, side) in Side::BOTH.into_iter().enumerate() {
        pair_changed(&mut rows, &keys[0], &keys[n + 1], side);
    }
    if replaced_differently(&rows, keys) {
        return Err(Trouble::Conflict);
    }
    Ok(rows)
}

/// Entries known by what they say: one that went and one that came in its place are one that changed.
fn pair_changed(rows: &mut Vec<Row>, base: &[Key], own: &[Key], side: Side) {
    type Places<'k> = HashMap<(&'k str, Option<usize>), Vec<usize>>;
    let (mut gone, mut new): (Places<'_>, Places<'_>) = Default::default();
    let mut row_at = vec![0; own.len()];
    rows.iter().enumerate().for_each(|(n, row)| row.of(side).into_iter().for_each(|at| row_at[at] = n));
    let mut anchor = None;
    for (at, key) in base.iter().enumerate() {
        match rows[at].of(side) {
            Some(_) => anchor = Some(at),
            None if key.is_by_value => gone.entry((&key.class, anchor)).or_default().push(at),
            None => {}
        }
    }
    anchor = None;
    for (at, key) in own.iter().enumerate() {
        let row = rows[row_at[at]];
        match row.base {
            Some(base) => anchor = Some(base),
            None if key.is_by_value && row.of(side.other()).is_none() => {
                new.entry((&key.class, anchor)).or_default().push(at);
            }
            None => {}
        }
    }
    let mut merged = HashSet::new();
    for (place, gone) in gone {
        let Some(new) = new.get(&place).filter(|new| new.len() == gone.len()) else { continue };
        for (old, at) in gone.iter().zip(new) {
            if base[*old].rest != own[*at].rest {
                continue;
            }
            rows[*old].set(side, *at);
            rows[*old].is_by_place = base[*old].rest.is_empty();
            merged.insert(row_at[*at]);
        }
    }
    let mut at = 0;
    rows.retain(|_| {
        at += 1;
        !merged.contains(&(at - 1))
    });
}

/// Whether both sides took away one entry and brought others of its class, so that what should stand there is open.
fn replaced_differently(rows: &[Row], keys: &[Vec<Key>; 3]) -> bool {
    let mut lost: HashSet<&str> = HashSet::new();
    let mut added: [HashSet<&str>; 2] = Default::default();
    for row in rows {
        match (row.base, row.ours, row.theirs) {
            (Some(at), None, None) => drop(by_value(&keys[0][at]).map(|class| lost.insert(class))),
            (None, Some(at), None) => drop(by_value(&keys[1][at]).map(|class| added[0].insert(class))),
            (None, None, Some(at)) => drop(by_value(&keys[2][at]).map(|class| added[1].insert(class))),
            _ => {}
        }
    }
    lost.iter().any(|class| added.iter().all(|a| a.contains(class)))
}

/// The class of an entry known by what it says; comments stand for themselves.
fn by_value(key: &Key) -> Option<&str> {
    (key.is_by_value && key.class != "#").then_some(&*key.class)
}

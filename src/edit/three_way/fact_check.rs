//! The check of a merge: the facts of the merged text are those of the base with what both sides added, took away and
//! changed.

use super::facts::{FactForm, FactKey, Facts, Reading, facts};
use super::piece::{Piece, Side, has_conflict, resolved};
use super::rename::Renames;
use crate::source::SourceId;
use crate::syntax::{SyntaxTree, parse};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The items in which a merged text says something else than it should; an empty name stands for what is beside items.
/// A text with conflicts is judged as it is when all of them are resolved for one side, and for the other.
pub(super) fn wrong_items(pieces: &[Piece], trees: [&SyntaxTree; 3], renames: &Renames) -> BTreeSet<String> {
    let merged = |side| parse(SourceId(0), resolved(pieces, side).into());
    let in_conflict = has_conflict(pieces);
    let results = [merged(Side::Ours), if in_conflict { merged(Side::Theirs) } else { parse(SourceId(0), "".into()) }];
    let none = HashMap::new();
    let of = |n| renames.of(n).unwrap_or(&none);
    let both: HashMap<_, _> = of(1).iter().chain(of(2)).map(|(new, old)| (new.clone(), old.clone())).collect();
    let mut readings: Vec<Reading<'_>> = (0..3).map(|n| Reading::of(trees[n], of(n))).collect();
    readings.push(Reading::of(&results[0], &both));
    if in_conflict {
        readings.push(Reading::of(&results[1], &both));
    }
    let all = facts(readings);
    let keys: HashSet<&FactKey> = all.iter().flat_map(Facts::keys).collect();
    let wrong = keys.into_iter().filter(|key| {
        let at = |n: usize| all.get(n).and_then(|facts| facts.get(*key)).map_or(&[][..], |values| values);
        let ok =
            |merged: usize, side: usize| at(merged) == at(side) || is_expected(key, at(0), at(1), at(2), at(merged));
        match in_conflict {
            true => !ok(3, 1) || !ok(4, 2),
            false => !is_expected(key, at(0), at(1), at(2), at(3)),
        }
    });
    wrong.map(|key| key.item.clone()).collect()
}

/// Whether the values of a fact are what both changes together make of it.
fn is_expected(key: &FactKey, base: &[String], ours: &[String], theirs: &[String], merged: &[String]) -> bool {
    let [b, o, t, m] = [base, ours, theirs, merged].map(<[String]>::len);
    match () {
        () if ours == theirs || theirs == base => merged == ours,
        () if ours == base => merged == theirs,
        () => key.form != FactForm::Value && m + b == o + t,
    }
}

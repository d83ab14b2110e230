//! Items that a side gave another id.

use super::signature::{is_header, signature};
use crate::syntax::{Block, SyntaxKind, SyntaxTree};
use std::collections::{HashMap, HashSet};

/// Kind and id of an item.
pub(super) type ItemName = (String, String);

/// For each side, what its renamed items are called in the base.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    by_side: [HashMap<ItemName, String>; 2],
    taken: Vec<ItemName>,
}

/// How much of two bodies has to be the same.
const MIN_LIKENESS: f64 = 0.75;
/// Fewer facts than these are no likeness, unless all of a body is the same.
const MIN_SHARED_FACTS: usize = 2;
/// A fact that more items have tells nothing about which is which.
const MAX_BEARERS: usize = 16;

impl Renames {
    /// Finds them. An item is renamed where its id is gone and another of its kind came that says `was:` its id, or
    /// whose title is the same and whose body nearly so, and the other side has nothing of the new name.
    pub(super) fn find(base: &SyntaxTree, ours: &SyntaxTree, theirs: &SyntaxTree) -> Renames {
        let [base, ours, theirs] = [base, ours, theirs].map(items);
        let mut found = [renamed(&base, &ours, &theirs), renamed(&base, &theirs, &ours)];
        let (first, second) = (found[0].clone(), found[1].clone());
        let mut taken = Vec::new();
        let mut keep = |new: &ItemName, is_free: bool| {
            taken.extend((!is_free).then(|| new.clone()));
            is_free
        };
        found[0].retain(|new, old| keep(new, !theirs.contains_key(new) || second.get(new) == Some(old)));
        found[1].retain(|new, old| keep(new, !ours.contains_key(new) || first.get(new) == Some(old)));
        Renames { by_side: found, taken }
    }

    /// Names that a side gave to an item and the other side to another: what they stand for is open.
    pub(super) fn taken(&self) -> impl Iterator<Item = String> {
        self.taken.iter().map(|(kind, id)| format!("{kind} {id}"))
    }

    /// Those of a text: the base has none, ours is 1, theirs 2.
    pub(super) fn of(&self, text: usize) -> Option<&HashMap<ItemName, String>> {
        self.by_side.get(text.checked_sub(1)?)
    }
}

type Items<'a> = HashMap<ItemName, Block<'a>>;

fn items(tree: &SyntaxTree) -> Items<'_> {
    let name = |b: Block<'_>| Some((b.kind()?.text.to_string(), b.id()?.text.to_string()));
    tree.blocks().filter_map(|b| Some((name(b)?, b))).collect()
}

fn renamed(base: &Items<'_>, side: &Items<'_>, other: &Items<'_>) -> HashMap<ItemName, String> {
    let mut gone: Vec<&ItemName> = base.keys().filter(|name| !side.contains_key(*name)).collect();
    let mut new: Vec<&ItemName> = side.keys().filter(|name| !base.contains_key(*name)).collect();
    gone.sort_unstable();
    new.sort_unstable();
    let mut found = HashMap::new();
    let mut pairs: Vec<(&ItemName, &ItemName)> = Vec::new();
    for name in &new {
        let was =
            side[*name].fields().find(|f| f.key().text == "was").and_then(|f| f.single_word().map(str::to_string));
        let old = was.and_then(|was| gone.iter().find(|g| g.0 == name.0 && g.1 == was));
        pairs.extend(old.map(|old| (*old, *name)));
    }
    let mut by_was: HashSet<&ItemName> = HashSet::new();
    by_was.extend(take_unique(&pairs, &mut found));
    gone.retain(|g| !by_was.contains(g));
    new.retain(|n| !by_was.contains(n));
    // What the other side made of an item may be more like it than the base is.
    let mut pairs = alike(base, side, &gone, &new);
    gone.retain(|name| other.contains_key(*name));
    pairs.extend(alike(other, side, &gone, &new));
    pairs.sort_unstable();
    pairs.dedup();
    take_unique(&pairs, &mut found);
    found
}

/// Takes the pairs whose members are in no other pair.
fn take_unique<'n>(pairs: &[(&'n ItemName, &'n ItemName)], found: &mut HashMap<ItemName, String>) -> Vec<&'n ItemName> {
    let mut counts: [HashMap<&ItemName, usize>; 2] = Default::default();
    for (old, new) in pairs {
        *counts[0].entry(old).or_default() += 1;
        *counts[1].entry(new).or_default() += 1;
    }
    let unique = pairs.iter().filter(|(old, new)| counts[0][old] == 1 && counts[1][new] == 1);
    unique
        .flat_map(|(old, new)| {
            found.insert((*new).clone(), old.1.clone());
            [*old, *new]
        })
        .collect()
}

/// Pairs of one kind whose facts are the same for the most part.
fn alike<'n>(
    from: &Items<'_>,
    side: &Items<'_>,
    gone: &[&'n ItemName],
    new: &[&'n ItemName],
) -> Vec<(&'n ItemName, &'n ItemName)> {
    if gone.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let new_facts: Vec<HashSet<String>> = new.iter().map(|n| facts(side[*n])).collect();
    let mut bearers: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, facts) in new_facts.iter().enumerate() {
        for fact in facts {
            bearers.entry((&new[at].0, fact)).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for old in gone {
        let own = facts(from[*old]);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for fact in &own {
            let with = bearers.get(&(&*old.0, &**fact)).filter(|with| with.len() <= MAX_BEARERS);
            with.into_iter().flatten().for_each(|at| *shared.entry(*at).or_default() += 1);
        }
        let title = title(from[*old]);
        let is_likely = |(at, count): (usize, usize)| {
            let all = own.union(&new_facts[at]).count();
            // Two items made from one template are not one: their titles tell.
            let is_alike = count == all || (count >= MIN_SHARED_FACTS && count as f64 >= MIN_LIKENESS * all as f64);
            (is_alike && title == self::title(side[new[at]])).then_some(at)
        };
        let mut likely: Vec<usize> = shared.into_iter().filter_map(is_likely).collect();
        likely.sort_unstable();
        pairs.extend(likely.into_iter().map(|at| (*old, new[at])));
    }
    pairs
}

/// The title with its quotes.
fn title(item: Block<'_>) -> Option<&str> {
    item.0.child(SyntaxKind::title).map(|t| t.text())
}

/// What the body of an item says, fact by fact: its fields, and its blocks in their fields.
fn facts(item: Block<'_>) -> HashSet<String> {
    let was = |text: &String| !text.starts_with("was ") && !text.starts_with('#');
    let parts = item.0.children().filter(|c| !is_header(c)).flat_map(|part| {
        let block = Block(part);
        // A block of several facts counts as each of them.
        let inner: Vec<String> = block.fields().map(|f| format!("{} {}", kind(block), signature(&[f.0]))).collect();
        if inner.is_empty() || part.kind() != SyntaxKind::block { vec![signature(&[part])] } else { inner }
    });
    parts.filter(was).collect()
}

fn kind(block: Block<'_>) -> String {
    block.kind().map_or(String::new(), |k| k.text.to_string())
}

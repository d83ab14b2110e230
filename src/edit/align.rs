//! The lines of a repeated field, and the items of a list, as they are and as they shall be, side by side.

use super::{equivalent, locate};
use crate::syntax::{Field, SyntaxNode};

/// Whether both are lines of one date or name.
pub(super) fn has_same_key(a: Field<'_>, b: Field<'_>) -> bool {
    locate::keys(a) == locate::keys(b)
}

/// A line as it is and as it shall be.
pub(super) type AlignedPair<T> = (Option<T>, Option<T>);

/// The lines of a field as they are and as they shall be, side by side in order: those that say the same first, then
/// those of one date or name, then whatever is left between them.
pub(super) fn align_fields<'a>(old: &[Field<'a>], new: &[Field<'a>]) -> Vec<AlignedPair<Field<'a>>> {
    align(old, new, &|a, b| equivalent::field(a, b), &|old, new| align(old, new, &|a, b| has_same_key(a, b), &in_order))
}

/// The items of two lists, those that say the same side by side.
pub(super) fn align_items<'a>(old: &[SyntaxNode<'a>], new: &[SyntaxNode<'a>]) -> Vec<AlignedPair<SyntaxNode<'a>>> {
    align(old, new, &|a, b| equivalent::item(a, b), &in_order)
}

fn in_order<T: Copy>(old: &[T], new: &[T]) -> Vec<AlignedPair<T>> {
    (0..old.len().max(new.len())).map(|at| (old.get(at).copied(), new.get(at).copied())).collect()
}

type Between<'f, T> = &'f dyn Fn(&[T], &[T]) -> Vec<AlignedPair<T>>;

/// The longest row of pairs that match, and between them what `between` makes of the rest.
fn align<T: Copy>(
    old: &[T],
    new: &[T],
    matches: &dyn Fn(T, T) -> bool,
    between: Between<'_, T>,
) -> Vec<AlignedPair<T>> {
    let ahead = old.iter().zip(new).take_while(|(a, b)| matches(**a, **b)).count();
    let (old_rest, new_rest) = (&old[ahead..], &new[ahead..]);
    let behind = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| matches(**a, **b)).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - behind], &new_rest[..new_rest.len() - behind]);
    let mut pairs = in_order(&old[..ahead], &new[..ahead]);
    pairs.extend(match old_rest.len() * new_rest.len() > MAX_COMPARED_PAIRS {
        true => between(old_rest, new_rest),
        false => longest_common_subsequence(old_rest, new_rest, matches, between),
    });
    pairs.extend(in_order(&old[old.len() - behind..], &new[new.len() - behind..]));
    pairs
}

/// More pairs of lines are not compared each with each.
const MAX_COMPARED_PAIRS: usize = 40_000;

fn longest_common_subsequence<T: Copy>(
    old: &[T],
    new: &[T],
    matches: &dyn Fn(T, T) -> bool,
    between: Between<'_, T>,
) -> Vec<AlignedPair<T>> {
    let matching: Vec<Vec<bool>> = old.iter().map(|a| new.iter().map(|b| matches(*a, *b)).collect()).collect();
    let mut best = vec![vec![0usize; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let both = if matching[a][b] { best[a + 1][b + 1] + 1 } else { 0 };
            best[a][b] = both.max(best[a + 1][b]).max(best[a][b + 1]);
        }
    }
    let (mut pairs, mut a, mut b, mut from) = (Vec::new(), 0, 0, (0, 0));
    while a < old.len() && b < new.len() {
        if matching[a][b] && best[a][b] == best[a + 1][b + 1] + 1 {
            pairs.extend(between(&old[from.0..a], &new[from.1..b]));
            pairs.push((Some(old[a]), Some(new[b])));
            (a, b) = (a + 1, b + 1);
            from = (a, b);
        } else if best[a + 1][b] >= best[a][b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs.extend(between(&old[from.0..], &new[from.1..]));
    pairs
}

//! The order of what is merged: that of the side that moved something, ours if both did.

use super::piece::Side;
use super::row::Row;
use std::collections::HashMap;

/// The rows in the order in which they are written. What both sides put at one place stands there as ours first.
pub(super) fn order(rows: &[Row]) -> Vec<usize> {
    let [ours, theirs] = Side::BOTH.map(|side| of_side(rows, side));
    if !has_moved(rows, &ours) && has_moved(rows, &theirs) {
        weave(rows, &theirs, &ours, Side::Theirs)
    } else {
        weave(rows, &ours, &theirs, Side::Ours)
    }
}

fn of_side(rows: &[Row], side: Side) -> Vec<usize> {
    let mut own: Vec<(usize, usize)> =
        rows.iter().enumerate().filter_map(|(n, row)| row.of(side).map(|at| (at, n))).collect();
    own.sort_unstable();
    own.into_iter().map(|(_, row)| row).collect()
}

/// Whether what stands in all three stands in another order than in the base.
fn has_moved(rows: &[Row], own: &[usize]) -> bool {
    let shared = own.iter().filter(|n| rows[**n].ours.is_some() && rows[**n].theirs.is_some());
    let places: Vec<usize> = shared.filter_map(|n| rows[*n].base).collect();
    !places.is_sorted()
}

/// The rows of `first` in order, and each that only `second` has after the one before it there.
fn weave(rows: &[Row], first: &[usize], second: &[usize], first_is: Side) -> Vec<usize> {
    let mut after: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    let mut anchor = None;
    for row in second {
        match rows[*row].of(first_is) {
            Some(_) => anchor = Some(*row),
            None => after.entry(anchor).or_default().push(*row),
        }
    }
    let mut out = Vec::with_capacity(rows.len());
    let mut waiting = after.remove(&None).unwrap_or_default();
    for row in first {
        let is_new = rows[*row].base.is_none() && rows[*row].of(first_is.other()).is_none();
        // What ours puts at the same place comes first.
        if !(is_new && first_is == Side::Ours) {
            out.append(&mut waiting);
        }
        out.push(*row);
        waiting.extend(after.remove(&Some(*row)).unwrap_or_default());
    }
    out.append(&mut waiting);
    out
}

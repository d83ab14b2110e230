//! The three-way merge of lines, for what can't be trusted as a tree (diff3: Khanna, Kunal and Pierce 2007).

use super::ConflictPlace;
use super::piece::{Conflict, Piece, Side, has_conflict, resolved};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// Merges lines; `None` where the merge has a line more or less often than both changes together make it, as where
/// both sides added one line and its kin stand in different places.
pub(super) fn checked_line_merge(base: &str, ours: &str, theirs: &str, place: &ConflictPlace) -> Option<Vec<Piece>> {
    let pieces = line_merge(base, ours, theirs, place);
    let [b, o, t] = [base, ours, theirs].map(counts);
    let merged = Side::BOTH.map(|side| resolved(&pieces, side));
    let [for_ours, for_theirs] = [counts(&merged[0]), counts(&merged[1])];
    let lines = [&b, &o, &t, &for_ours, &for_theirs].into_iter().flat_map(HashMap::keys);
    let mut lines = lines.filter(|line| line.contains(char::is_alphanumeric));
    let in_conflict = has_conflict(&pieces);
    let count = |of: &HashMap<&str, usize>, line: &str| of.get(line).copied().unwrap_or(0);
    let is_right = |line: &&str| {
        let [b, o, t] = [&b, &o, &t].map(|of| count(of, line));
        let expected = if o == t || t == b { o } else { (o + t).saturating_sub(b) };
        let ok = |merged, side| merged == expected || (in_conflict && merged == side);
        ok(count(&for_ours, line), o) && ok(count(&for_theirs, line), t)
    };
    lines.all(is_right).then_some(pieces)
}

/// How often each line is there, its indentation aside.
fn counts(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    text.lines().for_each(|line| *counts.entry(line.trim()).or_default() += 1);
    counts
}

/// Merges lines. What neither side shares with the base in one stretch is settled where only one side changed it, or
/// both did alike; else it is a conflict.
fn line_merge(base: &str, ours: &str, theirs: &str, place: &ConflictPlace) -> Vec<Piece> {
    let [base, ours, theirs]: [Vec<&str>; 3] = [base, ours, theirs].map(|t| t.split_inclusive('\n').collect());
    let (in_ours, in_theirs) = (kept(&base, &ours), kept(&base, &theirs));
    let mut merge = LineMerge { pieces: Vec::new(), place };
    let mut at = (0, 0, 0);
    loop {
        let next = (at.0..base.len()).find_map(|b| Some((b, in_ours[b]?, in_theirs[b]?)));
        let (b, o, t) = next.unwrap_or((base.len(), ours.len(), theirs.len()));
        merge.stretch(&base[at.0..b], &ours[at.1..o], &theirs[at.2..t]);
        if next.is_none() {
            return merge.pieces;
        }
        merge.text(ours[o]);
        at = (b + 1, o + 1, t + 1);
    }
}

/// For every line of the base, where it stands in the side, if it is still there.
fn kept(base: &[&str], side: &[&str]) -> Vec<Option<usize>> {
    let mut places = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, base, side) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for n in 0..len {
                places[old_index + n] = Some(new_index + n);
            }
        }
    }
    places
}

struct LineMerge<'p> {
    pieces: Vec<Piece>,
    place: &'p ConflictPlace,
}

impl LineMerge<'_> {
    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_string())),
        }
    }

    fn stretch(&mut self, base: &[&str], ours: &[&str], theirs: &[&str]) {
        if ours == theirs || theirs == base {
            self.text(&ours.concat());
        } else if ours == base {
            self.text(&theirs.concat());
        } else {
            self.pieces.push(Piece::Conflict(Conflict {
                base: base.concat(),
                ours: ours.concat(),
                theirs: theirs.concat(),
                place: self.place.clone(),
            }));
        }
    }
}

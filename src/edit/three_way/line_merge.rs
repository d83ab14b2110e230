//! The three-way merge of lines, for what can't be trusted as a tree (diff3: Khanna, Kunal and Pierce 2007).

use super::ConflictPlace;
use super::piece::{Conflict, Piece};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Merges lines. What neither side shares with the base in one stretch is settled where only one side changed it, or
/// both did alike; else it is a conflict.
pub(super) fn line_merge(base: &str, ours: &str, theirs: &str, place: &ConflictPlace) -> Vec<Piece> {
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

//! The three-way merge of a `.plan` text: what two sides made of one base, item by item and field by field.
//!
//! The tree alone is read: no names are resolved and no schema is known. What was merged is checked fact by fact by
//! code of its own; what does not pass is a conflict.

mod block_merge;
mod conflict_labels;
mod conflict_place;
mod entry;
mod fact_check;
mod facts;
mod key;
mod layout;
mod line_merge;
mod list_merge;
mod merge;
mod order;
mod piece;
mod references;
mod rename;
mod row;
mod signature;
mod text_frame;
mod trouble;

pub use conflict_labels::ConflictLabels;
pub use conflict_place::ConflictPlace;

use crate::source::SourceId;
use crate::syntax::{SyntaxKind, SyntaxNode, SyntaxTree, parse};
use entry::Container;
use fact_check::wrong_items;
use layout::on_lines;
use line_merge::checked_line_merge;
use merge::{Merger, layout_of};
use piece::{Conflict, Piece};
use references::GoneNames;
use rename::Renames;
use std::collections::HashSet;
use text_frame::TextFrame;

/// What [`merge_three_way`] made of three texts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThreeWayMerge {
    /// The merged text, with markers around what is in conflict.
    pub text: String,
    /// How many conflicts are marked in it.
    pub conflicts: usize,
    /// Where each of them is, in the order of the text.
    pub places: Vec<ConflictPlace>,
}

/// Merges the changes that two texts made to a common base.
///
/// Changes to different items, fields, blocks and elements of lists are both made. Items keep their identity by kind and
/// id, moved or renamed. What both changed in different ways, or one changed and the other took away, is a conflict on
/// the smallest part that has lines of its own. Layout, byte order mark and line ends are those of ours.
///
/// ```
/// use planwright::edit::{ConflictLabels, merge_three_way};
/// let base = "initiative sso \"Single sign-on\" {\n  team: web\n  effort: 3 weeks\n}\n";
/// let ours = base.replace("team: web", "team: api");
/// let theirs = base.replace("3 weeks", "5 weeks");
/// let merged = merge_three_way(base, &ours, &theirs, &ConflictLabels::default());
/// assert_eq!(merged.text, "initiative sso \"Single sign-on\" {\n  team: api\n  effort: 5 weeks\n}\n");
/// assert_eq!(merged.conflicts, 0);
///
/// let theirs = base.replace("team: web", "team: ops");
/// let merged = merge_three_way(base, &ours, &theirs, &ConflictLabels::default());
/// assert_eq!(merged.places[0].to_string(), "initiative sso: team");
/// assert!(merged.text.contains("<<<<<<< ours\n  team: api\n=======\n  team: ops\n>>>>>>> theirs\n"));
/// ```
pub fn merge_three_way(base: &str, ours: &str, theirs: &str, labels: &ConflictLabels) -> ThreeWayMerge {
    let clean = |text: &str| ThreeWayMerge { text: text.to_string(), conflicts: 0, places: Vec::new() };
    if ours == theirs || theirs == base {
        return clean(ours);
    }
    if ours == base {
        return clean(theirs);
    }
    let [(_, base_text), (frame, our_text), (_, their_text)] = [base, ours, theirs].map(TextFrame::remove);
    if our_text == their_text || their_text == base_text {
        return clean(ours);
    }
    let pieces = merged_pieces(&base_text, &our_text, &their_text);
    let places: Vec<ConflictPlace> = pieces
        .iter()
        .filter_map(|p| match p {
            Piece::Conflict(conflict) => Some(conflict.place.clone()),
            Piece::Text(_) => None,
        })
        .collect();
    let ends_in_conflict = matches!(pieces.iter().rev().find(|p| !is_empty(p)), Some(Piece::Conflict(_)));
    let text = frame.put(piece::marked(&pieces, labels), ends_in_conflict);
    ThreeWayMerge { text, conflicts: places.len(), places }
}

fn is_empty(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(text) if text.is_empty())
}

/// How often a merge in parts is tried, each time with the items whole that did not pass the check.
const MAX_TRIES: usize = 3;

fn merged_pieces(base: &str, ours: &str, theirs: &str) -> Vec<Piece> {
    let trees = [base, ours, theirs].map(|text| parse(SourceId(0), text.into()));
    let [base_tree, our_tree, their_tree] = &trees;
    let renames = Renames::find(base_tree, our_tree, their_tree);
    let passes = |pieces: &[Piece]| wrong_items(pieces, trees.each_ref(), &renames);
    if trees.iter().all(is_trusted) {
        let gone = GoneNames::find(base_tree, our_tree, their_tree);
        let containers = trees.each_ref().map(Container::of_file);
        let mut whole: HashSet<String> = renames.taken().collect();
        for _ in 0..MAX_TRIES {
            let texts = trees.each_ref().map(|t| &*t.text);
            let merger = Merger { texts, renames: &renames, gone: &gone, whole: &whole };
            let Some(pieces) = merger.file(containers.each_ref()) else { break };
            let wrong = passes(&pieces);
            if wrong.is_empty() {
                return pieces;
            }
            if wrong.contains("") || wrong.iter().all(|item| whole.contains(item)) {
                break;
            }
            whole.extend(wrong);
        }
    }
    let pieces = checked_line_merge(base, ours, theirs, &ConflictPlace::default());
    pieces.filter(|p| passes(p).is_empty()).unwrap_or_else(|| whole_conflict(base, ours, theirs))
}

impl<'a> Merger<'a> {
    /// The merge of a file in parts; `None` where the tree can't say what belongs together.
    fn file(&self, of: [&Container<'a>; 3]) -> Option<Vec<Piece>> {
        let entries = self.entries(of, "", &ConflictPlace::default()).ok()?;
        let mut pieces = on_lines(&entries, "", "\n");
        let tail = layout_of(Some(of[0].tail), of[1].tail, of[2].tail).0;
        pieces.push(Piece::Text(tail.to_string()));
        Some(pieces)
    }
}

/// Whether the items of a text are told apart with certainty.
fn is_trusted(tree: &SyntaxTree) -> bool {
    let is_clear = |found| matches!(found, SyntaxKind::block | SyntaxKind::use_item | SyntaxKind::comment);
    let is_closed =
        |node: SyntaxNode<'_>| node.child(SyntaxKind::missing_close).is_none() && node.text().ends_with('}');
    !tree.text.contains('\r')
        && tree.roots().all(|n| is_clear(n.kind()) && (n.kind() != SyntaxKind::block || is_closed(n)))
}

/// All of the file in conflict, but for the lines that all three texts begin and end with.
fn whole_conflict(base: &str, ours: &str, theirs: &str) -> Vec<Piece> {
    let lines = [base, ours, theirs].map(|t| t.split_inclusive('\n').collect::<Vec<_>>());
    let [b, o, t] = &lines;
    let least = b.len().min(o.len()).min(t.len());
    let head = (0..least).take_while(|n| o[*n] == b[*n] && o[*n] == t[*n]).count();
    let end = |lines: &[&str], n: usize| lines.len() - 1 - n;
    let same_end = |n: &usize| o[end(o, *n)] == b[end(b, *n)] && o[end(o, *n)] == t[end(t, *n)];
    let tail = (0..least - head).take_while(same_end).count();
    let [base, ours, theirs] = lines.each_ref().map(|lines| lines[head..lines.len() - tail].concat());
    vec![
        Piece::Text(o[..head].concat()),
        Piece::Conflict(Conflict { base, ours, theirs, place: ConflictPlace::default() }),
        Piece::Text(o[o.len() - tail..].concat()),
    ]
}

#[cfg(test)]
mod tests;

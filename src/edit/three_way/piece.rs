//! A merged text in pieces: what is settled, and what is in conflict, each of whole lines where it matters.

use super::{ConflictLabels, ConflictPlace};

/// A part of a merged text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Conflict(Conflict),
}

/// Whole lines as each text has them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conflict {
    pub base: String,
    pub ours: String,
    pub theirs: String,
    pub place: ConflictPlace,
}

/// One of the two texts that are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Ours,
    Theirs,
}

impl Side {
    pub(super) const BOTH: [Side; 2] = [Side::Ours, Side::Theirs];

    pub(super) fn other(self) -> Side {
        match self {
            Side::Ours => Side::Theirs,
            Side::Theirs => Side::Ours,
        }
    }
}

pub(super) fn has_conflict(pieces: &[Piece]) -> bool {
    pieces.iter().any(|p| matches!(p, Piece::Conflict(_)))
}

/// The text with every conflict resolved for one side.
pub(super) fn resolved(pieces: &[Piece], side: Side) -> String {
    let one = |piece: &'_ Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Conflict(conflict) if side == Side::Ours => conflict.ours.clone(),
        Piece::Conflict(conflict) => conflict.theirs.clone(),
    };
    pieces.iter().map(one).collect()
}

/// The text with markers around every conflict.
pub(super) fn marked(pieces: &[Piece], labels: &ConflictLabels) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out += text,
            Piece::Conflict(conflict) => mark(&mut out, conflict, labels),
        }
    }
    out
}

fn mark(out: &mut String, conflict: &Conflict, labels: &ConflictLabels) {
    line(out, '<', &labels.ours, labels);
    lines(out, &conflict.ours);
    if let Some(base) = &labels.base {
        line(out, '|', base, labels);
        lines(out, &conflict.base);
    }
    line(out, '=', "", labels);
    lines(out, &conflict.theirs);
    line(out, '>', &labels.theirs, labels);
}

/// A marker on a line of its own.
fn line(out: &mut String, sign: char, label: &str, labels: &ConflictLabels) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.extend(std::iter::repeat_n(sign, labels.marker_length.max(1)));
    if !label.is_empty() {
        out.push(' ');
        // A label of several lines would put text of its own between the markers.
        out.extend(label.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }
    out.push('\n');
}

fn lines(out: &mut String, text: &str) {
    out.push_str(text);
    if !text.is_empty() && !text.ends_with('\n') {
        out.push('\n');
    }
}

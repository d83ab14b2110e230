//! Merged entries on their lines.

use super::ConflictPlace;
use super::entry::Entry;
use super::merge::{Versions, layout_of};
use super::piece::{Conflict, Piece, Side, has_conflict};
use super::row::Row;
use super::signature::comments;

/// What an entry became.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// Settled: its text, and what follows it on its line.
    Plain { core: String, trail: String },
    /// Whole lines, some of them in conflict.
    Lines(Vec<Piece>),
}

/// A merged entry, and how it stands between others.
#[derive(Clone, Debug)]
pub(super) struct MergedEntry {
    row: Row,
    blank: String,
    lead: Vec<Piece>,
    indent: Option<String>,
    body: Body,
    /// What stood between it and the entry before it on its line, in ours and in theirs.
    joined: [Option<String>; 2],
    side: Side,
    was_first: bool,
}

impl MergedEntry {
    pub(super) fn new(row: &Row, versions: Versions<'_, '_>, lead: Vec<Piece>, body: Body) -> Self {
        let Versions { base, ours, theirs } = versions;
        let (entry, side) = match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let layout = |e: &Entry<'_>| (e.joined.is_some(), e.indent.map(str::to_string));
                match layout_of(base.map(layout), layout(ours), layout(theirs)).1 {
                    Side::Ours => (Some(ours), Side::Ours),
                    Side::Theirs => (Some(theirs), Side::Theirs),
                }
            }
            (Some(ours), None) => (Some(ours), Side::Ours),
            (None, theirs) => (theirs, Side::Theirs),
        };
        let blank = match (ours, theirs) {
            (Some(ours), Some(theirs)) => layout_of(base.map(|b| b.blank), ours.blank, theirs.blank).0,
            _ => entry.map_or("", |e| e.blank),
        };
        MergedEntry {
            row: *row,
            blank: blank.to_string(),
            lead,
            indent: entry.and_then(|e| e.indent).map(str::to_string),
            body,
            joined: [ours, theirs].map(|e| e.and_then(|e| e.joined).map(str::to_string)),
            side,
            was_first: entry.is_some_and(|e| e.is_first),
        }
    }

    /// The entry as a side has it.
    pub(super) fn plain(row: &Row, side: Side, versions: Versions<'_, '_>) -> Self {
        let entry = if side == Side::Ours { versions.ours } else { versions.theirs };
        let text = |of: fn(&Entry<'_>) -> String| entry.map_or(String::new(), of);
        let lead = vec![Piece::Text(text(|e| e.lead.to_string()))];
        let body = Body::Plain { core: text(|e| e.core.to_string()), trail: text(|e| e.trail.to_string()) };
        MergedEntry::new(row, versions, lead, body)
    }

    /// The entry as each side has it.
    pub(super) fn conflict(row: &Row, versions: Versions<'_, '_>, indent: &str, place: &ConflictPlace) -> Self {
        let text = |e: Option<&Entry<'_>>| e.map_or(String::new(), |e| e.all_lines(indent));
        let lead = |e: Option<&Entry<'_>>| e.map_or("", |e| e.lead).to_string();
        let [base, ours, theirs] = [versions.base, versions.ours, versions.theirs].map(text);
        let leads = [versions.base, versions.ours, versions.theirs].map(lead);
        // Comments that all have alike stand above the markers.
        let shared = leads[1] == leads[2] && (versions.base.is_none() || leads[0] == leads[1]);
        let cut = if shared { leads[1].len() } else { 0 };
        let cut_base = if versions.base.is_some() { cut } else { 0 };
        let conflict = Conflict {
            base: base[cut_base..].to_string(),
            ours: ours[cut..].to_string(),
            theirs: theirs[cut..].to_string(),
            place: place.clone(),
        };
        let above = if cut > 0 { vec![Piece::Text(leads[1].clone())] } else { Vec::new() };
        MergedEntry::new(row, versions, above, Body::Lines(vec![Piece::Conflict(conflict)]))
    }

    fn is_in_conflict(&self) -> bool {
        has_conflict(&self.lead) || matches!(&self.body, Body::Lines(pieces) if has_conflict(pieces))
    }
}

/// Entries with lines of their own. `between` are blank lines for an entry that was the first and no longer is.
pub(super) fn on_lines(entries: &[MergedEntry], indent: &str, between: &str) -> Vec<Piece> {
    let mut out = Lines { pieces: Vec::new() };
    for (at, entry) in entries.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &entries[at]);
        if let Some(gap) = before.and_then(|before| joining(before, entry)) {
            let Body::Plain { core, trail } = &entry.body else { continue };
            out.join(gap, core, if entry.indent.is_some() { trail } else { trail.trim_end() });
            continue;
        }
        match before {
            None => out.text(if entry.was_first { &entry.blank } else { "" }),
            Some(_) if entry.was_first && entry.blank.is_empty() => out.text(between),
            Some(_) => out.text(&entry.blank),
        }
        entry.lead.iter().for_each(|piece| out.piece(piece));
        match &entry.body {
            Body::Lines(pieces) => pieces.iter().for_each(|piece| out.piece(piece)),
            Body::Plain { core, trail } => {
                let (indent, trail) = match &entry.indent {
                    Some(own) => (&**own, &**trail),
                    None => (indent, trail.trim_end()),
                };
                out.text(&format!("{indent}{core}{trail}\n"));
            }
        }
    }
    out.pieces
}

/// What stands between two entries that share a line, in the text that one of them is laid out like.
fn joining<'e>(before: &MergedEntry, entry: &'e MergedEntry) -> Option<&'e str> {
    let plain = |e: &MergedEntry| matches!(&e.body, Body::Plain { .. }) && !e.is_in_conflict();
    let bare = matches!(&before.body, Body::Plain { trail, .. } if trail.trim().is_empty());
    if !plain(before) || !plain(entry) || !bare {
        return None;
    }
    let gap = |side: Side| {
        let next_to = before.row.of(side).zip(entry.row.of(side)).is_some_and(|(a, b)| a + 1 == b);
        entry.joined[side as usize].as_deref().filter(|_| next_to)
    };
    let is_shared = before.side == entry.side || gap(entry.side.other()).is_some();
    gap(entry.side).filter(|_| is_shared)
}

/// Entries on one line, with `separator` between those that were not neighbours; `None` where one of them needs lines
/// of its own, or a comment does.
pub(super) fn on_one_line(entries: &[MergedEntry], separator: &str) -> Option<String> {
    let mut out = String::new();
    for (at, entry) in entries.iter().enumerate() {
        let Body::Plain { core, trail } = &entry.body else { return None };
        let lead: String = entry.lead.iter().map(|p| if let Piece::Text(text) = p { text } else { "#" }).collect();
        if !comments(&lead).is_empty() || !comments(trail).is_empty() {
            return None;
        }
        if let Some(before) = at.checked_sub(1).map(|at| &entries[at]) {
            out += joining(before, entry).unwrap_or(separator);
        }
        out += core;
    }
    Some(out)
}

/// Whether any entry is in conflict.
pub(super) fn any_conflict(entries: &[MergedEntry]) -> bool {
    entries.iter().any(MergedEntry::is_in_conflict)
}

struct Lines {
    pieces: Vec<Piece>,
}

impl Lines {
    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.pieces.push(Piece::Text(text.to_string())),
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Conflict(_) => self.pieces.push(piece.clone()),
        }
    }

    /// Puts an entry on the line that was written last.
    fn join(&mut self, gap: &str, core: &str, trail: &str) {
        if let Some(Piece::Text(last)) = self.pieces.last_mut() {
            last.truncate(last.trim_end().len());
        }
        self.text(&format!("{gap}{core}{trail}\n"));
    }
}

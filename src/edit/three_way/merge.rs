//! The merge itself: entry by entry, downward where both sides changed one.

use super::ConflictPlace;
use super::entry::{Container, Entry, EntryKind};
use super::key::keys;
use super::layout::{Body, MergedEntry};
use super::line_merge::checked_line_merge;
use super::order::order;
use super::piece::{Conflict, Piece, Side};
use super::references::GoneNames;
use super::rename::Renames;
use super::row::{Row, rows};
use super::signature::comments;
use super::trouble::Trouble;
use std::collections::HashSet;

/// What is known of the three texts.
#[derive(Debug)]
pub(super) struct Merger<'a> {
    /// The texts without their frames: base, ours, theirs.
    pub texts: [&'a str; 3],
    pub renames: &'a Renames,
    pub gone: &'a GoneNames,
    /// Items that are not merged in parts, by their place.
    pub whole: &'a HashSet<String>,
}

/// One entry in the three texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Versions<'e, 'a> {
    pub base: Option<&'e Entry<'a>>,
    pub ours: Option<&'e Entry<'a>>,
    pub theirs: Option<&'e Entry<'a>>,
}

impl<'e, 'a> Versions<'e, 'a> {
    fn of(row: &Row, [base, ours, theirs]: [&'e Container<'a>; 3]) -> Self {
        Versions {
            base: row.base.map(|at| &base.entries[at]),
            ours: row.ours.map(|at| &ours.entries[at]),
            theirs: row.theirs.map(|at| &theirs.entries[at]),
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &'e Entry<'a>> + use<'e, 'a> {
        [self.ours, self.theirs, self.base].into_iter().flatten()
    }
}

/// Which of two changed values holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Take(Side),
    Conflict,
}

/// The three-way rule for one value.
pub(super) fn choose<T: PartialEq>(base: Option<&T>, ours: &T, theirs: &T) -> Choice {
    match () {
        () if ours == theirs || Some(theirs) == base => Choice::Take(Side::Ours),
        () if Some(ours) == base => Choice::Take(Side::Theirs),
        () => Choice::Conflict,
    }
}

/// What only one of the texts may have written another way: the layout of the side that changed it, ours if both did.
pub(super) fn layout_of<T: PartialEq>(base: Option<T>, ours: T, theirs: T) -> (T, Side) {
    if base.is_some_and(|base| base == ours) { (theirs, Side::Theirs) } else { (ours, Side::Ours) }
}

impl<'a> Merger<'a> {
    /// The merged entries of a file, block or list in order. `indent` is what an entry without a line of its own gets
    /// before it.
    pub(super) fn entries<'e>(
        &self,
        of: [&'e Container<'a>; 3],
        indent: &str,
        place: &ConflictPlace,
    ) -> Result<Vec<MergedEntry>, Trouble> {
        let is_file = place.item.is_none();
        let keys = keys(of, is_file.then_some(self.renames))?;
        let rows = rows(&keys)?;
        if reason_is_left_alone(&rows, of) {
            return Err(Trouble::Conflict);
        }
        let mut merged = Vec::with_capacity(rows.len());
        for row in order(&rows) {
            let row = rows[row];
            let versions = Versions::of(&row, of);
            let inner = versions.all().next().map_or_else(|| place.clone(), |e| place.inside(e));
            merged.extend(self.entry(&row, versions, indent, &inner)?);
        }
        Ok(merged)
    }

    fn entry(
        &self,
        row: &Row,
        versions: Versions<'_, 'a>,
        indent: &str,
        place: &ConflictPlace,
    ) -> Result<Option<MergedEntry>, Trouble> {
        let known = versions.base.map_or_else(|| place.clone(), |e| ConflictPlace::default().inside(e));
        let whole = place.is_item() && self.whole.contains(&known.to_string());
        let conflict = |v| Some(MergedEntry::conflict(row, v, indent, place));
        let Versions { base, ours, theirs } = versions;
        Ok(match (base, ours, theirs) {
            (_, None, None) => None,
            (None, Some(new), None) => self.one_sided(row, Side::Ours, None, new, versions, indent, place),
            (None, None, Some(new)) => self.one_sided(row, Side::Theirs, None, new, versions, indent, place),
            (Some(base), Some(kept), None) | (Some(base), None, Some(kept)) => {
                match () {
                    () if base.is_same(kept) => None,
                    // What both took away is gone, and what one put there stays.
                    () if row.is_by_place => {
                        let side = if ours.is_some() { Side::Ours } else { Side::Theirs };
                        self.one_sided(row, side, None, kept, versions, indent, place)
                    }
                    () => conflict(versions),
                }
            }
            (_, Some(o), Some(t)) if o.is_same_text(t) => Some(MergedEntry::plain(row, Side::Ours, versions)),
            _ if whole => conflict(versions),
            (Some(base), Some(o), Some(t))
                if base.is_same_text(o) && !self.gone.are_named(Side::Theirs, Some(base), t) =>
            {
                Some(MergedEntry::plain(row, Side::Theirs, versions))
            }
            (Some(base), Some(o), Some(t))
                if base.is_same_text(t) && !self.gone.are_named(Side::Ours, Some(base), o) =>
            {
                Some(MergedEntry::plain(row, Side::Ours, versions))
            }
            (_, Some(o), Some(t)) => Some(self.both(row, versions, o, t, indent, place)?),
        })
    }

    /// What only one side brings.
    #[allow(clippy::too_many_arguments)]
    fn one_sided(
        &self,
        row: &Row,
        side: Side,
        base: Option<&Entry<'a>>,
        new: &Entry<'a>,
        versions: Versions<'_, 'a>,
        indent: &str,
        place: &ConflictPlace,
    ) -> Option<MergedEntry> {
        Some(match self.gone.are_named(side, base, new) {
            true => MergedEntry::conflict(row, versions, indent, place),
            false => MergedEntry::plain(row, side, versions),
        })
    }

    /// An entry that both sides have, and have changed.
    fn both(
        &self,
        row: &Row,
        versions: Versions<'_, 'a>,
        ours: &Entry<'a>,
        theirs: &Entry<'a>,
        indent: &str,
        place: &ConflictPlace,
    ) -> Result<MergedEntry, Trouble> {
        let is_item = place.is_item();
        if is_item && versions.all().any(Entry::is_damaged) {
            return Ok(lines_of(row, versions, indent, place));
        }
        if versions.all().any(|e| e.kind != ours.kind) {
            return Ok(MergedEntry::conflict(row, versions, indent, place));
        }
        let parts = self.parts(versions, ours, theirs, indent, place);
        Ok(match parts {
            Ok((lead, body)) => MergedEntry::new(row, versions, lead, body),
            Err(Trouble::Untrusted) if is_item => lines_of(row, versions, indent, place),
            Err(Trouble::Untrusted) => return Err(Trouble::Untrusted),
            Err(Trouble::Conflict) => MergedEntry::conflict(row, versions, indent, place),
        })
    }

    /// The comments above an entry, and the entry.
    fn parts(
        &self,
        versions: Versions<'_, 'a>,
        ours: &Entry<'a>,
        theirs: &Entry<'a>,
        indent: &str,
        place: &ConflictPlace,
    ) -> Result<(Vec<Piece>, Body), Trouble> {
        let base = versions.base;
        let lead = match choose(base.map(|b| comments(b.lead)).as_ref(), &comments(ours.lead), &comments(theirs.lead)) {
            Choice::Conflict => vec![Piece::Conflict(Conflict {
                base: base.map_or("", |b| b.lead).to_string(),
                ours: ours.lead.to_string(),
                theirs: theirs.lead.to_string(),
                place: place.clone(),
            })],
            Choice::Take(_) => {
                let (lead, _) = same_says(base.map(|b| b.lead), ours.lead, theirs.lead);
                vec![Piece::Text(lead.to_string())]
            }
        };
        let trail = trail(base.map(|b| b.trail), ours.trail, theirs.trail)?;
        let body = match ours.kind {
            EntryKind::Block => self.block(versions, ours, theirs, trail, indent, place)?,
            _ => Body::Plain { core: self.value(versions, ours, theirs, place)?, trail: trail.to_string() },
        };
        if let ([Piece::Conflict(_)], Body::Lines(_)) = (&lead[..], &body)
            && ours.kind != EntryKind::Block
        {
            return Err(Trouble::Conflict);
        }
        Ok((lead, body))
    }

    /// A field, an element of a list, a `use`, or a comment.
    fn value(
        &self,
        versions: Versions<'_, 'a>,
        ours: &Entry<'a>,
        theirs: &Entry<'a>,
        place: &ConflictPlace,
    ) -> Result<String, Trouble> {
        let base = versions.base;
        let side = match choose(base.map(Entry::says).as_ref(), &ours.says(), &theirs.says()) {
            Choice::Conflict if ours.kind == EntryKind::Field => return self.list(versions, ours, theirs, place),
            Choice::Conflict => return Err(Trouble::Conflict),
            Choice::Take(side) => side,
        };
        let changed = |e: &Entry<'_>| base.is_none_or(|b| b.says() != e.says());
        let other = match side {
            Side::Ours => theirs,
            Side::Theirs => ours,
        };
        // Where neither changed what it says, the layout is of the side that changed that.
        let (core, side) = match changed(ours) || changed(theirs) {
            true if side == Side::Ours => (ours.core, side),
            true => (theirs.core, side),
            false => layout_of(base.map(|b| b.core), ours.core, theirs.core),
        };
        let new = if side == Side::Ours { ours } else { theirs };
        if !changed(other) && self.gone.are_named(side, base, new) {
            return Err(Trouble::Conflict);
        }
        Ok(core.to_string())
    }
}

/// What stands at the end of a line; its comment is a value of its own.
fn trail<'t>(base: Option<&'t str>, ours: &'t str, theirs: &'t str) -> Result<&'t str, Trouble> {
    match choose(base.map(comments).as_ref(), &comments(ours), &comments(theirs)) {
        Choice::Conflict => Err(Trouble::Conflict),
        Choice::Take(_) => Ok(same_says(base, ours, theirs).0),
    }
}

/// Of texts of comments that are not in conflict, the one whose comments hold, in ours' layout where it may be.
pub(super) fn same_says<'t>(base: Option<&'t str>, ours: &'t str, theirs: &'t str) -> (&'t str, Side) {
    match choose(base.map(comments).as_ref(), &comments(ours), &comments(theirs)) {
        Choice::Take(Side::Theirs) => (theirs, Side::Theirs),
        _ if comments(ours) == comments(theirs) => layout_of(base, ours, theirs),
        _ => (ours, Side::Ours),
    }
}

/// An item that can't be trusted: its lines.
fn lines_of(row: &Row, versions: Versions<'_, '_>, indent: &str, place: &ConflictPlace) -> MergedEntry {
    let text = |e: Option<&Entry<'_>>| e.map_or(String::new(), |e| e.all_lines(indent));
    let [base, ours, theirs] = [versions.base, versions.ours, versions.theirs].map(text);
    match checked_line_merge(&base, &ours, &theirs, place) {
        Some(pieces) => MergedEntry::new(row, versions, Vec::new(), Body::Lines(pieces)),
        None => MergedEntry::conflict(row, versions, indent, place),
    }
}

/// Whether one side changed the `because:` of a block and the other what it gives the reason for.
fn reason_is_left_alone(rows: &[Row], of: [&Container<'_>; 3]) -> bool {
    let fields: Vec<(bool, [bool; 2])> = rows
        .iter()
        .map(|row| Versions::of(row, of))
        .filter(|v| v.all().next().is_some_and(|e| e.kind == EntryKind::Field))
        .map(|v| {
            let is_reason = v.all().next().is_some_and(|e| e.core.starts_with("because"));
            let says = [v.base, v.ours, v.theirs].map(|e| e.map(Entry::says));
            let agree = says[1] == says[2];
            (is_reason, [!agree && says[0] != says[1], !agree && says[0] != says[2]])
        })
        .collect();
    let changed = |reason: bool, side: usize| fields.iter().any(|(is, by)| *is == reason && by[side]);
    // A block that is new on both sides has no reason yet that could be left alone.
    let known = !of[0].entries.is_empty();
    known && ((changed(true, 0) && changed(false, 1)) || (changed(true, 1) && changed(false, 0)))
}

//! What may stand in the text of a plan.

use super::super::candidate::{CandidateCollector, Completion};
use super::super::cursor_context::{Cursor, CursorContext};
use super::super::knowledge::Knowledge;
use super::formula::Scope;
use super::{entry, formula, value};

/// What may stand at a byte of a plan's text.
pub(super) fn complete(text: &str, offset: usize, known: &Knowledge<'_>) -> Completion {
    let cursor = Cursor::new(text, offset);
    at_cursor(&cursor, offset, known)
}

/// What may stand at a cursor whose place is known.
pub(super) fn at_cursor(cursor: &Cursor<'_>, offset: usize, known: &Knowledge<'_>) -> Completion {
    let mut pool = CandidateCollector::new(cursor.word);
    match &cursor.context {
        CursorContext::Silent => {}
        CursorContext::Code { field, from } => {
            let scope = Scope::of(&cursor.frames, field, known);
            return formula::complete(cursor.text, *from, offset, &scope, known);
        }
        CursorContext::Entry => entry::offer(known, &cursor.frames, &mut pool),
        CursorContext::Name { kind } => entry::offer_item_names(known, &cursor.frames, kind, &mut pool),
        CursorContext::Value { field, before, over } => {
            value::offer(known, cursor, field, before, *over, &mut pool);
        }
    }
    pool.finish(cursor.start)
}

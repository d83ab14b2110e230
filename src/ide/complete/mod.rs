//! What may stand at the cursor.

mod address;
mod dates;
mod entry;
mod formula;
mod unit;
mod value;

use super::candidate::{CandidateKind as Kind, Completion, Pool};
use super::formula_token::{Sort, tokens};
use super::knowledge::Knowledge;
use super::language::Language;
use super::members::{Node, Reading};
use super::place::{Cursor, Place};
use formula::Scope;

pub(super) use unit::{length, work};

/// What a path leads to, read as a formula over the whole plan, else as an address.
pub(super) fn reached<'a>(known: &Knowledge<'a>, names: &[&'a str]) -> Option<Node<'a>> {
    let formula = formula::follow(known, names).filter(|n| !matches!(n, Node::Items(_)));
    formula.or_else(|| address::follow(known, names, Reading::Address).map(|r| r.node))
}

/// What may stand at byte `offset` of a text. An offset behind the text or inside a character is moved back to where
/// one may be.
pub fn complete(text: &str, offset: usize, language: Language<'_>, known: &Knowledge<'_>) -> Completion {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    match language {
        Language::Any => any(text, offset, known),
        Language::Plan => plan(text, offset, known),
        Language::Formula => formula::complete(text, 0, offset, &Scope::plan(), known),
        Language::Query => formula::complete(text, 0, offset, &Scope::query(known), known),
        Language::Address => address::complete(text, offset, known),
        Language::Value { of } => address::complete_value(text, offset, of, known),
    }
}

/// At the first word nobody knows yet whether an item or a formula will come of it.
fn any(text: &str, offset: usize, known: &Knowledge<'_>) -> Completion {
    let before = &text[..offset];
    let word = before.trim_start();
    if !word.is_empty() && !word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return match super::language_of(text) {
            Language::Plan => plan(text, offset, known),
            _ => formula::complete(text, 0, offset, &Scope::plan(), known),
        };
    }
    let mut pool = Pool::new(word);
    if !word.is_empty() || text.trim().is_empty() {
        entry::offer_kinds(known, &mut pool);
    }
    formula::offer_names(&Scope::plan(), known, &[], &mut pool);
    pool.finish(offset - word.len())
}

fn plan(text: &str, offset: usize, known: &Knowledge<'_>) -> Completion {
    let cursor = Cursor::new(text, offset);
    at_cursor(&cursor, offset, known)
}

fn at_cursor(cursor: &Cursor<'_>, offset: usize, known: &Knowledge<'_>) -> Completion {
    let mut pool = Pool::new(cursor.word);
    match &cursor.place {
        Place::Silent => {}
        Place::Code { field, from } => {
            let scope = Scope::of(&cursor.frames, field, known);
            return formula::complete(cursor.text, *from, offset, &scope, known);
        }
        Place::Entry => entry::offer(known, &cursor.frames, &mut pool),
        Place::Name { kind } => entry::offer_item_names(known, &cursor.frames, kind, &mut pool),
        Place::Value { field, before, over } => {
            value::offer(known, cursor, field, before, *over, &mut pool);
        }
    }
    pool.finish(cursor.start)
}

/// The names that a formula's `let` brings in before the cursor.
fn locals(text: &str) -> Vec<&str> {
    let words = tokens(text);
    let pairs = words.windows(2).filter(|w| w[0].text(text) == "let" && w[1].sort == Sort::Name);
    pairs.filter(|w| w[1].end < text.len()).map(|w| w[1].text(text)).collect()
}

/// Offers a word with what it means.
fn word(pool: &mut Pool<'_>, text: &str, detail: &str) {
    pool.add(Kind::Word, text, detail);
}

//! What may stand at the cursor.

mod address;
mod dates;
mod entry;
mod formula;
mod plan;
mod unit;
mod value;

use super::candidate::{CandidateCollector, Completion};
use super::knowledge::Knowledge;
use super::language::Language;
use super::members::{PathNode, PathSyntax};
use formula::Scope;

pub(super) use unit::{length, work};

/// What a path leads to, read as a formula over the whole plan, else as an address.
pub(super) fn resolve_path<'a>(known: &Knowledge<'a>, names: &[&'a str]) -> Option<PathNode<'a>> {
    let formula = formula::follow(known, names).filter(|n| !matches!(n, PathNode::Items(_)));
    formula.or_else(|| address::follow(known, names, PathSyntax::Address).map(|r| r.node))
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
        Language::Plan => plan::complete(text, offset, known),
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
            Language::Plan => plan::complete(text, offset, known),
            _ => formula::complete(text, 0, offset, &Scope::plan(), known),
        };
    }
    let mut pool = CandidateCollector::new(word);
    if !word.is_empty() || text.trim().is_empty() {
        entry::offer_kinds(known, &mut pool);
    }
    formula::offer_names(&Scope::plan(), known, &[], &mut pool);
    pool.finish(offset - word.len())
}

//! What the word under the cursor means, where it stands.

use super::candidate::CandidateKind as Kind;
use super::complete::complete;
use super::cursor_context::{Cursor, CursorContext, block_schema};
use super::describe::{Description, describe, of_block, of_field, of_node};
use super::highlighting::{TokenClass, token_classes};
use super::knowledge::Knowledge;
use super::language::Language;
use super::members::PathNode;
use std::ops::Range;

/// The word at a byte of a text, with what it means there: `high` is a level behind `impact:` and nothing elsewhere.
/// `None` on white space, numbers, text and what nobody knows.
pub fn hover(
    text: &str,
    offset: usize,
    language: Language<'_>,
    known: &Knowledge<'_>,
) -> Option<(Range<usize>, Description)> {
    let language = language.of(text);
    let found = token_classes(text, language);
    // A cursor right behind a word means that word.
    let at = found.partition_point(|(range, _)| range.end < offset);
    let under = |(range, class): &&(Range<usize>, TokenClass)| {
        range.start <= offset
            && offset <= range.end
            && !matches!(
                class,
                TokenClass::Number | TokenClass::Text | TokenClass::Title | TokenClass::Comment | TokenClass::Error
            )
            && !matches!(class, TokenClass::Punctuation | TokenClass::Code)
    };
    let (range, class) = found.get(at..)?.iter().take(2).find(under)?.clone();
    let word = text.get(range.clone())?;
    let described = match class {
        TokenClass::Unit => describe(word.trim_start_matches('/'), known)?,
        _ => described(text, &range, word, language, known)?,
    };
    Some((range, described))
}

fn described(
    text: &str,
    range: &Range<usize>,
    word: &str,
    language: Language<'_>,
    known: &Knowledge<'_>,
) -> Option<Description> {
    if language == Language::Plan {
        let cursor = Cursor::new(text, range.end);
        match cursor.context {
            CursorContext::Entry if !cursor.frames.is_empty() => {
                let block = block_schema(known, &cursor.frames)?;
                if let Some(field) = block.fields.get(word) {
                    return Some(of_field(word, block, field, known));
                }
                if let Some(nested) = known.block(block, word) {
                    return Some(of_block(word, nested, Some(block), known).title(&nested.title));
                }
            }
            CursorContext::Name { kind } if cursor.frames.is_empty() => {
                return of_node(word, PathNode::item(known, kind, word)?, known);
            }
            _ => {}
        }
    }
    // What would be offered there under this very name.
    let offered = complete(text, range.end, language, known).candidates;
    let Some(candidate) = offered.into_iter().find(|c| c.text == word) else { return describe(word, known) };
    let what = match candidate.kind {
        Kind::Level => "level",
        Kind::Connective => "connective",
        Kind::Word => "word",
        Kind::Unit => "unit",
        Kind::Field => "field",
        Kind::Block => "block",
        Kind::Kind | Kind::Framework | Kind::Name | Kind::Function => {
            return describe(word, known).or_else(|| Some(Description::new(word, "name").doc(candidate.detail)));
        }
    };
    Some(Description::new(&candidate.label, what).doc(candidate.detail))
}

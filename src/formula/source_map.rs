//! From the engine's lines and columns back to bytes of the text that the user wrote.
//!
//! A formula is slightly rewritten before the engine reads it (lists, aggregates); every replacement is
//! remembered here, so that places found later are places in the user's own text.

use super::lexer;
use rhai::Position;

/// A piece of the user's text with what stands for it.
#[derive(Clone, Debug)]
pub(super) struct Replacement {
    pub start: usize,
    pub end: usize,
    pub with: String,
}

/// Text for the engine, with the way back.
#[derive(Clone, Debug)]
pub(super) struct RewrittenText {
    /// What the engine reads.
    pub text: String,
    original: String,
    /// For each replacement: its place in the new text, and the place it had.
    edits: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
    lines: Vec<usize>,
}

impl RewrittenText {
    /// Applies replacements, which must not overlap; those at one place go in the order given.
    pub(super) fn new(original: &str, mut replacements: Vec<Replacement>) -> Self {
        replacements.sort_by_key(|r| r.start);
        let mut text = String::with_capacity(original.len() + 16 * replacements.len());
        let mut edits = Vec::with_capacity(replacements.len());
        let mut done = 0;
        for Replacement { start, end, with } in replacements {
            text.push_str(original.get(done..start).unwrap_or_default());
            edits.push((text.len()..text.len() + with.len(), start..end));
            text.push_str(&with);
            done = end.max(done);
        }
        text.push_str(original.get(done..).unwrap_or_default());
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        RewrittenText { text, original: original.to_string(), edits, lines }
    }

    /// What the user wrote.
    pub(crate) fn original(&self) -> &str {
        &self.original
    }

    /// The byte of the user's text at a position of the engine's; the end for a position that is none.
    pub(super) fn offset(&self, position: Position) -> usize {
        let (Some(line), column) = (position.line(), position.position().unwrap_or(1)) else {
            return self.original.len();
        };
        let start = self.lines.get(line - 1).copied().unwrap_or(self.text.len());
        let column = column.saturating_sub(1);
        let new = self.text[start..].char_indices().nth(column).map_or(self.text.len(), |(i, _)| start + i);
        self.to_original(new)
    }

    fn to_original(&self, new: usize) -> usize {
        let mut old = new;
        for (now, was) in &self.edits {
            if now.end <= new {
                old = was.end + (new - now.end);
            } else if now.contains(&new) {
                return was.start;
            } else {
                break;
            }
        }
        old.min(self.original.len())
    }

    /// The word at a position: where it starts and how long it is. A dot or `[` stands for what is behind it.
    pub(super) fn span(&self, position: Position) -> (usize, usize) {
        let offset = self.offset(position);
        let words = lexer::tokenize(&self.original).unwrap_or_default();
        let Some(at) = words.iter().position(|w| w.end() > offset) else {
            let last = words.last().map_or(0, |w| w.offset);
            return (last, words.last().map_or(0, |w| w.text.len()));
        };
        let word = match words.get(at + 1) {
            Some(next) if words[at].is(".") || words[at].is("[") => next,
            _ => &words[at],
        };
        (word.offset, word.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_across_replacements_and_wide_characters() {
        let text = "\"é\" == x\n[1, 22]";
        let at = text.find('[').unwrap();
        let new = RewrittenText::new(
            text,
            vec![
                Replacement { start: at, end: at, with: "list__(".into() },
                Replacement { start: text.len(), end: text.len(), with: ")".into() },
            ],
        );
        assert_eq!(new.text, "\"é\" == x\nlist__([1, 22])");
        assert_eq!(new.span(Position::new(1, 5)), (text.find("==").unwrap(), 2));
        assert_eq!(new.span(Position::new(2, 12)), (text.find("22").unwrap(), 2));
        assert_eq!(new.span(Position::new(2, 1)), (at + 1, 1));
        assert_eq!(new.offset(Position::NONE), text.len());
    }
}

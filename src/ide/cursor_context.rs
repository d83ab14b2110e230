//! Where in a plan the cursor stands.

use super::knowledge::Knowledge;
use super::plan_token::{PlanToken, PlanTokenKind, tokens};
use crate::schema::BlockSchema;

/// A block that is open at the cursor, with what stands in it.
#[derive(Debug, Default)]
pub(super) struct OpenBlock<'t> {
    pub kind: &'t str,
    pub id: Option<&'t str>,
    /// The fields given, each with its value as written.
    pub fields: Vec<(&'t str, &'t str)>,
    /// The blocks given, each with its name.
    pub blocks: Vec<(&'t str, Option<&'t str>)>,
}

impl<'t> OpenBlock<'t> {
    /// The value of a field, as written.
    pub(super) fn value(&self, field: &str) -> Option<&'t str> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, value)| *value)
    }
}

/// What may stand at the cursor.
#[derive(Debug)]
pub(super) enum CursorContext<'t> {
    /// Nothing that anybody could guess: in a comment, in text, behind a finished word.
    Silent,
    /// In the code of a field, which begins at a byte.
    Code { field: &'t str, from: usize },
    /// A field or a block; at the top a kind.
    Entry,
    /// The name of an item or block of this kind.
    Name { kind: &'t str },
    /// A part of a field's value.
    Value {
        field: &'t str,
        /// The value so far, without the word at the cursor.
        before: Vec<PlanToken>,
        /// The unit before the last `/` of the word at the cursor.
        over: Option<&'t str>,
    },
}

/// The cursor with what is around it.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    /// The whole text.
    pub text: &'t str,
    /// Where the word at the cursor begins.
    pub start: usize,
    /// The word at the cursor, up to it.
    pub word: &'t str,
    pub frames: Vec<OpenBlock<'t>>,
    pub context: CursorContext<'t>,
}

impl<'t> Cursor<'t> {
    /// The cursor at a byte of a plan's text, which is a boundary of characters.
    pub(super) fn new(text: &'t str, offset: usize) -> Cursor<'t> {
        // Only the item around the cursor counts: a bracket that another one lacks is no matter here.
        let pieces = crate::syntax::items(text);
        let piece = pieces.iter().rfind(|p| p.start < offset).map_or(0, |p| p.start);
        let mut cursor = Cursor::read(text, piece, offset, Vec::new(), None);
        if matches!(cursor.context, CursorContext::Entry)
            && let Some(frame) = cursor.frames.last_mut()
        {
            look_ahead(text, offset, frame);
        }
        cursor
    }

    /// The cursor in the value of a field.
    pub(super) fn in_value(text: &'t str, offset: usize, frames: Vec<OpenBlock<'t>>, field: &'t str) -> Cursor<'t> {
        Cursor::read(text, 0, offset, frames, Some(field))
    }

    fn read(
        text: &'t str,
        from: usize,
        offset: usize,
        frames: Vec<OpenBlock<'t>>,
        field: Option<&'t str>,
    ) -> Cursor<'t> {
        let mut words = tokens(text.get(from..offset).unwrap_or(""));
        words.iter_mut().for_each(|t| (t.start, t.end) = (t.start + from, t.end + from));
        let silent = |frames| Cursor { text, start: offset, word: "", frames, context: CursorContext::Silent };
        let last = words.last().copied().filter(|t| t.end == offset);
        if let Some(open) = last.filter(|t| t.open) {
            words.pop();
            let reader = BlockTracker::over(text, frames, &words, field.is_some());
            let field = field.or_else(|| field_of(text, &words[reader.statement..]).map(|(field, _)| field));
            return match (open.kind, field) {
                (PlanTokenKind::Code | PlanTokenKind::Fence, Some(field)) => {
                    let from = open.inside().start;
                    Cursor {
                        text,
                        start: offset,
                        word: "",
                        frames: reader.frames,
                        context: CursorContext::Code { field, from },
                    }
                }
                _ => silent(reader.frames),
            };
        }
        // What adjoins the cursor: a word, perhaps with the number before it, `$50K/ye`.
        let mut first = words.len();
        let mut edge = offset;
        while let Some(t) = first.checked_sub(1).and_then(|i| words.get(i)).filter(|t| t.end == edge) {
            let part = matches!(t.kind, PlanTokenKind::Word | PlanTokenKind::Unit) || matches!(t.text(text), "." | "-");
            if !part {
                break;
            }
            (first, edge) = (first - 1, t.start);
        }
        let glued = first.checked_sub(1).and_then(|i| words.get(i)).filter(|t| t.end == edge);
        let run = &text[edge..offset];
        let finished = match glued.map(|t| t.kind) {
            Some(
                PlanTokenKind::Text
                | PlanTokenKind::LongText
                | PlanTokenKind::Code
                | PlanTokenKind::Fence
                | PlanTokenKind::Comment
                | PlanTokenKind::Junk,
            ) => true,
            Some(PlanTokenKind::Number) => !run.starts_with('/') && !run.starts_with('%'),
            _ => false,
        };
        let reader = BlockTracker::over(text, frames, &words[..first], field.is_some());
        // What begins with a sign is no word: `-`, `.`.
        if finished || run.starts_with(['.', '-']) {
            return silent(reader.frames);
        }
        let slash = run.rfind('/');
        let start = slash.map_or(edge, |n| edge + n + 1);
        let over = slash.map(|n| &run[..n]);
        let statement: Vec<PlanToken> = words[reader.statement..first].to_vec();
        let place = match field {
            Some(field) => CursorContext::Value { field, before: statement, over },
            None => cursor_context(text, &statement, over),
        };
        Cursor { text, start, word: &text[start..offset], frames: reader.frames, context: place }
    }
}

fn cursor_context<'t>(text: &'t str, statement: &[PlanToken], over: Option<&'t str>) -> CursorContext<'t> {
    let meant: Vec<&PlanToken> =
        statement.iter().filter(|t| !matches!(t.kind, PlanTokenKind::Newline | PlanTokenKind::Comment)).collect();
    match meant.as_slice() {
        [] if over.is_none() => CursorContext::Entry,
        [key, colon, ..] if key.kind == PlanTokenKind::Word && colon.is(b':') => {
            let value = statement.iter().position(|t| t.is(b':')).map_or(statement.len(), |n| n + 1);
            CursorContext::Value { field: key.text(text), before: statement[value..].to_vec(), over }
        }
        [kind] if kind.kind == PlanTokenKind::Word && kind.text(text) != "use" => {
            CursorContext::Name { kind: kind.text(text) }
        }
        _ => CursorContext::Silent,
    }
}

/// The field that a statement gives, with its value as written.
fn field_of<'t>(text: &'t str, statement: &[PlanToken]) -> Option<(&'t str, &'t str)> {
    let mut meant = statement.iter().filter(|t| !matches!(t.kind, PlanTokenKind::Newline | PlanTokenKind::Comment));
    let (key, colon) = (meant.next()?, meant.next()?);
    if key.kind != PlanTokenKind::Word || !colon.is(b':') {
        return None;
    }
    let value = meant.next().map_or("", |first| {
        let last = statement
            .iter()
            .rfind(|t| !matches!(t.kind, PlanTokenKind::Newline | PlanTokenKind::Comment))
            .unwrap_or(first);
        text.get(first.start..last.end).unwrap_or("")
    });
    Some((key.text(text), value))
}

/// Follows blocks and statements up to the cursor.
struct BlockTracker<'t> {
    text: &'t str,
    frames: Vec<OpenBlock<'t>>,
    /// The first word of the statement that is being read.
    statement: usize,
    lists: usize,
}

impl<'t> BlockTracker<'t> {
    /// `value`: all of it is the value of one field.
    fn over(text: &'t str, frames: Vec<OpenBlock<'t>>, words: &[PlanToken], value: bool) -> BlockTracker<'t> {
        let mut reader = BlockTracker { text, frames, statement: 0, lists: 0 };
        if !value {
            reader.read(words);
        }
        reader
    }

    fn read(&mut self, words: &[PlanToken]) {
        for (index, token) in words.iter().enumerate() {
            match token.kind {
                PlanTokenKind::Newline if self.lists == 0 && !continues_field(self.text, &words[index + 1..]) => {
                    self.end(words, index)
                }
                PlanTokenKind::Sign(b';') => self.end(words, index),
                PlanTokenKind::Sign(b'{') => {
                    let header: Vec<&PlanToken> =
                        words[self.statement..index].iter().filter(|t| t.kind == PlanTokenKind::Word).collect();
                    let kind = header.first().map_or("", |t| t.text(self.text));
                    let id = header.get(1).map(|t| t.text(self.text));
                    if let Some(frame) = self.frames.last_mut() {
                        frame.blocks.push((kind, id));
                    }
                    self.frames.push(OpenBlock { kind, id, ..OpenBlock::default() });
                    (self.statement, self.lists) = (index + 1, 0);
                }
                PlanTokenKind::Sign(b'}') => {
                    self.end(words, index);
                    self.frames.pop();
                }
                PlanTokenKind::Sign(b'[') => self.lists += 1,
                PlanTokenKind::Sign(b']') => self.lists = self.lists.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn end(&mut self, words: &[PlanToken], index: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.fields.extend(field_of(self.text, &words[self.statement..index]));
        }
        (self.statement, self.lists) = (index + 1, 0);
    }
}

/// Whether the next line begins with `because` and so goes on with the field.
pub(super) fn continues_field(text: &str, rest: &[PlanToken]) -> bool {
    // A few lines are looked at, so that a text of empty lines takes no time.
    let mut next = rest.iter().take(8).filter(|t| !matches!(t.kind, PlanTokenKind::Newline | PlanTokenKind::Comment));
    next.next().is_some_and(|t| t.text(text) == "because") && !next.next().is_some_and(|t| t.is(b':'))
}

/// What stands in the block behind the cursor.
fn look_ahead<'t>(text: &'t str, offset: usize, frame: &mut OpenBlock<'t>) {
    let rest = text.get(offset..).unwrap_or("");
    let words = tokens(rest);
    // What the cursor's own statement goes on with belongs to what is being typed.
    let (mut depth, mut statement) = (0usize, None);
    for (index, token) in words.iter().enumerate() {
        match token.kind {
            PlanTokenKind::Sign(b'}') if depth == 0 => {
                let last = statement.and_then(|from| words.get(from..index)).and_then(|s| field_of(rest, s));
                return frame.fields.extend(last);
            }
            PlanTokenKind::Sign(b'}') => depth -= 1,
            PlanTokenKind::Sign(b'{') => {
                if let (0, Some(from)) = (depth, statement) {
                    let header: Vec<&PlanToken> = words.get(from..index).unwrap_or(&[]).iter().collect();
                    if let Some(kind) = header.first() {
                        let id = header.get(1).filter(|t| t.kind == PlanTokenKind::Word).map(|t| t.text(rest));
                        frame.blocks.push((kind.text(rest), id));
                    }
                }
                depth += 1;
            }
            PlanTokenKind::Newline | PlanTokenKind::Sign(b';') if depth == 0 => {}
            _ => continue,
        }
        if depth == 0 {
            if let Some(from) = statement {
                frame.fields.extend(words.get(from..index).and_then(|s| field_of(rest, s)));
            }
            statement = Some(index + 1);
        }
    }
}

/// The row of the innermost block, found from the outermost on.
pub(super) fn block_schema<'a>(known: &Knowledge<'a>, frames: &[OpenBlock<'_>]) -> Option<&'a BlockSchema> {
    let initiative = || known.kind("initiative");
    let mut found: Option<&'a BlockSchema> = None;
    for frame in frames {
        found = Some(match found {
            // A block alone is one of an initiative: somebody tries it out.
            None => known.kind(frame.kind).or_else(|| known.block(initiative()?, frame.kind))?,
            Some(row) if &*row.name == "scenario" => known.kind(frame.kind)?,
            Some(row) => match known.block(row, frame.kind) {
                Some(block) => block,
                None if row.any_block => known.block(initiative()?, frame.kind)?,
                None => return None,
            },
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(text: &str) -> Cursor<'_> {
        let offset = text.find('|').unwrap();
        // The mark is a character that means nothing; it stands behind the cursor.
        Cursor::new(text, offset)
    }

    fn path(text: &str) -> String {
        cursor(text).frames.iter().map(|f| format!("{}:{}", f.kind, f.id.unwrap_or(""))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn blocks_around_the_cursor_are_found_in_unfinished_text() {
        assert_eq!(path("initiative a { rice { imp|"), "initiative:a rice:");
        assert_eq!(path("initiative a {\n  rice { x: 1 }\n own|\n\ninitiative b { }"), "initiative:a");
        assert_eq!(path("initiative a {\n\nmetric b \"B\" {\n role: |\n}"), "metric:b");
        assert_eq!(path("initiative a { }\n|"), "");
    }

    #[test]
    fn what_stands_before_and_behind_in_the_block_is_known() {
        let c = cursor(
            "initiative a {\n  owner: ana # x\n rice { }\n |\n phase: idea; due: 2026\n risk r { x: 1 }\n}\nteam b { }",
        );
        let frame = &c.frames[0];
        assert_eq!(frame.fields, [("owner", "ana"), ("phase", "idea"), ("due", "2026")]);
        assert_eq!(frame.blocks, [("rice", None), ("risk", Some("r"))]);
    }

    #[test]
    fn the_place_is_told() {
        assert!(matches!(cursor("|").context, CursorContext::Entry));
        assert!(matches!(cursor("initiative |").context, CursorContext::Name { kind: "initiative" }));
        assert!(matches!(cursor("initiative a |").context, CursorContext::Silent));
        assert!(matches!(cursor("a b { x: \"y|").context, CursorContext::Silent));
        assert!(matches!(cursor("a b { x: `y|").context, CursorContext::Code { field: "x", from: 10 }));
        assert!(matches!(cursor("a b { x: 3|").context, CursorContext::Silent));
        let c = cursor("a b { x: $50K/mo|");
        assert!(matches!(c.context, CursorContext::Value { over: Some(""), .. }));
        assert_eq!(c.word, "mo");
        let c = cursor("a b { x: 3 minutes/user/|");
        assert!(matches!(c.context, CursorContext::Value { over: Some("minutes/user"), .. }));
        assert_eq!(c.word, "");
        let c = cursor("a b { x: 3 person-|");
        assert_eq!(c.word, "person-");
    }
}

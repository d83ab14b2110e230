//! Typed views of the tree. Every part may be absent: a view never fails.

use super::field_value::{FieldValue, Literal};
use super::name::Name;
use super::syntax_tree::{SyntaxKind, SyntaxNode};
use crate::source::Span;
use std::borrow::Cow;

/// `kind name "Title" { … }`, or a block whose header can't be read.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a>(pub SyntaxNode<'a>);

/// What stands in a block.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// `key: value`.
    Field(Field<'a>),
    /// A nested block.
    Block(Block<'a>),
}

impl<'a> Block<'a> {
    pub(super) fn cast(node: SyntaxNode<'a>) -> Option<Self> {
        matches!(node.kind(), SyntaxKind::block | SyntaxKind::bad_block).then_some(Block(node))
    }

    /// The first word; `None` where the header can't be read.
    pub fn kind(&self) -> Option<Name<'a>> {
        self.0.child(SyntaxKind::kind).map(Name::from)
    }

    /// The name.
    pub fn id(&self) -> Option<Name<'a>> {
        self.0.children().take(2).find(|c| c.kind() == SyntaxKind::id).map(Name::from)
    }

    /// The title's content and place.
    pub fn title(&self) -> Option<(Cow<'a, str>, Span)> {
        let node =
            self.0.children().take(3).find(|c| matches!(c.kind(), SyntaxKind::title | SyntaxKind::open_title))?;
        Some((super::text_literal::content(node.text()).0, node.span()))
    }

    /// The header's place: from the kind to the name or title.
    pub fn header(&self) -> Span {
        let parts = self.0.children().take(3);
        let is_header = |k| {
            matches!(
                k,
                SyntaxKind::kind | SyntaxKind::id | SyntaxKind::title | SyntaxKind::open_title | SyntaxKind::bad_header
            )
        };
        parts
            .filter(|c| is_header(c.kind()))
            .map(|c| c.span())
            .reduce(Span::to)
            .unwrap_or(Span { end: self.0.span().start + 1, ..self.0.span() })
    }

    /// Fields and blocks in order, comments and junk left out.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        self.0.children().filter_map(|n| match n.kind() {
            SyntaxKind::field => Some(Entry::Field(Field(n))),
            _ => Block::cast(n).map(Entry::Block),
        })
    }

    /// The fields in order.
    pub fn fields(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        self.0.children().filter(|n| n.kind() == SyntaxKind::field).map(Field)
    }

    /// The nested blocks in order.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'a>> + use<'a> {
        self.0.children().filter_map(Block::cast)
    }
}

/// `key: value`.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a>(pub SyntaxNode<'a>);

impl<'a> Field<'a> {
    /// The key.
    pub fn key(&self) -> Name<'a> {
        // The grammar gives every field a key as its first child.
        self.0.children().next().map_or(Name { text: "", span: self.0.span() }, Name::from)
    }

    /// The value, read from the tokens after the key.
    pub fn value(&self) -> FieldValue<'a> {
        FieldValue::read(self.0, self.key())
    }

    /// The word that is all of its value.
    pub(crate) fn single_word(&self) -> Option<&'a str> {
        match self.value().phrases.as_slice() {
            [phrase] if phrase.tails.is_empty() && phrase.head.high.is_none() => match phrase.head.low.literal {
                Literal::Word(word) => Some(word),
                _ => None,
            },
            _ => None,
        }
    }

    /// Its value where that is nothing but words with blanks between them, as nobody reads them: `In Progress`. What
    /// follows a connective is left out.
    pub fn words(&self) -> Option<(&'a str, Span)> {
        let tokens = self.0.children().skip(1).take_while(|t| t.kind() == SyntaxKind::word);
        let place = tokens.map(|t| t.span()).reduce(Span::to)?;
        let from = (place.start - self.0.base) as usize;
        let text = &self.0.text[from..from + (place.end - place.start) as usize];
        text.contains(' ').then_some((text, place))
    }

    /// The place of the whole field.
    pub fn span(&self) -> Span {
        self.0.span()
    }
}

/// `use "path" as alias`.
#[derive(Clone, Copy, Debug)]
pub struct UseStatement<'a>(pub SyntaxNode<'a>);

impl<'a> UseStatement<'a> {
    /// The path as written, and its place.
    pub fn path(&self) -> (Cow<'a, str>, Span) {
        match self.0.child(SyntaxKind::text) {
            Some(node) => (super::text_literal::content(node.text()).0, node.span()),
            None => (Cow::Borrowed(""), self.0.span()),
        }
    }

    /// The name after `as`.
    pub fn alias(&self) -> Option<Name<'a>> {
        self.0.child(SyntaxKind::alias).map(Name::from)
    }
}

//! The lossless tree: tokens and nodes in reading order, over text that is never copied or changed.
//!
//! An element is 16 bytes in one flat table per item; a node's descendants follow it, and `next` says where they
//! end. White space and the punctuation `: ; { } [ ]` are the bytes that no token covers.

use super::grammar::{Grammar, Rule};
use crate::source::{SourceId, Span};
use pest::{Parser, Token};

/// What an element is: a rule of `grammar/plan.pest`.
pub type SyntaxKind = Rule;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Element {
    pub kind: SyntaxKind,
    pub start: u32,
    pub end: u32,
    /// Index of the first element after this one's descendants.
    pub next: u32,
}

/// The tree of one item, with offsets relative to the item's first byte.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct ItemTree {
    pub elements: Vec<Element>,
    /// Whether any element is one that only a mistake makes.
    pub has_error: bool,
}

impl ItemTree {
    /// Parses one item.
    pub(super) fn parse(text: &str) -> ItemTree {
        let Ok(pairs) = Grammar::parse(Rule::chunk, text) else {
            // The grammar accepts every text; should it ever not, the item is kept as one piece of junk.
            return ItemTree::junk(text);
        };
        let mut tree = ItemTree { elements: Vec::with_capacity(text.len() / 8 + 4), has_error: false };
        let mut open = Vec::with_capacity(8);
        for token in pairs.tokens() {
            match token {
                Token::Start { rule, pos } => {
                    open.push(tree.elements.len());
                    tree.elements.push(Element { kind: rule, start: pos.pos() as u32, end: 0, next: 0 });
                    tree.has_error |= is_error(rule);
                }
                Token::End { pos, .. } => {
                    let Some(index) = open.pop() else { continue };
                    let next = tree.elements.len() as u32;
                    let element = &mut tree.elements[index];
                    element.end = pos.pos() as u32;
                    element.next = next;
                }
            }
        }
        if tree.elements.last().is_some_and(|e| e.kind == Rule::EOI) {
            tree.elements.pop();
        }
        tree.elements.shrink_to_fit();
        tree
    }

    /// A tree of one unreadable element.
    pub(crate) fn junk(text: &str) -> ItemTree {
        let element = Element { kind: Rule::junk_item, start: 0, end: text.len() as u32, next: 1 };
        ItemTree { elements: vec![element], has_error: true }
    }
}

fn is_error(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::bad_block
            | Rule::missing_close
            | Rule::missing_bracket
            | Rule::junk_value
            | Rule::junk_entry
            | Rule::junk_field
            | Rule::junk_item
            | Rule::stray_close
            | Rule::open_text
            | Rule::open_title
            | Rule::open_long_text
            | Rule::open_code
    )
}

/// One element of a tree, with its place in the file.
#[derive(Clone, Copy, Debug)]
pub struct SyntaxNode<'a> {
    pub(super) tree: &'a ItemTree,
    pub(super) text: &'a str,
    pub(super) source: SourceId,
    pub(super) base: u32,
    pub(super) index: u32,
}

impl<'a> SyntaxNode<'a> {
    fn element(&self) -> &'a Element {
        &self.tree.elements[self.index as usize]
    }

    /// The rule of the grammar that made it.
    pub fn kind(&self) -> SyntaxKind {
        self.element().kind
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        let e = self.element();
        &self.text[e.start as usize..e.end as usize]
    }

    /// Its place in the file.
    pub fn span(&self) -> Span {
        let e = self.element();
        Span { source: self.source, start: self.base + e.start, end: self.base + e.end }
    }

    /// The elements directly inside it, comments included, in order.
    pub(crate) fn children(&self) -> impl Iterator<Item = SyntaxNode<'a>> + use<'a> {
        children(*self, self.index + 1, self.element().next)
    }

    /// The elements directly inside it that are of this kind.
    pub fn child(&self, wanted: SyntaxKind) -> Option<SyntaxNode<'a>> {
        self.children().find(|c| c.kind() == wanted)
    }

    /// The text from its start to the end of its item.
    pub(super) fn text_from(&self) -> &'a str {
        &self.text[self.element().start as usize..]
    }

    /// The text of its line before it; `start` is its offset within its item.
    pub(super) fn text_before(&self, start: usize) -> &'a str {
        let line = self.text[..start].rfind('\n').map_or(0, |n| n + 1);
        &self.text[line..start]
    }

    /// The whole file-relative text between this element and a later one.
    pub fn between(&self, later: &SyntaxNode<'a>) -> &'a str {
        self.text.get(self.element().end as usize..later.element().start as usize).unwrap_or("")
    }
}

/// Elements `from..to` of a tree that are not inside one another.
pub(super) fn children<'a>(of: SyntaxNode<'a>, from: u32, to: u32) -> impl Iterator<Item = SyntaxNode<'a>> + use<'a> {
    let mut index = from;
    std::iter::from_fn(move || {
        if index >= to {
            return None;
        }
        let node = SyntaxNode { index, ..of };
        index = node.element().next;
        Some(node)
    })
}

//! A parsed file: its items, and what could not be read.

use super::ast::{Block, UseStatement};
use super::syntax_tree::{ItemTree, SyntaxKind, SyntaxNode, children};
use super::{errors, invisible_chars};
use crate::diagnostic::Diagnostic;
use crate::limit::{carried, look};
use crate::source::{ItemChunk, SourceId, split_items};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Files shorter than this are parsed on one thread: starting more costs more than it saves.
const PARALLEL_FROM: usize = 64 * 1024;

/// A file after parsing. Total: every text gives one.
#[derive(Debug, Clone)]
pub struct SyntaxTree {
    /// Which source this is.
    pub source: SourceId,
    /// Its text, unchanged.
    pub text: Arc<str>,
    items: Vec<ParsedItem>,
    /// What could not be read, in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Clone)]
struct ParsedItem {
    start: u32,
    end: u32,
    tree: ItemTree,
}

/// Parses one file.
pub fn parse(source: SourceId, text: Arc<str>) -> SyntaxTree {
    let pieces = split_items(&text);
    let read = |piece: &ItemChunk| {
        let slice = &text[piece.start..piece.end];
        let tree = if piece.too_deep.is_some() { ItemTree::junk(slice) } else { ItemTree::parse(slice) };
        ParsedItem { start: piece.start as u32, end: piece.end as u32, tree }
    };
    let items: Vec<ParsedItem> = if text.len() < PARALLEL_FROM {
        pieces.iter().inspect(|_| look()).map(read).collect()
    } else {
        pieces.par_iter().with_min_len(64).map(carried(read)).collect()
    };
    let mut parsed = SyntaxTree { source, text: text.clone(), items, diagnostics: Vec::new() };
    let mut diagnostics = invisible_chars::find(source, &text);
    for (piece, item) in pieces.iter().zip(&parsed.items) {
        if let Some(at) = piece.too_deep {
            diagnostics.push(errors::too_deep(source, at));
        } else if item.tree.has_error {
            parsed.roots_of(item).for_each(|n| errors::collect(n, &mut diagnostics));
        }
    }
    parsed.diagnostics = diagnostics;
    parsed
}

/// Parses several files, on all threads where there is much of them.
pub(crate) fn parse_all(sources: &[(SourceId, Arc<str>)]) -> Vec<SyntaxTree> {
    let read = |(source, text): &(SourceId, Arc<str>)| parse(*source, text.clone());
    if sources.iter().map(|(_, text)| text.len()).sum::<usize>() < PARALLEL_FROM {
        sources.iter().map(read).collect()
    } else {
        sources.par_iter().map(carried(read)).collect()
    }
}

/// The bytes of each top-level item of a file, with the comments before it; nothing in them is parsed yet. Together
/// they cover the file.
pub fn items(text: &str) -> Vec<Range<usize>> {
    split_items(text).iter().map(|p| p.start..p.end).collect()
}

impl SyntaxTree {
    /// Everything at the top of the file in order: blocks, `use`, comments, and what could not be read.
    pub(crate) fn roots(&self) -> impl Iterator<Item = SyntaxNode<'_>> {
        self.items.iter().flat_map(|item| self.roots_of(item))
    }

    fn roots_of<'a>(&'a self, item: &'a ParsedItem) -> impl Iterator<Item = SyntaxNode<'a>> + use<'a> {
        let text = &self.text[item.start as usize..item.end as usize];
        let node = SyntaxNode { tree: &item.tree, text, source: self.source, base: item.start, index: 0 };
        children(node, 0, item.tree.elements.len() as u32)
    }

    /// The top-level blocks, in order.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        self.roots().filter_map(Block::cast)
    }

    /// The `use` statements, in order.
    pub fn uses(&self) -> impl Iterator<Item = UseStatement<'_>> {
        self.roots().filter(|n| n.kind() == SyntaxKind::use_item).map(UseStatement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_lossless(text: &str) {
        let parsed = parse(SourceId(0), text.into());
        let mut covered = vec![false; text.len()];
        for item in &parsed.items {
            let elements = &item.tree.elements;
            for (i, e) in elements.iter().enumerate() {
                assert!(e.start <= e.end && e.next as usize <= elements.len());
                if e.next as usize == i + 1 {
                    covered[(item.start + e.start) as usize..(item.start + e.end) as usize].fill(true);
                }
            }
        }
        for (i, c) in text.char_indices() {
            let gap = c.is_whitespace() || ":;{}[]\u{FEFF}".contains(c);
            assert!(covered[i] || gap, "`{c}` at {i} of {text:?} is in no token");
        }
        let total: u32 = parsed.items.iter().map(|i| i.end - i.start).sum();
        assert_eq!(total as usize, text.len());
    }

    const SAMPLE: &str = "plan acme \"Acme\" { edition: 2026; currency: USD } # end\n\nuse \"a.plan\" as m\ninitiative x \"X\" {\n  \
        reach: 400 to 900 customers/quarter because \"said \\\"so\\\"\"\n  tags: [\n    a # one\n    b because \"c\"\n  ]\n  score: \
        ```\n  a / b\n  ```\n  t: \"\"\"long\n } text\"\"\"\n  cost: $50K/year\n  effort: ?\n    because \"later\"\n  \
        rice { impact: high; confidence: 80% }\n  on: 2026-Q2\n  when: `a == \"b\"`\n}\n";

    #[test]
    fn the_sample_is_read_without_a_mistake() {
        assert_lossless(SAMPLE);
        let parsed = parse(SourceId(0), SAMPLE.into());
        assert_eq!(parsed.diagnostics, []);
        assert_eq!(parsed.blocks().count(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]
        #[test]
        fn mutants_lose_nothing(edits in prop::collection::vec((0usize..700, 0usize..4, "[a-z0-9 \"`#{}\\[\\]:;,\n$%€-]{0,3}"), 1..6)) {
            let mut text: Vec<char> = SAMPLE.chars().collect();
            for (at, cut, put) in edits {
                let at = at.min(text.len());
                let end = (at + cut).min(text.len());
                text.splice(at..end, put.chars());
            }
            assert_lossless(&text.into_iter().collect::<String>());
        }
    }
}

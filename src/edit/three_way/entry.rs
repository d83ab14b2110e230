//! A file, block or list in parts that cover it: its entries, each with the comments that belong to it.

use super::signature::{self, comments, is_header};
use crate::syntax::{SyntaxKind, SyntaxNode, SyntaxTree, is_well_formed};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum EntryKind {
    Field,
    Block,
    Use,
    /// An element of a list.
    Element,
    /// Lines of comments that belong to nothing below them: a blank line or an end follows.
    Comment,
}

/// An entry with the comments above it and at the end of its line.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub kind: EntryKind,
    pub nodes: Vec<SyntaxNode<'a>>,
    /// The blank lines before it.
    pub blank: &'a str,
    /// The whole lines of comments right above it.
    pub lead: &'a str,
    /// What stands before it on its line; `None` in a block or list on one line.
    pub indent: Option<&'a str>,
    /// The entry itself.
    pub core: &'a str,
    /// What follows it on its line: white space, separators, a comment.
    pub trail: &'a str,
    /// What stands between it and what is before it on its line, if anything is.
    pub joined: Option<&'a str>,
    /// The first of its file, block or list.
    pub is_first: bool,
}

impl<'a> Entry<'a> {
    /// What it says, without comments above it or after it.
    pub(super) fn says(&self) -> String {
        match self.kind {
            EntryKind::Comment => comments(self.core).join("\n"),
            _ => signature::signature(&self.nodes),
        }
    }

    /// Whether both say the same, comments included.
    pub(super) fn is_same(&self, other: &Entry<'_>) -> bool {
        self.is_same_text(other)
            || (comments(self.lead) == comments(other.lead)
                && comments(self.trail) == comments(other.trail)
                && (self.core == other.core || self.says() == other.says()))
    }

    /// Whether both are the same bytes, blank lines before them aside.
    pub(super) fn is_same_text(&self, other: &Entry<'_>) -> bool {
        self.core == other.core && self.lead == other.lead && self.trail == other.trail
    }

    /// Its own line or lines, comments above it left out.
    pub(super) fn lines(&self, indent: &str) -> String {
        format!("{}{}{}\n", self.indent.unwrap_or(indent), self.core, self.trail.trim_end())
    }

    /// All its lines.
    pub(super) fn all_lines(&self, indent: &str) -> String {
        format!("{}{}", self.lead, self.lines(indent))
    }

    /// Its one node, where it is one.
    pub(super) fn node(&self) -> Option<SyntaxNode<'a>> {
        match self.nodes[..] {
            [node] => Some(node),
            _ => None,
        }
    }

    /// Whether any of it could not be read.
    pub(super) fn is_damaged(&self) -> bool {
        !self.nodes.iter().all(|n| is_well_formed(*n))
    }
}

/// A file, block or list.
#[derive(Clone, Debug, Default)]
pub(super) struct Container<'a> {
    pub entries: Vec<Entry<'a>>,
    /// What follows the opening bracket on its line.
    pub open_trail: &'a str,
    /// What stands before the closing bracket on its line, and the blank lines before that.
    pub tail: &'a str,
    /// Whether all of it stands on the line of its brackets.
    pub is_inline: bool,
}

impl<'a> Container<'a> {
    /// The items of a file.
    pub(super) fn of_file(tree: &'a SyntaxTree) -> Self {
        let nodes = tree.roots().map(|n| vec![n]);
        Partition::new(&tree.text, 0, false).read(nodes, tree.text.len())
    }

    /// What stands in a block.
    pub(super) fn of_block(text: &'a str, block: SyntaxNode<'a>) -> Self {
        let span = block.span().range();
        let header = block.children().filter(is_header).last().map_or(span.start, |n| n.span().range().end);
        let open = header + text[header..span.end].find('{').map_or(0, |n| n + 1);
        let nodes = block.children().filter(|c| !is_header(c)).map(|n| vec![n]);
        Partition::new(text, open, true).read(nodes, span.end - 1)
    }

    /// The elements of a `[ ]` list.
    pub(super) fn of_list(text: &'a str, list: SyntaxNode<'a>) -> Self {
        let span = list.span().range();
        let nodes = list.children().filter(|c| c.kind() != SyntaxKind::comma).map(|n| vec![n]);
        Partition::new(text, span.start + 1, true).read(nodes, span.end - 1)
    }

    /// The elements of a value with commas.
    pub(super) fn of_row(text: &'a str, elements: Vec<Vec<SyntaxNode<'a>>>) -> Self {
        let from = elements.first().and_then(|e| e.first()).map_or(0, |n| n.span().range().start);
        let to = elements.last().and_then(|e| e.last()).map_or(from, |n| n.span().range().end);
        Partition::new(text, from, true).read(elements.into_iter(), to)
    }
}

/// What was read last.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Bracket,
    Entry,
    Comment,
}

struct CommentLine<'a> {
    blank: &'a str,
    indent: &'a str,
    node: SyntaxNode<'a>,
}

/// Reads a container from its first byte to its last.
struct Partition<'a> {
    text: &'a str,
    at: usize,
    /// Where what follows the last entry, or the bracket, begins.
    trail: usize,
    last: Last,
    line_began: bool,
    any_line: bool,
    indent: Option<&'a str>,
    pending: Vec<CommentLine<'a>>,
    out: Container<'a>,
}

impl<'a> Partition<'a> {
    fn new(text: &'a str, at: usize, has_bracket: bool) -> Self {
        let last = if has_bracket { Last::Bracket } else { Last::Nothing };
        let line_began = !has_bracket;
        let out = Container::default();
        Partition { text, at, trail: at, last, line_began, any_line: false, indent: None, pending: Vec::new(), out }
    }

    fn read(mut self, nodes: impl Iterator<Item = Vec<SyntaxNode<'a>>>, end: usize) -> Container<'a> {
        for nodes in nodes {
            match nodes[..] {
                [node] if node.kind() == SyntaxKind::comment => self.comment(node),
                _ => self.entry(nodes),
            }
        }
        self.end_line(end);
        if !self.line_began && self.last == Last::Entry {
            self.set_trail(end);
        }
        self.release(self.pending.len());
        self.out.tail = if self.line_began { &self.text[self.at..end] } else { "" };
        self.out.is_inline = !self.any_line && !self.line_began;
        self.out
    }

    /// Ends the line of what was read last, where it ends before `upto`.
    fn end_line(&mut self, upto: usize) {
        if self.line_began {
            return;
        }
        if let Some(n) = self.text[self.at..upto].find('\n') {
            self.set_trail(self.at + n);
            self.at += n + 1;
            self.line_began = true;
            self.any_line = true;
        }
    }

    fn set_trail(&mut self, end: usize) {
        let trail = &self.text[self.trail..end];
        match (self.last, self.out.entries.last_mut()) {
            (Last::Bracket, _) => self.out.open_trail = trail,
            (Last::Entry, Some(entry)) => entry.trail = trail,
            _ => {}
        }
    }

    /// The blank lines before `start` and what stands before it on its line.
    fn line_start(&mut self, start: usize) -> (&'a str, &'a str) {
        let line = self.text[self.at..start].rfind('\n').map_or(self.at, |n| self.at + n + 1);
        (&self.text[self.at..line], &self.text[line..start])
    }

    fn comment(&mut self, node: SyntaxNode<'a>) {
        let span = node.span().range();
        self.end_line(span.start);
        if self.line_began {
            let (blank, indent) = self.line_start(span.start);
            self.pending.push(CommentLine { blank, indent, node });
            self.last = Last::Comment;
            self.line_began = false;
        }
        self.at = span.end;
    }

    fn entry(&mut self, nodes: Vec<SyntaxNode<'a>>) {
        let start = nodes.first().map_or(self.at, |n| n.span().range().start);
        let end = nodes.last().map_or(self.at, |n| n.span().range().end);
        self.end_line(start);
        let (mut blank, mut lead, mut joined) = ("", "", None);
        if self.line_began {
            let (own, indent) = self.line_start(start);
            (blank, self.indent) = (own, Some(indent));
            let attached = if own.is_empty() { self.attached() } else { 0 };
            self.release(self.pending.len() - attached);
            if let Some(first) = self.pending.first() {
                blank = first.blank;
                lead = &self.text[first.node.span().range().start - first.indent.len()..start - indent.len()];
            }
            self.pending.clear();
        } else {
            joined = Some(&self.text[self.at..start]);
        }
        let kind = match nodes[0].kind() {
            SyntaxKind::field => EntryKind::Field,
            SyntaxKind::use_item => EntryKind::Use,
            SyntaxKind::list_item => EntryKind::Element,
            SyntaxKind::block | SyntaxKind::bad_block => EntryKind::Block,
            _ => EntryKind::Element,
        };
        let (core, is_first) = (&self.text[start..end], self.out.entries.is_empty());
        self.out.entries.push(Entry {
            kind,
            nodes,
            blank,
            lead,
            indent: self.indent,
            core,
            trail: "",
            joined,
            is_first,
        });
        (self.at, self.trail, self.last, self.line_began) = (end, end, Last::Entry, false);
    }

    /// How many of the pending comments stand right above what comes next.
    fn attached(&self) -> usize {
        let group = self.pending.iter().rposition(|c| !c.blank.is_empty());
        self.pending.len() - group.unwrap_or(0)
    }

    /// The first pending comments become entries of their own, one for each group between blank lines.
    fn release(&mut self, count: usize) {
        let comments: Vec<CommentLine<'a>> = self.pending.drain(..count).collect();
        let mut at = 0;
        while at < comments.len() {
            let more = comments[at + 1..].iter().take_while(|c| c.blank.is_empty()).count();
            let group = &comments[at..=at + more];
            let start = group[0].node.span().range().start;
            let end = group[more].node.span().range().end;
            self.out.entries.push(Entry {
                kind: EntryKind::Comment,
                nodes: group.iter().map(|c| c.node).collect(),
                blank: group[0].blank,
                lead: "",
                indent: Some(group[0].indent),
                core: &self.text[start..end],
                trail: "",
                joined: None,
                is_first: self.out.entries.is_empty(),
            });
            at += more + 1;
        }
    }
}

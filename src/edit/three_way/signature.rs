//! What a piece of the tree says, without its layout: the tokens in order, comments included.

use crate::syntax::{SyntaxKind, SyntaxNode};

/// The tokens of some nodes that stand in a row.
pub(super) fn signature(nodes: &[SyntaxNode<'_>]) -> String {
    let mut out = String::new();
    row(nodes.iter().copied(), &mut out);
    out
}

/// The comments in a text that holds nothing else but white space and separators.
pub(super) fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|l| l.find('#').map(|at| l[at..].trim_end())).collect()
}

/// Whether a node is a part of a block's header.
pub(super) fn is_header(node: &SyntaxNode<'_>) -> bool {
    matches!(node.kind(), SyntaxKind::kind | SyntaxKind::id | SyntaxKind::title)
}

fn row<'a>(nodes: impl Iterator<Item = SyntaxNode<'a>>, out: &mut String) {
    let mut before: Option<SyntaxNode<'a>> = None;
    for node in nodes {
        // What was written together may mean something else apart.
        if before.is_some_and(|b| !b.between(&node).is_empty() || tells_apart(&b) || tells_apart(&node)) {
            out.push(' ');
        }
        one(node, out);
        before = Some(node);
    }
}

fn tells_apart(node: &SyntaxNode<'_>) -> bool {
    matches!(node.kind(), SyntaxKind::comma | SyntaxKind::list | SyntaxKind::key)
}

fn one(node: SyntaxNode<'_>, out: &mut String) {
    match node.kind() {
        SyntaxKind::field => row(node.children(), out),
        SyntaxKind::list_item => row(node.children().filter(|c| c.kind() != SyntaxKind::comma), out),
        SyntaxKind::use_item => row(node.children(), out),
        SyntaxKind::block => {
            row(node.children().filter(is_header), out);
            lines(node.children().filter(|c| !is_header(c)), ['{', '}'], out);
        }
        SyntaxKind::list => lines(node.children().filter(|c| c.kind() != SyntaxKind::comma), ['[', ']'], out),
        SyntaxKind::comment => {
            out.push_str(node.text().trim_end());
            out.push('\n');
        }
        _ => out.push_str(node.text()),
    }
}

fn lines<'a>(nodes: impl Iterator<Item = SyntaxNode<'a>>, brackets: [char; 2], out: &mut String) {
    out.push(brackets[0]);
    out.push('\n');
    for node in nodes {
        one(node, out);
        out.push('\n');
    }
    out.push(brackets[1]);
}

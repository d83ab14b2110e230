//! Names: what is one, where one stands, and which words are none.

use super::syntax_tree::SyntaxNode;
use crate::source::Span;

/// A name with its place.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    /// The name as written.
    pub text: &'a str,
    /// Where.
    pub span: Span,
}

impl<'a> From<SyntaxNode<'a>> for Name<'a> {
    fn from(node: SyntaxNode<'a>) -> Self {
        Name { text: node.text(), span: node.span() }
    }
}

/// Whether a text is a name: letters, digits and `_`, a letter first.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The length of the name at the start of a text; 0 where none stands there.
pub(super) fn name_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// Words that mean something of their own where a value stands: a reference to an item of such a name can't be read.
pub(crate) const VALUE_WORDS: [&str; 15] = [
    "none", "yes", "no", "to", "likely", "by", "on", "at", "from", "until", "within", "after", "at_least", "at_most",
    "because",
];

/// Words that no item may be called by, since Rhai keeps them for itself.
pub(crate) const RESERVED_WORDS: &[&str] = &[
    "and",
    "as",
    "async",
    "await",
    "break",
    "call",
    "case",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "default",
    "do",
    "else",
    "eval",
    "exit",
    "export",
    "false",
    "Fn",
    "fn",
    "for",
    "global",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "nil",
    "not",
    "null",
    "or",
    "package",
    "print",
    "private",
    "protected",
    "public",
    "return",
    "shared",
    "sleep",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "then",
    "this",
    "thread",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

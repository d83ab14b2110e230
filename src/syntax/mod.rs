//! Floor 2: text → lossless tree → typed views.
//!
//! A file is cut into its top-level items; the pest grammar parses each on its own; `tree` keeps the result as a flat
//! table of tokens and nodes over the unchanged text; `view` and `value` read that table as blocks, fields and
//! literals. Nothing above this floor sees pest.

mod errors;
mod grammar;
mod habits;
mod odd_date;
mod parse;
mod text;
mod tree;
mod unseen;
mod value;
mod view;

pub(crate) use parse::parse_all;
pub use parse::{SyntaxTree, items, parse};
pub use text::quote;
pub use tree::{Kind, Node};
pub use value::{Connective, Literal, Operand, Phrase, Term, Value};
pub use view::{Block, Entry, Field, Name, Use};

pub(crate) use crate::source::MAX_DEPTH;

/// Words that mean something of their own where a value stands: a reference to an item of such a name can't be read.
pub(crate) const VALUE_WORDS: [&str; 15] = [
    "none", "yes", "no", "to", "likely", "by", "on", "at", "from", "until", "within", "after", "at_least", "at_most",
    "because",
];

/// Whether a text is a name: letters, digits and `_`, a letter first.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Words that no item may be called by, since Rhai keeps them for itself.
pub(crate) const RESERVED: &[&str] = &[
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

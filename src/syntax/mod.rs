//! Floor 2: text → lossless tree → typed views.
//!
//! A file is cut into its top-level items; the pest grammar parses each on its own; `tree` keeps the result as a flat
//! table of tokens and nodes over the unchanged text; `view` and `value` read that table as blocks, fields and
//! literals. Nothing above this floor sees pest.

mod date_forms;
mod errors;
mod grammar;
mod habits;
mod name;
mod odd_date;
mod parse;
mod phrasing;
mod text;
mod tree;
mod unseen;
mod value;
mod view;

pub use name::Name;
pub(crate) use name::{RESERVED_WORDS, VALUE_WORDS, is_name};
pub(crate) use parse::parse_all;
pub use parse::{SyntaxTree, items, parse};
pub use text::quote;
pub use tree::{SyntaxKind, SyntaxNode};
pub use value::{Connective, FieldValue, Literal, Operand, Phrase, SpannedLiteral};
pub use view::{Block, Entry, Field, UseStatement};

pub(crate) use crate::source::MAX_DEPTH;

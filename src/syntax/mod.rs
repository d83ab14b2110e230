//! Floor 2: text → lossless tree → typed views.
//!
//! A file is cut into its top-level items; the pest grammar parses each on its own; `tree` keeps the result as a flat
//! table of tokens and nodes over the unchanged text; `view` and `value` read that table as blocks, fields and
//! literals. Nothing above this floor sees pest.

mod ast;
mod date_forms;
mod errors;
mod field_value;
mod foreign_date;
mod foreign_syntax;
mod grammar;
mod invisible_chars;
mod name;
mod parse;
mod phrasing;
mod syntax_tree;
mod text_literal;
mod well_formed;

pub use ast::{Block, Entry, Field, UseStatement};
pub use field_value::{Connective, FieldValue, Literal, Operand, Phrase, SpannedLiteral};
pub use name::Name;
pub(crate) use name::{RESERVED_WORDS, VALUE_WORDS, is_name};
pub(crate) use parse::parse_all;
pub use parse::{SyntaxTree, items, parse};
pub use syntax_tree::{SyntaxKind, SyntaxNode};
pub use text_literal::quote;
pub(crate) use well_formed::is_well_formed;

pub(crate) use crate::source::MAX_DEPTH;

//! Initiatives on their way from a table to a file.

use std::sync::Arc;

/// What a table holds, ready to be written.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Fields of the team's own that are used.
    pub fields: Vec<OwnField>,
    /// The initiatives in the order of their rows.
    pub items: Vec<Item>,
    /// Whether the table has a column of names, so that a title may change.
    pub has_ids: bool,
}

/// A team's own field.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnField {
    /// Its name.
    pub name: String,
    /// Whether its values are names; text otherwise.
    pub is_name: bool,
    /// The column it comes from, as written.
    pub column: String,
    /// Whether the plan declares it elsewhere.
    pub declared: bool,
}

/// An initiative.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The line of its row.
    pub line: u64,
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its values in the order in which they are written: those outside blocks first.
    pub facts: Vec<Fact>,
    /// Cells that are empty: the block and field they would have filled.
    pub empty: Vec<(Option<Arc<str>>, Arc<str>)>,
}

/// One value.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The framework whose block it stands in; `None` outside blocks.
    pub block: Option<Arc<str>>,
    /// The field.
    pub key: Arc<str>,
    /// The value.
    pub value: Written,
    /// The column, as written.
    pub column: Arc<str>,
}

/// A value as it will be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// As it stands: `500 users/month`.
    Token(String),
    /// A cell of a team's own field, written as a name or as text.
    Own(String),
    /// Names of a list.
    Names(Vec<String>),
}

//! Initiatives on their way from a table to a file.

use std::sync::Arc;

/// What a table holds, ready to be written.
#[derive(Debug, Clone, Default)]
pub struct PlanDraft {
    /// The currency that a new plan counts in, where its amounts are in another than usual.
    pub currency: Option<String>,
    /// People, teams and other items that the initiatives refer to and nobody has declared yet.
    pub declared: Vec<DraftDeclaration>,
    /// Fields of the team's own that are used.
    pub fields: Vec<CustomField>,
    /// The initiatives in the order of their rows.
    pub items: Vec<DraftInitiative>,
    /// Whether the table has a column of names, so that a title may change.
    pub has_ids: bool,
}

/// An item that a reference needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftDeclaration {
    /// Its kind: `team`, `person`.
    pub kind: String,
    /// Its name.
    pub id: String,
    /// Its title, as the table has it.
    pub title: String,
}

/// What a team's own field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CustomFieldType {
    Text,
    Name,
    Names,
    Number,
    Date,
    Truth,
}

impl CustomFieldType {
    /// The type of this name.
    pub fn parse(word: &str) -> Option<CustomFieldType> {
        let all = [
            CustomFieldType::Text,
            CustomFieldType::Name,
            CustomFieldType::Names,
            CustomFieldType::Number,
            CustomFieldType::Date,
            CustomFieldType::Truth,
        ];
        all.into_iter().find(|t| t.word() == word)
    }

    /// Its name in a `field` declaration.
    pub fn word(self) -> &'static str {
        match self {
            CustomFieldType::Text => "text",
            CustomFieldType::Name => "name",
            CustomFieldType::Names => "names",
            CustomFieldType::Number => "number",
            CustomFieldType::Date => "date",
            CustomFieldType::Truth => "yes_no",
        }
    }
}

/// A team's own field.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomField {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub ty: CustomFieldType,
    /// The column it comes from, as written.
    pub column: String,
    /// Whether the plan declares it elsewhere.
    pub declared: bool,
}

/// An initiative.
#[derive(Debug, Clone, Default)]
pub struct DraftInitiative {
    /// The line of its row.
    pub line: u64,
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its values in the order in which they are written: those outside blocks first.
    pub facts: Vec<DraftFact>,
    /// Fields that keep a word of a column that is none of its words, where this row's word is one.
    pub stale: Vec<Arc<str>>,
    /// Cells that are empty: the block and field they would have filled.
    pub empty: Vec<(Option<Arc<str>>, Arc<str>)>,
}

/// One value.
#[derive(Debug, Clone)]
pub struct DraftFact {
    /// The framework whose block it stands in; `None` outside blocks.
    pub block: Option<Arc<str>>,
    /// The field.
    pub key: Arc<str>,
    /// The value.
    pub value: DraftValue,
    /// The column, as written.
    pub column: Arc<str>,
}

/// A value as it will be written.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftValue {
    /// As it stands: `500 users/month`.
    Token(String),
    /// A cell of a team's own field, written as a name or as text.
    Own(String),
    /// Names of a list.
    Names(Vec<String>),
    /// Names of initiatives, which a merge may know by other names.
    Items(Vec<ItemReference>),
}

/// An initiative that a value names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemReference {
    /// Its name.
    pub id: String,
    /// What stands behind it: `after 3 days`.
    pub tail: Option<String>,
}

impl ItemReference {
    /// An initiative with nothing behind its name.
    pub fn bare(id: impl Into<String>) -> ItemReference {
        ItemReference { id: id.into(), tail: None }
    }

    /// As it is written.
    pub fn text(&self) -> String {
        self.tail.as_ref().map_or(self.id.clone(), |tail| format!("{} {tail}", self.id))
    }
}

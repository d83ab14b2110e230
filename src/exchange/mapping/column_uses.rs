//! What each column of a table is used for.

use super::aliases::{self, field_by_alias};
use crate::exchange::PlanNames;
use crate::exchange::error::cell_excerpt;
use crate::exchange::reading::RowNames;
use crate::exchange::table::SourceTable;
use crate::model::Framework;
use std::sync::Arc;

/// What a column is used for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The initiative's name.
    Id,
    /// The initiative's title.
    Title,
    /// An input of a framework.
    Input(Arc<str>, Arc<str>),
    /// A field of initiatives, the language's or a team's own.
    Field(String),
    /// A stored score.
    Score,
    /// Left out on request.
    Skip,
}

/// A column in a role.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnUse {
    /// The column's index.
    pub column: usize,
    /// What it is used for.
    pub role: Role,
    /// `asked`, `name`, `alias` or `content`: how that was found.
    pub how: &'static str,
}

/// What each column of a table is used for.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// The frameworks, the one meant first.
    pub frameworks: Vec<Arc<Framework>>,
    /// The uses of columns, in the order of the table's columns; a column may fill an input of several frameworks.
    pub uses: Vec<ColumnUse>,
    /// What was guessed, in words.
    pub guesses: Vec<String>,
    /// What is odd, in words.
    pub warnings: Vec<String>,
}

impl Mapping {
    /// The column that has this role.
    pub fn column(&self, role: &Role) -> Option<usize> {
        self.uses.iter().find(|u| u.role == *role).map(|u| u.column)
    }

    /// The column that fills an input.
    pub fn input(&self, framework: &str, input: &str) -> Option<usize> {
        let is_it = |role: &Role| matches!(role, Role::Input(f, i) if **f == *framework && **i == *input);
        self.uses.iter().find(|u| is_it(&u.role)).map(|u| u.column)
    }

    /// What the rows of the table are called: by columns other than those that name other rows, people or phases.
    pub(in crate::exchange) fn row_names(&self, table: &SourceTable, known: &PlanNames) -> RowNames {
        let refers =
            |role: &Role| matches!(role, Role::Field(f) if aliases::GUESSED_FIELDS.iter().any(|(name, _)| name == f));
        let named = |column: &usize| {
            field_by_alias(&table.columns[*column].key).is_none()
                && !self.uses.iter().any(|u| u.column == *column && refers(&u.role))
        };
        let columns: Vec<usize> = (0..table.columns.len()).filter(named).collect();
        RowNames::of(table, self.column(&Role::Id), self.column(&Role::Title), &columns, known)
    }

    /// Takes back what was guessed about the numbers of a column that turned out to be meant otherwise.
    pub fn discard_guesses(&mut self, table: &SourceTable, column: usize) {
        let said = format!("`{}`: ", cell_excerpt(&table.columns[column].written));
        self.guesses.retain(|guess| !guess.starts_with(&said));
    }
}

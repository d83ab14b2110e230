//! Which column of a table is which input of which framework.

mod aliases;
mod assign;
mod choose;
mod pairs;
mod score_column;

pub use aliases::field_called;
pub(crate) use aliases::is_called;
pub(in crate::exchange) use assign::holds_numbers;
pub use assign::{Role, Use};
pub use choose::choose;
pub use pairs::{Wish, pairs, wishes};
pub use score_column::{framework_named, is_score, score_column};

use super::reading::{RowNames, Scale};
use super::refusal::shown;
use super::table::Table;
use super::{Known, Refusal};
use crate::model::Framework;
use std::sync::Arc;

/// What each column of a table is used for.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// The frameworks, the one meant first.
    pub frameworks: Vec<Arc<Framework>>,
    /// The uses of columns, in the order of the table's columns; a column may fill an input of several frameworks.
    pub uses: Vec<Use>,
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

    /// Maps the columns of a table: first as wished, then by the names of inputs and what people commonly call them.
    ///
    /// # Errors
    /// A wish for a column, input or framework that there is not.
    pub fn of(table: &Table, known: &Known, wishes: &[Wish], frameworks: &[String]) -> Result<Mapping, Refusal> {
        let mut mapping = Mapping { guesses: table.guesses.clone(), ..Mapping::default() };
        let chosen = choose(table, known, wishes, frameworks, &mut mapping)?;
        mapping.frameworks = chosen;
        assign::assign(table, known, wishes, &mut mapping)?;
        mapping.guess_numbers(table);
        Ok(mapping)
    }

    /// What the rows of the table are called: by columns other than those that name other rows, people or phases.
    pub(super) fn row_names(&self, table: &Table, known: &Known) -> RowNames {
        let refers = |role: &Role| matches!(role, Role::Field(f) if aliases::FIELDS.iter().any(|(name, _)| name == f));
        let named = |column: &usize| {
            field_called(&table.columns[*column].key).is_none()
                && !self.uses.iter().any(|u| u.column == *column && refers(&u.role))
        };
        let columns: Vec<usize> = (0..table.columns.len()).filter(named).collect();
        RowNames::of(table, self.column(&Role::Id), self.column(&Role::Title), &columns, known)
    }

    /// The same, with every column that nothing takes as a field of its own.
    pub(super) fn with_the_rest(mut self, table: &Table) -> Mapping {
        assign::the_rest(table, &mut self);
        self
    }

    /// Takes back what was guessed about the numbers of a column that turned out to be meant otherwise.
    pub fn read_otherwise(&mut self, table: &Table, column: usize) {
        let said = format!("`{}`: ", shown(&table.columns[column].written));
        self.guesses.retain(|guess| !guess.starts_with(&said));
    }

    /// What was guessed about the numbers of the columns used.
    fn guess_numbers(&mut self, table: &Table) {
        for used in &self.uses {
            let Role::Input(framework, input) = &used.role else { continue };
            let framework = self.frameworks.iter().find(|f| f.id == *framework);
            let Some((_, input)) = framework.and_then(|f| f.input(input)) else { continue };
            let header = shown(&table.columns[used.column].written);
            for guess in Scale::of(table, used.column, input.unit.is_percent()).guesses {
                let said = format!("`{header}`: {guess}");
                if !self.guesses.contains(&said) {
                    self.guesses.push(said);
                }
            }
        }
    }
}

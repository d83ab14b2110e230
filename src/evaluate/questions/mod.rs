//! Floor 7: Questions to a scored plan: formulas, items by name, which framework ranks, what would change a score.

mod answer;
mod execution_path;
mod framework_choice;
mod initiative_lookup;
mod query;
mod what_if;
mod working;

pub use answer::{Answer, AnswerSubject};
pub use execution_path::ExecutionPath;
pub use framework_choice::NoFramework;
pub use initiative_lookup::NoInitiative;
pub use query::{Query, QueryError};
pub use working::FactReference;

//! Floor 7: Questions to a scored plan: formulas, items by name, which framework ranks, what would change a score.

mod execution_path;
mod framework_choice;
mod initiative_lookup;
mod initiative_query;
mod plan_query;
mod score_trace;
mod what_if;

pub use execution_path::ExecutionPath;
pub use framework_choice::NoFramework;
pub use initiative_lookup::NoInitiative;
pub use initiative_query::{Query, QueryError};
pub use plan_query::{NamedSubject, PlanAnswer};
pub use score_trace::FactReference;

//! Which column of a table is which input of which framework.

mod aliases;
mod assign;
mod column_pairs;
mod column_uses;
mod framework_choice;
mod score_column;

pub use aliases::field_called;
pub(crate) use aliases::is_called;
pub(in crate::exchange) use assign::holds_numbers;
pub use column_pairs::{Wish, pairs, wishes};
pub use column_uses::{Mapping, Role, Use};
pub use framework_choice::choose;
pub use score_column::{framework_named, is_score, score_column};

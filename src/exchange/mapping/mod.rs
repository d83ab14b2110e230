//! Which column of a table is which input of which framework.

mod aliases;
mod assign;
mod column_requests;
mod column_uses;
mod framework_choice;
mod score_column;

pub use aliases::field_by_alias;
pub(crate) use aliases::header_matches;
pub(in crate::exchange) use assign::holds_numbers;
pub use column_requests::{ColumnRequest, parse_column_requests, parse_pairs};
pub use column_uses::{ColumnUse, Mapping, Role};
pub use framework_choice::choose_frameworks;
pub use score_column::{framework_named, is_score_header, score_column};

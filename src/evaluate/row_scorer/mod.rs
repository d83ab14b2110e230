//! Floor 8: Rows of a program, scored as the initiatives of a plan are.

mod errors;
mod given_value;
mod rows;
mod scorer;
mod unscored;

#[cfg(test)]
mod tests;

pub use errors::{NoInput, NoScorer, UnevenColumns};
pub use given_value::GivenValue;
pub use rows::RowScorer;
pub use scorer::Scorer;
pub use unscored::{Unscored, UnscoredCause};

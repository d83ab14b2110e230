//! Floor 8: Rows of a program, scored as the initiatives of a plan are.

mod given;
mod refused;
mod rows;
mod scorer;
mod unscored;

#[cfg(test)]
mod tests;

pub use given::GivenValue;
pub use refused::{NoInput, NoScorer, UnevenColumns};
pub use rows::RowScorer;
pub use scorer::Scorer;
pub use unscored::{Unscored, UnscoredCause};

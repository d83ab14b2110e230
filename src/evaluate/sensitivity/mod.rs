//! Floor 9: Which range makes a score unsure.

mod analysis;

#[cfg(test)]
mod tests;

pub use analysis::{Apportioned, Driver, Overall, Sensitivity, overall};

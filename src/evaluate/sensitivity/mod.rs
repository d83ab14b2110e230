//! Floor 9: Which range makes a score unsure.

mod analysis;

#[cfg(test)]
mod tests;

pub use analysis::{ApportionedVariance, OverallSensitivity, Sensitivity, VarianceDriver, overall_sensitivity};

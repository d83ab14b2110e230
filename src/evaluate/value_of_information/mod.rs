//! Floor 10: What finding out more is worth, for a choice that is made by score.

mod amount;
mod capacity;
mod closed_sets;
mod effort;
mod gain;
mod information;
mod knapsack;
mod remaining_capacity;

#[cfg(test)]
mod tests;

pub use amount::NoAmount;
pub use information::{
    CandidateStatus, DecisionFlip, InformationOption, InputInformation, TopOrCapacity, ValueOfInformation,
};

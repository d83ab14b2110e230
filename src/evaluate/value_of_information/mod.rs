//! Floor 10: What finding out more is worth, for a choice that is made by score.

mod budget_text;
mod capacity;
mod capacity_gain;
mod closed_sets;
mod effort;
mod information;
mod knapsack;
mod top_gain;

#[cfg(test)]
mod tests;

pub use budget_text::NoBudget;
pub use information::{
    CandidateStatus, ChoiceRule, DecisionFlip, InformationOption, InputInformation, ValueOfInformation,
};

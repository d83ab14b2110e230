//! Floor 7: Scores and ranks sampled from ranges: odds of each place, intervals, odds between two.

mod draws;
mod model;
mod pairwise_odds;
mod progress;
mod ranks;
mod simulate;

#[cfg(test)]
mod tests;

pub use draws::{Draws, FEWEST_SAMPLES, MOST_SAMPLES, Sampling, TooManySamples};
pub use pairwise_odds::PairwiseOdds;
pub use progress::Progress;
pub use simulate::{Odds, Simulated, Simulation};

//! Floor 7: Scores and ranks sampled from ranges: odds of each place, intervals, odds between two.

mod model;
mod pairwise_odds;
mod progress;
mod ranks;
mod sampling_options;
mod simulate;

#[cfg(test)]
mod tests;

pub use pairwise_odds::PairwiseOdds;
pub use progress::Progress;
pub use sampling_options::{MAX_SAMPLES, MIN_SAMPLES, Sampling, SamplingOptions, TooManySamples};
pub use simulate::{ScoreUncertainty, Simulation, SimulationOutcome};

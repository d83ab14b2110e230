//! How many samples a command draws, and what they hang on.

use clap::Args;
use planwright::evaluate::{FEWEST_SAMPLES, MOST_SAMPLES, Sampling};
use planwright::model::Settings;

/// How ranges are sampled.
#[derive(Debug, Clone, Copy, Args, Default)]
pub(super) struct SamplingArgs {
    /// How many samples of the ranges to draw, 0 for none; else the plan's `samples`, 10000
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=i64::from(MOST_SAMPLES)))]
    samples: Option<u32>,
    /// What the samples hang on; else the plan's `seed`, 1
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl SamplingArgs {
    /// Whether anything is said about it.
    pub fn is_given(&self) -> bool {
        self.samples.is_some() || self.seed.is_some()
    }

    /// How to rank so many initiatives of a plan of these settings, or why it is not done.
    pub fn for_ranking(&self, settings: &Settings, top: usize, ranked: usize) -> Result<Option<Sampling>, String> {
        Sampling::for_ranking(settings, self.samples, self.seed, top, ranked).map_err(|large| {
            let ranked = large.ranked;
            format!("no odds are drawn for {ranked} initiatives: ask for them with `--samples {FEWEST_SAMPLES}`")
        })
    }

    /// How to sample a plan of these settings; `None` where no samples are wanted.
    pub fn sampling(&self, settings: &Settings, top: usize) -> Option<Sampling> {
        Sampling::asked(settings, self.samples, self.seed, top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_plan_says_how_to_ask_for_odds() {
        let said = SamplingArgs::default().for_ranking(&Settings::default(), 1, 20_001).unwrap_err();
        assert!(said.contains("`--samples 1000`"), "{said}");
    }
}

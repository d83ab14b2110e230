//! How many samples a command draws, and what they hang on.

use crate::evaluate::Sampling;
use crate::model::Settings;
use clap::Args;

/// How ranges are sampled.
#[derive(Debug, Clone, Copy, Args, Default)]
pub(super) struct SamplingArgs {
    /// How many samples of the ranges to draw, 0 for none; else the plan's `samples`, 10000
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=i64::from(MOST)))]
    samples: Option<u32>,
    /// What the samples hang on; else the plan's `seed`, 1
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// More samples than this tell nothing more.
const MOST: u32 = 1_000_000;

impl SamplingArgs {
    /// Whether anything is said about it.
    pub fn is_given(&self) -> bool {
        self.samples.is_some() || self.seed.is_some()
    }

    /// How to sample a plan of these settings; `None` where no samples are wanted.
    pub fn sampling(&self, settings: &Settings, top: usize) -> Option<Sampling> {
        let samples = self.samples.unwrap_or(settings.samples.min(MOST));
        (samples > 0).then(|| Sampling { samples, seed: self.seed.unwrap_or(settings.seed), top })
    }
}

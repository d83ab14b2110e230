//! How many samples a command draws, and what they hang on.

use super::progress::with_progress;
use clap::Args;
use planwright::evaluation::{Evaluated, MAX_SAMPLES, MIN_SAMPLES, SamplingOptions, TooManySamples};
use planwright::report::rank::RankReport;

/// How ranges are sampled.
#[derive(Debug, Clone, Copy, Args, Default)]
pub(super) struct SamplingArgs {
    /// How many samples to draw from the ranges, 0 for none; by default the plan's `samples`, 10000
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=i64::from(MAX_SAMPLES)))]
    samples: Option<u32>,
    /// The seed of the random numbers; by default the plan's `seed`, 1
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl SamplingArgs {
    /// Whether anything is said about it.
    pub(super) fn is_given(&self) -> bool {
        self.samples.is_some() || self.seed.is_some()
    }

    /// The same for the library, with the place after which an initiative is not among the first.
    pub(super) fn draws(self, top: Option<usize>) -> SamplingOptions {
        SamplingOptions { samples: self.samples, seed: self.seed, top }
    }
}

/// Adds the odds to a ranking, and says how far it is where that takes long.
///
/// # Errors
/// Where the ranking is too long to be sampled unasked.
pub(super) fn add_odds(
    report: &mut RankReport,
    evaluated: &Evaluated,
    all: bool,
    draws: SamplingOptions,
) -> Result<(), TooManySamples> {
    let Some(sampling) = evaluated.sampling(&report.by, all, draws)? else { return Ok(()) };
    let ranked = evaluated.ranking(&report.by, all).map_or(0, |r| r.rows.len());
    let what = format!("drawing {} samples of {ranked} initiatives", sampling.samples);
    with_progress(&what, |work| report.sample_odds(evaluated, all, draws, work))
}

/// Why no odds are drawn, and how to have them all the same.
pub(super) fn too_many_note(why: TooManySamples) -> String {
    format!("{why}: set them with `--samples {MIN_SAMPLES}`")
}

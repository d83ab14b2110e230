//! How many samples a command draws, and what they hang on.

use clap::Args;
use planwright::evaluate::Sampling;
use planwright::model::Settings;

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
/// So many scores are drawn in about a second.
const SCORES: usize = 20_000_000;
/// Fewer samples than this tell too little.
const FEWEST: usize = 1_000;

impl SamplingArgs {
    /// Whether anything is said about it.
    pub fn is_given(&self) -> bool {
        self.samples.is_some() || self.seed.is_some()
    }

    /// How to rank so many initiatives of a plan of these settings, or why it is not done. Where nobody says how many
    /// samples to draw, a large plan gets fewer, so that its ranking does not keep anybody waiting.
    pub fn for_ranking(&self, settings: &Settings, top: usize, ranked: usize) -> Result<Option<Sampling>, String> {
        let sampling = self.sampling(settings, top);
        if self.samples.is_some() || settings.samples != Settings::default().samples {
            return Ok(sampling);
        }
        let most = SCORES / ranked.max(1);
        if most < FEWEST {
            return Err(format!("no odds are drawn for {ranked} initiatives: ask for them with `--samples {FEWEST}`"));
        }
        Ok(sampling.map(|s| Sampling { samples: s.samples.min(u32::try_from(most).unwrap_or(MOST)), ..s }))
    }

    /// How to sample a plan of these settings; `None` where no samples are wanted.
    pub fn sampling(&self, settings: &Settings, top: usize) -> Option<Sampling> {
        let samples = self.samples.unwrap_or(settings.samples.min(MOST));
        (samples > 0).then(|| Sampling { samples, seed: self.seed.unwrap_or(settings.seed), top })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_plans_get_fewer_samples_where_nobody_says_how_many() {
        let samples = |args: SamplingArgs, settings: &Settings, ranked: usize| {
            args.for_ranking(settings, 1, ranked).map(|s| s.map(|s| s.samples))
        };
        let (none, plain) = (SamplingArgs::default(), Settings::default());
        let ranked = [0, 1, 2_000, 5_000, 20_000];
        assert_eq!(ranked.map(|n| samples(none, &plain, n).unwrap().unwrap()), [10_000, 10_000, 10_000, 4_000, 1_000]);
        assert!(samples(none, &plain, 20_001).unwrap_err().contains("`--samples 1000`"));
        let asked = SamplingArgs { samples: Some(500), seed: None };
        assert_eq!(samples(asked, &plain, 1_000_000), Ok(Some(500)));
        assert_eq!(samples(SamplingArgs { samples: Some(0), ..asked }, &plain, 10), Ok(None));
        let written = Settings { samples: u32::MAX, ..Settings::default() };
        assert_eq!(samples(none, &written, 30_000), Ok(Some(MOST)));
    }
}

//! How many samples a plan gets where somebody says so, and where nobody does.

use crate::evaluate::scores::Evaluated;
use crate::model::Settings;
use std::fmt;

/// How to sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// How many samples; above 1,000 they are rounded up to whole thousands.
    pub samples: u32,
    /// What all chance hangs on.
    pub seed: u64,
    /// The places that [`ScoreUncertainty::top_probability`](super::simulate::ScoreUncertainty::top_probability) counts.
    pub top: usize,
}

/// How ranges are to be sampled. What it leaves open the plan's settings say: `Draws::default()` is all as the plan has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SamplingOptions {
    /// How many samples, 0 for none and at most [`MAX_SAMPLES`]; else the plan's `samples`.
    pub samples: Option<u32>,
    /// The seed of the random numbers; by default the plan's `seed`.
    pub seed: Option<u64>,
    /// The place after which an initiative is not among the first; else 10, and of 10 or fewer the better half.
    pub top: Option<usize>,
}

/// More samples than this tell nothing more.
pub const MAX_SAMPLES: u32 = 1_000_000;

/// So many scores are drawn in about a second.
const MAX_SCORES_UNASKED: usize = 20_000_000;

/// Fewer samples than this tell too little.
pub const MIN_SAMPLES: usize = 1_000;

/// A ranking is too long to be sampled unless somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManySamples {
    /// How many initiatives are ranked.
    pub ranked: usize,
}

impl fmt::Display for TooManySamples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no odds are drawn for {} initiatives", self.ranked)
    }
}

impl std::error::Error for TooManySamples {}

impl SamplingOptions {
    /// How to sample so many initiatives of a plan of these settings; `None` where no samples are wanted.
    pub fn sampling(self, settings: &Settings, ranked: usize) -> Option<Sampling> {
        let samples = self.samples.unwrap_or(settings.samples).min(MAX_SAMPLES);
        let seed = self.seed.unwrap_or(settings.seed);
        (samples > 0).then(|| Sampling { samples, seed, top: top_places(self.top, ranked) })
    }

    /// The same for a whole ranking. Where neither the plan nor somebody says how many samples to draw, a long ranking
    /// gets fewer, so that it does not keep anybody waiting.
    ///
    /// # Errors
    /// Where it is so long that it would get fewer than [`MIN_SAMPLES`].
    pub fn for_ranking(self, settings: &Settings, ranked: usize) -> Result<Option<Sampling>, TooManySamples> {
        let sampling = self.sampling(settings, ranked);
        if self.samples.is_some() || settings.samples != Settings::default().samples {
            return Ok(sampling);
        }
        let most = MAX_SCORES_UNASKED / ranked.max(1);
        if most < MIN_SAMPLES {
            return Err(TooManySamples { ranked });
        }
        Ok(sampling.map(|s| Sampling { samples: s.samples.min(u32::try_from(most).unwrap_or(MAX_SAMPLES)), ..s }))
    }
}

/// The place after which an initiative is not among the first.
fn top_places(wanted: Option<usize>, ranked: usize) -> usize {
    const FIRST: usize = 10;
    wanted.unwrap_or(if ranked > FIRST { FIRST } else { ranked.div_ceil(2) }).max(1)
}

impl Default for Sampling {
    /// As a plan that says nothing of it has it: 10,000 samples of the seed 1, and the first ten.
    fn default() -> Self {
        let Settings { samples, seed, .. } = Settings::default();
        Sampling { samples, seed, top: 10 }
    }
}

impl Evaluated {
    /// How to sample the ranking by a framework, of the open initiatives or with `all` of every one. `None` where there
    /// is nothing to draw: no input is a range, the framework was not evaluated, or no samples are wanted.
    ///
    /// # Errors
    /// Where the ranking is too long to be sampled unasked.
    pub fn sampling(
        &self,
        framework: &str,
        all: bool,
        draws: SamplingOptions,
    ) -> Result<Option<Sampling>, TooManySamples> {
        let (Some(column), Some(ranking)) = (self.column(framework), self.ranking(framework, all)) else {
            return Ok(None);
        };
        if !column.rows.iter().any(|row| row.inputs.iter().any(|input| input.spread.is_some())) {
            return Ok(None);
        }
        draws.for_ranking(&self.plan().settings, ranking.rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_plans_get_fewer_samples_where_nobody_says_how_many() {
        let samples = |draws: SamplingOptions, settings: &Settings, ranked: usize| {
            draws.for_ranking(settings, ranked).map(|s| s.map(|s| s.samples))
        };
        let (none, plain) = (SamplingOptions::default(), Settings::default());
        let ranked = [0, 1, 2_000, 5_000, 20_000];
        assert_eq!(ranked.map(|n| samples(none, &plain, n).unwrap().unwrap()), [10_000, 10_000, 10_000, 4_000, 1_000]);
        let many = samples(none, &plain, 20_001).unwrap_err();
        assert_eq!(many.to_string(), "no odds are drawn for 20001 initiatives");
        let asked = SamplingOptions { samples: Some(500), ..none };
        assert_eq!(samples(asked, &plain, 1_000_000), Ok(Some(500)));
        assert_eq!(samples(SamplingOptions { samples: Some(0), ..asked }, &plain, 10), Ok(None));
        assert_eq!(samples(SamplingOptions { samples: Some(u32::MAX), ..none }, &plain, 10), Ok(Some(MAX_SAMPLES)));
        let written = Settings { samples: u32::MAX, ..Settings::default() };
        assert_eq!(samples(none, &written, 30_000), Ok(Some(MAX_SAMPLES)));
    }

    #[test]
    fn what_nobody_says_the_plan_says() {
        let written = Settings { samples: 2_000, seed: 7, ..Settings::default() };
        let plans_own = Sampling { samples: 2_000, seed: 7, top: 10 };
        assert_eq!(SamplingOptions::default().sampling(&written, 40), Some(plans_own));
        let asked = SamplingOptions { seed: Some(3), top: Some(5), ..SamplingOptions::default() };
        assert_eq!(asked.sampling(&written, 40), Some(Sampling { seed: 3, top: 5, ..plans_own }));
        assert_eq!(SamplingOptions::default().sampling(&Settings::default(), 40), Some(Sampling::default()));
    }

    #[test]
    fn the_first_are_ten_or_the_better_half() {
        assert_eq!([1, 2, 5, 10, 11, 500].map(|n| top_places(None, n)), [1, 1, 3, 5, 10, 10]);
        assert_eq!(top_places(Some(7), 3), 7);
        assert_eq!((top_places(Some(0), 3), top_places(None, 0)), (1, 1));
    }
}

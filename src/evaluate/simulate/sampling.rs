//! How many samples are drawn, and what they hang on.

use crate::model::Settings;
use std::fmt;

/// How to sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// How many samples; above 1,000 they are rounded up to whole thousands.
    pub samples: u32,
    /// What all chance hangs on.
    pub seed: u64,
    /// The places that [`Odds::top`](super::Odds::top) counts.
    pub top: usize,
}

/// More samples than this tell nothing more.
pub const MOST_SAMPLES: u32 = 1_000_000;

/// Fewer samples than this tell too little.
pub const FEWEST_SAMPLES: usize = 1_000;

/// So many scores are drawn in about a second.
const SCORES: usize = 20_000_000;

/// A plan too large for samples that nobody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// How many initiatives are ranked.
    pub ranked: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no odds are drawn for {} initiatives where nobody says how many samples to draw", self.ranked)
    }
}

impl std::error::Error for TooLarge {}

impl Sampling {
    /// As a plan of these settings says, or as somebody asks, at most [`MOST_SAMPLES`]; `None` where none are wanted.
    pub fn asked(settings: &Settings, samples: Option<u32>, seed: Option<u64>, top: usize) -> Option<Sampling> {
        let samples = samples.unwrap_or(settings.samples).min(MOST_SAMPLES);
        (samples > 0).then(|| Sampling { samples, seed: seed.unwrap_or(settings.seed), top })
    }

    /// The same for a ranking of so many initiatives. Where nobody says how many samples to draw, a large plan gets
    /// fewer, so that its ranking does not keep anybody waiting.
    ///
    /// # Errors
    /// Where they would be too few.
    pub fn for_ranking(
        settings: &Settings,
        samples: Option<u32>,
        seed: Option<u64>,
        top: usize,
        ranked: usize,
    ) -> Result<Option<Sampling>, TooLarge> {
        let sampling = Sampling::asked(settings, samples, seed, top);
        if samples.is_some() || settings.samples != Settings::default().samples {
            return Ok(sampling);
        }
        let most = SCORES / ranked.max(1);
        if most < FEWEST_SAMPLES {
            return Err(TooLarge { ranked });
        }
        Ok(sampling.map(|s| Sampling { samples: s.samples.min(u32::try_from(most).unwrap_or(MOST_SAMPLES)), ..s }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_plans_get_fewer_samples_where_nobody_says_how_many() {
        let samples = |asked: Option<u32>, settings: &Settings, ranked: usize| {
            Sampling::for_ranking(settings, asked, None, 1, ranked).map(|s| s.map(|s| s.samples))
        };
        let plain = Settings::default();
        let ranked = [0, 1, 2_000, 5_000, 20_000];
        assert_eq!(ranked.map(|n| samples(None, &plain, n).unwrap().unwrap()), [10_000, 10_000, 10_000, 4_000, 1_000]);
        assert_eq!(samples(None, &plain, 20_001), Err(TooLarge { ranked: 20_001 }));
        assert_eq!(samples(Some(500), &plain, 1_000_000), Ok(Some(500)));
        assert_eq!(samples(Some(0), &plain, 10), Ok(None));
        assert_eq!(samples(Some(u32::MAX), &plain, 10), Ok(Some(MOST_SAMPLES)));
        let written = Settings { samples: u32::MAX, ..Settings::default() };
        assert_eq!(samples(None, &written, 30_000), Ok(Some(MOST_SAMPLES)));
    }
}

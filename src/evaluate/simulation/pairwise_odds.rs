//! Which of two initiatives is above the other, under uncertainty.

use super::model::{ScoreModel, Workspace};
use super::ranks::sort_key;
use super::sampling_options::Sampling;
use super::simulate::{ScoreUncertainty, summarize};
use crate::evaluate::scores::Evaluated;
use crate::limit::look;
use planwright_stats::LatinHypercube;
use std::cmp::Ordering;

/// The odds of one initiative against another.
#[derive(Debug, Clone, PartialEq)]
pub struct PairwiseOdds {
    /// How it was sampled; with the number of samples that were drawn.
    pub sampling: Sampling,
    /// The probability that the first has the better score; samples in which they are level count half.
    pub above: f64,
    /// The 5th percentile, the median and the 95th percentile of the first one's score.
    pub one: [f64; 3],
    /// Those of the other's.
    pub other: [f64; 3],
}

impl Evaluated {
    /// Samples the scores of two initiatives under a framework together: the numbers are those of
    /// [`Evaluated::simulate`], so that what both read is the same for both. `None` where no input of either is a
    /// range, or where one has no score.
    pub fn odds_between(&self, framework: &str, one: usize, other: usize, sampling: Sampling) -> Option<PairwiseOdds> {
        let column = self.column(framework)?;
        let scorer = self.scorer(&column.framework)?;
        let model = |initiative: usize| {
            let row = column.row(initiative)?;
            let record = &self.plan().initiatives.get(initiative)?.record;
            Some(ScoreModel::new(sampling.seed, record, initiative, &row.inputs, row.score?))
        };
        let models = [model(one)?, model(other)?];
        if !models.iter().any(ScoreModel::varies) {
            return None;
        }
        let strata = LatinHypercube::new(sampling.samples as usize);
        let (samples, length) = (strata.samples(), strata.chunk_length());
        let mut room = Workspace::default();
        let mut scores = [vec![0.0; samples], vec![0.0; samples]];
        for (model, scores) in models.iter().zip(&mut scores) {
            for (chunk, out) in scores.chunks_mut(length).enumerate() {
                look();
                model.sample_chunk(&scorer, &strata, chunk, &mut room, out);
            }
        }
        let lower = column.framework.lower_is_better;
        let above =
            scores[0].iter().zip(&scores[1]).map(|(a, b)| match sort_key(*a, lower).cmp(&sort_key(*b, lower)) {
                Ordering::Less => 2_u64,
                Ordering::Equal => 1,
                Ordering::Greater => 0,
            });
        let above = above.sum::<u64>() as f64 / 2.0 / samples as f64;
        let ends = |odds: ScoreUncertainty| [odds.low, odds.median, odds.high];
        let sampling = Sampling { samples: samples as u32, ..sampling };
        Some(PairwiseOdds {
            sampling,
            above,
            one: ends(summarize(&scores[0], &[])?),
            other: ends(summarize(&scores[1], &[])?),
        })
    }
}

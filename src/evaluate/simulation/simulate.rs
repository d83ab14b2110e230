//! What ranges do to scores and ranks: every range sampled, every score computed for each sample.
//!
//! Samples are quantiles of Latin hypercube strata, ordered by a key of seed, item and fact: the same plan and seed give
//! the same numbers on any machine and any number of threads, and an unrelated initiative moves none of them. The facts
//! that a formula reads beside its inputs stay at their point values.

use super::model::{ScoreModel, Workspace};
use super::progress::Progress;
use super::ranks::{RankCounts, RankGroups};
use super::sampling_options::Sampling;
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::limit::{carried, look};
use planwright_stats::LatinHypercube;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// What ranges do to one score.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ScoreUncertainty {
    /// The 5th percentile of its score.
    pub low: f64,
    /// The median of its score.
    pub median: f64,
    /// The 95th percentile.
    pub high: f64,
    /// The 25th percentile and the 75th: half of the samples lie between them.
    pub half: (f64, f64),
    /// The best place of the 90% interval of its rank.
    pub best_rank: usize,
    /// The worst.
    pub worst_rank: usize,
    /// The probability that it is among the first [`Sampling::top`].
    pub top_probability: f64,
    /// The probability that it is above the next one of the ranking.
    pub above_next: Option<f64>,
    /// The share of samples for which its formula fails; its figures are those of the others.
    pub failed: f64,
    /// Its score at each of the quantiles that were asked for, in their order.
    pub quantiles: Vec<f64>,
    /// A hundred of its sorted samples, for a drawing.
    pub shape: Vec<f64>,
}

/// What came of sampling a framework. What was stopped by a [`Limit`](crate::limit::Limit) has no result at all.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SimulationOutcome {
    /// The framework was not evaluated: there are no scores.
    NotEvaluated,
    /// No input of what is ranked is a range: scores and ranks are certain, and there is nothing to sample.
    Certain,
    /// What ranges do to the scores.
    Sampled(Simulation),
}

impl SimulationOutcome {
    /// The samples, where there are any.
    pub fn sampled(self) -> Option<Simulation> {
        match self {
            SimulationOutcome::Sampled(simulation) => Some(simulation),
            SimulationOutcome::NotEvaluated | SimulationOutcome::Certain => None,
        }
    }

    /// Whether the framework was evaluated and nothing is uncertain.
    pub fn is_certain(&self) -> bool {
        matches!(self, SimulationOutcome::Certain)
    }
}

/// A framework's scores under uncertainty.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Simulation {
    /// How it was sampled; with the number of samples that were drawn.
    pub sampling: Sampling,
    odds: HashMap<usize, ScoreUncertainty>,
}

impl Simulation {
    /// What ranges do to the score of an initiative that is ranked.
    pub fn of(&self, initiative: usize) -> Option<&ScoreUncertainty> {
        self.odds.get(&initiative)
    }
}

/// Scores of all samples are held up to this many; beyond it they are computed a second time.
const MAX_SCORES_HELD: usize = 32_000_000;

impl Evaluated {
    /// Samples the scores of the open initiatives under a framework, and says where that is not done since nothing is
    /// uncertain.
    pub fn simulate(&self, framework: &str, sampling: Sampling) -> SimulationOutcome {
        self.simulate_with_progress(framework, sampling, false, &[], &Progress::default())
    }

    /// As [`Evaluated::simulate`], with `all` of the initiatives in closed phases too and the scores at these quantiles,
    /// each from 0 to 1; `work` tells how far it is.
    pub(crate) fn simulate_with_progress(
        &self,
        framework: &str,
        sampling: Sampling,
        all: bool,
        quantiles: &[f64],
        work: &Progress,
    ) -> SimulationOutcome {
        let (Some(column), Some(ranking)) = (self.column(framework), self.ranking(framework, all)) else {
            return SimulationOutcome::NotEvaluated;
        };
        let order = ranking.by_score();
        let plan = self.plan();
        let models: Vec<ScoreModel> = order
            .iter()
            .filter_map(|ranked| {
                let row = column.row(ranked.initiative)?;
                let record = &plan.initiatives[ranked.initiative].record;
                Some(ScoreModel::new(sampling.seed, record, ranked.initiative, &row.inputs, ranked.score))
            })
            .collect();
        if !models.iter().any(ScoreModel::varies) {
            return SimulationOutcome::Certain;
        }
        let sampled = self.sample(&column, &models, sampling, quantiles, work);
        sampled.map_or(SimulationOutcome::NotEvaluated, SimulationOutcome::Sampled)
    }

    fn sample(
        &self,
        column: &Arc<ScoreColumn>,
        models: &[ScoreModel],
        sampling: Sampling,
        quantiles: &[f64],
        work: &Progress,
    ) -> Option<Simulation> {
        let strata = LatinHypercube::new(sampling.samples as usize);
        let scorer = self.scorer(&column.framework)?;
        let (samples, length) = (strata.samples(), strata.chunk_length());
        // Each chunk of each initiative is gone through twice.
        work.add_total(2 * models.len() * strata.chunks());
        let hold = models.len().saturating_mul(samples) <= MAX_SCORES_HELD;
        // Initiative by initiative: its scores, and what is read off them.
        let each = |model: &ScoreModel| {
            let mut scores = vec![0.0; samples];
            let mut room = Workspace::default();
            for (chunk, out) in scores.chunks_mut(length).enumerate() {
                look();
                model.sample_chunk(&scorer, &strata, chunk, &mut room, out);
                work.advance(1);
            }
            let spread = summarize(&scores, quantiles);
            (if hold { scores } else { Vec::new() }, spread)
        };
        let scored: Vec<_> = models.par_iter().map(carried(each)).collect();
        // Chunk by chunk: all scores of a sample together.
        let (places, lower) = (RankGroups::new(models.len()), column.framework.lower_is_better);
        let count = |mut counts: RankCounts, chunk: usize| {
            let (mut room, mut order) = (Workspace::default(), Vec::new());
            let mut block = vec![0.0; models.len() * length];
            for ((model, (held, _)), out) in models.iter().zip(&scored).zip(block.chunks_mut(length)) {
                match held.get(chunk * length..(chunk + 1) * length) {
                    Some(held) => out.copy_from_slice(held),
                    None => model.sample_chunk(&scorer, &strata, chunk, &mut room, out),
                }
            }
            let mut scores = vec![0.0; models.len()];
            for sample in 0..length {
                look();
                for (score, row) in scores.iter_mut().zip(block.chunks(length)) {
                    *score = row[sample];
                }
                counts.add(&scores, lower, sampling.top, &places, &mut order);
            }
            work.advance(models.len());
            counts
        };
        let empty = || RankCounts::new(models.len(), &places);
        let chunks = (0..strata.chunks()).into_par_iter();
        let counted = carried(|(counts, chunk)| count(counts, chunk));
        let counts = chunks.fold(empty, |counts, chunk| counted((counts, chunk))).reduce(empty, |a, b| a.merge(&b));
        drop(counted);
        let share = |count: u32| f64::from(count) / samples as f64;
        let odds = models.iter().zip(scored).enumerate().filter_map(|(at, (model, (_, spread)))| {
            let (best, worst) = counts.interval(at, &places, samples);
            let above_next = counts.above.get(at).map(|above| share(*above) / 2.0);
            Some((
                model.initiative,
                ScoreUncertainty {
                    best_rank: best,
                    worst_rank: worst,
                    top_probability: share(counts.top[at]),
                    above_next,
                    ..spread?
                },
            ))
        });
        let odds = odds.collect();
        Some(Simulation { sampling: Sampling { samples: samples as u32, ..sampling }, odds })
    }
}

/// What is read off the samples of one score; `None` where the formula fails for all.
pub(super) fn summarize(scores: &[f64], quantiles: &[f64]) -> Option<ScoreUncertainty> {
    let mut sound: Vec<f64> = scores.iter().copied().filter(|s| s.is_finite()).collect();
    let failed = 1.0 - sound.len() as f64 / scores.len() as f64;
    sound.sort_unstable_by(f64::total_cmp);
    let last = sound.len().checked_sub(1)?;
    // Between neighbours, as the default of R and numpy (type 7 of Hyndman and Fan 1996).
    let quantile = |p: f64| {
        let at = p.clamp(0.0, 1.0) * last as f64;
        let (below, part) = (at.floor() as usize, at.fract());
        sound[below] + part * (sound[(below + 1).min(last)] - sound[below])
    };
    let shape = (0..100).map(|i| quantile((f64::from(i) + 0.5) / 100.0)).collect();
    Some(ScoreUncertainty {
        low: quantile(0.05),
        median: quantile(0.5),
        high: quantile(0.95),
        half: (quantile(0.25), quantile(0.75)),
        best_rank: 0,
        worst_rank: 0,
        top_probability: 0.0,
        above_next: None,
        failed,
        quantiles: quantiles.iter().map(|p| quantile(*p)).collect(),
        shape,
    })
}

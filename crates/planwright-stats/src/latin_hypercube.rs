//! Latin hypercube samples (McKay, Beckman and Conover 1979): of `n` samples one falls into each `n`-th of a
//! distribution, at its middle, in an order of the fact's own.
//!
//! Samples come in chunks, each of which can be made alone. A chunk takes every `chunks`-th stratum, so that it is itself
//! a Latin hypercube over the whole distribution.

use crate::counter_rng::number_at;
use crate::distribution::normal_quantile;

/// Samples of a chunk.
pub(crate) const CHUNK_SAMPLES: usize = 1_000;

/// The strata of a distribution as standard normal scores.
#[derive(Debug)]
pub struct LatinHypercube {
    scores: Vec<f64>,
    chunks: usize,
}

impl LatinHypercube {
    /// For so many samples: above a chunk's worth they are rounded up to whole chunks.
    pub fn new(samples: usize) -> Self {
        let samples = samples.max(1);
        let count = if samples <= CHUNK_SAMPLES { samples } else { samples.div_ceil(CHUNK_SAMPLES) * CHUNK_SAMPLES };
        let score = |j: usize| normal_quantile((j as f64 + 0.5) / count as f64);
        LatinHypercube { scores: (0..count).map(score).collect(), chunks: count.div_ceil(CHUNK_SAMPLES) }
    }

    /// How many samples there are.
    pub fn samples(&self) -> usize {
        self.scores.len()
    }

    /// How many chunks.
    pub fn chunks(&self) -> usize {
        self.chunks
    }

    /// How many samples a chunk has.
    pub fn chunk_length(&self) -> usize {
        self.scores.len() / self.chunks
    }

    /// The standard normal scores of a fact in one chunk.
    pub fn scores(&self, key: u64, chunk: usize, order: &mut Vec<u32>, out: &mut [f64]) {
        let offset = self.offset(key, chunk);
        shuffle(number_at(key, chunk as u64 + 1), out.len(), order);
        for (out, place) in out.iter_mut().zip(order.iter()) {
            *out = self.scores[*place as usize * self.chunks + offset];
        }
    }

    /// Which of every `chunks` strata this chunk takes: each chunk another, in an order of the fact's own.
    fn offset(&self, key: u64, chunk: usize) -> usize {
        if self.chunks == 1 {
            return 0;
        }
        let mut order = Vec::new();
        shuffle(number_at(key, 0), self.chunks, &mut order);
        order[chunk] as usize
    }
}

/// The numbers below `count` in an order that the key decides (Fisher and Yates 1938; Durstenfeld 1964).
fn shuffle(key: u64, count: usize, order: &mut Vec<u32>) {
    order.clear();
    order.extend(0..count as u32);
    for last in (1..count).rev() {
        // The high half of a product is below `last + 1`; what it favours is beyond counting (Lemire 2019).
        let pick = (u128::from(number_at(key, last as u64)) * (last as u128 + 1)) >> 64;
        order.swap(last, pick as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(strata: &LatinHypercube, key: u64) -> Vec<f64> {
        let mut order = Vec::new();
        let chunk = |chunk| {
            let mut out = vec![0.0; strata.chunk_length()];
            strata.scores(key, chunk, &mut order, &mut out);
            out
        };
        (0..strata.chunks()).flat_map(chunk).collect()
    }

    #[test]
    fn each_stratum_is_met_once() {
        for samples in [1, 7, 1_000, 10_000, 10_001] {
            let strata = LatinHypercube::new(samples);
            let mut met = all(&strata, 42);
            met.sort_by(f64::total_cmp);
            assert_eq!(met, strata.scores);
            assert!(strata.samples() >= samples);
        }
    }

    #[test]
    fn two_facts_are_not_correlated() {
        let strata = LatinHypercube::new(10_000);
        let (a, b) = (all(&strata, 1), all(&strata, 2));
        let sum: f64 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
        // The standard error of a correlation is 1/√n.
        assert!((sum / 10_000.0).abs() < 0.04, "{}", sum / 10_000.0);
    }
}

//! The gain of one choice from knowing something first.

use super::knapsack::{PARTS, parts};
use crate::evaluate::factors::{Response, above};
use planwright_stats::distribution::normal_quantile;

/// What an initiative competes with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rival<'b> {
    /// Nobody: nothing that is found out changes anything.
    Nobody,
    /// It is taken where its expected score is better than this.
    Threshold {
        /// The expected score to pass.
        threshold: f64,
        /// Whether it is taken now.
        taken: bool,
    },
    /// Its effort is unsure, and takes room from the others.
    Room {
        /// What the others are worth at best, by the room that they have.
        best: &'b [f64],
        /// The effort's input.
        effort: usize,
        /// One of its unit in parts of the capacity, both as efforts.
        scale: (f64, f64),
    },
}

/// What knowing a fact gains.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Gain {
    pub mean: f64,
    /// The probability that it changes the choice.
    pub chance: f64,
    /// The fact's standard normal score at which it does, and whether it does above it; absent where there are several.
    pub tip: Option<(f64, bool)>,
}

/// Equally likely values, where a function has steps.
const STEPS: usize = 1_000;

impl Rival<'_> {
    /// What knowing one fact gains. `sign` is -1 where the lower score is the better one.
    pub fn fact(&self, response: &Response<'_>, factor: usize, sign: f64) -> Gain {
        match self {
            Rival::Nobody => Gain::default(),
            Rival::Threshold { threshold, taken } => {
                // What changing one's mind gains, where it does.
                let side = if *taken { -1.0 } else { 1.0 };
                let curve = response.curve(factor);
                let change = |mean: f64| side * (sign * mean - threshold);
                let values: Vec<f64> = curve.values.iter().map(|v| change(*v)).collect();
                let found = above(&|z| change(curve.at(z)), response.nodes(), &values);
                let tip = match found.passes.as_slice() {
                    [z] => Some((*z, values.last().is_some_and(|v| *v > 0.0))),
                    _ => None,
                };
                Gain { mean: found.mean, chance: found.chance, tip }
            }
            Rival::Room { best, effort, scale } => {
                let curve = response.curve(factor);
                let z: Vec<f64> = (0..STEPS).map(|j| normal_quantile((j as f64 + 0.5) / STEPS as f64)).collect();
                let with = |z: &f64| {
                    let effort = response.input(*effort, &|k| if k == factor { *z } else { 0.0 });
                    beside(best, curve.at(*z), effort, *scale)
                };
                let with: Vec<f64> = z.iter().map(with).collect();
                let (mean, chance, changes) = room(best, &with);
                let passes: Vec<usize> = (1..STEPS).filter(|j| changes[*j] != changes[j - 1]).collect();
                let tip = match passes.as_slice() {
                    [j] => Some((f64::midpoint(z[j - 1], z[*j]), changes[*j])),
                    _ => None,
                };
                Gain { mean, chance, tip }
            }
        }
    }

    /// What knowing the whole initiative gains, from samples whose mean is that of the score.
    pub fn whole(&self, response: &Response<'_>, scores: &[f64], sign: f64) -> f64 {
        match self {
            Rival::Nobody => 0.0,
            Rival::Threshold { threshold, taken } => {
                let side = if *taken { -1.0 } else { 1.0 };
                let change = |score: &f64| (side * (sign * score - threshold)).max(0.0);
                scores.iter().map(change).sum::<f64>() / scores.len() as f64
            }
            Rival::Room { best, effort, scale } => {
                let efforts = response.input_samples(*effort);
                let with = |(score, effort): (&f64, f64)| beside(best, *score, effort, *scale);
                let with: Vec<f64> = scores.iter().zip(efforts).map(with).collect();
                room(best, &with).0
            }
        }
    }
}

/// An initiative with the best of what then still fits; nothing where it turns out not to fit itself.
fn beside(best: &[f64], score: f64, effort: f64, (unit, capacity): (f64, f64)) -> f64 {
    let room = best.len() - 1;
    match parts(effort * unit, capacity).min(PARTS + 1) {
        takes if takes <= room => score + best[room - takes],
        _ => 0.0,
    }
}

/// The gain of choosing after seeing rather than before, how likely the choice changes, and where it does.
fn room(best: &[f64], with: &[f64]) -> (f64, f64, Vec<bool>) {
    let without = best.last().copied().unwrap_or_default();
    let count = with.len() as f64;
    let now = with.iter().sum::<f64>() / count;
    let taken = now >= without;
    let gains = with.iter().map(|w| if taken { (without - w).max(0.0) } else { (w - without).max(0.0) });
    let mean = gains.sum::<f64>() / count;
    let changes: Vec<bool> = with.iter().map(|w| if taken { *w < without } else { *w > without }).collect();
    let chance = changes.iter().filter(|c| **c).count() as f64 / count;
    (mean, chance, changes)
}

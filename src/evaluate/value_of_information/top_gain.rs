//! The gain of the choice of the first so many from knowing something first.

use crate::evaluate::decomposition::{Response, exceedance};

/// What an initiative competes with.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) enum SelectionThreshold {
    /// Nobody: nothing that is found out changes anything.
    Nobody,
    /// It is taken where its expected score is better than this.
    Threshold {
        /// The expected score to pass.
        threshold: f64,
        /// Whether it is taken now.
        taken: bool,
    },
}

/// What knowing a fact gains.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::evaluate) struct KnowledgeGain {
    pub mean: f64,
    /// The probability that it changes the choice.
    pub chance: f64,
    /// The fact's standard normal score at which it does, and whether it does above it; absent where there are several.
    pub tip: Option<(f64, bool)>,
}

impl SelectionThreshold {
    /// What knowing one fact gains. `sign` is -1 where the lower score is the better one.
    pub(in crate::evaluate) fn fact(&self, response: &Response<'_>, factor: usize, sign: f64) -> KnowledgeGain {
        match self {
            SelectionThreshold::Nobody => KnowledgeGain::default(),
            SelectionThreshold::Threshold { threshold, taken } => {
                // What changing one's mind gains, where it does.
                let side = if *taken { -1.0 } else { 1.0 };
                let curve = response.conditional_mean(factor);
                let change = |mean: f64| side * (sign * mean - threshold);
                let values: Vec<f64> = curve.values.iter().map(|v| change(*v)).collect();
                let found = exceedance(&|z| change(curve.at(z)), response.grid(), &values);
                let tip = match found.passes.as_slice() {
                    [z] => Some((*z, values.last().is_some_and(|v| *v > 0.0))),
                    _ => None,
                };
                KnowledgeGain { mean: found.mean, chance: found.chance, tip }
            }
        }
    }

    /// What knowing the whole initiative gains, from samples whose mean is that of the score.
    pub(in crate::evaluate) fn whole(&self, scores: &[f64], sign: f64) -> f64 {
        match self {
            SelectionThreshold::Nobody => 0.0,
            SelectionThreshold::Threshold { threshold, taken } => {
                let side = if *taken { -1.0 } else { 1.0 };
                let change = |score: &f64| (side * (sign * score - threshold)).max(0.0);
                scores.iter().map(change).sum::<f64>() / scores.len() as f64
            }
        }
    }
}

//! The gain of the choice of what fits a capacity from knowing something first.
//!
//! One rule for all figures. The choice is made at point values. In each draw what was not known is as drawn: who knew
//! it chose the best set; who did not has the set chosen now, of which, where it no longer fits, the item of least worth
//! goes that makes it fit, and with it what needs it. The gain is the mean of the difference; odds and direction are of
//! the draws that have one.

use super::closed_sets::DropSet;
use super::knapsack::{KnapsackItem, ParetoFrontier, fits};
use super::top_gain::KnowledgeGain;

/// An initiative among those that may be chosen.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct CapacityCandidate<'b> {
    /// Which item it is.
    pub item: usize,
    /// What there is to choose without it; none where it is in whatever is chosen.
    pub without: Option<&'b ParetoFrontier>,
    /// What there is to choose with it, beside what it takes and is worth itself.
    pub with: &'b ParetoFrontier,
    /// What is chosen now beside it, all that is in anyway left aside.
    pub chosen: KnapsackItem,
    /// What goes where one of those chosen now is dropped.
    pub drops: &'b [DropSet],
    /// What it takes and is worth at point values.
    pub median: KnapsackItem,
    /// Whether it is chosen itself.
    pub taken: bool,
    /// How much room there is, as a share of the capacity.
    pub room: f64,
}

/// What is less than this share of the total is the rounding of numbers.
const ROUNDING_TOLERANCE: f64 = 1e-9;

impl CapacityCandidate<'_> {
    /// What knowing it gains where it turns out to be worth and to take this; nothing is known where that is no number.
    pub(in crate::evaluate) fn gain(&self, drawn: KnapsackItem) -> Option<f64> {
        if !drawn.value.is_finite() || drawn.weight.is_nan() {
            return None;
        }
        let with = self.with.best(self.room - drawn.weight).map(|beside| beside + drawn.value);
        let without = self.without.and_then(|sets| sets.best(self.room));
        // What is in anyway and takes more than there is leaves nothing for the rest.
        let best = with.into_iter().chain(without).reduce(f64::max).unwrap_or(drawn.value);
        let gain = best - self.unknown(drawn);
        let total = best.abs().max(self.chosen.value.abs() + drawn.value.abs());
        Some(if gain > ROUNDING_TOLERANCE * total { gain } else { 0.0 })
    }

    /// What the set chosen now turns out to be worth.
    fn unknown(&self, drawn: KnapsackItem) -> f64 {
        if !self.taken {
            return self.chosen.value;
        }
        let all = self.chosen.plus(drawn);
        if fits(all.weight, self.room) {
            return all.value;
        }
        let sum = |dropped: &DropSet| match dropped.items.contains(&self.item) {
            true => KnapsackItem {
                weight: dropped.sum.weight + drawn.weight - self.median.weight,
                value: dropped.sum.value + drawn.value - self.median.value,
            },
            false => dropped.sum,
        };
        let enough = |gone: &KnapsackItem| fits(all.weight - gone.weight, self.room);
        let one = self.drops.iter().map(sum).filter(enough).map(|gone| gone.value).reduce(f64::min);
        one.map_or_else(|| self.drop_until_fits(all), |gone| all.value - gone)
    }

    /// What is left where one of them is not enough, as where what is in anyway grows: one after the other goes, the least
    /// worth first.
    fn drop_until_fits(&self, all: KnapsackItem) -> f64 {
        let mut drops: Vec<&DropSet> = self.drops.iter().collect();
        drops.sort_by(|a, b| a.sum.value.total_cmp(&b.sum.value));
        let mut left = all;
        let mut gone: Vec<usize> = Vec::new();
        for dropped in drops {
            if fits(left.weight, self.room) {
                break;
            }
            // Of those that go together some may have gone before.
            if gone.is_empty() || !dropped.items.iter().any(|at| gone.contains(at)) {
                left = KnapsackItem { weight: left.weight - dropped.sum.weight, value: left.value - dropped.sum.value };
                gone.extend(&dropped.items);
            }
        }
        left.value
    }

    /// What knowing one fact gains: `drawn` are the draws from the fact's least value to its greatest with their standard
    /// normal scores, `at` is what it turns out to be at any score.
    pub(in crate::evaluate) fn fact(
        &self,
        z: &[f64],
        drawn: &[KnapsackItem],
        at: &dyn Fn(f64) -> KnapsackItem,
    ) -> KnowledgeGain {
        let gains: Vec<Option<f64>> = drawn.iter().map(|item| self.gain(*item)).collect();
        let sound: Vec<(f64, f64)> = z.iter().zip(&gains).filter_map(|(z, gain)| Some((*z, (*gain)?))).collect();
        let count = (sound.len() as f64).max(1.0);
        let changes = |gain: f64| gain > 0.0;
        let mean = sound.iter().map(|(_, gain)| gain).sum::<f64>() / count;
        let chance = sound.iter().filter(|(_, gain)| changes(*gain)).count() as f64 / count;
        let mut passes = sound.windows(2).filter(|pair| changes(pair[0].1) != changes(pair[1].1));
        let tip = match (passes.next(), passes.next()) {
            (Some(pair), None) => {
                let above = changes(pair[1].1);
                let (mut low, mut high) = (pair[0].0, pair[1].0);
                for _ in 0..60 {
                    let middle = f64::midpoint(low, high);
                    let is = self.gain(at(middle)).is_some_and(changes);
                    *(if is == above { &mut high } else { &mut low }) = middle;
                }
                Some((f64::midpoint(low, high), above))
            }
            _ => None,
        };
        KnowledgeGain { mean, chance, tip }
    }

    /// What knowing all of it gains.
    pub(in crate::evaluate) fn whole(&self, drawn: impl Iterator<Item = KnapsackItem>) -> f64 {
        let (sum, count) = drawn.filter_map(|i| self.gain(i)).fold((0.0, 0.0_f64), |(s, n), gain| (s + gain, n + 1.0));
        sum / count.max(1.0)
    }
}

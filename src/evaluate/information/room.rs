//! The gain of the choice of what fits a capacity from knowing something first.
//!
//! One rule for all figures. The choice is made at point values. In each draw what was not known is as drawn: who knew
//! it chose the best set; who did not has the set chosen now, of which, where it no longer fits, the item of least worth
//! goes that makes it fit. The gain is the mean of the difference; odds and direction are of the draws that have one.

use super::gain::Gain;
use super::knapsack::{Item, Sets, fits};

/// An initiative among those that may be chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'b> {
    /// What the others make of each room at best.
    pub others: &'b Sets,
    /// The others that are chosen now.
    pub chosen: &'b [Item],
    /// Whether it is chosen itself.
    pub taken: bool,
    /// How much room there is, as a share of the capacity.
    pub room: f64,
}

/// What is less than this share of the total is the rounding of numbers.
const NOTHING: f64 = 1e-9;

impl Place<'_> {
    /// What knowing it gains where it turns out to be worth and to take this; nothing is known where that is no number.
    pub fn gain(&self, drawn: Item) -> Option<f64> {
        if !drawn.value.is_finite() || drawn.weight.is_nan() {
            return None;
        }
        let without = self.others.best(self.room);
        let best = match fits(drawn.weight, self.room) {
            true => without.max(drawn.value + self.others.best(self.room - drawn.weight)),
            false => without,
        };
        let gain = best - self.unknown(drawn);
        Some(if gain > NOTHING * best.abs() { gain } else { 0.0 })
    }

    /// What the set chosen now turns out to be worth.
    fn unknown(&self, drawn: Item) -> f64 {
        let of = |part: fn(&Item) -> f64| self.chosen.iter().map(part).sum::<f64>();
        let (weight, value) = (of(|i| i.weight), of(|i| i.value));
        if !self.taken {
            return value;
        }
        if fits(weight + drawn.weight, self.room) {
            return value + drawn.value;
        }
        // Without it the others fit, as they did when they were chosen.
        let enough = |item: &&Item| fits(weight + drawn.weight - item.weight, self.room);
        let least = self.chosen.iter().filter(enough).map(|i| i.value).fold(drawn.value, f64::min);
        value + drawn.value - least
    }

    /// What knowing one fact gains: `drawn` are the draws from the fact's least value to its greatest with their standard
    /// normal scores, `at` is what it turns out to be at any score.
    pub fn fact(&self, z: &[f64], drawn: &[Item], at: &dyn Fn(f64) -> Item) -> Gain {
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
        Gain { mean, chance, tip }
    }

    /// What knowing all of it gains.
    pub fn whole(&self, drawn: impl Iterator<Item = Item>) -> f64 {
        let (sum, count) = drawn.filter_map(|i| self.gain(i)).fold((0.0, 0.0_f64), |(s, n), gain| (s + gain, n + 1.0));
        sum / count.max(1.0)
    }
}

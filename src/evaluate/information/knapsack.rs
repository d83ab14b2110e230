//! What fits a capacity: the set with the greatest sum of values whose weights add up to no more.
//!
//! The sets worth keeping are those that no lighter one matches (Nemhauser and Ullmann 1969): exact whatever the weights,
//! where a table over parts of the capacity would round a set that fills it to one that does not fit.

/// What a set weighs more than there is room by the rounding of numbers alone still fits. Weights are shares of the
/// capacity.
const SLACK: f64 = 1e-9;
/// Values and weights nearer to one another than this, by their size, are the same.
const SAME: f64 = 1e-12;
/// The most sets that are kept. Of more, the best of each so many-th of the room: what is kept fits and is worth what it
/// says, and what is lost is less than one part of the room holds.
const MOST: usize = 5_040;

/// One that may be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Item {
    /// What it takes, as a share of the capacity.
    pub weight: f64,
    /// What it is worth; what is worth nothing is never chosen.
    pub value: f64,
}

/// Whether so much fits; what is not a number does not.
pub(super) fn fits(weight: f64, room: f64) -> bool {
    weight <= room + SLACK
}

/// A set: what it weighs and is worth, and the step that made it.
#[derive(Debug, Clone, Copy)]
struct Set {
    weight: f64,
    value: f64,
    step: usize,
}

/// The sets worth keeping, from the lightest: each heavier one is worth more.
#[derive(Debug, Clone)]
pub(super) struct Sets(Vec<Set>);

impl Sets {
    fn none() -> Sets {
        Sets(vec![Set { weight: 0.0, value: 0.0, step: 0 }])
    }

    /// The greatest value that fits; nothing fits less than no room.
    pub fn best(&self, room: f64) -> f64 {
        self.fitting(room).map_or(0.0, |set| set.value)
    }

    fn fitting(&self, room: f64) -> Option<Set> {
        let count = self.0.partition_point(|set| fits(set.weight, room));
        count.checked_sub(1).map(|last| self.0[last])
    }

    /// With an item in them where it does good; `step` names a set with it, made from the one of the step given.
    fn add(&mut self, item: &Item, room: f64, step: &mut dyn FnMut(usize) -> usize) {
        if !(item.value > 0.0 && fits(item.weight, room)) {
            return;
        }
        let with = self.0.iter().map(|set| Set {
            weight: set.weight + item.weight,
            value: set.value + item.value,
            step: set.step,
        });
        let mut with = with.take_while(|set| fits(set.weight, room)).peekable();
        let mut without = self.0.iter().copied().peekable();
        let mut kept: Vec<Set> = Vec::with_capacity(2 * self.0.len());
        loop {
            // Of two that are alike the one without it: what comes first in the ranking is chosen.
            let (set, new) = match (without.peek(), with.peek()) {
                (Some(a), Some(b)) if a.weight <= b.weight + SAME => (without.next(), false),
                (_, Some(_)) => (with.next(), true),
                (_, None) => (without.next(), false),
            };
            let Some(set) = set else { break };
            if kept.last().is_some_and(|last| set.value <= last.value * (1.0 + SAME)) {
                continue;
            }
            let set = Set { step: if new { step(set.step) } else { set.step }, ..set };
            match kept.last_mut().filter(|last| set.weight <= last.weight + SAME) {
                Some(last) => *last = set,
                None => kept.push(set),
            }
        }
        if kept.len() > MOST {
            let part = |set: &Set| (set.weight / room * MOST as f64) as usize;
            let last = kept.len() - 1;
            let ends: Vec<bool> = (0..=last).map(|i| i == last || part(&kept[i]) != part(&kept[i + 1])).collect();
            let mut ends = ends.into_iter();
            kept.retain(|_| ends.next().unwrap_or(true));
        }
        self.0 = kept;
    }
}

/// Which to choose.
pub(super) fn choose(items: &[Item], room: f64) -> Vec<bool> {
    // Each step: the item that was added, and the step of the set that it was added to.
    let mut steps = vec![(usize::MAX, 0)];
    let mut sets = Sets::none();
    for (at, item) in items.iter().enumerate() {
        sets.add(item, room, &mut |from| {
            steps.push((at, from));
            steps.len() - 1
        });
    }
    let mut chosen = vec![false; items.len()];
    let mut step = sets.fitting(room).map_or(0, |set| set.step);
    while step != 0 {
        let (item, from) = steps[step];
        chosen[item] = true;
        step = from;
    }
    chosen
}

/// For each item, what the others make of each room at best: the halves are parted again and again, each taking the
/// other half in first.
pub(super) fn without_each<R: Send>(items: &[Item], room: f64, each: &(dyn Fn(usize, &Sets) -> R + Sync)) -> Vec<R> {
    parted(items, 0, Sets::none(), room, each)
}

fn parted<R: Send>(
    items: &[Item],
    first: usize,
    sets: Sets,
    room: f64,
    each: &(dyn Fn(usize, &Sets) -> R + Sync),
) -> Vec<R> {
    if items.len() <= 1 {
        return items.iter().map(|_| each(first, &sets)).collect();
    }
    let (low, high) = items.split_at(items.len() / 2);
    let with = |half: &[Item]| {
        let mut sets = sets.clone();
        half.iter().for_each(|item| sets.add(item, room, &mut |_| 0));
        sets
    };
    let (mut a, b) = rayon::join(
        || parted(low, first, with(high), room, each),
        || parted(high, first + low.len(), with(low), room, each),
    );
    a.extend(b);
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(of: &[(f64, f64)], capacity: f64) -> Vec<Item> {
        of.iter().map(|(effort, value)| Item { weight: effort / capacity, value: *value }).collect()
    }

    #[test]
    fn the_best_set_is_chosen() {
        // By score per effort the first would be taken, and the best set is the other two.
        let items = items(&[(3.0, 9.0), (2.0, 5.5), (2.0, 5.5)], 4.0);
        assert_eq!(choose(&items, 1.0), [false, true, true]);
        assert_eq!(without_each(&items, 1.0, &|_, best| best.best(1.0)), [11.0, 9.0, 9.0]);
    }

    #[test]
    fn it_agrees_with_trying_every_set() {
        let value = |i: usize, k: usize| ((i * 7919 + k * 104_729) % 97) as f64 / 10.0 + 0.1;
        for k in 0..40 {
            let raw: Vec<(f64, f64)> = (0..9).map(|i| (value(i, k), value(i + 50, k))).collect();
            let items = items(&raw, 12.0);
            let set_of = |set: u32| (0..9).filter(move |i| set & (1 << i) != 0);
            let worth = |set: u32| set_of(set).map(|i| items[i].value).sum::<f64>();
            let fits = |set: &u32| set_of(*set).map(|i| items[i].weight).sum::<f64>() <= 1.0 + 1e-9;
            let best = (0..512).filter(fits).map(worth).fold(0.0, f64::max);
            let chosen = choose(&items, 1.0);
            let of = |all: f64, (_, item): (&bool, &Item)| all + item.value;
            let found = chosen.iter().zip(&items).filter(|(c, _)| **c).fold(0.0, of);
            assert!((found - best).abs() < 1e-9, "{found} for {best}");
            let without = without_each(&items, 1.0, &|_, best| best.best(1.0));
            for (i, without) in without.iter().enumerate() {
                let best = (0..512).filter(|s| s & (1 << i) == 0).filter(fits).map(worth).fold(0.0, f64::max);
                assert!((without - best).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn what_fills_the_capacity_exactly_fits() {
        for parts in [[3.3, 3.3, 3.4], [0.1, 0.2, 9.7], [10.0 / 3.0, 10.0 / 3.0, 10.0 / 3.0]] {
            let items = items(&parts.map(|p| (p, 1.0)), 10.0);
            assert_eq!(choose(&items, 1.0), [true; 3], "{parts:?}");
        }
        let not = items(&[(5.0, 1.0), (5.000_001, 1.0), (f64::NAN, 9.0), (11.0, 9.0), (0.0, 0.5), (1.0, -1.0)], 10.0);
        assert_eq!(choose(&not, 1.0), [true, false, false, false, true, false]);
        assert_eq!(choose(&not, 0.0), [false, false, false, false, true, false]);
    }

    #[test]
    fn of_two_that_are_alike_the_first_is_chosen() {
        assert_eq!(choose(&items(&[(2.0, 3.0), (2.0, 3.0), (2.0, 3.0)], 4.0), 1.0), [true, true, false]);
    }

    #[test]
    fn of_very_many_sets_some_are_let_go_and_the_rest_fits() {
        // 2^40 sets of different weights.
        let raw: Vec<(f64, f64)> =
            (0..40).map(|i| (1.0 + f64::from(i).sqrt(), 1.0 + f64::from(i * i % 17).cbrt())).collect();
        let items = items(&raw, 60.0);
        let chosen = choose(&items, 1.0);
        let of = |f: fn(&Item) -> f64| chosen.iter().zip(&items).filter(|(c, _)| **c).map(|(_, i)| f(i)).sum::<f64>();
        assert!(fits(of(|i| i.weight), 1.0));
        // No worse than by value for weight, and no better than where the last may be taken in part.
        let mut by_rate = items.clone();
        by_rate.sort_by(|a, b| (b.value / b.weight).total_cmp(&(a.value / a.weight)));
        let (mut left, mut greedy, mut bound) = (1.0, 0.0, 0.0);
        for item in by_rate {
            bound += item.value * (left / item.weight).clamp(0.0, 1.0);
            greedy += if fits(item.weight, left) { item.value } else { 0.0 };
            left -= item.weight;
        }
        let found = of(|i| i.value);
        assert!(found >= greedy && found <= bound && found > 0.98 * bound, "{greedy} {found} {bound}");
    }
}

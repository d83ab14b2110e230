//! What fits a capacity: the sets that no lighter one matches.
//!
//! Of sets whose weights add up to no more than there is, those are worth keeping that no lighter one matches in value
//! (Nemhauser and Ullmann 1969): exact whatever the weights, where a table over parts of the capacity would round a set
//! that fills it to one that does not fit.

use crate::limit::carried;

/// What a set weighs more than there is room by the rounding of numbers alone still fits. Weights are shares of the
/// capacity.
const WEIGHT_TOLERANCE: f64 = 1e-9;

/// Values and weights nearer to one another than this, by their size, are the same.
const RELATIVE_TOLERANCE: f64 = 1e-12;

/// The most sets that are kept. Of more, the best of each so many-th of the room: what is kept fits and is worth what it
/// says, and what is lost is less than one part of the room holds.
const MAX_CAPACITY_PARTS: usize = 5_040;

/// One that may be chosen, or a set of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::evaluate) struct KnapsackItem {
    /// What it takes, as a share of the capacity.
    pub weight: f64,
    /// What it is worth.
    pub value: f64,
}

impl KnapsackItem {
    pub(in crate::evaluate) const NOTHING: KnapsackItem = KnapsackItem { weight: 0.0, value: 0.0 };

    pub(crate) fn plus(self, other: KnapsackItem) -> KnapsackItem {
        KnapsackItem { weight: self.weight + other.weight, value: self.value + other.value }
    }
}

/// Whether so much fits; what is not a number does not.
pub(in crate::evaluate) fn fits(weight: f64, room: f64) -> bool {
    weight <= room + WEIGHT_TOLERANCE
}

/// The sets worth keeping, from the lightest: each heavier one is worth more.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct ParetoFrontier(Vec<KnapsackItem>);

impl ParetoFrontier {
    /// Nothing but the empty set.
    pub(in crate::evaluate) fn none() -> ParetoFrontier {
        ParetoFrontier(vec![KnapsackItem::NOTHING])
    }

    /// Of these those worth keeping.
    pub(in crate::evaluate) fn of(mut all: Vec<KnapsackItem>, room: f64) -> ParetoFrontier {
        all.retain(|set| fits(set.weight, room));
        all.sort_by(|a, b| a.weight.total_cmp(&b.weight).then(b.value.total_cmp(&a.value)));
        ParetoFrontier::kept(all.into_iter(), room)
    }

    /// The greatest value that fits; none where no set does.
    pub(in crate::evaluate) fn best(&self, room: f64) -> Option<f64> {
        let count = self.0.partition_point(|set| fits(set.weight, room));
        count.checked_sub(1).map(|last| self.0[last].value)
    }

    /// Each set of the one with each of the other.
    pub(in crate::evaluate) fn join(&self, other: &ParetoFrontier, room: f64) -> ParetoFrontier {
        match other.0.as_slice() {
            [KnapsackItem::NOTHING] => self.clone(),
            [KnapsackItem::NOTHING, one] => self.add(*one, room),
            _ => {
                let pairs = self.0.iter().flat_map(|a| other.0.iter().map(|b| a.plus(*b)));
                ParetoFrontier::of(pairs.filter(|set| fits(set.weight, room)).collect(), room)
            }
        }
    }

    /// With an item in them where it does good.
    fn add(&self, item: KnapsackItem, room: f64) -> ParetoFrontier {
        let mut with = self.0.iter().map(|set| set.plus(item)).take_while(|set| fits(set.weight, room)).peekable();
        let mut without = self.0.iter().copied().peekable();
        let next = std::iter::from_fn(|| match (without.peek(), with.peek()) {
            (Some(a), Some(b)) if a.weight <= b.weight + RELATIVE_TOLERANCE => without.next(),
            (_, Some(_)) => with.next(),
            (_, None) => without.next(),
        });
        ParetoFrontier::kept(next, room)
    }

    /// Of sets from the lightest those worth keeping.
    fn kept(all: impl Iterator<Item = KnapsackItem>, room: f64) -> ParetoFrontier {
        let mut kept: Vec<KnapsackItem> = Vec::new();
        for set in all {
            if kept.last().is_some_and(|last| set.value <= last.value + RELATIVE_TOLERANCE * last.value.abs()) {
                continue;
            }
            match kept.last_mut().filter(|last| set.weight <= last.weight + RELATIVE_TOLERANCE) {
                Some(last) => *last = set,
                None => kept.push(set),
            }
        }
        if kept.len() > MAX_CAPACITY_PARTS {
            let part = |set: &KnapsackItem| (set.weight / room * MAX_CAPACITY_PARTS as f64) as usize;
            let last = kept.len() - 1;
            let ends: Vec<bool> = (0..=last).map(|i| i == last || part(&kept[i]) != part(&kept[i + 1])).collect();
            let mut ends = ends.into_iter();
            kept.retain(|_| ends.next().unwrap_or(true));
        }
        ParetoFrontier(kept)
    }
}

/// For each group of sets, what the others make together: the halves are parted again and again, each taking the other
/// half in first.
pub(in crate::evaluate) fn frontier_without_each<R: Send>(
    groups: &[ParetoFrontier],
    room: f64,
    each: &(dyn Fn(usize, &ParetoFrontier) -> R + Sync),
) -> Vec<R> {
    divide_and_conquer(groups, 0, &ParetoFrontier::none(), room, each)
}

fn divide_and_conquer<R: Send>(
    groups: &[ParetoFrontier],
    first: usize,
    sets: &ParetoFrontier,
    room: f64,
    each: &(dyn Fn(usize, &ParetoFrontier) -> R + Sync),
) -> Vec<R> {
    if groups.len() <= 1 {
        return groups.iter().map(|_| each(first, sets)).collect();
    }
    let (low, high) = groups.split_at(groups.len() / 2);
    let with = |half: &[ParetoFrontier]| half.iter().fold(sets.clone(), |sets, group| sets.join(group, room));
    let below = carried(|()| divide_and_conquer(low, first, &with(high), room, each));
    let above = carried(|()| divide_and_conquer(high, first + low.len(), &with(low), room, each));
    let (mut a, b) = rayon::join(|| below(()), || above(()));
    a.extend(b);
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(of: &[(f64, f64)], capacity: f64) -> Vec<ParetoFrontier> {
        let item = |(effort, value): &(f64, f64)| KnapsackItem { weight: effort / capacity, value: *value };
        of.iter().map(|one| ParetoFrontier::of(vec![KnapsackItem::NOTHING, item(one)], 1.0)).collect()
    }

    fn best(of: &[ParetoFrontier], room: f64) -> f64 {
        of.iter().fold(ParetoFrontier::none(), |sets, group| sets.join(group, room)).best(room).unwrap()
    }

    #[test]
    fn the_best_set_is_found() {
        // By score per effort the first would be taken, and the best set is the other two.
        let groups = groups(&[(3.0, 9.0), (2.0, 5.5), (2.0, 5.5)], 4.0);
        assert_eq!(best(&groups, 1.0), 11.0);
        assert_eq!(frontier_without_each(&groups, 1.0, &|_, best| best.best(1.0).unwrap()), [11.0, 9.0, 9.0]);
    }

    #[test]
    fn it_agrees_with_trying_every_set() {
        let value = |i: usize, k: usize| ((i * 7919 + k * 104_729) % 97) as f64 / 10.0 + 0.1;
        for k in 0..40 {
            let raw: Vec<(f64, f64)> = (0..9).map(|i| (value(i, k), value(i + 50, k))).collect();
            let groups = groups(&raw, 12.0);
            let set_of = |set: u32| (0..9).filter(move |i| set & (1 << i) != 0);
            let worth = |set: u32| set_of(set).map(|i| raw[i].1).sum::<f64>();
            let fits = |set: &u32| set_of(*set).map(|i| raw[i].0 / 12.0).sum::<f64>() <= 1.0 + 1e-9;
            let all = (0..512).filter(fits).map(worth).fold(0.0, f64::max);
            let found = best(&groups, 1.0);
            assert!((found - all).abs() < 1e-9, "{found} for {all}");
            let without = frontier_without_each(&groups, 1.0, &|_, best| best.best(1.0).unwrap());
            for (i, without) in without.iter().enumerate() {
                let best = (0..512).filter(|s| s & (1 << i) == 0).filter(fits).map(worth).fold(0.0, f64::max);
                assert!((without - best).abs() < 1e-9);
            }
            // Two groups of several sets are joined as their items are.
            let halves = groups.chunks(5).map(|half| half.iter().fold(ParetoFrontier::none(), |s, g| s.join(g, 1.0)));
            let halves: Vec<ParetoFrontier> = halves.collect();
            assert!((best(&halves, 1.0) - all).abs() < 1e-9);
        }
    }

    #[test]
    fn what_fills_the_capacity_exactly_fits() {
        for parts in [[3.3, 3.3, 3.4], [0.1, 0.2, 9.7], [10.0 / 3.0, 10.0 / 3.0, 10.0 / 3.0]] {
            assert_eq!(best(&groups(&parts.map(|p| (p, 1.0)), 10.0), 1.0), 3.0, "{parts:?}");
        }
        let not = [(5.0, 1.0), (5.000_001, 1.0), (f64::NAN, 9.0), (11.0, 9.0), (0.0, 0.5), (1.0, -1.0)];
        assert_eq!(best(&groups(&not, 10.0), 1.0), 1.5);
        assert_eq!(best(&groups(&not, 10.0), 0.0), 0.5);
    }

    #[test]
    fn of_very_many_sets_some_are_let_go_and_the_rest_fits() {
        // 2^40 sets of different weights.
        let raw: Vec<(f64, f64)> =
            (0..40).map(|i| (1.0 + f64::from(i).sqrt(), 1.0 + f64::from(i * i % 17).cbrt())).collect();
        let found = best(&groups(&raw, 60.0), 1.0);
        // No worse than by value for weight, and no better than where the last may be taken in part.
        let mut by_rate = raw.clone();
        by_rate.sort_by(|a, b| (b.1 / b.0).total_cmp(&(a.1 / a.0)));
        let (mut left, mut greedy, mut bound) = (60.0, 0.0, 0.0);
        for (weight, value) in by_rate {
            bound += value * (left / weight).clamp(0.0, 1.0);
            greedy += if weight <= left { value } else { 0.0 };
            left -= weight;
        }
        assert!(found >= greedy && found <= bound && found > 0.98 * bound, "{greedy} {found} {bound}");
    }
}

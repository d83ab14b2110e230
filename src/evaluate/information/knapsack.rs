//! What fits a capacity: the set with the greatest sum of values whose weights add up to no more (Bellman 1957).

/// The capacity is measured in so many parts: halves, thirds, fifths, sevenths and twelfths of it are whole numbers of them.
pub(super) const PARTS: usize = 5_040;

/// One that may be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Item {
    /// What it takes, in parts of the capacity, rounded up.
    pub weight: usize,
    /// What it is worth; what is worth nothing is never chosen.
    pub value: f64,
}

/// An effort in parts of the capacity, rounded up but for the rounding of numbers.
pub(super) fn parts(effort: f64, capacity: f64) -> usize {
    let parts = effort / capacity * PARTS as f64;
    // Also where it is not a number: what can't be measured does not fit.
    if parts <= PARTS as f64 * (1.0 + 1e-9) { (parts - 1e-6).ceil().max(0.0) as usize } else { PARTS + 1 }
}

/// The greatest value of each capacity up to the one given.
fn add(best: &mut [f64], item: &Item) {
    for room in (item.weight..best.len()).rev() {
        let with = best[room - item.weight] + item.value;
        if with > best[room] {
            best[room] = with;
        }
    }
}

/// Which to choose.
pub(super) fn choose(items: &[Item], room: usize) -> Vec<bool> {
    let mut tables = vec![vec![0.0; room + 1]];
    for item in items {
        let mut next = tables[tables.len() - 1].clone();
        add(&mut next, item);
        tables.push(next);
    }
    let (mut chosen, mut left) = (vec![false; items.len()], room);
    for at in (0..items.len()).rev() {
        if tables[at + 1][left] > tables[at][left] {
            chosen[at] = true;
            left -= items[at].weight;
        }
    }
    chosen
}

/// For each item, what the others are worth at best in each capacity: the halves are parted again and again, each taking
/// the other half in first.
pub(super) fn without_each<R: Send>(items: &[Item], room: usize, each: &(dyn Fn(usize, &[f64]) -> R + Sync)) -> Vec<R> {
    parted(items, 0, vec![0.0; room + 1], each)
}

fn parted<R: Send>(items: &[Item], first: usize, best: Vec<f64>, each: &(dyn Fn(usize, &[f64]) -> R + Sync)) -> Vec<R> {
    if items.len() <= 1 {
        return items.iter().map(|_| each(first, &best)).collect();
    }
    let (low, high) = items.split_at(items.len() / 2);
    let with = |half: &[Item]| {
        let mut best = best.clone();
        half.iter().for_each(|item| add(&mut best, item));
        best
    };
    let (mut a, b) =
        rayon::join(|| parted(low, first, with(high), each), || parted(high, first + low.len(), with(low), each));
    a.extend(b);
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(of: &[(f64, f64)], capacity: f64) -> Vec<Item> {
        of.iter().map(|(effort, value)| Item { weight: parts(*effort, capacity), value: *value }).collect()
    }

    #[test]
    fn the_best_set_is_chosen() {
        // By score per effort the first would be taken, and the best set is the other two.
        let items = items(&[(3.0, 9.0), (2.0, 5.5), (2.0, 5.5)], 4.0);
        assert_eq!(choose(&items, PARTS), [false, true, true]);
        assert_eq!(without_each(&items, PARTS, &|_, best| best[PARTS]), [11.0, 9.0, 9.0]);
    }

    #[test]
    fn it_agrees_with_trying_every_set() {
        let value = |i: usize, k: usize| ((i * 7919 + k * 104_729) % 97) as f64 / 10.0 + 0.1;
        for k in 0..40 {
            let raw: Vec<(f64, f64)> = (0..9).map(|i| (value(i, k), value(i + 50, k))).collect();
            let items = items(&raw, 12.0);
            let set_of = |set: u32| (0..9).filter(move |i| set & (1 << i) != 0);
            let worth = |set: u32| set_of(set).map(|i| items[i].value).sum::<f64>();
            let fits = |set: &u32| set_of(*set).map(|i| items[i].weight).sum::<usize>() <= PARTS;
            let best = (0..512).filter(fits).map(worth).fold(0.0, f64::max);
            let chosen = choose(&items, PARTS);
            let found: f64 = chosen.iter().zip(&items).filter(|(c, _)| **c).map(|(_, i)| i.value).sum();
            assert!((found - best).abs() < 1e-9, "{found} for {best}");
            let without = without_each(&items, PARTS, &|_, best| best[PARTS]);
            for (i, without) in without.iter().enumerate() {
                let best = (0..512).filter(|s| s & (1 << i) == 0).filter(fits).map(worth).fold(0.0, f64::max);
                assert!((without - best).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn what_fills_the_capacity_exactly_fits() {
        assert_eq!(parts(1.0 / 3.0, 1.0) * 3, PARTS);
        assert_eq!(parts(12.0 / 7.0, 12.0) * 7, PARTS);
        assert_eq!(parts(1.000_000_1, 1.0), PARTS + 1);
        assert_eq!(parts(f64::NAN, 1.0), PARTS + 1);
        assert_eq!(parts(0.0, 1.0), 0);
    }
}

//! What each of several replacements has in the change of a value.

/// The mean gain of each of `n` replacements over all orders of making them (Shapley, 1953), exact: `value` is asked once
/// for each of the 2ⁿ sets of replacements made. Orders that pass through a set without a value are left out of the mean;
/// `None` where every order does. The gains add up to the value of all less the value of none.
pub(super) fn shapley(n: usize, mut value: impl FnMut(usize) -> Option<f64>) -> Option<Vec<f64>> {
    let sets = 1usize << n;
    let values: Vec<Option<f64>> = (0..sets).map(&mut value).collect();
    // How many orders lead from nothing to each set, and how many from it to everything.
    let (mut to, mut from) = (vec![0.0; sets], vec![0.0; sets]);
    let members = |set: usize| (0..n).filter(move |i| set & (1 << i) != 0);
    for set in 0..sets {
        if values[set].is_some() {
            to[set] = if set == 0 { 1.0 } else { members(set).map(|i| to[set ^ (1 << i)]).sum() };
        }
    }
    for set in (0..sets).rev() {
        if values[set].is_some() {
            let missing = members(sets - 1 - set);
            from[set] = if set == sets - 1 { 1.0 } else { missing.map(|i| from[set | (1 << i)]).sum() };
        }
    }
    let orders = to[sets - 1];
    if orders == 0.0 {
        return None;
    }
    let mut gained = vec![0.0; n];
    for set in 0..sets {
        for i in members(set) {
            let without = set ^ (1 << i);
            if let (Some(with), Some(less)) = (values[set], values[without]) {
                gained[i] += (with - less) * (to[without] * from[set] / orders);
            }
        }
    }
    Some(gained)
}

/// The gain of each of `n` replacements made one after another; `value` is asked with how many are made.
pub(super) fn sequential_gains(n: usize, value: impl FnMut(usize) -> Option<f64>) -> Option<Vec<f64>> {
    let values: Vec<f64> = (0..=n).map(value).collect::<Option<_>>()?;
    Some(values.windows(2).map(|pair| pair[1] - pair[0]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The glove game: a left glove and one of two right gloves make a pair (Shapley: 2/3, 1/6, 1/6).
    #[test]
    fn the_glove_game() {
        let pair = |set: usize| Some(if set & 1 != 0 && set & 6 != 0 { 1.0 } else { 0.0 });
        let gained = shapley(3, pair).unwrap();
        for (got, wanted) in gained.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((got - wanted).abs() < 1e-15, "{gained:?}");
        }
    }

    #[test]
    fn orders_without_a_value_are_left_out() {
        // 0 → 10 by the first alone, then 12: the other order has no value on its way.
        let value = |set: usize| [Some(0.0), Some(10.0), None, Some(12.0)][set];
        assert_eq!(shapley(2, value), Some(vec![10.0, 2.0]));
        assert_eq!(shapley(2, |set| (set == 0 || set == 3).then_some(1.0)), None);
        assert_eq!(shapley(0, |_| Some(4.0)), Some(vec![]));
        assert_eq!(sequential_gains(2, |done| Some((done * done) as f64)), Some(vec![1.0, 3.0]));
        assert_eq!(sequential_gains(2, |done| (done != 1).then_some(1.0)), None);
    }
}

//! The statistics after aggregates.

/// The ranks of values, 1 for the smallest; equal values share the mean of their ranks.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        // -0.0 and 0.0 tie, which `total_cmp` alone would not see.
        let end = (start..order.len()).find(|i| values[order[*i]] != values[order[start]]).unwrap_or(order.len());
        let shared = (start + 1 + end) as f64 / 2.0;
        for place in &order[start..end] {
            ranks[*place] = shared;
        }
        start = end;
    }
    ranks
}

/// Spearman's rank correlation of pairs (Spearman 1904), computed as Pearson's correlation of the ranks, so that
/// ties count by their average ranks. `None` for fewer than two pairs or where one side is all equal.
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 2 {
        return None;
    }
    let a = ranks(&pairs.iter().map(|p| p.0).collect::<Vec<_>>());
    let b = ranks(&pairs.iter().map(|p| p.1).collect::<Vec<_>>());
    let mean = (pairs.len() as f64 + 1.0) / 2.0;
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(&b) {
        ab += (a - mean) * (b - mean);
        aa += (a - mean) * (a - mean);
        bb += (b - mean) * (b - mean);
    }
    if aa == 0.0 || bb == 0.0 { None } else { Some((ab / libm::sqrt(aa * bb)).clamp(-1.0, 1.0)) }
}

/// The part of the values that are the most frequent one. At least one value.
pub fn mode_share(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    // -0.0 and 0.0 are the same.
    sorted.iter_mut().for_each(|v| *v += 0.0);
    sorted.sort_by(f64::total_cmp);
    let most = sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).max().unwrap_or(0);
    most as f64 / values.len() as f64
}

/// The value below which the part `p` of the values lies, between two of them in proportion (Hyndman and Fan 1996,
/// type 7). At least one value, `p` from 0 to 1.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = p * (sorted.len() - 1) as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_share_their_mean_where_values_tie() {
        assert_eq!(ranks(&[10.0, 20.0, 10.0, 5.0]), [2.5, 4.0, 2.5, 1.0]);
        assert_eq!(ranks(&[0.0, -0.0]), [1.5, 1.5]);
    }

    #[test]
    fn spearman_agrees_with_known_values() {
        // IQ against hours of television, a common textbook example: -29/165.
        let iq = [106.0, 86.0, 100.0, 101.0, 99.0, 103.0, 97.0, 113.0, 112.0, 110.0];
        let tv = [7.0, 0.0, 27.0, 50.0, 28.0, 29.0, 20.0, 12.0, 6.0, 17.0];
        let pairs: Vec<(f64, f64)> = iq.into_iter().zip(tv).collect();
        assert!((spearman(&pairs).unwrap() + 29.0 / 165.0).abs() < 1e-15);
        assert_eq!(spearman(&[(1.0, 5.0), (2.0, 50.0), (3.0, 51.0)]), Some(1.0));
        // Ties: ranks 1.5 1.5 3 against 1 2 3.
        assert!((spearman(&[(1.0, 1.0), (1.0, 2.0), (2.0, 3.0)]).unwrap() - 0.75f64.sqrt()).abs() < 1e-15);
        assert_eq!(spearman(&[(1.0, 1.0), (1.0, 2.0)]), None);
    }

    #[test]
    fn quantiles_lie_between_values_in_proportion() {
        // R: quantile(c(1, 2, 4, 8), c(0, .05, .5, .95, 1)) gives 1.00 1.15 3.00 7.40 8.00.
        let values = [8.0, 1.0, 4.0, 2.0];
        for (p, expected) in [(0.0, 1.0), (0.05, 1.15), (0.5, 3.0), (0.95, 7.4), (1.0, 8.0)] {
            assert!((quantile(&values, p) - expected).abs() < 1e-12, "{p}");
        }
        assert_eq!(quantile(&[3.0], 0.95), 3.0);
    }

    #[test]
    fn the_commonest_is_the_part_of_the_most_frequent_value() {
        assert_eq!(mode_share(&[9.0, 9.0, 3.0, 9.0]), 0.75);
        assert_eq!(mode_share(&[0.0, -0.0]), 1.0);
        assert_eq!(mode_share(&[5.0]), 1.0);
    }
}

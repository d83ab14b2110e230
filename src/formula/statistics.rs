//! The statistics behind aggregates.

/// The ranks of values, 1 for the smallest; equal values share the mean of their ranks.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
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
pub(super) fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
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
}

//! How far two rankings agree.

use std::cmp::Ordering;

/// Two rankings of the same things against each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankCorrelation {
    /// Kendall's tau-b: 1 for the same order, 0 for no relation, -1 for the reverse. `None` where one of the rankings
    /// has all on one place.
    pub tau: Option<f64>,
    /// Of the pairs that both rankings order, the share that they order alike; `None` where there is no such pair.
    pub same_order: Option<f64>,
}

/// Kendall's rank correlation with its correction for ties, tau-b (Kendall 1945), of things with a place in two
/// rankings each; equal places are ties. The pairs in reverse order are counted in n log n steps (Knight 1966).
pub(crate) fn kendall_tau_b(places: &[(usize, usize)]) -> RankCorrelation {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    let pairs = |n: u64| n * n.saturating_sub(1) / 2;
    let all = pairs(sorted.len() as u64);
    let first: u64 = sorted.chunk_by(|a, b| a.0 == b.0).map(|group| pairs(group.len() as u64)).sum();
    let both: u64 = sorted.chunk_by(|a, b| a == b).map(|group| pairs(group.len() as u64)).sum();
    let mut seconds: Vec<usize> = sorted.iter().map(|p| p.1).collect();
    let reversed = inversions(&mut seconds);
    // That has sorted them.
    let second: u64 = seconds.chunk_by(|a, b| a == b).map(|group| pairs(group.len() as u64)).sum();
    let ordered = all + both - first - second;
    let alike = ordered - reversed;
    let root = ((all - first) as f64 * (all - second) as f64).sqrt();
    RankCorrelation {
        tau: (root > 0.0).then(|| (alike as f64 - reversed as f64) / root),
        same_order: (ordered > 0).then(|| alike as f64 / ordered as f64),
    }
}

/// Sorts, and counts the pairs that stood in reverse order.
fn inversions(values: &mut [usize]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut count = inversions(left) + inversions(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut l, mut r) = (0, 0);
    while let (Some(a), Some(b)) = (left.get(l), right.get(r)) {
        if a.cmp(b) == Ordering::Greater {
            count += (left.len() - l) as u64;
            merged.push(*b);
            r += 1;
        } else {
            merged.push(*a);
            l += 1;
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged.extend_from_slice(&right[r..]);
    values.copy_from_slice(&merged);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &[usize], b: &[usize]) -> RankCorrelation {
        kendall_tau_b(&a.iter().copied().zip(b.iter().copied()).collect::<Vec<_>>())
    }

    /// By the definition, pair by pair.
    fn slowly(places: &[(usize, usize)]) -> Option<f64> {
        let (mut alike, mut reversed, mut first, mut second) = (0.0, 0.0, 0.0, 0.0);
        for (at, a) in places.iter().enumerate() {
            for b in &places[at + 1..] {
                match (a.0.cmp(&b.0), a.1.cmp(&b.1)) {
                    (Ordering::Equal, Ordering::Equal) => {}
                    (Ordering::Equal, _) => first += 1.0,
                    (_, Ordering::Equal) => second += 1.0,
                    (x, y) if x == y => alike += 1.0,
                    _ => reversed += 1.0,
                }
            }
        }
        let root = f64::sqrt((alike + reversed + first) * (alike + reversed + second));
        (root > 0.0).then(|| (alike - reversed) / root)
    }

    #[test]
    fn it_is_that_of_scipy() {
        // scipy.stats.kendalltau(a, b).statistic, scipy 1.17.1
        let cases: [(&[usize], &[usize], f64); 5] = [
            (&[1, 2, 3, 4, 5], &[3, 4, 1, 2, 5], 0.19999999999999998),
            (&[12, 2, 1, 12, 2], &[1, 4, 7, 1, 0], -0.4714045207910316),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &[2, 1, 4, 3, 6, 5, 8, 7, 10, 9], 0.7777777777777777),
            (&[1, 1, 3, 4, 4, 6, 7], &[1, 2, 2, 4, 6, 5, 7], 0.8207826816681232),
            (&[1, 2, 2, 2, 5, 6], &[6, 4, 4, 2, 2, 1], -0.8807048459279793),
        ];
        for (a, b, tau) in cases {
            let got = of(a, b).tau.unwrap();
            assert!((got - tau).abs() < 1e-15, "{a:?} {b:?}: {got} for {tau}");
        }
    }

    #[test]
    fn ends_and_nothing() {
        assert_eq!(of(&[1, 2, 3], &[1, 2, 3]), RankCorrelation { tau: Some(1.0), same_order: Some(1.0) });
        assert_eq!(of(&[1, 2, 3], &[3, 2, 1]), RankCorrelation { tau: Some(-1.0), same_order: Some(0.0) });
        assert_eq!(of(&[1, 1, 1], &[3, 2, 1]), RankCorrelation { tau: None, same_order: None });
        assert_eq!(of(&[1], &[1]).tau, None);
        assert_eq!(of(&[], &[]).tau, None);
        // Of three pairs one is a tie, one alike and one reversed: (1 - 1) / sqrt(2 * 3).
        assert_eq!(of(&[1, 1, 3], &[1, 3, 2]), RankCorrelation { tau: Some(0.0), same_order: Some(0.5) });
    }

    #[test]
    fn fast_and_slow_agree() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % below) as usize
        };
        for round in 0..200 {
            let below = 1 + round / 4;
            let places: Vec<(usize, usize)> = (0..round % 37).map(|_| (next(below), next(below))).collect();
            match (kendall_tau_b(&places).tau, slowly(&places)) {
                (Some(fast), Some(slow)) => assert!((fast - slow).abs() < 1e-12, "{places:?}"),
                (fast, slow) => assert_eq!(fast, slow, "{places:?}"),
            }
        }
    }
}

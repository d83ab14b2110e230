//! Several tests at once.

/// Holm's correction (S. Holm, 1979, Scandinavian Journal of Statistics 6, 65–70): each p-value as it counts when all of
/// them were looked at, in the order given.
///
/// ```
/// assert_eq!(planwright_stats::holm(&[0.01, 0.04]), [0.02, 0.04]);
/// ```
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut least: f64 = 0.0;
    for (rank, index) in order.into_iter().enumerate() {
        least = least.max(p[index] * (p.len() - rank) as f64).min(1.0);
        adjusted[index] = least;
    }
    adjusted
}

//! A series as a row of blocks, for a terminal.

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The most values that are drawn.
const MAX_POINTS: usize = 12;

/// The last values from the least to the most of them; nothing of fewer than two.
pub(super) fn draw(values: &[f64]) -> String {
    let values = &values[values.len().saturating_sub(MAX_POINTS)..];
    if values.len() < 2 {
        return String::new();
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let block = |v: &f64| match high > low {
        true => BLOCKS[(((v - low) / (high - low) * 7.0).round() as usize).min(7)],
        false => BLOCKS[3],
    };
    values.iter().map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_least_to_most() {
        assert_eq!(draw(&[1.0, 2.0, 3.0, 8.0]), "▁▂▃█");
        assert_eq!((draw(&[5.0, 5.0]), draw(&[5.0]), draw(&[])), ("▄▄".into(), String::new(), String::new()));
        assert_eq!(draw(&[0.0; 40]).chars().count(), MAX_POINTS);
    }
}

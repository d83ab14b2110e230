//! A line through the measurements by least squares, carried on.

use super::prediction::Prediction;

/// The line's value at `at`, from at least three points of (time, value). Residuals are taken as independent and normal
/// (Draper and Smith, 1966): the error of what may be measured there is s · √(1 + 1/n + (x − x̄)² / Σ(xᵢ − x̄)²), with
/// n − 2 degrees of freedom.
pub(in crate::evaluate) fn forecast(points: &[(f64, f64)], at: f64) -> Option<Prediction> {
    let n = points.len();
    if n < 3 {
        return None;
    }
    let count = n as f64;
    let mean = |part: fn(&(f64, f64)) -> f64| points.iter().map(part).sum::<f64>() / count;
    let (x_mean, y_mean) = (mean(|p| p.0), mean(|p| p.1));
    let spread: f64 = points.iter().map(|(x, _)| (x - x_mean) * (x - x_mean)).sum();
    if spread <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum::<f64>() / spread;
    let line = |x: f64| y_mean + slope * (x - x_mean);
    let left: f64 = points.iter().map(|(x, y)| (y - line(*x)) * (y - line(*x))).sum();
    let error = libm::sqrt(left / (count - 2.0));
    let width = error * libm::sqrt(1.0 + 1.0 / count + (at - x_mean) * (at - x_mean) / spread);
    Some(Prediction { centre: line(at), error: width, degrees_of_freedom: (n - 2) as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_and_its_interval_is_that_of_the_textbook() {
        let exact = forecast(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)], 5.0).unwrap();
        assert!((exact.centre - 11.0).abs() < 1e-12 && exact.error < 1e-9);
        // By hand: y = 2, 3, 5, 4, 6 at 1 to 5; slope 0.9, intercept 1.3, s² = 1.9/3, at 6: 6.7 ± 3.182446 · s · √2.1.
        let points = [(1.0, 2.0), (2.0, 3.0), (3.0, 5.0), (4.0, 4.0), (5.0, 6.0)];
        let five = forecast(&points, 6.0).unwrap();
        let error = libm::sqrt(1.9 / 3.0) * libm::sqrt(2.1);
        assert!((five.centre - 6.7).abs() < 1e-12 && (five.error - error).abs() < 1e-12, "{five:?}");
        let five = five.to_forecast(super::super::forecast_scale::ForecastScale::Plain, 0.95).unwrap();
        assert!((five.high - five.value - 3.182446305 * error).abs() < 1e-6, "{five:?}");
        assert_eq!(forecast(&points[..2], 6.0), None);
        assert_eq!(forecast(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)], 6.0), None);
    }
}

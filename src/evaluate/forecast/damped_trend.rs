//! Holt's trend, damped: each step ahead it grows by less (Gardner and McKenzie, 1985, Forecasting trends in time series).
//!
//! The three parameters are fixed, so that a further measurement changes the forecast by what it says and not by another
//! fit: level and trend weigh what is new by 0.5 and 0.3, and the trend keeps 0.9 of itself a step. A step is the median
//! distance of the measurements; a longer gap counts for as many steps as it holds.

use super::prediction::Prediction;

/// How much a new value weighs in the level.
const LEVEL_SMOOTHING: f64 = 0.5;

/// How much a new change weighs in the trend.
const TREND_SMOOTHING: f64 = 0.3;

/// What a trend keeps of itself after a step.
const DAMPING: f64 = 0.9;

/// Further ahead than so many steps the interval grows no more.
const MAX_STEPS: f64 = 10_000.0;

/// What so many steps add up to, the first being the damping itself: φ + φ² + … + φʰ, also for parts of a step.
fn damping_sum(h: f64) -> f64 {
    DAMPING * (1.0 - libm::pow(DAMPING, h)) / (1.0 - DAMPING)
}

/// What is to be expected at `at`, from at least three points of (time, value) in order, no two of one time. The error is
/// that of the model with additive errors (Hyndman, Koehler, Ord and Snyder, 2008, ETS(A,Ad,N)):
/// s · √(1 + Σ cⱼ²) over the steps before the last, cⱼ = α + αβ(φ + … + φʲ); s from the errors one step ahead.
pub(in crate::evaluate) fn forecast(points: &[(f64, f64)], at: f64) -> Option<Prediction> {
    let mut gaps: Vec<f64> = points.windows(2).map(|p| p[1].0 - p[0].0).collect();
    gaps.sort_by(f64::total_cmp);
    let step = *gaps.get(gaps.len() / 2)?;
    let mut rest = points.iter();
    let (mut x, mut level) = *rest.next()?;
    let (mut trend, mut errors) = (None, Vec::new());
    for (next, value) in rest {
        let gap = (next - x) / step;
        let Some(known) = trend else {
            trend = Some((value - level) / gap);
            (x, level) = (*next, *value);
            continue;
        };
        let expected = level + known * damping_sum(gap);
        errors.push(value - expected);
        let new = expected + LEVEL_SMOOTHING * (value - expected);
        trend = Some(TREND_SMOOTHING * (new - level) / gap + (1.0 - TREND_SMOOTHING) * libm::pow(DAMPING, gap) * known);
        (x, level) = (*next, new);
    }
    if errors.is_empty() {
        return None;
    }
    let ahead = ((at - x) / step).max(0.0);
    let centre = level + trend? * damping_sum(ahead);
    let degrees = errors.len() as u32;
    let error = libm::sqrt(errors.iter().map(|e| e * e).sum::<f64>() / f64::from(degrees));
    let mut spread = 1.0;
    let (mut j, mut grown) = (1.0, DAMPING);
    while j < ahead.min(MAX_STEPS) {
        let c = LEVEL_SMOOTHING + LEVEL_SMOOTHING * TREND_SMOOTHING * grown;
        spread += c * c;
        grown = DAMPING * (1.0 + grown);
        j += 1.0;
    }
    Some(Prediction { centre, error: error * libm::sqrt(spread), degrees_of_freedom: degrees })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // Level 12 and trend 2 after two points; 13.8 expected, 16 measured: level 14.9, trend 0.3·2.9 + 0.7·0.9·2 = 2.13.
        let three = forecast(&[(0.0, 10.0), (30.0, 12.0), (60.0, 16.0)], 120.0).unwrap();
        assert!((three.centre - (14.9 + 2.13 * (0.9 + 0.81))).abs() < 1e-12, "{three:?}");
        // One error of 2.2, one degree of freedom; two steps ahead: 1 + (0.5 + 0.15·0.9)².
        assert!((three.error - 2.2 * libm::sqrt(1.0 + 0.635 * 0.635)).abs() < 1e-12 && three.degrees_of_freedom == 1);
        assert_eq!(forecast(&[(0.0, 10.0), (30.0, 12.0)], 120.0), None);
    }

    #[test]
    fn measurements_of_days_are_steps_of_days() {
        // The same series, once a month and once a day: what lies as many steps ahead is expected alike.
        let months = [(0.0, 10.0), (30.0, 12.0), (60.0, 16.0), (90.0, 17.0)];
        let days = months.map(|(x, y)| (x / 30.0, y));
        assert_eq!(forecast(&months, 150.0), forecast(&days, 5.0));
        // Half a step ahead lies between the level and the next step.
        let [now, half, next] = [3.0, 3.5, 4.0].map(|at| forecast(&days, at).unwrap().centre);
        assert!(now < half && half < next);
    }

    #[test]
    fn the_sum_is_the_published_variance() {
        let (a, b, p) = (LEVEL_SMOOTHING, LEVEL_SMOOTHING * TREND_SMOOTHING, DAMPING);
        for h in [1u32, 2, 5, 12] {
            let n = f64::from(h);
            let ph = libm::pow(p, n);
            let published =
                1.0 + a * a * (n - 1.0) + b * p * n / ((1.0 - p) * (1.0 - p)) * (2.0 * a * (1.0 - p) + b * p)
                    - b * p * (1.0 - ph) / ((1.0 - p) * (1.0 - p) * (1.0 - p * p))
                        * (2.0 * a * (1.0 - p * p) + b * p * (1.0 + 2.0 * p - ph));
            let sum: f64 = (1..h)
                .map(|j| {
                    let c = a + b * damping_sum(f64::from(j));
                    c * c
                })
                .sum();
            assert!((1.0 + sum - published).abs() < 1e-9, "{h}: {} {published}", 1.0 + sum);
        }
    }

    #[test]
    fn a_missed_month_counts_for_two_steps() {
        let even = [(0.0, 10.0), (30.0, 12.0), (60.0, 14.0), (90.0, 16.0)];
        let gap = [(0.0, 10.0), (30.0, 12.0), (90.0, 16.0), (120.0, 18.0)];
        let (a, b) = (forecast(&even, 150.0).unwrap(), forecast(&gap, 180.0).unwrap());
        assert!((a.centre - b.centre + 2.0).abs() < 1.0, "{a:?} {b:?}");
    }

    #[test]
    fn the_interval_grows_as_that_of_the_model() {
        let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 4.0), (3.0, 7.0)];
        let error = |at: f64| forecast(&points, at).unwrap().error;
        let weight = |j: i32| {
            LEVEL_SMOOTHING + LEVEL_SMOOTHING * TREND_SMOOTHING * (1..=j).map(|i| DAMPING.powi(i)).sum::<f64>()
        };
        for ahead in 1..7 {
            let spread = 1.0 + (1..ahead).map(|j| weight(j).powi(2)).sum::<f64>();
            let ratio = error(3.0 + f64::from(ahead)) / error(4.0);
            assert!((ratio - spread.sqrt()).abs() < 1e-12, "{ahead}: {ratio}");
        }
    }
}

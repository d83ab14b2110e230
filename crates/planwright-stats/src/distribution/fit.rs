//! From the ends of a range and the bounds of its input to a distribution.

use super::half_normals::HalfNormals;
use super::jqpd_b::JqpdB;
use super::jqpd_s::JqpdS;
use super::lognormal::Lognormal;
use super::normal::Normal;
use super::points::Points;
use super::standard_normal::normal_quantile;
use super::{Distribution, Shape};

/// An estimate as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The median, where one is given.
    pub likely: Option<f64>,
    /// The probability below `low`, and above `high`: 0.05 for `interval: 90%`, 0.1 for `interval: 80%`.
    pub tail: f64,
    /// The bounds of the input it is for.
    pub bounds: Bounds,
}

/// Where the values of an input end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// No value lies below.
    pub lower: Option<f64>,
    /// No value lies above.
    pub upper: Option<f64>,
    /// The lower bound itself is no value either: `above: 0`.
    pub lower_exclusive: bool,
}

/// Why a range stands for no distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitError {
    /// An end, the middle or a bound is not a finite number, or they lie too close or too far apart for f64.
    NotFinite,
    /// The lower end lies above the upper one.
    LowAboveHigh,
    /// `likely` is not strictly between the ends.
    LikelyOutside,
    /// The lower end sits on a bound that its input must lie above.
    LowAtExclusiveBound,
    /// An end lies beyond a bound, or the bounds leave no room.
    OutsideBounds,
    /// The tail probability is not between 0 and one half.
    BadInterval,
}

impl std::fmt::Display for FitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            FitError::NotFinite => "the numbers of the range are too extreme",
            FitError::LowAboveHigh => "the range is the wrong way round",
            FitError::LikelyOutside => "the likely value does not lie between the ends",
            FitError::LowAtExclusiveBound => "the low end sits on a bound that values must lie above",
            FitError::OutsideBounds => "an end lies beyond the bounds",
            FitError::BadInterval => "the interval must be between 0% and 100%",
        })
    }
}

impl std::error::Error for FitError {}

impl Distribution {
    /// Whether the fit leads through its ends: false where the arithmetic ran out of numbers.
    fn holds(&self, points: Points) -> bool {
        let Points { low, high, c } = points;
        let near = |x: f64, end: f64| (x - end).abs() <= 1e-6 * end.abs().max(high - low);
        let share = |x: f64| matches!(self.shape, Shape::Certain(_)) || self.cdf(x).is_finite();
        near(self.at(-c), low) && near(self.at(c), high) && share(low) && share(high) && share(self.median)
    }
}

impl Range {
    /// The distribution whose quantiles at `tail` and `1 - tail` are the ends, and whose median is `likely`.
    ///
    /// # Errors
    /// See [`FitError`]; where both ends are one number, that number is certain and `likely` may only repeat it.
    pub fn fit(&self) -> Result<Distribution, FitError> {
        self.validate()?;
        let Range { low, high, likely, tail, .. } = *self;
        let Bounds { lower, upper, .. } = self.bounds;
        let points = Points { low, high, c: -normal_quantile(tail) };
        let mirrored = points.mirrored();
        // Nothing but zero bounds it, on the side that it does not reach to.
        let (positive, negative) = (low > 0.0 && upper.is_none(), high < 0.0 && lower.is_none());
        let on_a_bound = lower == Some(low) || upper == Some(high);
        let shape = match (likely, lower.zip(upper)) {
            _ if low == high => Shape::Certain(low),
            (None, _) if positive => Shape::Lognormal(Lognormal::new(points)),
            (None, _) if negative => Shape::MirroredLognormal(Lognormal::new(mirrored)),
            (None, _) => Shape::Normal(Normal::new(points)),
            (Some(m), _) if on_a_bound => Shape::HalfNormals(HalfNormals::new(points, m)),
            (Some(m), Some((l, u))) => Shape::JqpdB(JqpdB::new(points, m, l, u)),
            (Some(m), None) if positive => Shape::JqpdS(JqpdS::new(points, m)),
            (Some(m), None) if negative => Shape::MirroredJqpdS(JqpdS::new(mirrored, -m)),
            (Some(m), None) => Shape::HalfNormals(HalfNormals::new(points, m)),
        };
        let (least, most) = (lower.unwrap_or(f64::NEG_INFINITY), upper.unwrap_or(f64::INFINITY));
        let unnamed = Distribution { shape, median: f64::NAN, least, most };
        let fitted = Distribution { median: likely.unwrap_or_else(|| unnamed.at(0.0)), ..unnamed };
        if fitted.holds(points) { Ok(fitted) } else { Err(FitError::NotFinite) }
    }

    fn validate(&self) -> Result<(), FitError> {
        let Range { low, high, likely, tail, bounds } = *self;
        let Bounds { lower, upper, lower_exclusive } = bounds;
        if ![Some(low), Some(high), likely, lower, upper].into_iter().flatten().all(f64::is_finite) {
            return Err(FitError::NotFinite);
        }
        if !(tail > 0.0 && tail < 0.5) {
            return Err(FitError::BadInterval);
        }
        if low > high {
            return Err(FitError::LowAboveHigh);
        }
        if lower.is_some_and(|l| low < l) || upper.is_some_and(|u| high > u) {
            return Err(FitError::OutsideBounds);
        }
        if lower_exclusive && lower == Some(low) {
            return Err(FitError::LowAtExclusiveBound);
        }
        // On an end it would leave no probability between the two.
        match likely {
            Some(m) if low < high && !(low < m && m < high) => Err(FitError::LikelyOutside),
            Some(m) if low == high && m != low => Err(FitError::LikelyOutside),
            _ => Ok(()),
        }
    }
}

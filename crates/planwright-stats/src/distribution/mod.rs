//! What a range such as `2 to 5 likely 3` stands for: a distribution, by its quantiles.
//!
//! Nothing here draws samples. A sample is `quantile(u)` of a uniform `u`, so that the same key gives the
//! same number everywhere. All elementary functions come from `libm`: every machine gets the same bits.
//!
//! Which family it is follows from where the range lies and from the bounds of its input. No sample lies beyond a
//! bound: it is moved onto it.
//!
//! | range | without `likely` | with `likely` |
//! |---|---|---|
//! | above zero, no upper bound | lognormal | J-QPD-S |
//! | below zero, no lower bound | the same, mirrored | J-QPD-S, mirrored |
//! | else, strictly between two bounds | normal | J-QPD-B |
//! | else: an end on a bound, zero in or at the range | normal | two half normals that meet at the median |
//!
//! An end on a bound makes half normals of any range with `likely`. Between the percentiles of its ends no quantile
//! falls when an end rises and the shape stays the same; with `likely`, on that end's side of the median.

mod fit;
mod half_normals;
mod johnson_su;
mod jqpd_b;
mod jqpd_s;
mod lognormal;
mod normal;
mod points;
mod standard_normal;

pub use fit::{Bounds, FitError, Range};
pub use standard_normal::{normal_cdf, normal_quantile};

use half_normals::HalfNormals;
use jqpd_b::JqpdB;
use jqpd_s::JqpdS;
use lognormal::Lognormal;
use normal::Normal;

/// A fitted distribution. Made by [`Range::fit`].
///
/// ```
/// use planwright_stats::distribution::{Bounds, Range};
/// let effort = Range { low: 2.0, high: 8.0, likely: None, tail: 0.05, bounds: Bounds::default() };
/// let effort = effort.fit()?;
/// assert!((effort.median() - 4.0).abs() < 1e-12); // the geometric mean of the ends
/// assert!((effort.cdf(8.0) - 0.95).abs() < 1e-12);
/// # Ok::<(), planwright_stats::distribution::FitError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    shape: Shape,
    /// The point value, exactly as written where `likely` gives it.
    median: f64,
    /// Samples below are moved here.
    least: f64,
    /// Samples above are moved here.
    most: f64,
}

/// The families, as documentation and `plan explain` name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistributionFamily {
    /// Both ends are the same number.
    Certain,
    /// Normal.
    Normal,
    /// Lognormal.
    Lognormal,
    /// The negative of a lognormal.
    MirroredLognormal,
    /// Two half normals that meet at the median.
    HalfNormals,
    /// J-QPD-S: three quantiles above zero.
    JqpdS,
    /// J-QPD-S mirrored: three quantiles below zero.
    MirroredJqpdS,
    /// J-QPD-B: three quantiles and two bounds.
    JqpdB,
}

/// Family and parameters. A mirrored one holds the distribution of `-x`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Certain(f64),
    Normal(Normal),
    Lognormal(Lognormal),
    MirroredLognormal(Lognormal),
    HalfNormals(HalfNormals),
    JqpdS(JqpdS),
    MirroredJqpdS(JqpdS),
    JqpdB(JqpdB),
}

impl Distribution {
    /// The value that `p` of the outcomes do not exceed. Finite for every `p`: 0 and 1 (and what lies outside
    /// them) give the value at the nearest number between, NaN the median.
    pub fn quantile(&self, p: f64) -> f64 {
        if p.is_nan() {
            return self.median;
        }
        // One below 1 in f64; what is nearer to 0 than the smallest normal number has no quantile of use.
        let p = p.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
        self.at(normal_quantile(p))
    }

    /// The point value: half of the outcomes lie on either side.
    pub fn median(&self) -> f64 {
        self.median
    }

    /// The share of outcomes that do not exceed `x`. NaN for NaN.
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        if x < self.least {
            return 0.0;
        }
        if x >= self.most {
            return 1.0;
        }
        match &self.shape {
            Shape::Certain(value) => f64::from(u8::from(x >= *value)),
            _ => normal_cdf(self.score(x)),
        }
    }

    /// The standard normal score of a value, bounds aside; infinite where the family has none.
    fn score(&self, x: f64) -> f64 {
        match &self.shape {
            Shape::Certain(value) if x < *value => f64::NEG_INFINITY,
            Shape::Certain(_) => f64::INFINITY,
            Shape::Normal(d) => d.score(x),
            Shape::Lognormal(d) => d.score(x),
            Shape::MirroredLognormal(d) => -d.score(-x),
            Shape::HalfNormals(d) => d.score(x),
            Shape::JqpdS(d) => d.score(x),
            Shape::MirroredJqpdS(d) => -d.score(-x),
            Shape::JqpdB(d) => d.score(x),
        }
    }

    /// The standard normal scores at which samples reach a bound and stay there: the values have a kink there.
    pub fn kinks(&self) -> impl Iterator<Item = f64> + use<> {
        let (least, most) = self.sample_bounds();
        [least, most].map(|bound| bound.map(|b| self.score(b))).into_iter().flatten().filter(|z| z.is_finite())
    }

    /// Its family.
    pub fn family(&self) -> DistributionFamily {
        match self.shape {
            Shape::Certain(_) => DistributionFamily::Certain,
            Shape::Normal(_) => DistributionFamily::Normal,
            Shape::Lognormal(_) => DistributionFamily::Lognormal,
            Shape::MirroredLognormal(_) => DistributionFamily::MirroredLognormal,
            Shape::HalfNormals(_) => DistributionFamily::HalfNormals,
            Shape::JqpdS(_) => DistributionFamily::JqpdS,
            Shape::MirroredJqpdS(_) => DistributionFamily::MirroredJqpdS,
            Shape::JqpdB(_) => DistributionFamily::JqpdB,
        }
    }

    /// The least and the greatest value that a sample may take, where samples are clamped.
    pub fn sample_bounds(&self) -> (Option<f64>, Option<f64>) {
        (Some(self.least).filter(|l| l.is_finite()), Some(self.most).filter(|m| m.is_finite()))
    }

    /// The values at standard normal scores, one for each.
    pub fn at_scores(&self, scores: &[f64], out: &mut [f64]) {
        let (least, most) = (self.least.max(f64::MIN), self.most.min(f64::MAX));
        let mut each = |f: &dyn Fn(f64) -> f64| out.iter_mut().zip(scores).for_each(|(out, z)| *out = f(*z));
        match &self.shape {
            Shape::Lognormal(d) => {
                out.iter_mut().zip(scores).for_each(|(out, z)| *out = d.at(*z).clamp(least, most));
            }
            Shape::Normal(d) => out.iter_mut().zip(scores).for_each(|(out, z)| *out = d.at(*z).clamp(least, most)),
            _ => each(&|z| self.at(z)),
        }
    }

    /// The value at a standard normal score.
    fn at(&self, z: f64) -> f64 {
        let x = match &self.shape {
            Shape::Certain(value) => *value,
            Shape::Normal(d) => d.at(z),
            Shape::Lognormal(d) => d.at(z),
            Shape::MirroredLognormal(d) => -d.at(-z),
            Shape::HalfNormals(d) => d.at(z),
            Shape::JqpdS(d) => d.at(z),
            Shape::MirroredJqpdS(d) => -d.at(-z),
            Shape::JqpdB(d) => d.at(z),
        };
        // A far tail may leave the range of f64.
        x.clamp(self.least.max(f64::MIN), self.most.min(f64::MAX))
    }
}

#[cfg(test)]
mod tests;

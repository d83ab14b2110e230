//! Statistics of experiments and results: distributions, tests, intervals, sample sizes.
//!
//! Everything is own code over `libm`, so that every machine prints the same digits. The tests hold it to scipy and
//! statsmodels at a relative 1e-9. A probability is computed on the side of its smaller tail, never as one minus
//! something near one.
//!
//! | question | method |
//! |---|---|
//! | two shares differ | z with pooled variance; interval by Wald; few successes: Fisher's exact test, Newcombe's interval |
//! | two means differ | Welch's t and its interval |
//! | by how much, relative | logarithm of the ratio, delta method (Katz 1978) |
//! | the variant is better | two Beta posteriors under Beta(1, 1); for means the normal approximation |
//! | the groups have their shares | chi-square goodness of fit |
//! | several variants at once | Holm (1979) |
//! | how many it takes | Fleiss (1981) for shares, the normal approximation for means |

mod beta;
mod binomial;
mod chi_square;
pub mod counter_rng;
pub mod descriptive;
pub mod distribution;
mod fisher;
mod gamma;
mod holm;
mod interval;
mod latin_hypercube;
mod mean;
mod proportion;
mod ratio;
mod saddle_point;
mod student;
mod superiority;

pub use beta::{beta_cdf, beta_density, beta_survival};
pub use binomial::{binomial_cdf, binomial_pmf};
pub use chi_square::{chi_square_survival, goodness_of_fit};
pub use distribution::{normal_cdf, normal_quantile};
pub use fisher::fisher_exact;
pub use gamma::{gamma_lower, gamma_upper};
pub use holm::holm;
pub use interval::Interval;
pub use latin_hypercube::LatinHypercube;
pub use mean::{TwoMeans, welch};
pub use proportion::{TwoProportions, newcombe, sample_size_of_proportions, wald, wilson, z_pooled, z_unpooled};
pub use ratio::RatioSpread;
pub use student::{student_cdf, student_quantile, student_survival};
pub use superiority::probability_better;

/// The two-sided probability of a normal score at least as far from zero.
///
/// ```
/// assert!((planwright_stats::two_sided_p(1.959963984540054) - 0.05).abs() < 1e-15);
/// ```
pub fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests;

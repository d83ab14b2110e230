//! How much of the variance of a score each range accounts for.

use crate::evaluate::decomposition::{Factor, Response, ScoreForm, value_at_score};
use crate::evaluate::scores::{Evaluated, RankedInitiative, ScoreColumn, round_for_comparison};
use crate::limit::carried;
use rayon::prelude::*;
use std::sync::Arc;

/// What the shares are of, and how they were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApportionedVariance {
    /// The score is a product of quantities above zero: of the variance of its logarithm, exactly. They add up to one.
    Logarithm,
    /// The score is a sum of parts with one fact each: of its variance, exactly. They add up to one.
    Additive,
    /// Else: of its variance, what each explains alone, the variance of the mean score given it (Sobol' 1993, 2001). What
    /// they do not add up to is what several do together.
    FirstOrder,
    /// Nothing varies, or it has no variance: see [`Sensitivity::unbounded`].
    Nothing,
}

/// One fact that is a range, and what it does to a score.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceDriver {
    /// Its path from its initiative, as `rice.reach` or `effort[core]`.
    pub path: Arc<str>,
    /// The inputs that it is in, by their index.
    pub inputs: Vec<usize>,
    /// Its share of what is unsure; absent where nothing can be shared out.
    pub share: Option<f64>,
    /// Its 5th and its 95th percentile, in the unit of its first input.
    pub ends: (f64, f64),
    /// The score at each of them, with all others at their medians.
    pub scores: (f64, f64),
}

impl VarianceDriver {
    /// How far the score moves between its ends; infinite where it has none at one of them.
    pub(crate) fn swing(&self) -> f64 {
        let swing = (self.scores.1 - self.scores.0).abs();
        if swing.is_nan() { f64::INFINITY } else { swing }
    }
}

/// What makes one score unsure.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// The initiative's index in the plan.
    pub initiative: usize,
    /// Its score at point values.
    pub score: f64,
    /// What the shares are of.
    pub apportioned: ApportionedVariance,
    /// Its ranges, those that move the score most first.
    pub drivers: Vec<VarianceDriver>,
    /// The share that only several facts together explain.
    pub interaction: f64,
    /// The variance of the score.
    pub variance: f64,
    /// An input by which the score divides though it may be zero: its score has no mean and no variance.
    pub unbounded: Option<usize>,
    /// The share of samples for which the formula fails; what is said holds for the others.
    pub failed: f64,
}

/// What makes the scores of a plan unsure, by input.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OverallSensitivity {
    /// Each input with its share of the summed variances of the scores, the greatest first.
    pub inputs: Vec<(usize, f64)>,
    /// The share that only several facts together explain.
    pub interaction: f64,
}

impl Evaluated {
    /// What makes the score of an initiative unsure; `None` where it has no score.
    ///
    /// ```
    /// use planwright::{Source, View};
    /// let plan = Source::text("my.plan", "initiative a \"A\" { rice { reach: 100 to 400 users/month; impact: 1; \
    ///     confidence: 80%; effort: 1 to 2 person-months } }");
    /// let evaluated = plan.parse()?.resolve(&View::default())?.evaluate().evaluated;
    /// let found = evaluated.sensitivity("rice", 0).unwrap();
    /// // The ends of reach are four apart and those of effort two: ln 4 = 2 ln 2, and variances go with the square.
    /// assert!((found.drivers[0].share.unwrap() - 0.8).abs() < 1e-12);
    /// # Ok::<(), planwright::Error>(())
    /// ```
    pub fn sensitivity(&self, framework: &str, initiative: usize) -> Option<Sensitivity> {
        let column = self.column(framework)?;
        self.sensitivity_of(&column, initiative)
    }

    /// The same for every open initiative with a score, in the order of the ranking; `None` where the framework was not
    /// evaluated.
    pub fn sensitivities(&self, framework: &str) -> Option<Vec<Sensitivity>> {
        let column = self.column(framework)?;
        let ranking = self.ranking(framework, false)?;
        let order = ranking.by_score();
        let driven = carried(|r: &&RankedInitiative| self.sensitivity_of(&column, r.initiative));
        Some(order.par_iter().filter_map(driven).collect())
    }

    fn sensitivity_of(&self, column: &ScoreColumn, initiative: usize) -> Option<Sensitivity> {
        let scorer = self.scorer(&column.framework)?;
        let settings = &self.plan().settings;
        let response = Response::new(self, column, &scorer, initiative, (settings.seed, settings.samples))?;
        let unbounded = response.unbounded();
        let (apportioned, shares) = match unbounded {
            Some(_) => (ApportionedVariance::Nothing, None),
            None => variance_shares(&response),
        };
        // Percentiles of the standard normal distribution.
        const END: f64 = 1.644_853_626_951_472_2;
        let score = |k: usize, z: f64| {
            let score = response.with_one_fact(k, z);
            if score.is_finite() { round_for_comparison(score) } else { f64::NAN }
        };
        let driver = |(k, factor): (usize, &Factor)| VarianceDriver {
            path: factor.path.clone(),
            inputs: factor.parts.iter().map(|(input, _)| *input).collect(),
            share: shares.as_ref().map(|s: &Vec<f64>| s[k]),
            ends: (
                round_for_comparison(value_at_score(&factor.parts[0].1, -END)),
                round_for_comparison(value_at_score(&factor.parts[0].1, END)),
            ),
            scores: (score(k, -END), score(k, END)),
        };
        let mut drivers: Vec<VarianceDriver> = response.factors.iter().enumerate().map(driver).collect();
        drivers.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then_with(|| a.path.cmp(&b.path)));
        let together = match (apportioned, &shares) {
            (ApportionedVariance::FirstOrder, Some(shares)) => (1.0 - shares.iter().sum::<f64>()).max(0.0),
            _ => 0.0,
        };
        let variance = if unbounded.is_some() { f64::NAN } else { response.variance() };
        let (score, failed) = (response.point, response.failure_share());
        Some(Sensitivity {
            initiative,
            score,
            apportioned,
            drivers,
            interaction: together,
            variance,
            unbounded,
            failed,
        })
    }
}

/// How what is unsure of a score is shared out among its facts.
fn variance_shares(response: &Response<'_>) -> (ApportionedVariance, Option<Vec<f64>>) {
    let whole = |parts: Vec<f64>, of: f64| (of > 0.0 && of.is_finite()).then(|| parts.iter().map(|p| p / of).collect());
    let facts = 0..response.factors.len();
    if let Some(logs) = response.log_variances() {
        let sum = logs.iter().sum();
        if let Some(shares) = whole(logs, sum) {
            return (ApportionedVariance::Logarithm, Some(shares));
        }
    }
    let explained: Vec<f64> = facts.map(|k| response.main_effect_variance(k)).collect();
    let sum: f64 = explained.iter().sum();
    let (apportioned, of) = match response.form {
        // One fact alone explains everything.
        ScoreForm::Sum(_) => (ApportionedVariance::Additive, sum),
        _ if explained.len() == 1 => (ApportionedVariance::Additive, sum),
        // What sampling makes of the whole must not leave the parts above it.
        _ => (ApportionedVariance::FirstOrder, response.variance().max(sum)),
    };
    match whole(explained, of) {
        Some(shares) => (apportioned, Some(shares)),
        None => (ApportionedVariance::Nothing, None),
    }
}

/// The sum over initiatives: each input's share of all their variances. A score whose variance outweighs the others'
/// counts for as much as it is unsure.
pub fn overall_sensitivity(rows: &[Sensitivity]) -> OverallSensitivity {
    let sound = || rows.iter().filter(|r| r.variance > 0.0 && r.variance.is_finite());
    let whole: f64 = sound().map(|r| r.variance).sum();
    if whole == 0.0 {
        return OverallSensitivity::default();
    }
    let mut inputs: Vec<(usize, f64)> = Vec::new();
    for (row, driver) in sound().flat_map(|r| r.drivers.iter().map(move |d| (r, d))) {
        let share = driver.share.unwrap_or_default() * row.variance / whole;
        match inputs.iter_mut().find(|(input, _)| *input == driver.inputs[0]) {
            Some((_, sum)) => *sum += share,
            None => inputs.push((driver.inputs[0], share)),
        }
    }
    inputs.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    OverallSensitivity { inputs, interaction: sound().map(|r| r.interaction * r.variance / whole).sum() }
}

//! An initiative's score as a function of the facts that are ranges: what it is on average, how it varies, and what it is
//! on average once one of them is known.
//!
//! A fact is what is found out: `rice.reach`, or one team's share of the effort. Facts are independent of one another.
//! Where the score is a product or a sum of functions of one fact each, means and variances are integrals over one
//! fact, computed to about 12 digits; else over Latin hypercube samples of the others, the same for every value of the
//! one, so that what is left of chance does not move with it.

use super::form::{ScoreForm, Separable, value_at_score};
use super::quadrature::QuadratureGrid;
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::evaluate::scoring::FrameworkScorer;
use crate::formula::{InputColumn, Scratch};
use planwright_stats::LatinHypercube;
use planwright_stats::distribution::{Distribution, normal_quantile};
use std::sync::{Arc, OnceLock};

/// A fact that is a range.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct Factor {
    /// Its path from its initiative, as `rice.reach` or `effort[core]`.
    pub path: Arc<str>,
    /// What its samples hang on.
    key: u64,
    /// The inputs that it is in, with what it stands for in their units.
    pub parts: Vec<(usize, Distribution)>,
}

/// Samples of the other facts, for each value of one.
const INNER_SAMPLES: usize = 1_000;

/// The same where the formula runs once for each.
const FEW_INNER_SAMPLES: usize = 200;

/// The score of an initiative as a function of its facts.
pub(in crate::evaluate) struct Response<'s> {
    pub initiative: usize,
    /// Its score at point values.
    pub point: f64,
    pub factors: Vec<Factor>,
    pub form: ScoreForm,
    scorer: &'s FrameworkScorer,
    base: Vec<f64>,
    grid: QuadratureGrid,
    samples: u32,
    scores: OnceLock<Vec<f64>>,
}

impl<'s> Response<'s> {
    /// The score of an initiative that has one.
    pub(in crate::evaluate) fn new(
        evaluated: &Evaluated,
        column: &ScoreColumn,
        scorer: &'s FrameworkScorer,
        initiative: usize,
        (seed, samples): (u64, u32),
    ) -> Option<Self> {
        let row = column.row(initiative)?;
        let point = row.score?;
        let record = &evaluated.plan().initiatives[initiative].record;
        let mut factors: Vec<Factor> = Vec::new();
        let mut base = Vec::with_capacity(row.inputs.len());
        for (index, input) in row.inputs.iter().enumerate() {
            let Some(spread) = &input.spread else {
                base.push(input.value.unwrap_or(f64::NAN));
                continue;
            };
            let mut certain = 0.0;
            for part in spread.iter() {
                if value_at_score(&part.distribution, -1.0) == value_at_score(&part.distribution, 1.0) {
                    certain += part.distribution.median();
                    continue;
                }
                let part_of = (index, part.distribution);
                match factors.iter_mut().find(|f| f.path == part.path) {
                    Some(factor) => factor.parts.push(part_of),
                    None => {
                        let key = part.key(seed, record);
                        factors.push(Factor { path: part.path.clone(), key, parts: vec![part_of] });
                    }
                }
            }
            base.push(certain);
        }
        let grid = QuadratureGrid::new(factors.iter().flat_map(|f| &f.parts).flat_map(|(_, d)| d.kinks()));
        let model = super::form::FormInputs { factors: &factors, base: &base, nodes: &grid.nodes };
        let form = super::form::form(evaluated, column, row, scorer, &model);
        let scores = OnceLock::new();
        Some(Response { initiative, point, factors, form, scorer, base, grid, samples: samples.max(1), scores })
    }

    /// An input's value with its facts at these standard normal scores.
    pub(in crate::evaluate) fn input(&self, input: usize, z: &dyn Fn(usize) -> f64) -> f64 {
        let facts = self.factors.iter().enumerate();
        let parts = facts.flat_map(|(k, f)| f.parts.iter().filter(|(i, _)| *i == input).map(move |(_, d)| (k, d)));
        parts.fold(self.base[input], |sum, (k, d)| sum + value_at_score(d, z(k)))
    }

    /// The score with one fact at a standard normal score and the others at their medians.
    pub(in crate::evaluate) fn with_one_fact(&self, factor: usize, z: f64) -> f64 {
        let value = |i: usize| self.input(i, &|k| if k == factor { z } else { 0.0 });
        let inputs: Vec<f64> = (0..self.base.len()).map(value).collect();
        let lanes: Vec<InputColumn<'_>> = inputs.iter().map(|v| InputColumn::Number(*v)).collect();
        let mut out = [f64::NAN];
        self.scorer.score_samples(&lanes, self.initiative, &mut Scratch::default(), &mut out);
        out[0]
    }

    /// The same for many standard normal scores of the fact, one after another.
    pub(crate) fn with_one_fact_at(&self, factor: usize, z: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; z.len()];
        for (z, out) in z.chunks(INNER_SAMPLES).zip(out.chunks_mut(INNER_SAMPLES)) {
            let mut columns: Vec<SampledColumn> =
                self.base.iter().map(|b| SampledColumn { number: *b, column: Vec::new() }).collect();
            let mut part = vec![0.0; z.len()];
            for (k, fact) in self.factors.iter().enumerate() {
                for (input, distribution) in &fact.parts {
                    if k == factor {
                        distribution.at_scores(z, &mut part);
                        columns[*input].add(&part);
                    } else {
                        columns[*input].add_to_all(value_at_score(distribution, 0.0));
                    }
                }
            }
            self.run(&columns, out);
        }
        out
    }

    /// The standard normal scores of one fact in all draws, from the lowest; fewer where each is dear.
    pub(crate) fn ordered_draws(&self) -> Vec<f64> {
        let count =
            if self.scorer.is_vectorized() { self.sample_count() } else { self.sample_count().min(INNER_SAMPLES) };
        (0..count).map(|j| normal_quantile((j as f64 + 0.5) / count as f64)).collect()
    }

    /// An input by which the score divides, or whose root it takes, though it may be zero: then it has no mean.
    pub(crate) fn unbounded(&self) -> Option<usize> {
        let ScoreForm::Product(apart) = &self.form else { return None };
        let crosses = |d: &Distribution| value_at_score(d, -8.0) <= 0.0 && value_at_score(d, 8.0) >= 0.0;
        self.factors.iter().zip(&apart.terms).find_map(|(factor, term)| {
            let super::form::FactTerm::Powers(powers) = term else { return None };
            powers.iter().any(|(d, p)| *p < 0.0 && crosses(d)).then(|| factor.parts[0].0)
        })
    }

    /// Its samples; NaN where the formula fails.
    pub(in crate::evaluate) fn scores(&self) -> &[f64] {
        self.scores.get_or_init(|| {
            let strata = LatinHypercube::new(self.samples as usize);
            let mut out = vec![0.0; strata.samples()];
            for (chunk, out) in out.chunks_mut(strata.chunk_length()).enumerate() {
                let z = self.others(&strata, chunk);
                let columns = self.columns(&z, out.len(), None);
                self.run(&columns, out);
            }
            out
        })
    }

    /// How many samples [`Response::scores`] has.
    pub(in crate::evaluate) fn sample_count(&self) -> usize {
        LatinHypercube::new(self.samples as usize).samples()
    }

    /// The samples of one input, in the order of [`Response::scores`].
    pub(crate) fn input_samples(&self, input: usize) -> Vec<f64> {
        let strata = LatinHypercube::new(self.samples as usize);
        let mut out = Vec::with_capacity(strata.samples());
        for chunk in 0..strata.chunks() {
            let z = self.others(&strata, chunk);
            out.extend((0..strata.chunk_length()).map(|lane| self.input(input, &|k| z[k][lane])));
        }
        out
    }

    /// The mean of the score.
    pub(in crate::evaluate) fn mean(&self) -> f64 {
        match &self.form {
            ScoreForm::Product(a) => a.moments.iter().map(|(mean, _)| mean).product::<f64>() * a.constant,
            ScoreForm::Sum(a) => a.moments.iter().map(|(mean, _)| mean).sum::<f64>() + a.constant,
            ScoreForm::Other if self.factors.is_empty() => self.point,
            ScoreForm::Other if self.factors.len() == 1 => self.weighted_mean(&self.raw_curve(0)),
            ScoreForm::Other => mean(self.scores()),
        }
    }

    /// The variance of the score.
    pub(in crate::evaluate) fn variance(&self) -> f64 {
        match &self.form {
            ScoreForm::Product(a) => {
                // Factor by factor, so that nothing cancels out (Goodman 1960).
                let next = |(mean, variance): (f64, f64), (m, v): &(f64, f64)| {
                    (mean * m, variance * (v + m * m) + mean * mean * v)
                };
                a.moments.iter().fold((a.constant, 0.0), next).1
            }
            ScoreForm::Sum(a) => a.moments.iter().map(|(_, variance)| variance).sum(),
            ScoreForm::Other if self.factors.is_empty() => 0.0,
            ScoreForm::Other if self.factors.len() == 1 => self.main_effect_variance(0),
            ScoreForm::Other => {
                let mean = mean(self.scores());
                let sound: Vec<f64> =
                    self.scores().iter().filter(|s| s.is_finite()).map(|s| (s - mean).powi(2)).collect();
                sound.iter().sum::<f64>() / (sound.len() as f64).max(1.0)
            }
        }
    }

    /// The share of samples for which the formula fails.
    pub(in crate::evaluate) fn failure_share(&self) -> f64 {
        if !matches!(self.form, ScoreForm::Other) || self.factors.is_empty() {
            return 0.0;
        }
        self.scores().iter().filter(|s| !s.is_finite()).count() as f64 / self.sample_count() as f64
    }

    /// The variance of the mean score given one fact: what that fact explains alone (Sobol' 1993).
    pub(in crate::evaluate) fn main_effect_variance(&self, factor: usize) -> f64 {
        match &self.form {
            ScoreForm::Product(a) => {
                let others = a.moments.iter().enumerate().filter(|(k, _)| *k != factor).map(|(_, m)| m.0 * m.0);
                a.constant * a.constant * others.product::<f64>() * a.moments[factor].1
            }
            ScoreForm::Sum(a) => a.moments[factor].1,
            ScoreForm::Other => {
                let curve = self.raw_curve(factor);
                let mean = self.weighted_mean(&curve);
                let squares: Vec<f64> = curve.iter().map(|v| (v - mean).powi(2)).collect();
                self.weighted_mean(&squares)
            }
        }
    }

    /// The variance of the logarithm of each fact's part, where the score is a product of parts above zero.
    pub(crate) fn log_variances(&self) -> Option<Vec<f64>> {
        let ScoreForm::Product(a) = &self.form else { return None };
        let of = |term: &super::form::FactTerm| {
            let logs = self.grid.nodes.iter().map(|n| {
                let value = term.at(n.z, &self.scorer.framework);
                (value > 0.0 && value.is_finite()).then(|| (libm::log(value), n.weight))
            });
            let logs: Vec<(f64, f64)> = logs.collect::<Option<_>>()?;
            let mean: f64 = logs.iter().map(|(log, weight)| log * weight).sum();
            Some(logs.iter().map(|(log, weight)| (log - mean).powi(2) * weight).sum())
        };
        a.terms.iter().map(of).collect()
    }

    /// The mean score given one fact, for every value of that fact.
    pub(crate) fn conditional_mean(&self, factor: usize) -> ConditionalMean<'_, 's> {
        let rest = match self.form {
            ScoreForm::Other => Some(OtherSamples::new(self, factor)),
            _ => None,
        };
        let mut curve = ConditionalMean { response: self, factor, rest, shift: 0.0, values: Vec::new() };
        let values: Vec<f64> = self.grid.nodes.iter().map(|n| curve.at(n.z)).collect();
        if matches!(self.form, ScoreForm::Other) {
            // The mean of the curve is the mean of the score: what sampling makes of the difference would pass for gain.
            curve.shift = self.mean() - self.weighted_mean(&values);
        }
        curve.values = values.into_iter().map(|v| v + curve.shift).collect();
        curve
    }

    /// The panels at whose nodes a curve is known.
    pub(crate) fn grid(&self) -> &QuadratureGrid {
        &self.grid
    }

    fn raw_curve(&self, factor: usize) -> Vec<f64> {
        let rest = OtherSamples::new(self, factor);
        self.grid.nodes.iter().map(|n| rest.mean(self, n.z)).collect()
    }

    /// The mean of values at the nodes; those that are none are left out.
    fn weighted_mean(&self, values: &[f64]) -> f64 {
        let sound = values.iter().zip(&self.grid.nodes).filter(|(v, _)| v.is_finite());
        let (sum, weight) = sound.fold((0.0, 0.0), |(s, w), (v, n)| (s + v * n.weight, w + n.weight));
        if weight > 0.0 { sum / weight } else { f64::NAN }
    }

    /// The standard normal scores of each fact in one chunk.
    fn others(&self, strata: &LatinHypercube, chunk: usize) -> Vec<Vec<f64>> {
        let mut order = Vec::new();
        let of = |factor: &Factor| {
            let mut out = vec![0.0; strata.chunk_length()];
            strata.scores(factor.key, chunk, &mut order, &mut out);
            out
        };
        self.factors.iter().map(of).collect()
    }

    /// The inputs for the scores of facts, without the part of one of them; a number where none of the others is in it.
    fn columns(&self, z: &[Vec<f64>], length: usize, without: Option<usize>) -> Vec<SampledColumn> {
        let mut columns: Vec<SampledColumn> =
            self.base.iter().map(|b| SampledColumn { number: *b, column: Vec::new() }).collect();
        let mut part = vec![0.0; length];
        for (k, factor) in self.factors.iter().enumerate().filter(|(k, _)| Some(*k) != without) {
            for (input, distribution) in &factor.parts {
                distribution.at_scores(&z[k], &mut part);
                columns[*input].add(&part);
            }
        }
        columns
    }

    fn run(&self, columns: &[SampledColumn], out: &mut [f64]) {
        let lanes: Vec<InputColumn<'_>> = columns.iter().map(SampledColumn::lanes).collect();
        self.scorer.score_samples(&lanes, self.initiative, &mut Scratch::default(), out);
    }
}

/// An input's numbers.
#[derive(Debug, Clone)]
struct SampledColumn {
    /// What all samples have, where there is no column.
    number: f64,
    /// The samples; empty where they are all the same.
    column: Vec<f64>,
}

impl SampledColumn {
    fn add(&mut self, part: &[f64]) {
        if self.column.is_empty() {
            self.column = vec![self.number; part.len()];
        }
        self.column.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
    }

    fn add_to_all(&mut self, value: f64) {
        self.number += value;
        self.column.iter_mut().for_each(|sum| *sum += value);
    }

    fn lanes(&self) -> InputColumn<'_> {
        if self.column.is_empty() { InputColumn::Number(self.number) } else { InputColumn::Column(&self.column) }
    }
}

/// Samples of all facts but one.
struct OtherSamples {
    factor: usize,
    columns: Vec<SampledColumn>,
    length: usize,
}

impl OtherSamples {
    fn new(response: &Response<'_>, factor: usize) -> Self {
        let others = if response.scorer.is_vectorized() { INNER_SAMPLES } else { FEW_INNER_SAMPLES };
        // Nothing else varies where it is alone.
        let strata = LatinHypercube::new(if response.factors.len() == 1 { 1 } else { others });
        let z = response.others(&strata, 0);
        let length = strata.chunk_length();
        OtherSamples { factor, columns: response.columns(&z, length, Some(factor)), length }
    }

    /// The mean score with the fact at a standard normal score.
    fn mean(&self, response: &Response<'_>, z: f64) -> f64 {
        let mut columns = self.columns.clone();
        for (input, distribution) in &response.factors[self.factor].parts {
            columns[*input].add_to_all(value_at_score(distribution, z));
        }
        let mut out = vec![0.0; self.length];
        response.run(&columns, &mut out);
        mean(&out)
    }
}

/// The mean score given one fact.
pub(in crate::evaluate) struct ConditionalMean<'r, 's> {
    response: &'r Response<'s>,
    factor: usize,
    rest: Option<OtherSamples>,
    shift: f64,
    /// Its values at the nodes of [`Response::grid`].
    pub values: Vec<f64>,
}

impl ConditionalMean<'_, '_> {
    /// Its value with the fact at a standard normal score.
    pub(in crate::evaluate) fn at(&self, z: f64) -> f64 {
        let value = |apart: &Separable| apart.terms[self.factor].at(z, &self.response.scorer.framework);
        let others = |apart: &'_ Separable| -> Vec<f64> {
            apart.moments.iter().enumerate().filter(|(k, _)| *k != self.factor).map(|(_, m)| m.0).collect()
        };
        let mean = match (&self.response.form, &self.rest) {
            (ScoreForm::Product(a), _) => value(a) * others(a).iter().product::<f64>() * a.constant,
            (ScoreForm::Sum(a), _) => value(a) + others(a).iter().sum::<f64>() + a.constant,
            (ScoreForm::Other, Some(rest)) => rest.mean(self.response, z),
            (ScoreForm::Other, None) => f64::NAN,
        };
        mean + self.shift
    }
}

/// The mean of those that are numbers.
fn mean(values: &[f64]) -> f64 {
    let sound = values.iter().filter(|v| v.is_finite());
    let (sum, count) = sound.fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
    sum / count
}

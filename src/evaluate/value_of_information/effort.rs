//! What an initiative takes of a capacity, as a function of its facts.

use crate::evaluate::decomposition::{Response, value_at_score};
use crate::evaluate::index::{fact_key, fit_distribution};
use crate::evaluate::scores::{Evaluated, ScoreColumn};
use crate::model::Datum;
use crate::quantity::Unit;
use planwright_stats::LatinHypercube;
use planwright_stats::distribution::{Bounds, Distribution};
use std::sync::Arc;

/// The effort of an initiative, in the unit of the capacity.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct Effort {
    /// The framework's input that it is, and the factor to the capacity's unit.
    input: Option<(usize, f64)>,
    /// What is certain of an effort that the framework does not ask for.
    fixed: f64,
    /// What of that is a range.
    pub own: Vec<EffortRange>,
}

/// A range in an effort that the framework does not ask for.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct EffortRange {
    /// Its path from its initiative, as `effort` or `effort[core]`.
    pub path: Arc<str>,
    key: u64,
    /// In the unit of the capacity.
    pub distribution: Distribution,
}

impl Effort {
    /// Of the framework's input of that name, else of the initiative's own field; `None` where neither says.
    pub(in crate::evaluate) fn new(
        evaluated: &Evaluated,
        column: &ScoreColumn,
        initiative: usize,
        unit: &Unit,
    ) -> Option<Effort> {
        let plan = evaluated.plan();
        let input = column.framework.input("effort").and_then(|(index, input)| {
            column.row(initiative)?.inputs[index].value?;
            Some((index, plan.units.convert(&input.unit, unit).ok()?.factor()))
        });
        if input.is_some() {
            return Some(Effort { input, fixed: 0.0, own: Vec::new() });
        }
        let record = &plan.initiatives[initiative].record;
        let lines: Vec<_> = record.all("effort").collect();
        let mut effort = Effort { input: None, fixed: 0.0, own: Vec::new() };
        for line in &lines {
            let clause = line.first()?;
            let Datum::Quantity(quantity) = &clause.head else { return None };
            let amount = evaluated.scored_plan.amount(quantity, Some(unit))?;
            let bounds = Bounds { lower: Some(0.0).filter(|l| amount.low() >= *l), ..Bounds::default() };
            let (median, range) = fit_distribution(amount, plan.settings.interval, bounds).ok()?;
            let Some(distribution) = range.filter(|d| value_at_score(d, -1.0) != value_at_score(d, 1.0)) else {
                effort.fixed += median;
                continue;
            };
            let path: Arc<str> = match clause.tail("by") {
                Some(Datum::Reference { id: team, .. }) if lines.len() > 1 => format!("effort[{team}]").into(),
                _ => "effort".into(),
            };
            let key = fact_key(plan.settings.seed, record, &path);
            effort.own.push(EffortRange { path, key, distribution });
        }
        (!lines.is_empty()).then_some(effort)
    }

    /// At point values.
    pub(in crate::evaluate) fn median(&self, response: &Response<'_>) -> f64 {
        self.whole(response, &|_| 0.0, &|_| 0.0)
    }

    /// With one of the facts that the score has at a standard normal score, all else at its median.
    pub(in crate::evaluate) fn given(&self, response: &Response<'_>, factor: usize, z: f64) -> f64 {
        self.whole(response, &|k| if k == factor { z } else { 0.0 }, &|_| 0.0)
    }

    /// With one of its own ranges at a standard normal score, all else at its median.
    pub(crate) fn with_own(&self, response: &Response<'_>, own: usize, z: f64) -> f64 {
        self.whole(response, &|_| 0.0, &|nth| if nth == own { z } else { 0.0 })
    }

    fn whole(&self, response: &Response<'_>, z: &dyn Fn(usize) -> f64, own: &dyn Fn(usize) -> f64) -> f64 {
        match self.input {
            Some((index, factor)) => response.input(index, z) * factor,
            None => self
                .own
                .iter()
                .enumerate()
                .fold(self.fixed, |sum, (nth, o)| sum + value_at_score(&o.distribution, own(nth))),
        }
    }

    /// All draws, in the order of [`Response::scores`].
    pub(in crate::evaluate) fn samples(&self, response: &Response<'_>, strata: &LatinHypercube) -> Vec<f64> {
        if let Some((index, factor)) = self.input {
            return response.input_samples(index).into_iter().map(|effort| effort * factor).collect();
        }
        let mut out = vec![self.fixed; strata.samples()];
        let (mut order, mut scores) = (Vec::new(), vec![0.0; strata.chunk_length()]);
        let mut part = scores.clone();
        for (chunk, out) in out.chunks_mut(strata.chunk_length()).enumerate() {
            for own in &self.own {
                strata.scores(own.key, chunk, &mut order, &mut scores);
                own.distribution.at_scores(&scores, &mut part);
                out.iter_mut().zip(&part).for_each(|(sum, part)| *sum += part);
            }
        }
        out
    }
}

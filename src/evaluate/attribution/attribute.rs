//! The difference of two scores, shared out among the inputs.

use super::shapley::{sequential_gains, shapley};
use crate::evaluate::facts::ItemRecord;
use crate::evaluate::index::ItemRef;
use crate::evaluate::scope::ScoreScope;
use crate::evaluate::scores::{Evaluated, InputValue, ScoreColumn, ScoreRow, round_for_comparison};
use crate::evaluate::scoring::{FrameworkScorer, ScoreResult};
use crate::formula::{AlgebraicForm, Formula, Lookup, NameUse, Scope, Value};
use crate::model::{Input, Scoring};
use std::fmt;
use std::sync::Arc;

/// How a difference was shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributionMethod {
    /// The score is a product: an input has the logarithm of its own ratio in the logarithm of the scores' ratio; the
    /// logarithmic mean of the scores makes a difference of it (Ang, 2004: LMDI).
    Logarithmic,
    /// The score is a sum: an input has the difference of its own term.
    Additive,
    /// The mean over all orders of giving the one below the inputs of the one above, one by one, of what the score
    /// gains with an input (Shapley, 1953). Orders that pass through inputs without a score are left out.
    Stepwise,
    /// The same in one order, that of the framework: more than [`MAX_EXACT_INPUTS`] inputs differ.
    StepwiseInOrder,
}

/// The most inputs that are replaced in every order: 2 to this power scores.
pub const MAX_EXACT_INPUTS: usize = 8;

/// The difference of two scores, shared out.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The index of the better one in the plan; of two with equal scores the one listed first.
    pub above: usize,
    /// The index of the other.
    pub below: usize,
    /// Whether the scores are equal to 12 digits: neither is better.
    pub tied: bool,
    /// The score above less the score below; below 0 where a framework takes less for better.
    pub difference: f64,
    /// How it was shared out.
    pub method: AttributionMethod,
    /// What each input has in it, in the framework's order; with `other` they add up to it.
    pub contributions: Vec<f64>,
    /// What has another reason: facts that the formula reads beside its inputs. Absent where it reads none.
    pub other: Option<f64>,
}

/// Why there is nothing to share out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoAttribution {
    /// The framework was not evaluated.
    NotEvaluated,
    /// The initiative of this name has nothing of the framework.
    Absent(Arc<str>),
    /// The initiative of this name has no score.
    Unscored(Arc<str>),
    /// On the way from the inputs of one to those of the other there is no score.
    NoWay,
}

impl fmt::Display for NoAttribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoAttribution::NotEvaluated => f.write_str("the framework was not evaluated"),
            NoAttribution::Absent(id) => write!(f, "`{id}` has nothing of the framework"),
            NoAttribution::Unscored(id) => write!(f, "`{id}` has no score by the framework"),
            NoAttribution::NoWay => f.write_str(
                "the difference can't be shared out: the framework gives no score to a mix of the inputs of both",
            ),
        }
    }
}

impl std::error::Error for NoAttribution {}

impl Evaluated {
    /// Shares out the difference between the scores of two initiatives, given in either order.
    ///
    /// The form of the score decides how, as [`AlgebraicForm`] tells it. A product is shared out by logarithms where its
    /// inputs and both scores are above 0, else stepwise. The shares always add up to the whole difference.
    ///
    /// # Errors
    /// Where one of them has no score, or there is none on the way from one to the other.
    pub(crate) fn attribute(&self, framework: &str, one: usize, another: usize) -> Result<Attribution, NoAttribution> {
        let column = self.column(framework).ok_or(NoAttribution::NotEvaluated)?;
        let id = |i: usize| self.plan().initiatives[i].id().clone();
        let row = |i: usize| column.row(i).ok_or_else(|| NoAttribution::Absent(id(i)));
        let (first, second) = (row(one)?, row(another)?);
        let score = |r: &ScoreRow| r.score.ok_or_else(|| NoAttribution::Unscored(id(r.initiative)));
        let (a, b) = (score(first)?, score(second)?);
        let tied = round_for_comparison(a) == round_for_comparison(b);
        let ranking = self.ranking(framework, true).unwrap_or_default();
        let listed = |i: usize| ranking.get(i).map_or((usize::MAX, i), |r| (r.order.unwrap_or(usize::MAX), i));
        let turned = if tied { listed(another) < listed(one) } else { (b > a) != column.framework.lower_is_better };
        let (above, below) = if turned { (second, first) } else { (first, second) };
        let mut attributed = Attribution {
            above: above.initiative,
            below: below.initiative,
            tied,
            difference: if turned { b - a } else { a - b },
            method: AttributionMethod::Additive,
            contributions: vec![0.0; column.framework.inputs.len()],
            other: None,
        };
        let pair = ScoredPair { evaluated: self, column: &column, above, below };
        match &column.framework.scoring {
            Scoring::Weighted { raw } => attributed.contributions = pair.weighted(*raw),
            Scoring::Classes(_) => attributed.contributions[0] = attributed.difference,
            Scoring::Formula(_) => pair.formula(&mut attributed)?,
        }
        Ok(attributed)
    }
}

/// Two rows of a column, both with a score.
struct ScoredPair<'e> {
    evaluated: &'e Evaluated,
    column: &'e ScoreColumn,
    above: &'e ScoreRow,
    below: &'e ScoreRow,
}

impl ScoredPair<'_> {
    fn scores(&self) -> (f64, f64) {
        (self.above.score.unwrap_or_default(), self.below.score.unwrap_or_default())
    }

    /// The difference of each term of a weighted score.
    fn weighted(&self, raw: bool) -> Vec<f64> {
        let total: f64 = self.column.weights.iter().sum();
        let whole = if raw { 1.0 } else { 100.0 };
        let inputs = self.column.framework.inputs.iter().zip(&self.column.weights);
        let term = |(input, weight): (&Input, &f64), row: &InputValue| {
            if total == 0.0 {
                return 0.0;
            }
            weight / total * input.scaled(row.value.unwrap_or_default(), raw) * whole
        };
        let rows = self.above.inputs.iter().zip(&self.below.inputs);
        inputs.zip(rows).map(|(input, (a, b))| term(input, a) - term(input, b)).collect()
    }

    fn formula(&self, out: &mut Attribution) -> Result<(), NoAttribution> {
        let scorer = self.evaluated.scorer(&self.column.framework).ok_or(NoAttribution::NotEvaluated)?;
        let formula = scorer.formula().cloned().ok_or(NoAttribution::NotEvaluated)?;
        match algebraic_form(self.evaluated, self.column, &self.below.inputs, &formula) {
            AlgebraicForm::Product { factor, powers } if self.logarithmic(factor, &powers, out) => return Ok(()),
            AlgebraicForm::Sum { constant, terms } if self.additive(constant, &terms, out) => return Ok(()),
            _ => {}
        }
        self.stepwise(&scorer, out)?;
        let elsewhere = |name: &NameUse| matches!(&*name.path[0], "it" | "score");
        if !formula.calls().is_empty() || formula.names().iter().any(elsewhere) {
            out.other = Some(out.difference - out.contributions.iter().sum::<f64>());
        }
        Ok(())
    }

    /// The values of an input above and below, where both have one.
    fn values(&self, name: &str) -> Option<(usize, f64, f64)> {
        let (index, _) = self.column.framework.input(name)?;
        Some((index, self.above.inputs[index].value?, self.below.inputs[index].value?))
    }

    /// Shares by logarithms; false where a value is not above 0.
    fn logarithmic(&self, factor: f64, powers: &[(Arc<str>, f64)], out: &mut Attribution) -> bool {
        let (above, below) = self.scores();
        let mut products = (factor, factor);
        let mut shares = vec![0.0; out.contributions.len()];
        for (name, power) in powers {
            let Some((index, a, b)) = self.values(name).filter(|(_, a, b)| *a > 0.0 && *b > 0.0) else { return false };
            products = (products.0 * libm::pow(a, *power), products.1 * libm::pow(b, *power));
            shares[index] = power * libm::log(a / b);
        }
        if factor <= 0.0 || !scores_agree(products, (above, below), above.min(below)) {
            return false;
        }
        let mean = logarithmic_mean(above, below);
        out.method = AttributionMethod::Logarithmic;
        out.contributions = shares.into_iter().map(|s| mean * s).collect();
        true
    }

    /// The differences of terms; false where a value is missing.
    fn additive(&self, constant: f64, terms: &[(Arc<str>, f64)], out: &mut Attribution) -> bool {
        let (mut sums, mut size) = ((constant, constant), constant.abs());
        let mut shares = vec![0.0; out.contributions.len()];
        for (name, factor) in terms {
            let Some((index, a, b)) = self.values(name) else { return false };
            sums = (sums.0 + factor * a, sums.1 + factor * b);
            size += (factor * a).abs() + (factor * b).abs();
            shares[index] = factor * (a - b);
        }
        if !scores_agree(sums, self.scores(), size) {
            return false;
        }
        out.method = AttributionMethod::Additive;
        out.contributions = shares;
        true
    }

    /// Inputs of the one below replaced by those of the one above, all else as it is for the one below.
    fn stepwise(&self, scorer: &FrameworkScorer, out: &mut Attribution) -> Result<(), NoAttribution> {
        let differs = |i: &usize| self.above.inputs[*i].value != self.below.inputs[*i].value;
        let differing: Vec<usize> = (0..out.contributions.len()).filter(differs).collect();
        let mut inputs = self.below.inputs.clone();
        let mut score = |replaced: &dyn Fn(usize) -> bool| {
            for (at, index) in differing.iter().enumerate() {
                let from = if replaced(at) { self.above } else { self.below };
                inputs[*index].value = from.inputs[*index].value;
            }
            match scorer.score(&inputs, Some(self.below.initiative)) {
                ScoreResult::Score(score) => Some(score),
                _ => None,
            }
        };
        let (method, gained) = if differing.len() <= MAX_EXACT_INPUTS {
            (AttributionMethod::Stepwise, shapley(differing.len(), |set| score(&|at| set & (1 << at) != 0)))
        } else {
            (AttributionMethod::StepwiseInOrder, sequential_gains(differing.len(), |done| score(&|at| at < done)))
        };
        out.method = method;
        for (index, gained) in differing.iter().zip(gained.ok_or(NoAttribution::NoWay)?) {
            out.contributions[*index] = gained;
        }
        Ok(())
    }
}

/// The form of a framework's formula; what is the same for every initiative counts as a number.
pub(in crate::evaluate) fn algebraic_form(
    evaluated: &Evaluated,
    column: &ScoreColumn,
    inputs: &[InputValue],
    formula: &Formula,
) -> AlgebraicForm {
    let world = &evaluated.scored_plan;
    let nobody = ItemRecord::new(world, ItemRef::Initiative(usize::MAX));
    let (framework, weights) = (&column.framework, &column.weights);
    let extremes = Default::default();
    let scope = ScoreScope { scored_plan: world, framework, inputs, weights, extremes: &extremes, initiative: nobody };
    formula.algebraic_form(&|path: &[&str]| {
        let (root, fields) = path.split_first()?;
        if !["weight", "metric", "plan", "context"].contains(root) {
            return None;
        }
        let mut found = scope.variable(root);
        for field in fields {
            let Lookup::Value(Value::Record(record)) = found else { return None };
            found = record.get(field);
        }
        match found {
            Lookup::Value(Value::Number(n)) => Some(n),
            _ => None,
        }
    })
}

/// Whether what a form says of two scores is what was scored, up to the rounding of numbers of this size: a form that
/// does not fit must not share anything out.
fn scores_agree(said: (f64, f64), scored: (f64, f64), size: f64) -> bool {
    (said.0 - scored.0).abs().max((said.1 - scored.1).abs()) <= 1e-9 * size
}

/// The logarithmic mean of two numbers above 0: their difference by the difference of their logarithms.
fn logarithmic_mean(a: f64, b: f64) -> f64 {
    if a == b { a } else { (a - b) / libm::log1p((a - b) / b) }
}

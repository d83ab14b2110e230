//! Scores whose facts do not act on one another: products and sums of functions of one fact each.

use super::quadrature::QuadratureNode;
use super::response::Factor;
use crate::evaluate::attribution::algebraic_form;
use crate::evaluate::scores::{Evaluated, ScoreColumn, ScoreRow};
use crate::evaluate::scoring::FrameworkScorer;
use crate::formula::AlgebraicForm;
use crate::model::{Framework, Scoring};
use planwright_stats::distribution::Distribution;

/// How facts make a score.
#[derive(Debug, Clone)]
pub(in crate::evaluate) enum ScoreForm {
    /// A constant times a function of each.
    Product(Separable),
    /// A constant plus a function of each.
    Sum(Separable),
    /// Neither.
    Other,
}

/// What is known of each fact alone.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct Separable {
    pub constant: f64,
    /// The function of each fact.
    pub terms: Vec<FactTerm>,
    /// Its mean and its variance.
    pub moments: Vec<(f64, f64)>,
}

/// A function of one fact.
#[derive(Debug, Clone)]
pub(in crate::evaluate) enum FactTerm {
    /// Powers of inputs, multiplied.
    Powers(Vec<(Distribution, f64)>),
    /// Multiples of inputs, added.
    Multiples(Vec<(Distribution, f64)>),
    /// Inputs on their scale, times weights, added: the input's index.
    Scaled(Vec<(Distribution, usize, f64)>),
}

impl FactTerm {
    /// Its value at a standard normal score.
    pub(crate) fn at(&self, z: f64, framework: &Framework) -> f64 {
        let raw = matches!(framework.scoring, Scoring::Weighted { raw: true });
        let value = |d: &Distribution| value_at_score(d, z);
        match self {
            FactTerm::Powers(parts) => parts.iter().map(|(d, power)| power_of(value(d), *power)).product(),
            FactTerm::Multiples(parts) => parts.iter().map(|(d, by)| by * value(d)).sum(),
            FactTerm::Scaled(parts) => {
                parts.iter().map(|(d, input, weight)| weight * framework.inputs[*input].scaled(value(d), raw)).sum()
            }
        }
    }
}

/// What a distribution has at a standard normal score.
pub(in crate::evaluate) fn value_at_score(distribution: &Distribution, z: f64) -> f64 {
    let mut out = [0.0];
    distribution.at_scores(&[z], &mut out);
    out[0]
}

/// A power; the usual ones without rounding twice.
fn power_of(value: f64, power: f64) -> f64 {
    match power {
        1.0 => value,
        -1.0 => 1.0 / value,
        _ => libm::pow(value, power),
    }
}

/// The form of an initiative's score, where it agrees with the score that was computed.
pub(in crate::evaluate) fn form(
    evaluated: &Evaluated,
    column: &ScoreColumn,
    row: &ScoreRow,
    scorer: &FrameworkScorer,
    model: &FormInputs<'_>,
) -> ScoreForm {
    let form = match &column.framework.scoring {
        Scoring::Weighted { raw } => weighted(column, model, *raw),
        Scoring::Classes(_) => None,
        Scoring::Formula(_) => {
            scorer.formula().and_then(|formula| match algebraic_form(evaluated, column, &row.inputs, formula) {
                AlgebraicForm::Product { factor, powers } => product(&column.framework, model, factor, &powers),
                AlgebraicForm::Sum { constant, terms } => sum(&column.framework, model, constant, &terms),
                AlgebraicForm::Other => None,
            })
        }
    };
    let sound = |form: &ScoreForm| form.agrees(row.score.unwrap_or(f64::NAN), &column.framework);
    form.filter(sound).unwrap_or(ScoreForm::Other)
}

/// What a form is made from.
pub(in crate::evaluate) struct FormInputs<'m> {
    pub factors: &'m [Factor],
    /// By input: its value, or the certain part of one that varies.
    pub base: &'m [f64],
    pub nodes: &'m [QuadratureNode],
}

impl FormInputs<'_> {
    /// The facts that an input depends on.
    fn facts_of(&self, input: usize) -> usize {
        self.factors.iter().flat_map(|f| &f.parts).filter(|(index, _)| *index == input).count()
    }

    /// Whether each of these inputs depends on one fact at the most, and then on nothing else.
    fn one_each(&self, mut inputs: impl Iterator<Item = usize>) -> bool {
        inputs.all(|i| match self.facts_of(i) {
            0 => true,
            1 => self.base[i] == 0.0,
            _ => false,
        })
    }

    fn apart(&self, framework: &Framework, constant: f64, terms: Vec<FactTerm>) -> Option<Separable> {
        let moments = |term: &FactTerm| {
            let values: Vec<f64> = self.nodes.iter().map(|n| term.at(n.z, framework)).collect();
            let weighed = |f: &dyn Fn(f64) -> f64| -> f64 {
                values.iter().zip(self.nodes).map(|(value, node)| f(*value) * node.weight).sum()
            };
            let mean = weighed(&|v| v);
            (mean, weighed(&|v| (v - mean) * (v - mean)))
        };
        let moments: Vec<(f64, f64)> = terms.iter().map(moments).collect();
        let finite = moments.iter().all(|(mean, variance)| mean.is_finite() && variance.is_finite());
        (finite && constant.is_finite()).then_some(Separable { constant, terms, moments })
    }
}

type Named = (std::sync::Arc<str>, f64);

fn product(framework: &Framework, model: &FormInputs<'_>, factor: f64, powers: &[Named]) -> Option<ScoreForm> {
    let power = |index: usize| powers.iter().find(|(n, _)| *n == framework.inputs[index].id).map(|(_, p)| *p);
    if !model.one_each((0..framework.inputs.len()).filter(|i| power(*i).is_some())) {
        return None;
    }
    let fixed = (0..framework.inputs.len()).filter(|i| model.facts_of(*i) == 0);
    let constant = fixed.filter_map(|i| Some(power_of(model.base[i], power(i)?))).product::<f64>() * factor;
    let term = |f: &Factor| FactTerm::Powers(f.parts.iter().filter_map(|(i, d)| Some((*d, power(*i)?))).collect());
    model.apart(framework, constant, model.factors.iter().map(term).collect()).map(ScoreForm::Product)
}

fn sum(framework: &Framework, model: &FormInputs<'_>, constant: f64, terms: &[Named]) -> Option<ScoreForm> {
    let by = |index: usize| terms.iter().find(|(n, _)| *n == framework.inputs[index].id).map(|(_, b)| *b);
    let fixed = (0..framework.inputs.len()).filter_map(|i| Some(by(i)? * model.base[i])).sum::<f64>();
    let term = |f: &Factor| FactTerm::Multiples(f.parts.iter().filter_map(|(i, d)| Some((*d, by(*i)?))).collect());
    model.apart(framework, constant + fixed, model.factors.iter().map(term).collect()).map(ScoreForm::Sum)
}

fn weighted(column: &ScoreColumn, model: &FormInputs<'_>, raw: bool) -> Option<ScoreForm> {
    let framework = &column.framework;
    let total: f64 = column.weights.iter().sum();
    if total == 0.0 || !model.one_each(0..framework.inputs.len()) {
        return None;
    }
    let share = |i: usize| column.weights[i] / total * if raw { 1.0 } else { 100.0 };
    let fixed = (0..framework.inputs.len()).filter(|i| model.facts_of(*i) == 0);
    let constant = fixed.map(|i| share(i) * framework.inputs[i].scaled(model.base[i], raw)).sum();
    let term = |f: &Factor| FactTerm::Scaled(f.parts.iter().map(|(i, d)| (*d, *i, share(*i))).collect());
    model.apart(framework, constant, model.factors.iter().map(term).collect()).map(ScoreForm::Sum)
}

impl ScoreForm {
    /// Whether the form says of the medians what was scored.
    fn agrees(&self, score: f64, framework: &Framework) -> bool {
        let (said, size) = match self {
            ScoreForm::Product(a) => {
                let said = a.terms.iter().map(|t| t.at(0.0, framework)).product::<f64>() * a.constant;
                (said, said.abs())
            }
            ScoreForm::Sum(a) => {
                let values = a.terms.iter().map(|t| t.at(0.0, framework));
                values.fold((a.constant, a.constant.abs()), |(sum, size), v| (sum + v, size + v.abs()))
            }
            ScoreForm::Other => return true,
        };
        (said - score).abs() <= 1e-9 * size
    }
}

//! One input changed: what the score would be, and what it would have to be for a score.

use super::evaluated::Evaluated;
use super::inputs::InputValue;
use super::scoring::{Scored, Scorer};
use crate::model::Input;

/// How far a value is changed in search of a score: from a thousandth to a thousand times.
const REACH: f64 = 1000.0;
/// Halvings of the bracket: enough for every bit of a double.
const HALVINGS: usize = 200;

impl Evaluated {
    /// The score that a framework gives inputs that no initiative has, in its order and units; `None` where one that it
    /// needs is missing, or its formula asks for more than inputs.
    pub fn score_of(&self, framework: &str, values: &[Option<f64>]) -> Option<f64> {
        let column = self.column(framework)?;
        let mut scorer = Scorer::new(&self.world, self.sandbox.as_ref()?, &column.framework, None);
        let given = column.framework.inputs.iter().zip(values.iter().copied().chain(std::iter::repeat(None)));
        let inputs: Vec<InputValue> = given.map(|(input, value)| InputValue::given(input, value)).collect();
        match scorer.score(&inputs, None) {
            Scored::Score(score) => Some(score),
            _ => None,
        }
    }

    /// The score of an initiative under a framework if one input had this value; `None` where there is none.
    pub fn score_with(&self, framework: &str, initiative: usize, input: usize, value: f64) -> Option<f64> {
        let column = self.column(framework)?;
        let row = column.row(initiative)?;
        let weights = column.weighting.as_deref().and_then(|w| self.weighting(w));
        let mut scorer = Scorer::new(&self.world, self.sandbox.as_ref()?, &column.framework, weights);
        let mut inputs: Vec<InputValue> = row.inputs.clone();
        inputs.get_mut(input)?.value = Some(value);
        match scorer.score(&inputs, Some(initiative)) {
            Scored::Score(score) => Some(score),
            _ => None,
        }
    }

    /// The value of one input at which an initiative's score would reach `target`, all else unchanged; the one nearest
    /// to its present value. `None` where no value within the input's bounds does, or the score does not follow it
    /// steadily.
    pub fn input_for(&self, framework: &str, initiative: usize, input: usize, target: f64) -> Option<f64> {
        let column = self.column(framework)?;
        let declared: &Input = column.framework.inputs.get(input)?;
        let now = column.row(initiative)?.inputs[input].value?;
        let at = |x: f64| Some(self.score_with(framework, initiative, input, x)? - target);
        let (lower, upper, excluded) = declared.bounds();
        let span = if now == 0.0 { 1.0 } else { now.abs() };
        let least = lower.map_or(now - span * REACH, |l| if excluded { l + span / REACH } else { l });
        let most = upper.unwrap_or(now + span * REACH);
        let here = at(now)?;
        [least, most]
            .into_iter()
            .filter_map(|end| bisect(&at, now, here, end))
            .min_by(|a, b| (a - now).abs().total_cmp(&(b - now).abs()))
    }
}

/// The place between `from` and `to` where a function changes sign.
fn bisect(at: &dyn Fn(f64) -> Option<f64>, from: f64, here: f64, to: f64) -> Option<f64> {
    let there = at(to)?;
    if here.signum() == there.signum() || there.is_nan() {
        return (there == 0.0).then_some(to);
    }
    let (mut near, mut far) = (from, to);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(near, far);
        if middle == near || middle == far {
            break;
        }
        if at(middle)?.signum() == here.signum() { near = middle } else { far = middle }
    }
    Some(far)
}

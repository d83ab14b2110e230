//! One input changed: what the score would be, and what it would have to be for a score.

use crate::evaluate::scores::{Evaluated, InputValue, ScoreColumn, round_for_comparison};
use crate::evaluate::scoring::{FrameworkScorer, ScoreResult};

/// How far a value is changed in search of a score: from a thousandth to a thousand times.
const MAX_FACTOR: f64 = 1000.0;

/// Halvings of the bracket: enough for every bit of a double.
const MAX_BISECTIONS: usize = 200;

impl Evaluated {
    /// The score of an initiative under a framework if one input had this value; `None` where there is none.
    pub fn score_with(&self, framework: &str, initiative: usize, input: usize, value: f64) -> Option<f64> {
        let column = self.column(framework)?;
        let scorer = self.scorer(&column.framework)?;
        let mut inputs = column.row(initiative)?.inputs.clone();
        inputs.get_mut(input)?.value = Some(value);
        self.score_inputs(&scorer, &inputs, initiative)
    }

    fn score_inputs(&self, scorer: &FrameworkScorer, inputs: &[InputValue], initiative: usize) -> Option<f64> {
        match scorer.score(inputs, Some(initiative)) {
            ScoreResult::Score(score) => Some(score),
            _ => None,
        }
    }

    /// The value of one input at which an initiative's score would reach `target`, all else unchanged; the one nearest
    /// to its present value. `None` where no value within the input's bounds does, or the score does not follow it
    /// steadily.
    pub fn input_for(&self, framework: &str, initiative: usize, input: usize, target: f64) -> Option<f64> {
        let column = self.column(framework)?;
        self.find_input(&column, &self.scorer(&column.framework)?, initiative, input, target)
    }

    /// As [`Evaluated::input_for`] for each input in the framework's order.
    pub fn inputs_for(&self, framework: &str, initiative: usize, target: f64) -> Vec<Option<f64>> {
        let Some(column) = self.column(framework) else { return Vec::new() };
        let Some(scorer) = self.scorer(&column.framework) else { return Vec::new() };
        let inputs = 0..column.framework.inputs.len();
        inputs.map(|input| self.find_input(&column, &scorer, initiative, input, target)).collect()
    }

    fn find_input(
        &self,
        column: &ScoreColumn,
        scorer: &FrameworkScorer,
        initiative: usize,
        input: usize,
        target: f64,
    ) -> Option<f64> {
        let declared = column.framework.inputs.get(input)?;
        let mut inputs = column.row(initiative)?.inputs.clone();
        let now = inputs[input].value?;
        let mut at = |x: f64| {
            inputs[input].value = Some(x);
            Some(self.score_inputs(scorer, &inputs, initiative)? - target)
        };
        let (lower, upper, excluded) = declared.bounds();
        let span = if now == 0.0 { 1.0 } else { now.abs() };
        let least = lower.map_or(now - span * MAX_FACTOR, |l| if excluded { l + span / MAX_FACTOR } else { l });
        let most = upper.unwrap_or(now + span * MAX_FACTOR);
        let here = at(now)?;
        let found: Vec<f64> = [least, most].into_iter().filter_map(|end| bisect(&mut at, now, here, end)).collect();
        let found = found.into_iter().min_by(|a, b| (a - now).abs().total_cmp(&(b - now).abs()))?;
        // The number of few digits that it is but for rounding, where that draws level too.
        let short = format!("{found:.8e}").parse().unwrap_or(found);
        let plain = match found {
            f if f.abs() <= span * 1e-12 => 0.0,
            f if round_for_comparison(f) == short => short,
            f => f,
        };
        let level = |off: f64| {
            off.signum() != here.signum() || round_for_comparison(off + target) == round_for_comparison(target)
        };
        let inside = plain <= least.max(most) && plain >= least.min(most);
        Some(if inside && at(plain).is_some_and(level) { plain } else { found })
    }
}

/// The place between `from` and `to` where a function changes sign.
fn bisect(at: &mut dyn FnMut(f64) -> Option<f64>, from: f64, here: f64, to: f64) -> Option<f64> {
    let there = at(to)?;
    if here.signum() == there.signum() || there.is_nan() {
        return (there == 0.0).then_some(to);
    }
    let (mut near, mut far) = (from, to);
    for _ in 0..MAX_BISECTIONS {
        let middle = f64::midpoint(near, far);
        if middle == near || middle == far {
            break;
        }
        if at(middle)?.signum() == here.signum() { near = middle } else { far = middle }
    }
    Some(far)
}

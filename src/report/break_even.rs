//! Floor 1: What one input would need to be for a score.

use crate::evaluate::{Evaluated, ScoreColumn};
use crate::model::Input;
use crate::quantity::print;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value that one input would need.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BreakEvenValue {
    /// The input.
    pub input: String,
    /// The value at which the scores are equal; of an input that takes words, that of the nearest word which suffices.
    pub value: f64,
    /// The same with its unit, for people.
    pub text: String,
}

/// For each input that alone could bring an initiative's score to `target`, the value it would need.
pub(in crate::report) fn break_even_values(
    evaluated: &Evaluated,
    column: &ScoreColumn,
    initiative: usize,
    target: f64,
) -> Vec<BreakEvenValue> {
    let values = evaluated.inputs_for(&column.framework.id, initiative, target);
    let Some(row) = column.row(initiative) else { return Vec::new() };
    let inputs = column.framework.inputs.iter().zip(&row.inputs).zip(values);
    let need = |((input, given), value): ((&Input, &crate::evaluate::InputValue), Option<f64>)| {
        let value = value?;
        if input.levels.is_empty() || !given.unit.is_number() {
            return Some(BreakEvenValue {
                input: input.id.to_string(),
                value,
                text: print::quantity(value, &given.unit),
            });
        }
        let (word, value) = nearest_level(input, given.value?, value)?;
        Some(BreakEvenValue { input: input.id.to_string(), value, text: format!("{word} = {}", print::number(value)) })
    };
    inputs.filter_map(need).collect()
}

/// The level nearest to a value that is needed, on the far side of it as seen from the present value.
fn nearest_level(input: &Input, now: f64, needed: f64) -> Option<(&str, f64)> {
    let slack = needed.abs() * 1e-9;
    let suffices = |v: f64| if needed > now { v >= needed - slack } else { v <= needed + slack };
    let levels = input.levels.iter().filter(|(_, v)| suffices(*v));
    levels.min_by(|a, b| (a.1 - needed).abs().total_cmp(&(b.1 - needed).abs())).map(|(w, v)| (&**w, *v))
}

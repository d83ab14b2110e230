//! What a row gives for an input.

use crate::model::Input;
use crate::quantity::Amount;

/// What a row gives for an input. A number is made one by `into()`, as are a word and a pair of ends; `None` is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum GivenValue<'v> {
    /// A number, in the unit of the [`RowScorer`](super::rows::RowScorer).
    Number(f64),
    /// One of the input's levels, by its word.
    Level(&'v str),
    /// A range, in the unit of the [`RowScorer`](super::rows::RowScorer): its median counts, by the family that a plan fits to it.
    Range {
        /// Its lower end.
        low: f64,
        /// Its upper end.
        high: f64,
    },
    /// Nothing: the input's default holds, where it has one.
    Missing,
}

impl GivenValue<'_> {
    /// The same with its numbers changed.
    pub(in crate::evaluate) fn map(self, change: impl Fn(f64) -> f64) -> Self {
        match self {
            GivenValue::Number(value) => GivenValue::Number(change(value)),
            GivenValue::Range { low, high } => GivenValue::Range { low: change(low), high: change(high) },
            GivenValue::Level(_) | GivenValue::Missing => self,
        }
    }

    /// What it is for an input, in its unit; `None` where it is missing.
    ///
    /// # Errors
    /// Why it can't be.
    pub(in crate::evaluate) fn amount(self, input: &Input) -> Result<Option<Amount>, String> {
        let finite = |value: f64| match value.is_finite() {
            true => Ok(value),
            false => Err(format!("`{}` is not a finite number", input.id)),
        };
        match self {
            GivenValue::Missing => Ok(None),
            GivenValue::Number(value) => finite(value).map(|value| Some(Amount::Point(value))),
            GivenValue::Level(word) => match input.level(word) {
                Some(value) => Ok(Some(Amount::Point(value))),
                None => Err(unknown_level_text(input, word)),
            },
            GivenValue::Range { low, high } => match (finite(low)?, finite(high)?) {
                (low, high) if low < high => Ok(Some(Amount::Range { low, high, likely: None })),
                (low, high) if low == high => Ok(Some(Amount::Point(low))),
                _ => Err(format!("the range of `{}` does not go from its lower end to its upper", input.id)),
            },
        }
    }
}

fn unknown_level_text(input: &Input, word: &str) -> String {
    let known: Vec<String> = input.levels.iter().map(|(name, _)| format!("`{name}`")).collect();
    match known.as_slice() {
        [] => format!("`{}` takes a number, and is `{word}`", input.id),
        known => format!("`{}` is `{word}`, and its levels are {}", input.id, known.join(", ")),
    }
}

impl From<f64> for GivenValue<'_> {
    fn from(value: f64) -> Self {
        GivenValue::Number(value)
    }
}

impl From<Option<f64>> for GivenValue<'_> {
    fn from(value: Option<f64>) -> Self {
        value.map_or(GivenValue::Missing, GivenValue::Number)
    }
}

impl<'v> From<&'v str> for GivenValue<'v> {
    fn from(word: &'v str) -> Self {
        GivenValue::Level(word)
    }
}

impl<'v> From<&'v String> for GivenValue<'v> {
    fn from(word: &'v String) -> Self {
        GivenValue::Level(word)
    }
}

impl From<(f64, f64)> for GivenValue<'_> {
    fn from((low, high): (f64, f64)) -> Self {
        GivenValue::Range { low, high }
    }
}

//! What a row gives for an input.

use crate::model::Input;
use crate::quantity::Amount;

/// What a row gives for an input. A number is made one by `into()`, as are a word and a pair of ends; `None` is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Given<'v> {
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

impl Given<'_> {
    /// The same with its numbers changed.
    pub(in crate::evaluate) fn map(self, change: impl Fn(f64) -> f64) -> Self {
        match self {
            Given::Number(value) => Given::Number(change(value)),
            Given::Range { low, high } => Given::Range { low: change(low), high: change(high) },
            Given::Level(_) | Given::Missing => self,
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
            Given::Missing => Ok(None),
            Given::Number(value) => finite(value).map(|value| Some(Amount::Point(value))),
            Given::Level(word) => match input.level(word) {
                Some(value) => Ok(Some(Amount::Point(value))),
                None => Err(no_level(input, word)),
            },
            Given::Range { low, high } => match (finite(low)?, finite(high)?) {
                (low, high) if low < high => Ok(Some(Amount::Range { low, high, likely: None })),
                (low, high) if low == high => Ok(Some(Amount::Point(low))),
                _ => Err(format!("the range of `{}` does not go from its lower end to its upper", input.id)),
            },
        }
    }
}

fn no_level(input: &Input, word: &str) -> String {
    let known: Vec<String> = input.levels.iter().map(|(name, _)| format!("`{name}`")).collect();
    match known.as_slice() {
        [] => format!("`{}` takes a number, and is `{word}`", input.id),
        known => format!("`{}` is `{word}`, and its levels are {}", input.id, known.join(", ")),
    }
}

impl From<f64> for Given<'_> {
    fn from(value: f64) -> Self {
        Given::Number(value)
    }
}

impl From<Option<f64>> for Given<'_> {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Given::Missing, Given::Number)
    }
}

impl<'v> From<&'v str> for Given<'v> {
    fn from(word: &'v str) -> Self {
        Given::Level(word)
    }
}

impl<'v> From<&'v String> for Given<'v> {
    fn from(word: &'v String) -> Self {
        Given::Level(word)
    }
}

impl From<(f64, f64)> for Given<'_> {
    fn from((low, high): (f64, f64)) -> Self {
        Given::Range { low, high }
    }
}

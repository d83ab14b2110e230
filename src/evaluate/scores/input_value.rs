//! What an initiative has for an input of a framework, and where it comes from.

use crate::evaluate::index::{degenerate_distribution, fact_key};
use crate::model::{Input, Record};
use crate::quantity::{Amount, Unit, print};
use crate::source::Span;
use planwright_stats::distribution::Distribution;
use std::sync::Arc;

/// Where an input's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputOrigin {
    /// The framework's block.
    Block,
    /// The initiative itself, as `effort`.
    Initiative,
    /// The sum of its parts.
    Parts,
    /// What `from:` names.
    From,
    /// The input's default.
    Default,
    /// Nowhere.
    Absent,
}

/// An input with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct InputValue {
    /// The point value in the input's unit: what formulas get. Absent where it is missing or not to be used.
    pub value: Option<f64>,
    /// The number or range, in the input's unit.
    pub amount: Option<Amount>,
    /// The input's unit with the noun or currency of the value.
    pub unit: Unit,
    /// The word that was written for it.
    pub level: Option<Arc<str>>,
    /// Where it comes from.
    pub origin: InputOrigin,
    /// Where it is written.
    pub span: Option<Span>,
    /// The reason given for it.
    pub because: Option<Arc<str>>,
    /// Where it is a range: what that stands for, in the input's unit. Several add up.
    pub spread: Option<Arc<[InputDistribution]>>,
}

/// A range as written in one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct InputDistribution {
    /// The path of the fact from its initiative, as `rice.reach`; of work split by team `effort[core]`. One fact has the
    /// same samples wherever it is read.
    pub path: Arc<str>,
    /// Where it is a fact of a part: what its samples hang on there.
    pub of: Option<u64>,
    /// What the range stands for.
    pub distribution: Distribution,
}

impl InputDistribution {
    /// What its samples hang on, read at an initiative.
    pub(in crate::evaluate) fn key(&self, seed: u64, record: &Record) -> u64 {
        self.of.unwrap_or_else(|| fact_key(seed, record, &self.path))
    }
}

impl InputValue {
    /// The word that was written for it, else the number or range with its unit; `None` where it is missing.
    pub fn written(&self) -> Option<String> {
        let amount = self.amount?;
        Some(self.level.as_ref().map_or_else(|| print::amount(amount, &self.unit), |level| level.to_string()))
    }

    /// What it stands for, in the input's unit and within its bounds, as samples are drawn; a number is certain. `None`
    /// where it is missing, and where it is a sum of several estimates, which [`InputValue::spread`] has one by one.
    pub fn distribution(&self) -> Option<Distribution> {
        let value = self.value?;
        match self.spread.as_deref() {
            None => degenerate_distribution(value),
            Some([one]) => Some(one.distribution),
            Some(_) => None,
        }
    }

    /// A number that stands in no file, whatever its bounds.
    pub(in crate::evaluate) fn bare(input: &Input, value: Option<f64>) -> Self {
        InputValue { value, amount: value.map(Amount::Point), ..InputValue::absent(input, None) }
    }

    pub(in crate::evaluate) fn absent(input: &Input, span: Option<Span>) -> Self {
        let origin = InputOrigin::Absent;
        InputValue {
            value: None,
            amount: None,
            unit: input.unit.clone(),
            level: None,
            origin,
            span,
            because: None,
            spread: None,
        }
    }
}

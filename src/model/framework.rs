//! Frameworks: how a score comes about.

use super::{Datum, FormulaSource, Record, Rule};
use crate::quantity::Unit;
use crate::source::Span;
use std::sync::Arc;

/// What turns inputs into a score.
#[derive(Debug, Clone, PartialEq)]
pub enum Scoring {
    /// A formula over the inputs.
    Formula(FormulaSource),
    /// The weighted sum of the inputs, each scaled to 0..1 over its range, times 100; `raw` leaves them as they are.
    Weighted {
        /// Whether inputs stay as they are.
        raw: bool,
    },
    /// Classes with their order.
    Classes(Vec<(Arc<str>, f64)>),
}

/// A way to score initiatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    /// Its name, also the name of its block in initiatives.
    pub id: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// Whether it comes from the standard library.
    pub standard: bool,
    /// Its inputs in order.
    pub inputs: Vec<Input>,
    /// How they become a score.
    pub scoring: Scoring,
    /// Whether the lowest score ranks first.
    pub lower_is_better: bool,
    /// What it is good for.
    pub doc: Option<Arc<str>>,
    /// Who published it.
    pub source: Option<Arc<str>>,
    /// Worked examples.
    pub examples: Vec<Record>,
    /// Lints that go with it.
    pub rules: Vec<Rule>,
    /// Where its header stands.
    pub header: Span,
}

impl Framework {
    /// The title, or the name where there is none.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }

    /// The input of this name, with its index.
    pub fn input(&self, name: &str) -> Option<(usize, &Input)> {
        self.inputs.iter().enumerate().find(|(_, i)| &*i.id == name)
    }
}

/// One input of a framework. All numbers are in its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its name.
    pub id: Arc<str>,
    /// What it is measured in; dimensionless where nothing is declared.
    pub unit: Unit,
    /// The scale it is on.
    pub range: Option<(f64, f64)>,
    /// It must be greater than this.
    pub above: Option<f64>,
    /// It must not be less.
    pub at_least: Option<f64>,
    /// It must not be greater.
    pub at_most: Option<f64>,
    /// Words for values.
    pub levels: Vec<(Arc<str>, f64)>,
    /// Whether only values on the scale are taken.
    pub strict: bool,
    /// What holds where an initiative gives nothing.
    pub default: Option<Datum>,
    /// Its share of a weighted score.
    pub weight: f64,
    /// Whether less is better in a weighted score.
    pub lower_is_better: bool,
    /// Another framework, a metric or a fact of the initiative that gives it.
    pub from: Option<(Arc<str>, Span)>,
    /// Where it is declared.
    pub header: Span,
}

impl Input {
    /// A value as a weighted score takes it: from 0 to 1 over its scale, held to it, turned round where lower is better.
    /// As it is where it has no scale, or `raw` values are weighed.
    pub fn scaled(&self, value: f64, raw: bool) -> f64 {
        self.scaling(raw)(value)
    }

    /// The same for many values.
    pub fn scaling(&self, raw: bool) -> impl Fn(f64) -> f64 + use<> {
        let (scale, lower_is_better) = (self.scale().filter(|(low, high)| !raw && high > low), self.lower_is_better);
        move |value| match scale {
            Some((low, high)) => {
                let part = ((value - low) / (high - low)).clamp(0.0, 1.0);
                if lower_is_better { 1.0 - part } else { part }
            }
            None => value,
        }
    }

    /// The value of one of its levels, by its word.
    pub fn level(&self, word: &str) -> Option<f64> {
        self.levels.iter().find(|(name, _)| &**name == word).map(|(_, value)| *value)
    }

    /// The scale that it is on: its range, else from the lowest of its levels to the highest.
    pub fn scale(&self) -> Option<(f64, f64)> {
        let levels = || {
            let low = self.levels.iter().map(|(_, v)| *v).reduce(f64::min)?;
            let high = self.levels.iter().map(|(_, v)| *v).reduce(f64::max)?;
            (low < high).then_some((low, high))
        };
        self.range.or_else(levels)
    }

    /// The bounds that no value may pass, scale included: lower, upper, and whether the lower one is excluded.
    pub fn bounds(&self) -> (Option<f64>, Option<f64>, bool) {
        let range = self.range.unzip();
        let lower = self.above.or(self.at_least).or(range.0);
        (lower, self.at_most.or(range.1), self.above.is_some())
    }

    /// The bounds that hold what a range may turn out to be, the tightest of each side: lower, upper, and whether the
    /// lower one is excluded. Its scale is among them where the range keeps to it.
    pub fn held_by(&self, on_scale: bool) -> (Option<f64>, Option<f64>, bool) {
        let scale = self.range.filter(|_| on_scale).unzip();
        let tightest = |of: [Option<f64>; 3], pick: fn(f64, f64) -> f64| of.into_iter().flatten().reduce(pick);
        let lower = tightest([self.above, self.at_least, scale.0], f64::max);
        (lower, tightest([self.at_most, scale.1, None], f64::min), self.above.is_some() && self.above == lower)
    }
}

/// Other weights for a weighted framework.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighting {
    /// Its name.
    pub id: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// The framework it is for.
    pub framework: Arc<str>,
    /// The weight of each input, in the framework's order.
    pub weights: Vec<f64>,
    /// Where its header stands.
    pub header: Span,
}

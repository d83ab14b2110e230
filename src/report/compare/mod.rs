//! Floor 4: Why one initiative is above another.

#[cfg(test)]
mod tests;
mod text;

use crate::evaluate::{Attribution, AttributionMethod, Evaluated, InputOrigin, NoAttribution, PairwiseOdds};
use crate::report::SCHEMA;
use crate::report::break_even::{BreakEvenValue, break_even_values};
use crate::report::rank::uncertainty::is_coin_toss;
use crate::report::rank::{DecisionReport, IntervalReport, decision_report};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// `plan compare --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct CompareReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The framework.
    pub by: String,
    /// The weighting.
    pub weights: Option<String>,
    /// The scenario.
    pub scenario: Option<String>,
    /// The initiative with the better score; of two with equal scores the one listed first.
    pub above: ComparedInitiative,
    /// The other.
    pub below: ComparedInitiative,
    /// The score above less the score below; 0 where they are equal to 12 digits.
    pub difference: f64,
    /// How the difference is shared out.
    pub method: DifferenceSharing,
    /// The inputs in the framework's order. What they contribute, with `other`, adds up to the difference.
    pub shares: Vec<DifferenceShare>,
    /// What facts contribute that the formula reads beside its inputs; null where it reads none.
    pub other: Option<f64>,
    /// Single inputs that would draw the two level, the smallest relative change first; beyond that they change places.
    pub swap: Vec<EqualizingChange>,
    /// What the ranges in their inputs make of it; only where there are any and samples were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odds: Option<PairOdds>,
}

/// The odds of the one above against the one below.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PairOdds {
    /// The probability that the one above has the better score; samples in which they are level count half.
    pub probability: f64,
    /// Whether that is so near to a half, 40% to 60%, that the estimates don't tell which is above.
    pub coin_toss: bool,
    /// The 90% interval of the score above: the 5th and the 95th percentile.
    pub above: IntervalReport,
    /// That of the score below.
    pub below: IntervalReport,
    /// How many samples were drawn; what both read is the same for both in each.
    pub samples: u32,
    /// What they hang on.
    pub seed: u64,
}

/// One of the two.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ComparedInitiative {
    /// The initiative's name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its score.
    pub score: f64,
    /// Its place by score among the open initiatives; null where its phase is closed.
    pub rank: Option<usize>,
    /// Its place by score where those of equal scores stand by their names.
    #[serde(skip)]
    pub place: Option<usize>,
    /// Its place after decisions; null where it was declined or its phase is closed.
    pub order: Option<usize>,
    /// The decision that holds about it.
    pub decision: Option<DecisionReport>,
}

/// How a difference is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceSharing {
    /// The score is a product: by the logarithms of the inputs' ratios, with the logarithmic mean of the scores as
    /// weight (LMDI; Ang, 2004).
    Logarithmic,
    /// The score is a sum: by the differences of its terms.
    Additive,
    /// The inputs of the one below are replaced by those of the one above: where up to 8 differ, the mean over all
    /// orders (Shapley, 1953), else in the framework's order.
    Stepwise,
}

impl DifferenceSharing {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            DifferenceSharing::Logarithmic => "logarithmic",
            DifferenceSharing::Additive => "additive",
            DifferenceSharing::Stepwise => "stepwise",
        }
    }
}

/// What one input has in the difference.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DifferenceShare {
    /// The input.
    pub input: String,
    /// Its value for the initiative above, in `unit`; null where it is missing.
    pub above: Option<f64>,
    /// Its value for the initiative below.
    pub below: Option<f64>,
    /// The word written for the value above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above_level: Option<String>,
    /// The word written for the value below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_level: Option<String>,
    /// The unit.
    pub unit: String,
    /// Its part of the difference, in units of the score.
    pub contribution: f64,
    /// The same as a share of the difference, 1 being all of it; null where the scores are equal.
    pub share: Option<f64>,
    #[serde(skip)]
    shown: (String, String, String),
}

/// One input changed so that the scores are equal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EqualizingChange {
    /// The initiative.
    pub id: String,
    /// Its input.
    pub input: String,
    /// The value that it has.
    pub from: f64,
    /// The value at which the scores are equal; of an input that takes words, that of the nearest word which suffices.
    pub to: f64,
    /// The same with its unit, for people.
    pub text: String,
    #[serde(skip)]
    shown: String,
}

impl EqualizingChange {
    /// The change as a part of what it changes.
    fn relative_change(&self) -> f64 {
        if self.from == 0.0 { f64::INFINITY } else { (self.to - self.from) / self.from.abs() }
    }
}

/// The comparison with what only the text says.
#[derive(Debug)]
pub struct Comparison {
    /// What programs get.
    pub report: CompareReport,
    method: AttributionMethod,
    tied: bool,
}

/// Compares two initiatives, given in either order.
///
/// # Errors
/// Where one of them has no score by the framework, or nothing of it.
pub fn report(evaluated: &Evaluated, by: &str, one: usize, another: usize) -> Result<Comparison, NoAttribution> {
    let found = evaluated.attribute(by, one, another)?;
    let column = evaluated.column(by).ok_or(NoAttribution::NotEvaluated)?;
    let difference = if found.tied { 0.0 } else { found.difference };
    let report = CompareReport {
        schema: SCHEMA.into(),
        by: by.to_string(),
        weights: column.weighting.as_ref().map(|w| w.to_string()),
        scenario: evaluated.plan().scenario.as_ref().map(|s| s.to_string()),
        above: side(evaluated, by, found.above)?,
        below: side(evaluated, by, found.below)?,
        difference,
        method: match found.method {
            AttributionMethod::Logarithmic => DifferenceSharing::Logarithmic,
            AttributionMethod::Additive => DifferenceSharing::Additive,
            AttributionMethod::Stepwise | AttributionMethod::StepwiseInOrder => DifferenceSharing::Stepwise,
        },
        shares: shares(evaluated, by, &found)?,
        other: found.other,
        swap: if found.tied { Vec::new() } else { equalizing_changes(evaluated, by, &found)? },
        odds: None,
    };
    Ok(Comparison { report, method: found.method, tied: found.tied })
}

impl Comparison {
    /// Adds the odds, of the one above as the first.
    pub fn set_odds(&mut self, duel: &PairwiseOdds) {
        let interval = |[low, _, high]: [f64; 3]| IntervalReport { low, high };
        self.report.odds = Some(PairOdds {
            probability: duel.above,
            coin_toss: is_coin_toss(duel.above),
            above: interval(duel.one),
            below: interval(duel.other),
            samples: duel.sampling.samples,
            seed: duel.sampling.seed,
        });
    }
}

fn id_of(evaluated: &Evaluated, initiative: usize) -> Arc<str> {
    evaluated.plan().initiatives[initiative].id().clone()
}

fn side(evaluated: &Evaluated, by: &str, initiative: usize) -> Result<ComparedInitiative, NoAttribution> {
    let column = evaluated.column(by).ok_or(NoAttribution::NotEvaluated)?;
    let found = &evaluated.plan().initiatives[initiative];
    let ranked = evaluated.ranking(by, false).and_then(|r| r.get(initiative).cloned());
    Ok(ComparedInitiative {
        id: found.id().to_string(),
        title: found.title().to_string(),
        score: column.score(initiative).ok_or_else(|| NoAttribution::Unscored(id_of(evaluated, initiative)))?,
        rank: ranked.as_ref().map(|r| r.rank),
        place: ranked.as_ref().map(|r| r.place),
        order: ranked.as_ref().and_then(|r| r.order),
        decision: evaluated.decision(found.id()).map(decision_report),
    })
}

fn shares(evaluated: &Evaluated, by: &str, found: &Attribution) -> Result<Vec<DifferenceShare>, NoAttribution> {
    let column = evaluated.column(by).ok_or(NoAttribution::NotEvaluated)?;
    let row = |i| column.row(i).ok_or_else(|| NoAttribution::Absent(id_of(evaluated, i)));
    let (above, below) = (row(found.above)?, row(found.below)?);
    let share = |index: usize, contribution: f64| {
        let (a, b) = (&above.inputs[index], &below.inputs[index]);
        DifferenceShare {
            input: column.framework.inputs[index].id.to_string(),
            above: a.value,
            below: b.value,
            above_level: a.level.as_ref().map(|l| l.to_string()),
            below_level: b.level.as_ref().map(|l| l.to_string()),
            unit: a.unit.to_string(),
            contribution,
            share: (!found.tied).then(|| contribution / found.difference),
            shown: text::pair(a, b),
        }
    };
    Ok(found.contributions.iter().enumerate().map(|(i, c)| share(i, *c)).collect())
}

/// The single changes of either initiative that draw them level.
fn equalizing_changes(
    evaluated: &Evaluated,
    by: &str,
    found: &Attribution,
) -> Result<Vec<EqualizingChange>, NoAttribution> {
    let column = evaluated.column(by).ok_or(NoAttribution::NotEvaluated)?;
    let mut swaps = Vec::new();
    for (changed, other) in [(found.below, found.above), (found.above, found.below)] {
        let row = column.row(changed).ok_or_else(|| NoAttribution::Absent(id_of(evaluated, changed)))?;
        let target = column.score(other).ok_or_else(|| NoAttribution::Unscored(id_of(evaluated, other)))?;
        for BreakEvenValue { input, value, text } in break_even_values(evaluated, &column, changed, target) {
            let Some((index, declared)) = column.framework.input(&input) else { continue };
            let given = &row.inputs[index];
            // What a metric gives is the same for both.
            let metric = declared.from.as_ref().is_some_and(|(name, _)| evaluated.plan().metric(name).is_some());
            let Some(from) = given.value.filter(|_| !(metric && given.origin == InputOrigin::From)) else { continue };
            let shown = text::value(given);
            let id = evaluated.plan().initiatives[changed].id().to_string();
            swaps.push(EqualizingChange { id, input, from, to: value, text, shown });
        }
    }
    // A stable sort: of changes equal to 9 decimals those of the one below first, in the framework's order.
    let key = |swap: &EqualizingChange| (swap.relative_change().abs() * 1e9).round();
    swaps.sort_by(|a, b| key(a).total_cmp(&key(b)));
    Ok(swaps)
}

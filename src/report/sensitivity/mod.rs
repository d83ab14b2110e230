//! Floor 2: What makes scores unsure: `plan sensitivity`.

mod text;

use crate::evaluate::{ApportionedVariance, Evaluated, Sensitivity, overall_sensitivity};
use crate::report::SCHEMA;
use crate::report::output::fact_report::{FactReport, fact_report, percent};
use crate::report::output::table::{Align, Cell, Table};
use crate::source::SourceId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `plan sensitivity --format json`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SensitivityReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
    /// The framework.
    pub by: String,
    /// The weighting.
    pub weights: Option<String>,
    /// The seed of samples; where a score is a product or a sum nothing is sampled.
    pub seed: u64,
    /// The number of samples.
    pub samples: u32,
    /// The initiatives in the order of the ranking, or the one that was asked for.
    pub rows: Vec<SensitivityRow>,
    /// Each input over all of them; null for one initiative.
    pub overall: Option<OverallReport>,
    #[serde(skip)]
    title: String,
}

/// One initiative.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SensitivityRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its score at point values.
    pub score: f64,
    /// What the shares are of.
    pub apportioned: VarianceSharing,
    /// Its ranges, those that move the score most first; none where every input is a point.
    pub drivers: Vec<DriverReport>,
    /// The share of the variance that only several of them together explain.
    pub together: f64,
    /// An input by which the score divides though it may be zero: the score has no mean, and there are no shares.
    pub unbounded: Option<String>,
    /// The share of samples for which the formula fails.
    pub failed: f64,
}

/// What shares are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VarianceSharing {
    /// The score is a product: of the variance of its logarithm, exactly.
    Logarithm,
    /// The score is a sum of parts with one fact each: of its variance, exactly.
    Additive,
    /// Of its variance, what each explains alone: first-order Sobol' indices.
    FirstOrder,
    /// There are none.
    Nothing,
}

impl VarianceSharing {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            VarianceSharing::Logarithm => "logarithm",
            VarianceSharing::Additive => "additive",
            VarianceSharing::FirstOrder => "first_order",
            VarianceSharing::Nothing => "nothing",
        }
    }
}

/// One range.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DriverReport {
    /// The fact.
    #[serde(flatten)]
    pub fact: FactReport,
    /// The score where it is at its 5th percentile and all else at the median; null where it has none.
    pub score_at_low: Option<f64>,
    /// The same at its 95th.
    pub score_at_high: Option<f64>,
    /// Its share of what is unsure.
    pub share: Option<f64>,
}

/// All initiatives together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OverallReport {
    /// The inputs with their shares of the summed variances of the scores, the greatest first.
    pub inputs: Vec<InputShare>,
    /// The share that only several facts together explain.
    pub together: f64,
}

/// One input over all initiatives.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InputShare {
    /// The input.
    pub input: String,
    /// Its share.
    pub share: f64,
}

/// What makes the scores unsure of one initiative, or of all open ones in these files; `None` where the framework was not
/// evaluated, or the one has no score.
pub fn report(
    evaluated: &Evaluated,
    by: &str,
    one: Option<usize>,
    sources: Option<&[SourceId]>,
) -> Option<SensitivityReport> {
    let column = evaluated.column(by)?;
    let plan = evaluated.plan();
    let found = match one {
        Some(initiative) => vec![evaluated.sensitivity(by, initiative)?],
        None => {
            let mut all = evaluated.sensitivities(by)?;
            all.retain(|s| sources.is_none_or(|f| f.contains(&plan.initiatives[s.initiative].record.header.source)));
            all
        }
    };
    let together = one.is_none().then(|| {
        let whole = overall_sensitivity(&found);
        let name = |(input, share): &(usize, f64)| InputShare {
            input: column.framework.inputs[*input].id.to_string(),
            share: *share,
        };
        OverallReport { inputs: whole.inputs.iter().map(name).collect(), together: whole.interaction }
    });
    let row = |s: &Sensitivity| {
        let record = &plan.initiatives[s.initiative].record;
        let read = column.row(s.initiative)?;
        let drivers = s.drivers.iter().map(|d| DriverReport {
            fact: fact_report(&column.framework, read, &d.path, &d.inputs, d.ends),
            score_at_low: Some(d.scores.0).filter(|v| v.is_finite()),
            score_at_high: Some(d.scores.1).filter(|v| v.is_finite()),
            share: d.share,
        });
        Some(SensitivityRow {
            id: record.id.to_string(),
            title: record.title().to_string(),
            score: s.score,
            apportioned: match s.apportioned {
                ApportionedVariance::Logarithm => VarianceSharing::Logarithm,
                ApportionedVariance::Additive => VarianceSharing::Additive,
                ApportionedVariance::FirstOrder => VarianceSharing::FirstOrder,
                ApportionedVariance::Nothing => VarianceSharing::Nothing,
            },
            drivers: drivers.collect(),
            together: s.interaction,
            unbounded: s.unbounded.map(|i| column.framework.inputs[i].id.to_string()),
            failed: s.failed,
        })
    };
    Some(SensitivityReport {
        schema: SCHEMA.into(),
        by: by.to_string(),
        weights: column.weighting.as_ref().map(|w| w.to_string()),
        seed: plan.settings.seed,
        samples: plan.settings.samples,
        rows: found.iter().filter_map(row).collect(),
        overall: together,
        title: column.framework.title().to_string(),
    })
}

impl SensitivityReport {
    /// Every range of every initiative, a row each.
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[
            ("id", Align::Left),
            ("score", Align::Right),
            ("input", Align::Left),
            ("range", Align::Left),
            ("score at low end", Align::Right),
            ("score at high end", Align::Right),
            ("share", Align::Right),
        ]);
        let number = |v: Option<f64>| v.map_or_else(Cell::default, Cell::number);
        for row in &self.rows {
            for driver in &row.drivers {
                let share = driver.share.map_or_else(Cell::default, |s| Cell {
                    shown: percent(s),
                    exact: Some(crate::quantity::print::exact(s)),
                });
                table.rows.push(vec![
                    Cell::new(&row.id),
                    Cell::number(row.score),
                    Cell::new(&driver.fact.name),
                    Cell::new(&driver.fact.text),
                    number(driver.score_at_low),
                    number(driver.score_at_high),
                    share,
                ]);
            }
        }
        table
    }
}

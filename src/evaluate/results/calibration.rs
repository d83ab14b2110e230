//! What past estimates were worth: actual ÷ estimated.

use crate::diagnostic::closest_match;
use crate::evaluate::scores::ScoredPlan;
use crate::formula::{Lookup, RecordValue as Facts, Value};
use crate::model::{Clause, Datum, Fact, Record};
use crate::quantity::{Amount, Quantity, Unit, print};
use planwright_stats::RatioSpread;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One estimate with what it came to.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationSample {
    /// The initiative.
    pub initiative: Arc<str>,
    /// What was estimated, in the unit of the result.
    pub estimated: f64,
    /// What it came to.
    pub actual: f64,
    /// The unit of both.
    pub unit: Unit,
}

impl CalibrationSample {
    /// Actual ÷ estimated.
    pub fn ratio(&self) -> f64 {
        self.actual / self.estimated
    }
}

/// The estimates of one input, such as `effort`, against what they came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The input.
    pub input: Arc<str>,
    /// What is known, by the names of initiatives.
    pub samples: Vec<CalibrationSample>,
    /// How the ratios are spread: their geometric mean, and where the next one lies under the plan's `interval`.
    pub spread: RatioSpread,
}

impl Calibration {
    /// The range that past results suggest for a bare point estimate, as a plan writes it, to two significant digits:
    /// `2.7 to 6.3 person-months` for `3 person-months`. `None` for too few results, and where it would be no range.
    pub(crate) fn range_for(&self, estimate: f64, unit: &Unit) -> Option<String> {
        let next = self.spread.next?;
        let (low, high) = (rounded(estimate * next.low), rounded(estimate * next.high));
        (low > 0.0 && low < high).then(|| print::source_amount(Amount::Range { low, high, likely: None }, unit))
    }
}

/// To two significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}

/// Every input that results name and initiatives estimated, by name. What an initiative's `result` gives under the name
/// of a metric is no estimate's result.
pub(super) fn calibrations(world: &ScoredPlan) -> Vec<Calibration> {
    let mut samples: BTreeMap<Arc<str>, Vec<CalibrationSample>> = BTreeMap::new();
    // By name: the order of files and lines moves no digit.
    let mut records: Vec<&Record> = world.plan.initiatives.iter().map(|i| &i.record).collect();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    for record in records {
        let results = record.blocks.iter().filter(|b| &*b.kind == "result").flat_map(|b| &b.facts);
        for fact in results.filter(|f| world.plan.metric(&f.name).is_none()) {
            if let Some(sample) = sample(world, record, fact) {
                samples.entry(fact.name.clone()).or_default().push(sample);
            }
        }
    }
    let calibrated = samples.into_iter().filter_map(|(input, samples)| {
        let ratios: Vec<f64> = samples.iter().map(CalibrationSample::ratio).collect();
        Some(Calibration { input, spread: RatioSpread::of(&ratios, world.plan.settings.interval)?, samples })
    });
    calibrated.collect()
}

fn sample(world: &ScoredPlan, initiative: &Record, result: &Fact) -> Option<CalibrationSample> {
    let actual = quantity(result.first()?)?;
    let unit = &actual.unit;
    let estimated = estimate(world, initiative, &result.name, unit)?;
    let actual = world.number(actual, Some(unit))?;
    (actual > 0.0 && estimated > 0.0).then(|| CalibrationSample {
        initiative: initiative.id.clone(),
        estimated,
        actual,
        unit: unit.clone(),
    })
}

/// What was estimated: the initiative's own field, its lines added up; else the block of the plan's `rank_by`; else the
/// first framework's block that has it.
fn estimate(world: &ScoredPlan, initiative: &Record, name: &str, unit: &Unit) -> Option<f64> {
    let plan = &world.plan;
    let own: Vec<&Fact> = initiative.all(name).collect();
    if !own.is_empty() {
        return own.into_iter().map(|f| world.number(quantity(f.first()?)?, Some(unit))).sum();
    }
    let rank_by = plan.settings.rank_by.as_ref().map(|(by, _)| by);
    let is_framework = |b: &&Record| plan.frameworks.contains_key(&b.kind);
    let first = initiative.blocks.iter().filter(is_framework).filter(|b| Some(&b.kind) == rank_by);
    let then = initiative.blocks.iter().filter(is_framework);
    let fact = first.chain(then).find_map(|b| b.fact(name))?;
    world.number(quantity(fact.first()?)?, Some(unit))
}

fn quantity(clause: &Clause) -> Option<&Quantity> {
    match &clause.head {
        Datum::Quantity(quantity) => Some(quantity),
        _ => None,
    }
}

/// What past estimates were worth as formulas see it: `plan.estimates.effort.low`.
#[derive(Debug)]
pub(in crate::evaluate) struct CalibrationFacts {
    all: Vec<Calibration>,
    path: String,
}

impl CalibrationFacts {
    /// Of a plan, under the name that formulas have for it.
    pub(crate) fn of(world: &ScoredPlan, path: String) -> CalibrationFacts {
        CalibrationFacts { all: calibrations(world), path }
    }
}

impl Facts for CalibrationFacts {
    fn get(&self, name: &str) -> Lookup {
        // An input of which no result is known has none yet.
        let found = self.all.iter().find(|c| *c.input == *name);
        found.map_or(Lookup::Missing, |c| {
            Lookup::Value(Value::Record(Arc::new(RatioFacts {
                spread: c.spread,
                path: format!("{}.{name}", self.path),
            })))
        })
    }

    fn path(&self) -> String {
        self.path.clone()
    }
}

/// The ratios of one input.
#[derive(Debug)]
struct RatioFacts {
    spread: RatioSpread,
    path: String,
}

/// What comes after `plan.estimates.effort.`.
const RATIO_FACTS: [&str; 4] = ["high", "low", "mean", "n"];

impl Facts for RatioFacts {
    fn get(&self, name: &str) -> Lookup {
        let known = |value: Option<f64>| value.map_or(Lookup::Missing, |v| Lookup::Value(Value::Number(v)));
        match name {
            "n" => known(Some(self.spread.n as f64)),
            "mean" => known(Some(self.spread.mean)),
            "low" => known(self.spread.next.map(|n| n.low)),
            "high" => known(self.spread.next.map(|n| n.high)),
            _ => Lookup::NoSuchName { nearest: closest_match(name, RATIO_FACTS).map(str::to_string) },
        }
    }

    fn path(&self) -> String {
        self.path.clone()
    }
}

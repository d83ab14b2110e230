//! Metrics as a report: the tree, and how each stands.

mod markdown;
mod set;
mod sparkline;
mod text;
mod tree;
mod value;

pub use set::{PartReport, SetReport};
pub use tree::Section;

use super::SCHEMA;
use super::rank::{Place, place};
use crate::evaluate::{Evaluated, Expected, FEWEST, Outlook};
use crate::model::{Datum, Metric, Point};
use crate::quantity::Unit;
use crate::source::SourceSet;
use schemars::JsonSchema;
use serde::Serialize;

/// `plan metrics --format json`. Values are in each metric's unit, percentages as fractions.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetricsReport {
    /// The version of the format: `planwright/2`.
    pub schema: &'static str,
    /// The plan's name.
    pub plan: Option<String>,
    /// The day that the plan is read on.
    pub today: String,
    /// The scenario.
    pub scenario: Option<String>,
    /// The audience whose words are used.
    pub audience: Option<String>,
    /// The share of cases that an interval holds.
    pub interval: f64,
    /// The set that was asked for, part by part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<SetReport>,
    /// The metrics: each north star with what drives it below, then the rest by their sections.
    pub metrics: Vec<MetricRow>,
}

/// One metric.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetricRow {
    /// Its name.
    pub id: String,
    /// Its title, or what the audience calls it.
    pub title: String,
    /// Which part of the report it stands in.
    pub section: Section,
    /// How deep it stands below its north star.
    pub depth: usize,
    /// What it is for.
    pub role: String,
    /// Its unit; null for a plain number, and where none is declared.
    pub unit: Option<String>,
    /// `higher` or `lower`.
    pub better: &'static str,
    /// The metrics that it drives, by name.
    pub drives: Vec<String>,
    /// Where it stood at the start.
    pub baseline: Option<PointReport>,
    /// What was measured last.
    pub latest: Option<PointReport>,
    /// Where it shall be.
    pub target: Option<PointReport>,
    /// What is missing to the target.
    pub gap: Option<f64>,
    /// The share of the way from the baseline to the target.
    pub progress: Option<f64>,
    /// The change per month since the baseline; of a percentage as a fraction.
    pub pace: Option<f64>,
    /// The change per month from now on that reaches the target in time.
    pub needed: Option<f64>,
    /// What is expected when the target is due; null with fewer than three measurements.
    pub forecast: Option<ForecastReport>,
    /// `met`, `missed`, `on track`, `off track`, `no data` or `no target`.
    pub state: &'static str,
    /// The least that it may be.
    pub floor: Option<f64>,
    /// The most that it may be.
    pub ceiling: Option<f64>,
    /// Whether it keeps to both.
    pub inside: Option<bool>,
    /// How it is computed.
    pub formula: Option<FormulaReport>,
    /// The open initiatives that move it.
    pub moved_by: Vec<MoverReport>,
    /// What those that say by how much come to together: their medians added up.
    pub moved: Option<f64>,
    /// Everything that was measured or computed, by date.
    pub series: Vec<PointReport>,
    /// Where it is declared.
    pub source: Place,
    #[serde(skip)]
    shown: Shown,
}

/// A value with its date.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PointReport {
    /// The value.
    pub value: f64,
    /// The day, month, quarter or year.
    pub on: Option<String>,
    /// Where it stands.
    pub source: Place,
}

/// What is expected at the due date.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ForecastReport {
    /// The line through the measurements by least squares.
    pub linear: Option<ExpectedReport>,
    /// Holt's trend, damped (Gardner and McKenzie, 1985).
    pub damped: Option<ExpectedReport>,
}

/// A value with its interval.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct ExpectedReport {
    /// The value.
    pub value: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// How a metric is computed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FormulaReport {
    /// The formula.
    pub text: String,
    /// The shared formula that it is.
    pub is: Option<String>,
    /// What it reads, in the order of the names it has there.
    pub reads: Vec<ReadReport>,
}

/// A metric that a formula reads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReadReport {
    /// The name that the formula has for it.
    pub name: String,
    /// The metric.
    pub metric: String,
    /// Its latest value.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
}

/// An initiative that moves a metric.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MoverReport {
    /// The initiative.
    pub initiative: String,
    /// Its title.
    pub title: String,
    /// Its phase.
    pub phase: Option<String>,
    /// By how much, the median of the range; of a percentage as a fraction.
    pub by: Option<f64>,
    /// The low end.
    pub low: Option<f64>,
    /// The high end.
    pub high: Option<f64>,
}

/// What printing needs beside the report.
#[derive(Debug, Clone)]
struct Shown {
    unit: Unit,
    measured: usize,
    due: bool,
}

/// The report of the metrics that `wanted` holds for; `audience` calls them by its own words.
pub fn report(
    evaluated: &Evaluated,
    sources: &SourceSet,
    audience: Option<&str>,
    set: Option<&str>,
    wanted: &dyn Fn(&Metric) -> bool,
) -> MetricsReport {
    let plan = evaluated.plan();
    let places = tree::order(plan);
    let metrics = places.iter().map(|p| (p, &plan.metrics[p.metric])).filter(|(_, m)| wanted(m));
    MetricsReport {
        schema: SCHEMA,
        plan: Some(plan.settings.id.to_string()).filter(|i| !i.is_empty()),
        today: evaluated.today().to_string(),
        scenario: plan.scenario.as_ref().map(|s| s.to_string()),
        audience: audience.map(str::to_string),
        interval: plan.settings.interval,
        set: set.and_then(|name| set::report(plan, name)),
        metrics: metrics.map(|(p, m)| row(evaluated, sources, audience, p, m)).collect(),
    }
}

/// What an audience calls a metric.
pub fn called<'m>(metric: &'m Metric, audience: &str) -> Option<&'m str> {
    let clauses = metric.record.all("called").flat_map(|f| &f.clauses);
    clauses.into_iter().find_map(|c| match (&c.head, c.tail("=")) {
        (Datum::Word(who), Some(Datum::Text(name))) if **who == *audience => Some(&**name),
        _ => None,
    })
}

fn row(
    evaluated: &Evaluated,
    sources: &SourceSet,
    audience: Option<&str>,
    at: &tree::Position,
    metric: &Metric,
) -> MetricRow {
    let plan = evaluated.plan();
    let outlook: Outlook = evaluated.outlook(metric);
    let point =
        |p: &Point| PointReport { value: p.value, on: p.on.map(|on| on.to_string()), source: place(sources, p.span) };
    let expected = |e: Expected| ExpectedReport { value: e.value, low: e.low, high: e.high };
    let forecast = (outlook.linear.is_some() || outlook.damped.is_some())
        .then(|| ForecastReport { linear: outlook.linear.map(expected), damped: outlook.damped.map(expected) });
    let moved_by: Vec<MoverReport> = evaluated
        .movers(metric)
        .into_iter()
        .map(|mover| {
            let initiative = &plan.initiatives[mover.initiative];
            MoverReport {
                initiative: initiative.record.id.to_string(),
                title: initiative.record.title().to_string(),
                phase: initiative.phase.as_ref().map(|p| p.to_string()),
                by: mover.by.map(|b| b.0),
                low: mover.by.map(|b| b.1),
                high: mover.by.map(|b| b.2),
            }
        })
        .collect();
    let known: Vec<f64> = moved_by.iter().filter_map(|m| m.by).collect();
    let formula = metric.formula.as_ref().map(|code| FormulaReport {
        text: code.text.trim().to_string(),
        is: metric.template.as_ref().map(|t| t.to_string()),
        reads: metric
            .reads
            .iter()
            .map(|(name, id)| {
                let read = plan.metric(id);
                ReadReport {
                    name: name.to_string(),
                    metric: id.to_string(),
                    value: read.and_then(Metric::value),
                    unit: read.and_then(|m| m.unit.as_ref()).map(|u| u.to_string()),
                }
            })
            .collect(),
    });
    let title = audience.and_then(|a| called(metric, a)).unwrap_or_else(|| metric.record.title());
    MetricRow {
        id: metric.record.id.to_string(),
        title: title.to_string(),
        section: at.section,
        depth: at.depth,
        role: metric.record.word("role").map_or(String::new(), |r| r.to_string()),
        unit: metric.unit.as_ref().map(|u| u.to_string()).filter(|u| !u.is_empty()),
        better: if metric.lower_is_better { "lower" } else { "higher" },
        drives: tree::driven(plan, metric).iter().map(|m| plan.metrics[*m].record.id.to_string()).collect(),
        baseline: metric.baseline.as_ref().map(point),
        latest: metric.latest().map(point),
        target: metric.targets.last().map(point),
        gap: metric.gap(),
        progress: outlook.progress,
        pace: outlook.pace,
        needed: outlook.needed,
        forecast,
        state: outlook.state.as_str(),
        floor: metric.floor,
        ceiling: metric.ceiling,
        inside: outlook.inside,
        formula,
        moved: (!known.is_empty()).then(|| known.iter().sum()),
        moved_by,
        series: metric.actuals.iter().map(point).collect(),
        source: place(sources, metric.record.header),
        shown: Shown {
            unit: metric.unit.as_ref().map_or_else(Unit::number, |u| plan.units.in_own_money(u)),
            measured: metric.actuals.len(),
            due: metric.targets.last().is_some_and(|t| t.on.is_some()),
        },
    }
}

impl MetricRow {
    /// Whether there are too few measurements to forecast from.
    fn too_few(&self) -> bool {
        self.shown.measured < FEWEST
    }
}

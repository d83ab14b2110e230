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
use crate::evaluate::{Counted, Evaluated, Expected, FEWEST, MetricForecast, Roadmap, TargetForecast, TargetStatus};
use crate::model::{DataPoint, Datum, Metric};
use crate::quantity::Unit;
use crate::source::SourceSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `plan metrics --format json`. Values are in each metric's unit, percentages as fractions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct MetricsReport {
    /// The version of the format: `planwright/2`.
    pub schema: Cow<'static, str>,
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
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
    pub better: Cow<'static, str>,
    /// Who answers for it; null where nobody is named.
    pub owner: Option<String>,
    /// The side of a marketplace that it belongs to, `supply` or `demand`; null where it does not say.
    pub side: Option<String>,
    /// The metrics that it drives, by name.
    pub drives: Vec<String>,
    /// Where it stood at the start.
    pub baseline: Option<PointReport>,
    /// What was measured last.
    pub latest: Option<PointReport>,
    /// Its targets by date, each judged at its own.
    pub targets: Vec<TargetReport>,
    /// The target that is next: the first whose date has not passed, else the last. What follows is about it.
    pub target: Option<PointReport>,
    /// What is missing to it.
    pub gap: Option<f64>,
    /// The share of the way from the baseline to it; below 0 where the metric went the other way.
    pub progress: Option<f64>,
    /// The change per month since the baseline; of a percentage as a fraction.
    pub pace: Option<f64>,
    /// The change per month from now on that reaches it in time.
    pub needed: Option<f64>,
    /// What is expected when it is due; null with fewer than three measurements.
    pub forecast: Option<ForecastReport>,
    /// How the metric stands towards it; null without a target.
    pub state: Option<TargetStatus>,
    /// The least that it may be.
    pub floor: Option<f64>,
    /// The most that it may be.
    pub ceiling: Option<f64>,
    /// Whether it keeps to both.
    pub inside: Option<bool>,
    /// How it is computed.
    pub formula: Option<FormulaReport>,
    /// The initiatives that move it and are not delivered yet.
    pub moved_by: Vec<MoverReport>,
    /// What of it is to be expected by the day of the target: the changes that count, each times its probability; null
    /// where none says by how much, and where the odds were not asked for.
    pub moved: Option<f64>,
    /// Everything that was measured or computed, by date.
    pub series: Vec<PointReport>,
    /// Where it is declared.
    pub source: Place,
    #[serde(skip)]
    shown: Shown,
}

/// A value with its date.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PointReport {
    /// The value.
    pub value: f64,
    /// The day, month, quarter or year.
    pub on: Option<String>,
    /// Where it stands.
    pub source: Place,
}

/// A target, judged at its date.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TargetReport {
    /// What it shall be.
    pub value: f64,
    /// By when; null where the target does not say.
    pub by: Option<String>,
    /// How the metric stands towards it.
    pub state: TargetStatus,
    /// The probability that it is reached on its date, by the damped forecast; null where its date has come, where it is
    /// reached already, and with fewer than three measurements.
    pub probability: Option<f64>,
    /// Where it stands.
    pub source: Place,
}

/// What is expected at the due date.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ForecastReport {
    /// The line through the measurements by least squares.
    pub linear: Option<ExpectedReport>,
    /// Holt's trend, damped (Gardner and McKenzie, 1985).
    pub damped: Option<ExpectedReport>,
}

/// A value with its interval.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedReport {
    /// The value.
    pub value: f64,
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// How a metric is computed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FormulaReport {
    /// The formula.
    pub text: String,
    /// The shared formula that it is.
    pub is: Option<String>,
    /// What it reads, in the order of the names it has there.
    pub reads: Vec<ReadReport>,
}

/// A metric that a formula reads.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MoverReport {
    /// The initiative.
    pub initiative: String,
    /// Its title.
    pub title: String,
    /// Its phase.
    pub phase: Option<String>,
    /// By how much: what an experiment measured, else the median of the range; of a percentage as a fraction.
    pub by: Option<f64>,
    /// The low end.
    pub low: Option<f64>,
    /// The high end.
    pub high: Option<f64>,
    /// The experiment that measured it; null where it is what the initiative says.
    pub measured: Option<String>,
    /// The probability that it is done by the day of the target; null where the odds were not asked for.
    pub in_time: Option<f64>,
    /// Why it does not count; null where it does.
    pub not_counted: Option<String>,
}

/// What printing needs beside the report.
#[derive(Debug, Clone, Default)]
struct Shown {
    unit: Unit,
    measured: usize,
    /// Whether the target's date is still to come.
    due: bool,
    /// What is missing to where it was at the start, where it went the other way.
    further_away: Option<f64>,
    /// The day by which work counts.
    counted_by: Option<String>,
    /// Whether a forecast was left out for saying nothing.
    vague: bool,
    /// Which of the targets is next.
    next: Option<usize>,
    /// What the owner is called.
    owner: Option<String>,
}

/// The report of the metrics that `wanted` holds for; `audience` calls them by its own words. What moves them counts by
/// its place on a `roadmap`, where one is given.
pub fn report(
    evaluated: &Evaluated,
    sources: &SourceSet,
    audience: Option<&str>,
    set: Option<&str>,
    roadmap: Option<&Roadmap>,
    wanted: &dyn Fn(&Metric) -> bool,
) -> MetricsReport {
    let plan = evaluated.plan();
    let places = tree::order(plan);
    let metrics = places.iter().map(|p| (p, &plan.metrics[p.metric])).filter(|(_, m)| wanted(m));
    let told = Told { evaluated, sources, audience, roadmap };
    MetricsReport {
        schema: SCHEMA.into(),
        plan: Some(plan.settings.id.to_string()).filter(|i| !i.is_empty()),
        today: evaluated.today().to_string(),
        scenario: plan.scenario.as_ref().map(|s| s.to_string()),
        audience: audience.map(str::to_string),
        interval: plan.settings.interval,
        set: set.and_then(|name| set::report(plan, name)),
        metrics: metrics.map(|(p, m)| row(&told, p, m)).collect(),
    }
}

/// What every row is told from.
struct Told<'e> {
    evaluated: &'e Evaluated,
    sources: &'e SourceSet,
    audience: Option<&'e str>,
    roadmap: Option<&'e Roadmap>,
}

/// What an audience calls a metric.
pub fn called<'m>(metric: &'m Metric, audience: &str) -> Option<&'m str> {
    let clauses = metric.record.all("called").flat_map(|f| &f.clauses);
    clauses.into_iter().find_map(|c| match (&c.head, c.tail("=")) {
        (Datum::Word(who), Some(Datum::Text(name))) if **who == *audience => Some(&**name),
        _ => None,
    })
}

/// Who moves a metric, and what of it is to be expected by the day of its next target.
fn movers(told: &Told<'_>, metric: &Metric, aim: Option<&TargetForecast>) -> (Vec<MoverReport>, Option<f64>) {
    let evaluated = told.evaluated;
    let due = aim.and_then(|a| a.due).filter(|due| *due >= evaluated.today());
    let (of, moved): (Vec<(Counted, bool)>, Option<f64>) = match told.roadmap {
        Some(roadmap) => {
            let enough = evaluated.enough(metric, roadmap, due);
            (enough.of.into_iter().map(|c| (c, true)).collect(), enough.moved)
        }
        None => {
            let plain = |mover| (Counted { mover, in_time: 0.0, why: None }, false);
            (evaluated.movers(metric).into_iter().map(plain).collect(), None)
        }
    };
    let row = |(counted, known): (Counted, bool)| {
        let initiative = &evaluated.plan().initiatives[counted.mover.initiative];
        let by = counted.mover.by();
        MoverReport {
            initiative: initiative.record.id.to_string(),
            title: initiative.record.title().to_string(),
            phase: initiative.phase.as_ref().map(|p| p.to_string()),
            by: by.map(|b| b.0),
            low: by.map(|b| b.1),
            high: by.map(|b| b.2),
            measured: counted.mover.telling().map(|m| m.experiment.to_string()),
            in_time: known.then_some(counted.in_time),
            not_counted: counted.why,
        }
    };
    (of.into_iter().map(row).collect(), moved)
}

fn row(told: &Told<'_>, at: &tree::Position, metric: &Metric) -> MetricRow {
    let Told { evaluated, sources, audience, roadmap } = *told;
    let plan = evaluated.plan();
    let outlook: MetricForecast = evaluated.outlook(metric);
    let aim = outlook.next();
    let point = |p: &DataPoint| PointReport {
        value: p.value,
        on: p.on.map(|on| on.to_string()),
        source: place(sources, p.span),
    };
    let expected = |e: Expected| ExpectedReport { value: e.value, low: e.low, high: e.high };
    let forecast = aim.filter(|a| a.linear.is_some() || a.damped.is_some());
    let forecast = forecast.map(|a| ForecastReport { linear: a.linear.map(expected), damped: a.damped.map(expected) });
    let target = |a: &TargetForecast| TargetReport {
        value: a.target.value,
        by: a.target.on.map(|on| on.to_string()),
        state: a.state,
        probability: a.probability,
        source: place(sources, a.target.span),
    };
    let (moved_by, moved) = movers(told, metric, aim);
    let further_away = aim.filter(|a| a.progress.is_some_and(|p| p < 0.0)).and_then(|a| {
        let gap = |from: f64| (a.target.value - from).abs();
        Some(gap(metric.latest()?.value) - gap(metric.baseline.as_ref()?.value))
    });
    let ahead = aim.and_then(|a| a.target.on).filter(|on| on.last() >= evaluated.today());
    let counted_by = roadmap.map(|r| ahead.map_or_else(|| r.to.to_string(), |on| on.to_string()));
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
        better: if metric.lower_is_better { "lower" } else { "higher" }.into(),
        owner: metric.record.word("owner").map(|o| o.to_string()),
        side: metric.record.word("side").map(|s| s.to_string()),
        drives: tree::driven(plan, metric).iter().map(|m| plan.metrics[*m].record.id.to_string()).collect(),
        baseline: metric.baseline.as_ref().map(point),
        latest: metric.latest().map(point),
        targets: outlook.aims.iter().map(target).collect(),
        target: aim.map(|a| point(&a.target)),
        gap: aim.and_then(|a| Some(a.target.value - metric.value()?)),
        progress: aim.and_then(|a| a.progress),
        pace: outlook.pace,
        needed: aim.and_then(|a| a.needed),
        forecast,
        state: aim.map(|a| a.state),
        floor: metric.floor,
        ceiling: metric.ceiling,
        inside: outlook.inside,
        formula,
        moved,
        moved_by,
        series: metric.actuals.iter().map(point).collect(),
        source: place(sources, metric.record.header),
        shown: Shown {
            unit: metric.unit.as_ref().map_or_else(Unit::number, |u| plan.units.with_plan_currency(u)),
            measured: metric.actuals.len(),
            due: aim.is_some_and(|a| a.due.is_some_and(|due| due >= evaluated.today())),
            further_away,
            counted_by,
            vague: aim.is_some_and(|a| a.vague),
            next: outlook.next,
            owner: metric.record.word("owner").map(|o| plan.title_of("person", o).to_string()),
        },
    }
}

impl MetricRow {
    /// Whether there are too few measurements to forecast from.
    fn too_few(&self) -> bool {
        self.shown.measured < FEWEST
    }
}

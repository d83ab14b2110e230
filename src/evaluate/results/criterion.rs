//! One success criterion.

use super::super::world::World;
use crate::model::{Clause, Datum, Metric, Point, Record};
use crate::quantity::{Period, Unit};
use crate::source::Span;
use std::sync::Arc;

/// How a criterion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The result reached the target.
    Met,
    /// The result did not reach the target.
    Missed,
    /// There is no result that decides it, and its date has not passed.
    Early,
    /// Its date has passed without a result.
    Overdue,
    /// It does not name a metric of the plan, a value in the metric's unit and a date.
    Vague,
}

impl State {
    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            State::Met => "met",
            State::Missed => "missed",
            State::Early => "too early",
            State::Overdue => "no result",
            State::Vague => "unclear",
        }
    }
}

/// One success criterion with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// The metric it names.
    pub metric: Arc<str>,
    /// The metric's unit.
    pub unit: Option<Unit>,
    /// Whether a lower value is better.
    pub lower: bool,
    /// Whether the metric is a north star.
    pub north_star: bool,
    /// What it shall be, in the metric's unit.
    pub target: Option<f64>,
    /// By when.
    pub by: Option<Period>,
    /// What the result says it came to.
    pub actual: Option<Point>,
    /// What the metric itself measured last.
    pub latest: Option<Point>,
    /// Where the metric stood at the start.
    pub baseline: Option<f64>,
    /// How it stands.
    pub state: State,
    /// Where it is written.
    pub span: Span,
}

impl Criterion {
    /// How far the result moved the metric relative to its baseline: 0.1 for a tenth more.
    pub fn change(&self) -> Option<f64> {
        let baseline = self.baseline.filter(|b| *b > 0.0)?;
        Some(self.actual.as_ref()?.value / baseline - 1.0)
    }

    /// The same with its sign turned where lower is better.
    pub fn improvement(&self) -> Option<f64> {
        self.change().map(|c| if self.lower { -c } else { c })
    }

    /// The share of the way from the baseline to the target that the result went.
    pub fn way(&self) -> Option<f64> {
        let (baseline, target) = (self.baseline?, self.target?);
        let way = (self.actual.as_ref()?.value - baseline) / (target - baseline);
        way.is_finite().then_some(way)
    }
}

/// The criteria of an initiative in the order they are written.
pub(super) fn of(world: &World, initiative: &Record) -> Vec<Criterion> {
    let success = initiative.blocks.iter().filter(|b| &*b.kind == "success").flat_map(|b| &b.facts);
    let read = success.filter_map(|fact| {
        let clause = fact.first()?;
        let metric = world.plan.metric(&fact.name);
        let results = initiative.blocks.iter().filter(|b| &*b.kind == "result");
        let result = results.filter_map(|r| r.all(&fact.name).next_back()).next_back();
        let point = |clause: &Clause| {
            let value = value_in(world, metric, clause)?;
            Some(Point { value, on: clause.date("on").copied(), span: clause.span })
        };
        let mut criterion = Criterion {
            metric: fact.name.clone(),
            unit: metric.and_then(|m| m.unit.clone()),
            lower: metric.is_some_and(Metric::lower_is_better),
            north_star: metric.is_some_and(|m| m.record.word("role").is_some_and(|r| &**r == "north_star")),
            target: value_in(world, metric, clause),
            by: clause.date("by").copied(),
            actual: result.and_then(|r| r.first()).and_then(point),
            latest: metric.and_then(Metric::latest).cloned(),
            baseline: metric.and_then(|m| m.baseline.as_ref()).map(|p| p.value),
            state: State::Vague,
            span: fact.span,
        };
        criterion.state = state(world, metric, &criterion);
        Some(criterion)
    });
    read.collect()
}

fn state(world: &World, metric: Option<&Metric>, criterion: &Criterion) -> State {
    let (Some(_), Some(target), Some(by)) = (metric, criterion.target, criterion.by) else { return State::Vague };
    let passed = by.last() < world.today;
    match &criterion.actual {
        None if passed => State::Overdue,
        None => State::Early,
        Some(actual) => {
            let met = if criterion.lower { actual.value <= target } else { actual.value >= target };
            // What was measured on the way does not decide yet.
            let on_the_way = actual.on.is_some_and(|on| on.last() < by.last()) && !passed;
            match met {
                true => State::Met,
                false if on_the_way => State::Early,
                false => State::Missed,
            }
        }
    }
}

/// A value in the metric's unit; a bare number is in that unit, but of a percentage it could be points or a part.
fn value_in(world: &World, metric: Option<&Metric>, clause: &Clause) -> Option<f64> {
    let Datum::Quantity(quantity) = &clause.head else { return None };
    let unit = metric?.unit.as_ref();
    if quantity.unit.is_number() && unit.is_some_and(Unit::is_percent) {
        return None;
    }
    world.number(quantity, unit.filter(|_| !quantity.unit.is_number()))
}

//! One success criterion.

use crate::evaluate::scores::ScoredPlan;
use crate::evaluate::target_outcome::{DatedTarget, TargetOutcome, reaches_target};
use crate::model::{Clause, DataPoint, Datum, Metric, Record};
use crate::quantity::{Date, Period, Unit};
use crate::source::Span;
use std::sync::Arc;

/// How a criterion stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CriterionState {
    /// The target was reached on or before its date.
    Met,
    /// It was first reached after its date.
    MetLate,
    /// What was measured last, on or after the date, falls short of it.
    Missed,
    /// There is no result that decides it, and its date has not passed.
    Early,
    /// Its date has passed, and nothing was measured on or after it that would decide.
    Unclear,
    /// It does not name a metric of the plan, a value in the metric's unit and a date.
    Vague,
}

impl CriterionState {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            CriterionState::Met => "met",
            CriterionState::MetLate => "met_late",
            CriterionState::Missed => "missed",
            CriterionState::Early => "early",
            CriterionState::Unclear => "unclear",
            CriterionState::Vague => "vague",
        }
    }

    /// The words for people.
    pub fn display_text(self) -> &'static str {
        match self {
            CriterionState::Met => "met",
            CriterionState::MetLate => "met late",
            CriterionState::Missed => "missed",
            CriterionState::Early => "too early",
            CriterionState::Unclear => "unclear",
            CriterionState::Vague => "can't be judged",
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
    pub lower_is_better: bool,
    /// Whether the metric is a north star.
    pub north_star: bool,
    /// What it shall be, in the metric's unit.
    pub target: Option<f64>,
    /// By when.
    pub by: Option<Period>,
    /// What decides it: what the result says it came to, else what the metric itself measured.
    pub actual: Option<DataPoint>,
    /// What the metric itself measured last.
    pub latest: Option<DataPoint>,
    /// Where the metric stood at the start.
    pub baseline: Option<f64>,
    /// How it stands.
    pub state: CriterionState,
    /// Where it is written.
    pub span: Span,
}

impl Criterion {
    /// How far the result moved the metric relative to its baseline: 0.1 for a tenth more.
    pub fn relative_change(&self) -> Option<f64> {
        let baseline = self.baseline.filter(|b| *b > 0.0)?;
        Some(self.actual.as_ref()?.value / baseline - 1.0)
    }

    /// The same with its sign turned where lower is better.
    pub(crate) fn improvement(&self) -> Option<f64> {
        self.relative_change().map(|c| if self.lower_is_better { -c } else { c })
    }

    /// The share of the way from the baseline to the target that the result went.
    pub fn progress(&self) -> Option<f64> {
        let (baseline, target) = (self.baseline?, self.target?);
        let way = (self.actual.as_ref()?.value - baseline) / (target - baseline);
        way.is_finite().then_some(way)
    }
}

/// The criteria of an initiative in the order they are written.
pub(super) fn criteria_of(world: &ScoredPlan, initiative: &Record) -> Vec<Criterion> {
    let success = initiative.blocks.iter().filter(|b| &*b.kind == "success").flat_map(|b| &b.facts);
    let read = success.filter_map(|fact| {
        let clause = fact.first()?;
        let metric = world.plan.metric(&fact.name);
        let point = |clause: &Clause| {
            let value = value_in(world, metric, clause)?;
            Some(DataPoint { value, on: clause.date("on").copied(), span: clause.span })
        };
        // A day that has not come has measured nothing.
        let past = |p: &DataPoint| p.on.is_none_or(|on| on.first() <= world.today);
        let results = initiative.blocks.iter().filter(|b| &*b.kind == "result");
        let given: Vec<DataPoint> =
            results.flat_map(|r| r.all(&fact.name)).flat_map(|f| &f.clauses).filter_map(point).filter(past).collect();
        let mut criterion = Criterion {
            metric: fact.name.clone(),
            unit: metric.and_then(|m| m.unit.clone()),
            lower_is_better: metric.is_some_and(Metric::lower_is_better),
            north_star: metric.is_some_and(|m| m.record.word("role").is_some_and(|r| &**r == "north_star")),
            target: value_in(world, metric, clause),
            by: clause.date("by").copied(),
            actual: None,
            latest: metric.and_then(Metric::latest).cloned(),
            baseline: metric.and_then(|m| m.baseline.as_ref()).map(|p| p.value),
            state: CriterionState::Vague,
            span: fact.span,
        };
        (criterion.state, criterion.actual) = judge(world, metric, &criterion, &given);
        Some(criterion)
    });
    read.collect()
}

/// What came of a criterion, and the measurement that says so: of those that the result gives, with what the metric itself
/// measured since its baseline.
fn judge(
    world: &ScoredPlan,
    metric: Option<&Metric>,
    criterion: &Criterion,
    given: &[DataPoint],
) -> (CriterionState, Option<DataPoint>) {
    let last = given.iter().enumerate().max_by_key(|(at, p)| (p.on.map(Period::last), *at)).map(|(_, p)| p);
    let (Some(metric), Some(target), Some(by)) = (metric, criterion.target, criterion.by) else {
        return (CriterionState::Vague, last.cloned());
    };
    let (due, today) = (by.last(), world.today);
    let reached = |p: &DataPoint| reaches_target(p.value, target, criterion.lower_is_better);
    // After the date the result's own word stands, and before it on its own day.
    let is_said = given.iter().any(|g| g.on.is_some_and(|on| on.last() >= due));
    let said = |p: &&DataPoint| {
        let day = p.on.map(Period::last);
        let replaced = is_said && day > Some(due) || given.iter().any(|g| g.on.map(Period::last) == day);
        !replaced
    };
    let mut all: Vec<(Date, &DataPoint)> =
        given.iter().chain(metric.since_baseline().filter(said)).filter_map(|p| Some((p.on?.last(), p))).collect();
    all.sort_by_key(|(day, _)| *day);
    // Until the date has come a result that reached it stands: also one without its day, of which nobody knows later
    // whether it was in time.
    let said_so = given.iter().rev().find(|p| reached(p));
    let measured: Vec<(Date, f64)> = all.iter().map(|(day, p)| (*day, p.value)).collect();
    let (outcome, at) =
        DatedTarget { value: target, due, lower_is_better: criterion.lower_is_better }.outcome(&measured, today);
    let by_what = at.map(|at| all[at].1);
    let (state, by_what) = match outcome {
        TargetOutcome::Met => (CriterionState::Met, by_what),
        TargetOutcome::MetLate => (CriterionState::MetLate, by_what),
        TargetOutcome::Missed => (CriterionState::Missed, by_what),
        TargetOutcome::Open if said_so.is_some() => (CriterionState::Met, said_so),
        TargetOutcome::Unclear => (CriterionState::Unclear, None),
        TargetOutcome::Open => (CriterionState::Early, None),
    };
    // The last word is the result's: what it came to in the end, where that is what the state says.
    let told = last.filter(|p| match state {
        CriterionState::Met | CriterionState::MetLate => reached(p),
        _ => true,
    });
    (state, told.or(by_what).cloned())
}

/// A value in the metric's unit; a bare number is in that unit, but of a percentage it could be points or a part.
fn value_in(world: &ScoredPlan, metric: Option<&Metric>, clause: &Clause) -> Option<f64> {
    let Datum::Quantity(quantity) = &clause.head else { return None };
    let unit = metric?.unit.as_ref();
    if quantity.unit.is_number() && unit.is_some_and(Unit::is_percent) {
        return None;
    }
    world.number(quantity, unit.filter(|_| !quantity.unit.is_number()))
}

//! The report of metrics, built.

use super::metrics_report::{
    ExpectedReport, ForecastReport, MetricFormulaReport, MetricRow, MetricsPrintContext, MetricsReport, MoverReport,
    PointReport, ReadMetricReport, TargetReport,
};
use crate::evaluate::{Evaluated, ForecastValue, MetricForecast, MoverContribution, Roadmap, TargetForecast};
use crate::model::{DataPoint, Datum, Metric};
use crate::quantity::Unit;
use crate::report::SCHEMA;
use crate::report::rank::place;
use crate::source::SourceSet;

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
    let places = super::tree::tree_order(plan);
    let metrics = places.iter().map(|p| (p, &plan.metrics[p.metric])).filter(|(_, m)| wanted(m));
    let told = MetricContext { evaluated, sources, audience, roadmap };
    MetricsReport {
        schema: SCHEMA.into(),
        plan: Some(plan.settings.id.to_string()).filter(|i| !i.is_empty()),
        today: evaluated.today(),
        scenario: plan.scenario.as_ref().map(|s| s.to_string()),
        audience: audience.map(str::to_string),
        interval: plan.settings.interval,
        set: set.and_then(|name| super::set::report(plan, name)),
        metrics: metrics.map(|(p, m)| row(&told, p, m)).collect(),
    }
}

/// What every row is told from.
struct MetricContext<'e> {
    evaluated: &'e Evaluated,
    sources: &'e SourceSet,
    audience: Option<&'e str>,
    roadmap: Option<&'e Roadmap>,
}

/// What an audience calls a metric.
pub fn audience_name<'m>(metric: &'m Metric, audience: &str) -> Option<&'m str> {
    let clauses = metric.record.all("called").flat_map(|f| &f.clauses);
    clauses.into_iter().find_map(|c| match (&c.head, c.tail("=")) {
        (Datum::Word(who), Some(Datum::Text(name))) if **who == *audience => Some(&**name),
        _ => None,
    })
}

/// Who moves a metric, and what of it is to be expected by the day of its next target.
fn movers(told: &MetricContext<'_>, metric: &Metric, aim: Option<&TargetForecast>) -> (Vec<MoverReport>, Option<f64>) {
    let evaluated = told.evaluated;
    let due = aim.and_then(|a| a.due).filter(|due| *due >= evaluated.today());
    let (of, moved): (Vec<(MoverContribution, bool)>, Option<f64>) = match told.roadmap {
        Some(roadmap) => {
            let enough = evaluated.expected_effect(metric, roadmap, due);
            (enough.contributions.into_iter().map(|c| (c, true)).collect(), enough.expected_change)
        }
        None => {
            let plain = |mover| (MoverContribution { mover, in_time: 0.0, why: None }, false);
            (evaluated.movers(metric).into_iter().map(plain).collect(), None)
        }
    };
    let row = |(counted, known): (MoverContribution, bool)| {
        let initiative = &evaluated.plan().initiatives[counted.mover.initiative];
        let by = counted.mover.effective_change();
        MoverReport {
            initiative: initiative.record.id.to_string(),
            title: initiative.record.title().to_string(),
            phase: initiative.phase.as_ref().map(|p| p.to_string()),
            by: by.map(|b| b.0),
            low: by.map(|b| b.1),
            high: by.map(|b| b.2),
            measured: counted.mover.informative_measurement().map(|m| m.experiment.to_string()),
            in_time: known.then_some(counted.in_time),
            not_counted: counted.why,
        }
    };
    (of.into_iter().map(row).collect(), moved)
}

fn row(told: &MetricContext<'_>, at: &super::tree::TreePosition, metric: &Metric) -> MetricRow {
    let MetricContext { evaluated, sources, audience, roadmap } = *told;
    let plan = evaluated.plan();
    let outlook: MetricForecast = evaluated.metric_forecast(metric);
    let aim = outlook.next();
    let point = |p: &DataPoint| PointReport { value: p.value, on: p.on, source: place(sources, p.span) };
    let expected = |e: ForecastValue| ExpectedReport { value: e.value, low: e.low, high: e.high };
    let forecast = aim.filter(|a| a.linear.is_some() || a.damped.is_some());
    let forecast = forecast.map(|a| ForecastReport { linear: a.linear.map(expected), damped: a.damped.map(expected) });
    let target = |a: &TargetForecast| TargetReport {
        value: a.target.value,
        by: a.target.on,
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
    let formula = metric.formula.as_ref().map(|code| MetricFormulaReport {
        text: code.text.trim().to_string(),
        is: metric.template.as_ref().map(|t| t.to_string()),
        reads: metric
            .reads
            .iter()
            .map(|(name, id)| {
                let read = plan.metric(id);
                ReadMetricReport {
                    name: name.to_string(),
                    metric: id.to_string(),
                    value: read.and_then(Metric::value),
                    unit: read.and_then(|m| m.unit.as_ref()).map(|u| u.to_string()),
                }
            })
            .collect(),
    });
    let title = audience.and_then(|a| audience_name(metric, a)).unwrap_or_else(|| metric.record.title());
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
        drives: super::tree::driven_metrics(plan, metric)
            .iter()
            .map(|m| plan.metrics[*m].record.id.to_string())
            .collect(),
        baseline: metric.baseline.as_ref().map(point),
        latest: metric.latest().map(point),
        targets: outlook.targets.iter().map(target).collect(),
        target: aim.map(|a| point(&a.target)),
        gap: aim.and_then(|a| Some(a.target.value - metric.value()?)),
        progress: aim.and_then(|a| a.progress),
        pace: outlook.pace,
        needed: aim.and_then(|a| a.needed),
        forecast,
        state: aim.map(|a| a.state),
        floor: metric.floor,
        ceiling: metric.ceiling,
        inside: outlook.within_bounds,
        formula,
        moved,
        moved_by,
        series: metric.actuals.iter().map(point).collect(),
        source: place(sources, metric.record.header),
        shown: MetricsPrintContext {
            unit: metric.unit.as_ref().map_or_else(Unit::number, |u| plan.units.with_plan_currency(u)),
            measured: metric.actuals.len(),
            due: aim.is_some_and(|a| a.due.is_some_and(|due| due >= evaluated.today())),
            further_away,
            counted_by,
            vague: aim.is_some_and(|a| a.interval_too_wide),
            next: outlook.next,
            owner: metric.record.word("owner").map(|o| plan.title_of("person", o).to_string()),
        },
    }
}

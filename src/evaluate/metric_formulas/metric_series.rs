//! Metrics that are computed from others, at each date where those have a value.

use super::metric_dimension;
use super::metric_formula::{MetricFormula, compile};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::formulas;
use crate::formula::{CallError, EvalOutcome, Lookup, Sandbox, Scope, Value};
use crate::model::{DataPoint, Plan};
use crate::quantity::Period;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Adds the values of every metric with a `formula` to its actuals. A value that was written for a date stands.
pub(in crate::evaluate) fn add_computed_values(
    plan: &mut Arc<Plan>,
    sandbox: &Sandbox,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut waiting: Vec<MetricFormula> = compile(plan, sandbox, diagnostics);
    metric_dimension::report_missing_units(plan, &waiting, diagnostics);
    // Each comes after those it reads; what is left when nothing can go next runs in a cycle.
    loop {
        let open: BTreeSet<usize> = waiting.iter().map(|w| w.metric).collect();
        let (later, ready): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|w| w.reads.values().any(|m| open.contains(m)));
        waiting = later;
        if ready.is_empty() {
            break;
        }
        for computed in ready {
            let unit = metric_dimension::resolve_unit(plan, &computed, diagnostics);
            let points = values(plan, sandbox, &computed, diagnostics);
            let id = |m: &usize| plan.metrics[*m].record.id.clone();
            let reads = computed.reads.iter().map(|(name, m)| (Arc::from(name.as_str()), id(m))).collect();
            let metric = &mut Arc::make_mut(&mut Arc::make_mut(plan).metrics)[computed.metric];
            metric.unit = unit;
            metric.reads = reads;
            let written: HashSet<Option<Period>> = metric.actuals.iter().map(|p| p.on).collect();
            metric.actuals.extend(points.into_iter().filter(|p| !written.contains(&p.on)));
            metric.actuals.sort_by_key(|p| p.on.map(|d| (d.last(), d.first())));
        }
    }
    if let Some(first) = waiting.first() {
        let names: Vec<String> = waiting.iter().map(|w| format!("`{}`", plan.metrics[w.metric].record.id)).collect();
        let said = format!("metrics are computed from one another in a cycle: {}", names.join(", "));
        diagnostics.push(
            Diagnostic::new(Code::CYCLE, first.place, said).help("give one of them actuals in place of its formula"),
        );
    }
}

/// The values at one date, by the name that the formula has for the metric.
struct DateScope<'a>(BTreeMap<&'a str, f64>);

impl Scope for DateScope<'_> {
    fn variable(&self, name: &str) -> Lookup {
        self.0.get(name).map_or(Lookup::Missing, |v| Lookup::Value(Value::Number(*v)))
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
}

fn values(
    plan: &Plan,
    sandbox: &Sandbox,
    computed: &MetricFormula,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<DataPoint> {
    let series = |(name, metric): (&'_ String, &usize)| {
        let metric = &plan.metrics[*metric];
        // Of two values for one date the first stands; an actual before the baseline.
        let points = metric.baseline.iter().chain(metric.actuals.iter().rev());
        (name.clone(), points.filter_map(|p| Some((p.on?, p.value))).collect::<HashMap<Period, f64>>())
    };
    let all: Vec<(String, HashMap<Period, f64>)> = computed.reads.iter().map(series).collect();
    let Some((_, first)) = all.first() else { return Vec::new() };
    let mut dates: Vec<Period> = first.keys().copied().collect();
    dates.sort_by_key(|p| (p.last(), p.first()));
    let mut points = Vec::new();
    for on in dates {
        let Some(values) =
            all.iter().map(|(id, series)| Some((id.as_str(), *series.get(&on)?))).collect::<Option<BTreeMap<_, _>>>()
        else {
            continue;
        };
        match sandbox.evaluate(&computed.formula, &DateScope(values)) {
            EvalOutcome::Value(Value::Number(value)) => {
                points.push(DataPoint { value, on: Some(on), span: computed.place })
            }
            EvalOutcome::Value(_) | EvalOutcome::Unknown { .. } => {}
            EvalOutcome::Failed(failed) => {
                let mut d = formulas::failure_diagnostic(plan, &computed.code, &failed);
                let message = format!("{} (for {on})", d.message);
                if computed.is_shared() {
                    let there = d.label.span;
                    d.label.span = computed.place;
                    d = d.also(there, "in the shared formula");
                }
                // The first date is enough: the others fail alike more often than not.
                diagnostics.push(Diagnostic { message, ..d });
                return points;
            }
        }
    }
    points
}

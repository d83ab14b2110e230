//! Metrics that are computed from others, at each date where those have a value.

use super::formulas;
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{CallError, Formula, Lookup, Outcome, Sandbox, Scope, Value, Want};
use crate::model::{Code as Text, Plan, Point};
use crate::quantity::Period;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A metric's formula, compiled, with the metrics that it reads.
struct Computed {
    metric: usize,
    code: Text,
    formula: Formula,
    /// The metrics that it reads, by the names that the formula has for them.
    reads: BTreeMap<String, usize>,
}

/// Adds the values of every metric with a `formula` to its actuals. A value that was written for a date stands.
pub(super) fn fill(plan: &mut Arc<Plan>, sandbox: &Sandbox, diagnostics: &mut Vec<Diagnostic>) {
    let mut waiting: Vec<Computed> = compile(plan, sandbox, diagnostics);
    // Each comes after those it reads; what is left when nothing can go next runs in a circle.
    loop {
        let open: BTreeSet<usize> = waiting.iter().map(|w| w.metric).collect();
        let (later, ready): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|w| w.reads.values().any(|m| open.contains(m)));
        waiting = later;
        if ready.is_empty() {
            break;
        }
        for computed in ready {
            let points = values(plan, sandbox, &computed, diagnostics);
            let metric = &mut Arc::make_mut(&mut Arc::make_mut(plan).metrics)[computed.metric];
            let written: HashSet<Option<Period>> = metric.actuals.iter().map(|p| p.on).collect();
            metric.actuals.extend(points.into_iter().filter(|p| !written.contains(&p.on)));
            metric.actuals.sort_by_key(|p| p.on.map(|d| d.last()));
        }
    }
    if let Some(first) = waiting.first() {
        let names: Vec<String> = waiting.iter().map(|w| format!("`{}`", plan.metrics[w.metric].record.id)).collect();
        let said = format!("metrics are computed from one another in a circle: {}", names.join(", "));
        diagnostics.push(
            Diagnostic::new(Code::CYCLE, first.code.span, said)
                .help("give one of them actuals in place of its formula"),
        );
    }
}

fn compile(plan: &Plan, sandbox: &Sandbox, diagnostics: &mut Vec<Diagnostic>) -> Vec<Computed> {
    let all: Vec<&str> = plan.metrics.iter().map(|m| &*m.record.id).collect();
    let mut found = Vec::new();
    for (metric, code) in plan.metrics.iter().enumerate().filter_map(|(i, m)| Some((i, m.formula.clone()?))) {
        match sandbox.compile(&code.text, Want::Number) {
            Err(error) => diagnostics.push(formulas::compile_error(plan, Some(&code), &error)),
            Ok(formula) => {
                // In a file used `as` something its metrics are known to one another by their own names.
                let space = plan.metrics[metric].record.id.rsplit_once('.').map(|(space, _)| format!("{space}."));
                let own = space.iter().flat_map(|s| all.iter().filter_map(|id| id.strip_prefix(s.as_str())));
                let known: Vec<&str> = own.chain(all.iter().copied()).collect();
                let unknown = formulas::unknown_names(
                    &code,
                    &formula,
                    &known,
                    "a metric's formula sees the other metrics by name",
                );
                if unknown.is_empty() {
                    let find = |name: &str| {
                        let inside = space.as_ref().and_then(|s| plan.metric_by_id.get(format!("{s}{name}").as_str()));
                        inside.or_else(|| plan.metric_by_id.get(name)).copied()
                    };
                    let names = formula.names().iter().filter_map(|n| n.path.first());
                    let reads = names.filter_map(|n| Some((n.to_string(), find(n)?))).collect();
                    found.push(Computed { metric, code, formula, reads });
                }
                diagnostics.extend(unknown);
            }
        }
    }
    found
}

/// The values at one date, by the metric's name.
struct AtDate<'a>(BTreeMap<&'a str, f64>);

impl Scope for AtDate<'_> {
    fn variable(&self, name: &str) -> Lookup {
        self.0.get(name).map_or(Lookup::Missing, |v| Lookup::Value(Value::Number(*v)))
    }

    fn call(&self, name: &str, _: &[Value]) -> Result<Value, CallError> {
        Err(CallError::unavailable(name))
    }
}

fn values(plan: &Plan, sandbox: &Sandbox, computed: &Computed, diagnostics: &mut Vec<Diagnostic>) -> Vec<Point> {
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
        match sandbox.evaluate(&computed.formula, &AtDate(values)) {
            Outcome::Value(Value::Number(value)) => {
                points.push(Point { value, on: Some(on), span: computed.code.span })
            }
            Outcome::Value(_) | Outcome::Unknown { .. } => {}
            Outcome::Failed(failed) => {
                let d = formulas::failure(plan, &computed.code, &failed);
                let message = format!("{} (for {on})", d.message);
                // The first date is enough: the others fail alike more often than not.
                diagnostics.push(Diagnostic { message, ..d });
                return points;
            }
        }
    }
    points
}

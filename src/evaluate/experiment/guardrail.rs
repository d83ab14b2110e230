//! The metrics that an experiment must not hurt.

use super::result::Experiment;
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::scores::ScoredPlan;
use crate::model::{DataPoint, Datum, Metric, Record};
use crate::quantity::{Period, print};
use std::sync::Arc;

/// How a guardrail did while an experiment ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GuardrailState {
    /// It kept to its floor and ceiling.
    Kept,
    /// It did not.
    Broken,
    /// It was not measured while the experiment ran, or not since it began.
    NoData,
    /// It has neither floor nor ceiling that it could be held to.
    NoBound,
}

impl GuardrailState {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            GuardrailState::Kept => "kept",
            GuardrailState::Broken => "broken",
            GuardrailState::NoData => "no_data",
            GuardrailState::NoBound => "no_bound",
        }
    }
}

/// A metric that an experiment must not hurt.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardrailResult {
    /// The metric.
    pub metric: Arc<str>,
    /// How it did.
    pub state: GuardrailState,
    /// What was measured: the first value beyond a bound, else the last value.
    pub measured: Option<DataPoint>,
    /// In words, as `98.9% on 2026-04-12 is below its floor of 99.5%`.
    pub says: String,
}

/// Which bound a value lies beyond, in words.
fn broken_bound(metric: &Metric, value: f64) -> Option<String> {
    let shown = |v: f64| value_text(metric, v);
    let below = metric.floor.filter(|f| value < *f).map(|f| format!("below its floor of {}", shown(f)));
    below.or_else(|| metric.ceiling.filter(|c| value > *c).map(|c| format!("above its ceiling of {}", shown(c))))
}

fn value_text(metric: &Metric, value: f64) -> String {
    metric.unit.as_ref().map_or_else(|| print::number(value), |unit| print::quantity(value, unit))
}

impl ScoredPlan {
    /// Reads the guardrails of an experiment, and what was measured of them from its first day to its last.
    pub(super) fn read_guardrails(&self, record: &Record, into: &mut Experiment) {
        let clauses = record.all("guardrails").flat_map(|f| &f.clauses);
        for clause in clauses {
            let Datum::Reference { id, .. } = &clause.head else { continue };
            let Some(metric) = self.plan.metric(id) else { continue };
            let from = into.ran.map(|(from, _)| from.first());
            let during = |p: &&DataPoint| {
                let Some(on) = p.on else { return false };
                from.is_none_or(|from| on.last() >= from) && into.ends.is_none_or(|end| on.first() <= end)
            };
            let mut measured: Vec<&DataPoint> = metric.actuals.iter().filter(during).collect();
            // Without a day on which it began there is no telling what was before: the latest value counts.
            if from.is_none() {
                measured.drain(..measured.len().saturating_sub(1));
            }
            let broken = measured.iter().find_map(|p| Some((*p, broken_bound(metric, p.value)?)));
            let on = |p: &DataPoint| p.on.map_or(String::new(), |on: Period| format!(" on {on}"));
            let (state, point, says) = if metric.floor.is_none() && metric.ceiling.is_none() {
                (GuardrailState::NoBound, None, "has neither a floor nor a ceiling to be held to".to_string())
            } else if let Some((point, how)) = broken {
                let says = format!("{}{} is {how}", value_text(metric, point.value), on(point));
                (GuardrailState::Broken, Some(point), says)
            } else if let Some(point) = measured.last() {
                (GuardrailState::Kept, Some(*point), format!("kept, {}{}", value_text(metric, point.value), on(point)))
            } else {
                // What was measured before it began or after it ended says nothing of it.
                let when = match (from, into.ends.filter(|end| *end < self.today)) {
                    (None, _) => "was never measured",
                    (Some(_), Some(_)) => "was not measured while it ran",
                    (Some(_), None) => "was not measured since it began",
                };
                (GuardrailState::NoData, None, when.to_string())
            };
            if state == GuardrailState::Broken {
                let said = format!("guardrail `{id}` of `{}`: {says}", into.name());
                let help = "weigh it against what the experiment shows before it goes to everybody";
                into.findings.push(Diagnostic::new(Code::GUARDRAIL_BROKEN, clause.span, said).help(help));
            }
            into.guardrails.push(GuardrailResult { metric: id.clone(), state, measured: point.cloned(), says });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::broken_bound;
    use crate::pipeline::{Source, View};

    #[test]
    fn a_guardrail_holds_at_its_bounds() {
        let text = "metric m \"M\" { unit: %; floor: 98%; ceiling: 99% }\n";
        let scored = Source::text("p.plan", text).parse().unwrap().resolve(&View::default()).unwrap().evaluate();
        let metric = scored.evaluated.plan().metric("m").unwrap();
        let said = |value: f64| broken_bound(metric, value).unwrap_or_default();
        assert_eq!((said(0.98), said(0.99)), (String::new(), String::new()));
        assert_eq!(said(0.9799), "below its floor of 98%");
        assert_eq!(said(0.9901), "above its ceiling of 99%");
    }
}

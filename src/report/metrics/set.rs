//! A set of metrics, part by part, with what covers each.

use super::set_report::{MetricSetPartReport, MetricSetReport};
use crate::model::{Datum, Metric, Plan, Record};
use crate::report::metrics::MetricsReport;
use crate::report::output::layout::Layout;

/// The set of this name, where a metric covers a part of it.
pub(super) fn report(plan: &Plan, name: &str) -> Option<MetricSetReport> {
    let set = plan.other_item("metric_set", name)?;
    let parts = set.blocks.iter().filter(|b| &*b.kind == "part");
    Some(MetricSetReport {
        id: set.id.to_string(),
        title: set.title().to_string(),
        source: set.text("source").map(|s| s.to_string()),
        parts: parts.map(|part| part_report(plan, set, part)).collect(),
    })
}

fn part_report(plan: &Plan, set: &Record, part: &Record) -> MetricSetPartReport {
    let covers = |metric: &&Metric| {
        let mut clauses = metric.record.all("covers").flat_map(|f| &f.clauses);
        clauses.any(|c| {
            let named = matches!(&c.head, Datum::Reference { id, .. } if *id == set.id);
            named && matches!(c.tail("="), Some(Datum::Word(word)) if *word == part.id)
        })
    };
    let formulas = part.fact("formulas").into_iter().flat_map(|f| &f.clauses);
    let mut metrics: Vec<String> = plan.metrics.iter().filter(covers).map(|m| m.record.id.to_string()).collect();
    metrics.sort_unstable();
    MetricSetPartReport {
        id: part.id.to_string(),
        asks: part.text("asks").map(|a| a.to_string()),
        metrics,
        formulas: formulas
            .filter_map(|c| match &c.head {
                Datum::Reference { id, .. } => Some(id.to_string()),
                _ => None,
            })
            .collect(),
    }
}

impl MetricsReport {
    /// The set's parts for people, each with the metrics that cover it.
    pub(super) fn set_text(&self, set: &MetricSetReport, layout: Layout) -> String {
        let mut out = format!("{}  {}\n", set.id, set.title);
        for part in &set.parts {
            out += &format!("\n{}  {}\n", part.id, part.asks.as_deref().unwrap_or(""));
            for row in self.metrics.iter().filter(|r| part.metrics.contains(&r.id)) {
                out += &row.entry(0, layout);
            }
            if part.metrics.is_empty() {
                let known = match part.formulas.as_slice() {
                    [] => String::new(),
                    formulas => format!("; the library has {}", formulas.join(", ")),
                };
                out += &crate::report::metrics::text::wrapped(&format!("nothing measures it{known}"), 0, layout);
            }
        }
        out
    }
}

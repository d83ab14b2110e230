//! In which order metrics are shown: north stars with what drives them below, then the rest apart.

use crate::model::{Datum, Metric, Plan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TreeSection {
    /// A north star, or what drives one.
    Tree,
    /// An input that leads to no north star.
    Apart,
    /// A guardrail or a counter.
    Guardrail,
    /// A raw series.
    Raw,
}

impl TreeSection {
    /// Its word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            TreeSection::Tree => "tree",
            TreeSection::Apart => "apart",
            TreeSection::Guardrail => "guardrail",
            TreeSection::Raw => "raw",
        }
    }

    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            TreeSection::Tree => "North star and what drives it",
            TreeSection::Apart => "Inputs that lead to no north star",
            TreeSection::Guardrail => "Guardrails and counters",
            TreeSection::Raw => "Raw series",
        }
    }
}

/// Where a metric stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreePosition {
    pub metric: usize,
    pub section: TreeSection,
    pub depth: usize,
}

fn role(metric: &Metric) -> &str {
    metric.record.word("role").map_or("", |r| &**r)
}

/// The metrics that one drives: it says so, or an input's value goes into their formula.
pub(super) fn driven_metrics(plan: &Plan, metric: &Metric) -> Vec<usize> {
    let says = |other: &Metric| {
        let mut named = metric.record.all("drives").flat_map(|f| &f.clauses);
        named.any(|c| matches!(&c.head, Datum::Reference { id, .. } if *id == other.record.id))
    };
    let goes_in = |other: &Metric| role(metric) == "input" && other.reads.iter().any(|(_, id)| *id == metric.record.id);
    by_name(plan).into_iter().filter(|i| says(&plan.metrics[*i]) || goes_in(&plan.metrics[*i])).collect()
}

/// The metrics by name: which file or line they stand in says nothing.
fn by_name(plan: &Plan) -> Vec<usize> {
    let mut all: Vec<usize> = (0..plan.metrics.len()).collect();
    all.sort_by_key(|i| &plan.metrics[*i].record.id);
    all
}

/// Every metric once, in order; of equal place by name.
pub(super) fn tree_order(plan: &Plan) -> Vec<TreePosition> {
    let drives: Vec<Vec<usize>> = plan.metrics.iter().map(|m| driven_metrics(plan, m)).collect();
    let mut seen = vec![false; plan.metrics.len()];
    let mut out = Vec::new();
    let all = by_name(plan);
    let inputs = |of: usize| all.iter().copied().filter(move |i| role(&plan.metrics[*i]) == "input" && *i != of);
    for (wanted, section) in [("north_star", TreeSection::Tree), ("input", TreeSection::Apart)] {
        let is_root = |i: &usize| match section {
            TreeSection::Apart => true,
            _ => role(&plan.metrics[*i]) == wanted,
        };
        // What drives nothing stands first among those apart, so that its own inputs come below it.
        let mut roots: Vec<usize> = match section {
            TreeSection::Apart => inputs(usize::MAX).collect(),
            _ => all.iter().copied().filter(is_root).collect(),
        };
        roots.sort_by_key(|i| section == TreeSection::Apart && !drives[*i].is_empty());
        for root in roots {
            let mut open = vec![(root, 0)];
            while let Some((metric, depth)) = open.pop() {
                if std::mem::replace(&mut seen[metric], true) {
                    continue;
                }
                out.push(TreePosition { metric, section, depth });
                let below: Vec<usize> = inputs(metric).filter(|i| drives[*i].contains(&metric)).collect();
                open.extend(below.into_iter().rev().map(|i| (i, depth + 1)));
            }
        }
    }
    for (section, apart) in [(TreeSection::Guardrail, true), (TreeSection::Raw, false)] {
        for metric in all.iter().copied().filter(|i| !seen[*i]) {
            let guards = matches!(role(&plan.metrics[metric]), "guardrail" | "counter");
            if guards == apart {
                out.push(TreePosition { metric, section, depth: 0 });
            }
        }
    }
    out
}

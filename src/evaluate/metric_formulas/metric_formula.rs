//! The formulas of metrics made ready, each with the metrics that it reads.

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::formulas;
use crate::formula::{ExpectedType, Formula, Sandbox};
use crate::model::{Datum, FormulaSource as Text, Metric, Plan, Record};
use crate::source::Span;
use std::collections::BTreeMap;

/// A metric's formula, compiled, with the metrics that it reads.
pub(in crate::evaluate) struct MetricFormula {
    pub metric: usize,
    pub code: Text,
    pub formula: Formula,
    /// The metrics that it reads, by the names that the formula has for them.
    pub reads: BTreeMap<String, usize>,
    /// Where the metric says how it is computed.
    pub place: Span,
}

impl MetricFormula {
    /// Whether the formula stands elsewhere and is shared.
    pub(crate) fn is_shared(&self) -> bool {
        self.place != self.code.span
    }
}

/// Compiles the formulas of all metrics; one with a mistake is reported and left out.
pub(in crate::evaluate) fn compile(
    plan: &Plan,
    sandbox: &Sandbox,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<MetricFormula> {
    let mut found = Vec::new();
    for (index, metric) in plan.metrics.iter().enumerate() {
        let Some(code) = metric.formula.clone() else { continue };
        let shared = metric.template.as_deref().and_then(|t| plan.other_item("formula", t));
        let place = shared.and(metric.record.fact("is")).map_or(code.span, |f| f.span);
        let formula = match sandbox.compile(&code.text, ExpectedType::Number) {
            Ok(formula) => {
                if shared.is_none() {
                    diagnostics.extend(formulas::unused_expressions(&code, &formula));
                }
                formula
            }
            Err(error) => {
                diagnostics.push(formulas::compile_error(plan, Some(&code), &error));
                continue;
            }
        };
        let reads = match shared {
            Some(shared) => by_input(plan, metric, shared, &formula, place),
            None => by_name(plan, metric, &code, &formula),
        };
        match reads {
            Ok(reads) => found.push(MetricFormula { metric: index, code, formula, reads, place }),
            Err(problems) => diagnostics.extend(problems),
        }
    }
    // A shared formula that several metrics take over is reported once.
    diagnostics.dedup();
    found
}

/// The metric of a name, first among those of the file that the asking one stands in.
fn find(plan: &Plan, asking: &Metric, name: &str) -> Option<usize> {
    // In a file used `as` something its metrics are known to one another by their own names.
    let space = asking.record.id.rsplit_once('.').map(|(space, _)| space);
    let inside = space.and_then(|s| plan.metric_by_id.get(format!("{s}.{name}").as_str()));
    inside.or_else(|| plan.metric_by_id.get(name)).copied()
}

/// The names of a metric's own formula are those of metrics.
fn by_name(
    plan: &Plan,
    metric: &Metric,
    code: &Text,
    formula: &Formula,
) -> Result<BTreeMap<String, usize>, Vec<Diagnostic>> {
    let all: Vec<&str> = plan.metrics.iter().map(|m| &*m.record.id).collect();
    let space = metric.record.id.rsplit_once('.').map(|(space, _)| format!("{space}."));
    let own = space.iter().flat_map(|s| all.iter().filter_map(|id| id.strip_prefix(s.as_str())));
    let known: Vec<&str> = own.chain(all.iter().copied()).collect();
    let otherwise = "a metric's formula sees the other metrics by name";
    let unknown = formulas::unknown_names(code, formula, &known, otherwise);
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let names = formula.names().iter().filter_map(|n| n.path.first());
    Ok(names.filter_map(|n| Some((n.to_string(), find(plan, metric, n)?))).collect())
}

/// The names of a shared formula are its inputs, each the metric that `with` gives it or that is called so.
fn by_input(
    plan: &Plan,
    metric: &Metric,
    shared: &Record,
    formula: &Formula,
    place: Span,
) -> Result<BTreeMap<String, usize>, Vec<Diagnostic>> {
    let inputs: Vec<&str> = inputs(shared).map(|b| &*b.id).collect();
    let unknown = shared.code("formula").map(|code| {
        formulas::unknown_names(code, formula, &inputs, "a shared formula sees its inputs: declare an `input` for it")
    });
    if let Some(unknown) = unknown.filter(|u| !u.is_empty()) {
        return Err(unknown);
    }
    let (mut reads, mut missing) = (BTreeMap::new(), Vec::new());
    for name in formula.names().iter().filter_map(|n| n.path.first()) {
        let given = metric.record.fact("with").and_then(|f| {
            let clause = f.clauses.iter().find(|c| matches!(&c.head, Datum::Word(w) if w == name))?;
            match clause.tail("=") {
                Some(Datum::Reference { id, .. }) => plan.metric_by_id.get(id).copied(),
                _ => None,
            }
        });
        match given.or_else(|| find(plan, metric, name)) {
            Some(index) => drop(reads.insert(name.to_string(), index)),
            None if missing.contains(name) => {}
            None => missing.push(name.clone()),
        }
    }
    if missing.is_empty() {
        return Ok(reads);
    }
    let names: Vec<String> = missing.iter().map(|n| format!("`{n}`")).collect();
    let said = format!("`{}` reads {}, and the plan has no metric of this name", shared.id, names.join(" and "));
    let doc = inputs_doc(shared, &missing[0]);
    let help = format!("say which metric it is, as in `with: {} = some_metric`{doc}", missing[0]);
    Err(vec![Diagnostic::new(Code::UNKNOWN_REFERENCE, place, said).help(help)])
}

/// The blocks of a shared formula that declare its inputs.
pub(in crate::evaluate) fn inputs(shared: &Record) -> impl Iterator<Item = &Record> {
    shared.blocks.iter().filter(|b| &*b.kind == "input")
}

fn inputs_doc(shared: &Record, input: &str) -> String {
    let doc = inputs(shared).find(|b| &*b.id == input).and_then(|b| b.text("doc"));
    doc.map_or(String::new(), |d| format!("; it is {}", lower_first(d.trim_end_matches('.'))))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map_or(String::new(), |c| c.to_lowercase().to_string());
    first + chars.as_str()
}

//! Checked records of metrics → metrics, their values in their units.

use super::actuals_file;
use super::load::DataFile;
use super::numbers::{UnitCache, mismatch};
use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::model::{Clause, DataPoint, Datum, Fact, Metric, Plan, Record};
use crate::quantity::{Period, Unit};
use crate::source::Span;
use std::collections::HashMap;

/// A metric, its values in its unit.
pub(super) fn metric(
    record: Record,
    data: &HashMap<Span, Option<DataFile>>,
    units: &mut UnitCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Metric {
    let unit = record.word("unit").and_then(|text| units.parse(text).ok());
    // A bound is measured as the values are that it bounds.
    let mut bound = |name: &str| {
        let clause = record.fact(name)?.first()?;
        value_in_unit(clause, unit.as_ref(), units, diagnostics)
    };
    let (floor, ceiling) = (bound("floor"), bound("ceiling"));
    check_dates(&record, "actual", "on", diagnostics);
    check_dates(&record, "target", "by", diagnostics);
    let mut read = |fact: &Fact, when: &str| -> Option<DataPoint> {
        let clause = fact.first()?;
        let value = value_in_unit(clause, unit.as_ref(), units, diagnostics)?;
        Some(DataPoint { value, on: clause.date(when).copied(), span: clause.span })
    };
    let baseline = record.fact("baseline").and_then(|f| read(f, "on"));
    let mut targets: Vec<DataPoint> = record.all("target").filter_map(|f| read(f, "by")).collect();
    let mut actuals: Vec<DataPoint> = record.all("actual").filter_map(|f| read(f, "on")).collect();
    let known = baseline.iter().chain(&targets).chain(&actuals).map(|p| p.value).chain(floor).chain(ceiling);
    let known: Vec<f64> = known.collect();
    let measured = actuals_file::read(&record, data, unit.as_ref(), &known, units.system(), diagnostics);
    actuals_file::merge_measurements(&mut actuals, measured, unit.as_ref(), diagnostics);
    targets.sort_by_key(|p| p.on.map(|d| d.last()));
    // Of two that end on one day the one of the shorter time is the later.
    actuals.sort_by_key(|p| p.on.map(|d| (d.last(), d.first())));
    Metric {
        unit,
        baseline,
        targets,
        actuals,
        floor,
        ceiling,
        lower_is_better: record.word("better").is_some_and(|w| &**w == "lower"),
        formula: record.code("formula").cloned(),
        template: record.word("is").cloned(),
        reads: Vec::new(),
        record,
    }
}

/// Reports two values of one series for the same period, and an actual without its date. The value of a metric is the
/// latest by date, so that either would leave it to the order of the lines.
fn check_dates(record: &Record, name: &str, when: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(Option<Period>, Span)> = Vec::new();
    for clause in record.all(name).filter_map(Fact::first) {
        let Datum::Quantity(_) = clause.head else { continue };
        let on = clause.date(when).copied();
        if on.is_none() && name == "actual" {
            let said = format!("this `{name}` does not say when");
            let help = format!("write the date it was measured, as in `{name}: 5 on 2026-03`");
            diagnostics.push(Diagnostic::new(Code::MISSING_FIELD, clause.span, said).help(help));
            continue;
        }
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == on) {
            let said = match on {
                Some(period) => format!("`{name}` is given twice for {period}"),
                None => format!("`{name}` is given twice without a date"),
            };
            let help = format!("remove one of them, or give it its own date after `{when}`");
            diagnostics.push(
                Diagnostic::new(Code::REPEATED_FIELD, clause.span, said).also(*first, "first given here").help(help),
            );
            continue;
        }
        seen.push((on, clause.span));
    }
}

/// The number of a clause in a metric's unit; a bare number is in it already.
fn value_in_unit(
    clause: &Clause,
    unit: Option<&Unit>,
    units: &mut UnitCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let Datum::Quantity(quantity) = &clause.head else { return None };
    let amount = match unit {
        Some(unit) if !quantity.unit.is_number() => match units.convert(&quantity.unit, unit) {
            Ok(conversion) => quantity.amount.convert(&conversion),
            Err(m) => {
                let written = quantity.unit.to_string();
                diagnostics.push(mismatch(clause.span, &written, &m, None));
                return None;
            }
        },
        Some(unit) if unit.is_percent() => {
            let said =
                Diagnostic::new(Code::MISSING_UNIT, clause.span, "the metric is in `%`, and this number has no unit");
            diagnostics.push(said.help("write it as a percentage, as in `35%`"));
            return None;
        }
        _ => quantity.amount,
    };
    Some(amount.point().unwrap_or_else(|| f64::midpoint(amount.low(), amount.high())))
}

/// Gives metrics the shared formulas that they name by `is:`.
pub(super) fn apply_shared_formulas(metrics: &mut [Metric], plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    for metric in metrics {
        check_covers(&metric.record, plan, diagnostics);
        let with = metric.record.fact("with");
        let Some(name) = metric.template.clone() else {
            let said = "`with` names the inputs of no shared formula";
            let help = "say which it is, as in `is: ltv`, or read metrics by name in a `formula`";
            diagnostics.extend(with.map(|f| Diagnostic::new(Code::MISSING_FIELD, f.span, said).help(help)));
            continue;
        };
        let Some(shared) = plan.other_item("formula", &name) else { continue };
        if let (Some(own), Some(is)) = (metric.record.fact("formula"), metric.record.fact("is")) {
            let said = format!("`formula` and `is` both say how `{}` is computed", metric.record.id);
            let d = Diagnostic::new(Code::REPEATED_FIELD, own.span, said).also(is.span, "also said here");
            diagnostics.push(d.help("remove one of them"));
            continue;
        }
        let inputs: Vec<&str> = shared.blocks.iter().filter(|b| &*b.kind == "input").map(|b| &*b.id).collect();
        for clause in with.iter().flat_map(|f| &f.clauses) {
            let (Datum::Word(input), Some(_)) = (&clause.head, clause.tail("=")) else {
                let said = "an input is named with the metric that it is";
                let help = format!("write `with: {} = some_metric`", inputs.first().unwrap_or(&"input"));
                diagnostics.push(Diagnostic::new(Code::WRONG_TYPE, clause.span, said).help(help));
                continue;
            };
            if !inputs.contains(&&**input) {
                let said = format!("`{name}` has no input `{input}`");
                let help = match closest_match(input, inputs.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it has {}", inputs.join(", ")),
                };
                diagnostics.push(Diagnostic::new(Code::UNKNOWN_REFERENCE, clause.span, said).help(help));
            }
        }
        metric.formula = shared.code("formula").cloned();
        if metric.record.fact("better").is_none() {
            metric.lower_is_better = shared.word("better").is_some_and(|w| &**w == "lower");
        }
    }
}

/// Checks the parts of sets that a metric says it covers.
fn check_covers(metric: &Record, plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    for clause in metric.all("covers").flat_map(|f| &f.clauses) {
        let Datum::Reference { id: name, .. } = &clause.head else { continue };
        let Some(set) = plan.other_item("metric_set", name) else { continue };
        let parts: Vec<&str> = set.blocks.iter().filter(|b| &*b.kind == "part").map(|b| &*b.id).collect();
        let word = match clause.tail("=") {
            Some(Datum::Word(word)) if parts.contains(&&**word) => continue,
            Some(Datum::Word(word)) => Some(word),
            _ => None,
        };
        let said = match word {
            Some(word) => format!("`{name}` has no part `{word}`"),
            None => format!("`{}` does not say which part of `{name}` it covers", metric.id),
        };
        let help = match word.and_then(|w| closest_match(w, parts.iter().copied())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}: write `{name} = {}`", parts.join(", "), parts.first().unwrap_or(&"part")),
        };
        diagnostics.push(Diagnostic::new(Code::UNKNOWN_REFERENCE, clause.span, said).help(help));
    }
}

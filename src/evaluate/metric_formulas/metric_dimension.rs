//! The units of metrics' formulas: what they come to, held against what is declared.

use super::metric_formula::{MetricFormula, inputs};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::formula::dimension::{conversion_text, described};
use crate::formula::{Dimension, NoUnit};
use crate::model::{Datum, Metric, Plan};
use crate::quantity::{Mismatch, Unit};
use crate::source::Span;
use std::collections::BTreeSet;

/// Reports metrics without a unit that formulas read. One that is computed gets its unit from its formula.
pub(in crate::evaluate) fn report_missing_units(
    plan: &Plan,
    computed: &[MetricFormula],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeSet<usize> = computed.iter().map(|c| c.metric).collect();
    for reader in computed {
        for index in reader.reads.values().filter(|i| plan.metrics[**i].unit.is_none()) {
            if !seen.insert(*index) {
                continue;
            }
            let metric = &plan.metrics[*index];
            let asking = &plan.metrics[reader.metric].record.id;
            let said = format!("`{}` has no unit, and `{asking}` is computed from it", metric.record.id);
            let d = Diagnostic::new(Code::MISSING_UNIT, metric.record.header, said).also(reader.place, "read here");
            diagnostics.push(match written_unit(metric) {
                Some(unit) => with_unit(d, metric, &unit),
                None => d.help("say what it is measured in, as in `unit: users/month`, `unit: %` or `unit: USD/month`"),
            });
        }
    }
}

/// The unit after the metric's own values.
fn written_unit(metric: &Metric) -> Option<String> {
    let values = ["actual", "baseline", "target"].into_iter().flat_map(|name| metric.record.all(name));
    values.filter_map(|f| f.first()).find_map(|c| match &c.head {
        Datum::Quantity(q) if !q.unit.is_number() => Some(q.unit.to_string()),
        _ => None,
    })
}

fn with_unit(d: Diagnostic, metric: &Metric, unit: &str) -> Diagnostic {
    let d = d.help(format!("add `unit: {unit}`"));
    let Some(first) = metric.record.facts.iter().map(|f| f.span).min_by_key(|s| s.start) else { return d };
    let span = Span { end: first.start, ..first };
    d.fix(Fix { title: format!("add `unit: {unit}`"), span, replacement: format!("unit: {unit}; "), safe: false })
}

/// The unit of a computed metric: its own, which the formula must come to, or the formula's where it has none.
pub(in crate::evaluate) fn resolve_unit(
    plan: &Plan,
    computed: &MetricFormula,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Unit> {
    let metric = &plan.metrics[computed.metric];
    let system = &plan.units;
    let read = |name: &str| computed.reads.get(name).and_then(|i| plan.metrics[*i].unit.as_ref());
    if !inputs_fit(plan, computed, diagnostics) {
        return metric.unit.clone();
    }
    let names = |path: &[std::sync::Arc<str>]| match path {
        [name] => read(name).map_or(Dimension::Open, |u| Dimension::of(u, system)),
        _ => Dimension::Open,
    };
    let (dimension, clashes) = computed.formula.dimension(system, &names);
    for clash in &clashes {
        let start = computed.code.span.start as usize + clash.offset;
        let there = Span::new(computed.code.span.source, start, start + clash.length.max(1));
        let d = Diagnostic::new(Code::FORMULA_UNIT, there, clash.message.clone()).help(clash.help.clone());
        diagnostics.push(relocate_to_metric(d, computed));
    }
    let Some(declared) = &metric.unit else {
        let unit =
            shared_unit(plan, computed, &dimension).or_else(|| dimension.unit()).filter(|_| clashes.is_empty())?;
        // Its written values were read without a unit, which is right for a ratio only.
        if !unit.is_ratio() && (metric.baseline.is_some() || !metric.targets.is_empty() || !metric.actuals.is_empty()) {
            let said = format!("`{}` has values in the plan, but no unit that they are in", metric.record.id);
            let d = Diagnostic::new(Code::MISSING_UNIT, metric.record.header, said);
            diagnostics.push(with_unit(d, metric, &unit.to_string()));
        }
        return Some(unit);
    };
    let place = metric.record.fact("unit").map_or(metric.record.header, |f| f.span);
    if let Err(unfit) = dimension.fits(declared, system) {
        let what = match computed.is_shared() {
            true => format!("`{}`", metric.template.as_deref().unwrap_or_default()),
            false => "the formula".to_string(),
        };
        let reads: Vec<String> =
            computed.reads.keys().filter_map(|n| Some(format!("`{n}` is in `{}`", read(n)?))).collect();
        let (gives, help) = match unfit {
            NoUnit::Scale(unit, by) => {
                let remedy = if computed.is_shared() { String::new() } else { format!(", or {}", conversion_text(by)) };
                // Where one period is left, the metric may well be in it; two that do not cancel were mixed.
                match system.parse(&unit.to_string()).is_ok_and(|u| u == unit) {
                    true => (unit.clone(), format!("declare `unit: {unit}`{remedy}")),
                    false => (unit, format!("give what it reads per the same period{remedy}: {}", reads.join(", "))),
                }
            }
            NoUnit::Dimension(_, Mismatch::MissingRate { from, to }) => {
                let said = format!("{what} gives an amount in {from}, and the plan has no rate to {to}");
                let d = Diagnostic::new(Code::MISSING_RATE, computed.place, said).also(place, "the metric's unit");
                diagnostics.push(d.help(format!("add `rate: {from} = … {to}` to the `plan` block")));
                return metric.unit.clone();
            }
            NoUnit::Dimension(unit, _) => {
                (unit, format!("check the units of what it reads, or the metric's own: {}", reads.join(", ")))
            }
        };
        let said = format!("{what} gives {}, and `{}` is in `{declared}`", described(&gives), metric.record.id);
        let d = Diagnostic::new(Code::FORMULA_UNIT, computed.place, said).also(place, "the metric's unit");
        let wanted = gives.to_string();
        let readable = system.parse(&wanted).is_ok_and(|u| u == gives);
        let title = format!("change the metric's unit to `{wanted}`");
        diagnostics.push(match metric.record.fact("unit").and_then(|f| f.first()).filter(|_| readable) {
            Some(clause) => d.help(help).fix(Fix { title, span: clause.span, replacement: wanted, safe: false }),
            None => d.help(help),
        });
    }
    metric.unit.clone()
}

/// The unit that a shared formula says it gives, where that leaves nothing open.
fn shared_unit(plan: &Plan, computed: &MetricFormula, dimension: &Dimension) -> Option<Unit> {
    let shared = plan.other_item("formula", plan.metrics[computed.metric].template.as_deref()?)?;
    let unit = match shared.word("unit") {
        Some(word) => plan.units.parse(word).ok()?,
        None => Unit::number(),
    };
    (!unit.has_wildcard() && dimension.fits(&unit, &plan.units).is_ok()).then_some(unit)
}

/// A finding inside a shared formula stands where the metric takes it over.
fn relocate_to_metric(mut d: Diagnostic, computed: &MetricFormula) -> Diagnostic {
    if computed.is_shared() {
        let there = d.label.span;
        d.label.span = computed.place;
        d = d.also(there, "in the shared formula");
    }
    d
}

/// Whether the metrics measure what a shared formula asks of its inputs, whatever the period.
fn inputs_fit(plan: &Plan, computed: &MetricFormula, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let metric = &plan.metrics[computed.metric];
    let Some(shared) = metric.template.as_deref().and_then(|t| plan.other_item("formula", t)) else { return true };
    let mut fit = true;
    for input in inputs(shared) {
        let Some(given) = computed.reads.get(&*input.id).map(|i| &plan.metrics[*i]) else { continue };
        let Some(unit) = &given.unit else { continue };
        let asked = input.fact("unit").into_iter().flat_map(|f| &f.clauses).filter_map(|c| match &c.head {
            Datum::Word(word) => plan.units.parse(word).ok(),
            _ => None,
        });
        let asked: Vec<Unit> = asked.collect();
        let dimension = Dimension::of(unit, &plan.units);
        if asked.is_empty() || asked.iter().any(|a| dimension.suits(a, &plan.units)) {
            continue;
        }
        fit = false;
        let words: Vec<String> = asked.iter().map(|a| format!("`{a}`")).collect();
        let said = format!(
            "`{}` of `{}` is in {}, and the metric `{}` is in `{unit}`",
            input.id,
            shared.id,
            words.join(" or "),
            given.record.id
        );
        let with = metric.record.fact("with").and_then(|f| {
            f.clauses.iter().find(|c| matches!(&c.head, Datum::Word(w) if *w == input.id)).map(|c| c.span)
        });
        let help = match input.text("doc") {
            Some(doc) => format!("it is meant to be this: {}", doc.trim_end_matches('.')),
            None => "name another metric after `with`".into(),
        };
        let d = Diagnostic::new(Code::FORMULA_UNIT, with.unwrap_or(computed.place), said);
        diagnostics.push(d.also(given.record.header, "the metric").help(help));
    }
    fit
}

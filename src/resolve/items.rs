//! The items of a plan: records held against the schema, and what is made of each kind.

use super::checker::Checker;
use super::declarations::Declaration;
use super::load::DataFile;
use super::numbers::UnitCache;
use super::plan_diagnostics::{ItemDiagnostics, PlanDiagnostics};
use super::symbol_table::SymbolTable;
use super::{cycles, errors, gate, lower, metric, metric_effects, scenario, team_shares, weighting};
use crate::diagnostic::{Code, Diagnostic};
use crate::limit::look;
use crate::model::{Datum, Initiative, Plan, Record};
use crate::schema::Schema;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Whether initiatives in a phase are open, by its name.
pub(super) type Phases = BTreeMap<Arc<str>, bool>;

/// Makes the plan's items of the declarations.
pub(super) fn items(
    plan: &mut Plan,
    declared: &[Declaration<'_>],
    scenarios: &[scenario::Scenario<'_>],
    schema: &Schema,
    names: &SymbolTable,
    data: &HashMap<Span, Option<DataFile>>,
    mut shared: ItemDiagnostics,
) -> (PlanDiagnostics, Phases) {
    let known: Vec<Arc<str>> = plan.frameworks.keys().cloned().collect();
    let mut checker = Checker::new(schema, names, UnitCache::new(plan.units.clone()), known);
    let mut phases = Phases::new();
    let mut own: BTreeMap<usize, ItemDiagnostics> = BTreeMap::new();
    let (mut records, mut metrics, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
    for item in declared {
        look();
        if matches!(item.kind.text, "plan" | "noun" | "framework" | "scenario") {
            continue;
        }
        let Some(row) = schema.kind(item.kind.text) else {
            let is_framework = plan.frameworks.contains_key(item.kind.text);
            checker.diagnostics.push(errors::unknown_kind(item.kind, is_framework));
            continue;
        };
        if item.kind.text == "initiative" {
            shared.extend(checker.take());
            let record = checker.record(item, row);
            let found = checker.take();
            if !found.is_empty() {
                own.insert(records.len(), found);
            }
            records.push(record);
            continue;
        }
        let record = checker.record(item, row);
        match item.kind.text {
            "metric" => {
                let mut found = Vec::new();
                let metric = metric::metric(record, data, &mut checker.units, &mut found);
                checker.diagnostics.append(&mut found);
                metrics.push(metric);
            }
            "rule" => {
                checker.diagnostics.extend(lower::rule_code(&record));
                let rule = lower::rule(&record).map(|r| crate::model::Rule { standard: item.standard, ..r });
                plan.rules.extend(rule);
            }
            "expect" => plan.expects.extend(lower::expect(&record)),
            "decision" => decisions.extend(lower::decision(&record)),
            "weighting" => weighting::lower(plan, &record, &mut checker.diagnostics),
            _ => {
                if item.kind.text == "phase" {
                    phases.insert(record.id.clone(), record.is_yes("open"));
                }
                plan.add_other_item(record);
            }
        }
    }
    gate::lower(plan, schema, names, &mut checker.diagnostics);
    scenario::check(scenarios, &mut checker);
    shared.extend(checker.take());
    plan.initiatives = records.into_iter().map(|record| Arc::new(initiative(record, &phases))).collect();
    metric::apply_shared_formulas(&mut metrics, plan, &mut checker.diagnostics);
    shared.extend(checker.take());
    plan.metrics = Arc::new(metrics);
    plan.decisions = Arc::new(decisions);
    index(plan, scenarios);
    for (index, initiative) in plan.initiatives.iter().enumerate() {
        look();
        let found = metric_effects::check(plan, &initiative.record, &mut checker.units);
        if !found.is_empty() {
            own.entry(index).or_default().diagnostics.extend(found);
        }
    }
    shared_fields(plan, schema, &checker.units);
    decisions_on_one_day(plan, &mut shared.diagnostics);
    team_shares::check(plan, &mut shared.diagnostics);
    cycles::report(plan.metrics.iter().map(|m| &m.record), "drives", &mut shared.diagnostics);
    cycles::report(plan.other_items.get("person").into_iter().flatten(), "reports_to", &mut shared.diagnostics);
    let circles = Arc::new(dependency_cycles(plan));
    (PlanDiagnostics { shared: Arc::new(shared), cycles: circles, own }, phases)
}

/// An initiative in its phase. Earlier phases may stay as further lines: the last line is where it stands.
pub(super) fn initiative(record: Record, phases: &Phases) -> Initiative {
    let phase = record.all("phase").next_back().and_then(|f| match &f.first()?.head {
        Datum::Reference { id: phase, .. } => Some(phase.clone()),
        _ => None,
    });
    let open = phase.as_ref().is_none_or(|p| phases.get(p).copied().unwrap_or(true));
    Initiative { record, phase, open }
}

/// Initiatives that need one another, or are part of one another, in a circle.
pub(super) fn dependency_cycles(plan: &Plan) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    cycles::report(plan.initiatives.iter().map(|i| &i.record), "needs", &mut found);
    cycles::report(plan.initiatives.iter().map(|i| &i.record), "parent", &mut found);
    found
}

fn index(plan: &mut Plan, scenarios: &[scenario::Scenario<'_>]) {
    let mut by_id: std::collections::HashMap<Arc<str>, usize> =
        plan.initiatives.iter().enumerate().map(|(i, n)| (n.record.id.clone(), i)).collect();
    for (i, initiative) in plan.initiatives.iter().enumerate() {
        if let Some(was) = &initiative.record.was {
            by_id.entry(was.clone()).or_insert(i);
        }
    }
    plan.by_id = Arc::new(by_id);
    plan.metric_by_id = Arc::new(plan.metrics.iter().enumerate().map(|(i, m)| (m.record.id.clone(), i)).collect());
    plan.scenarios = scenarios.iter().map(|s| (s.id.clone(), s.title.clone())).collect();
    plan.scenario_docs = scenarios.iter().filter_map(|s| Some((s.id.clone(), s.doc.clone()?))).collect();
}

/// What frameworks may inherit from an initiative, and the units that its facts are read in.
fn shared_fields(plan: &mut Plan, schema: &Schema, units: &UnitCache) {
    plan.shared_fields = vec!["effort".into()];
    let Some(row) = schema.kind("initiative") else { return };
    plan.shared_fields.extend(row.fields.values().filter(|f| f.shared).map(|f| f.name.clone()));
    let unit = |prefix: &str, f: &crate::schema::FieldSchema| {
        let unit = f.units.first().and_then(|text| units.system().parse(text).ok())?;
        Some((format!("{prefix}{}", f.name), unit))
    };
    plan.fact_units.extend(row.fields.values().filter_map(|f| unit("", f)));
    for block in row.blocks.values().filter(|b| b.framework.is_none()) {
        let prefix = format!("{}.", block.name);
        plan.fact_units.extend(block.fields.values().filter_map(|f| unit(&prefix, f)));
    }
    for kind in plan.other_items.keys().filter_map(|kind| schema.kind(kind)) {
        let prefix = format!("{}/", kind.name);
        plan.fact_units.extend(kind.fields.values().filter_map(|f| unit(&prefix, f)));
    }
}

fn decisions_on_one_day(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for decision in plan.decisions.iter() {
        let header = decision.record.header;
        if let Some(first) = seen.insert((&decision.about, decision.on), header) {
            let said = format!("two decisions about `{}` are of the same day", decision.about);
            diagnostics.push(
                Diagnostic::new(Code::DECISIONS_ON_ONE_DAY, header, said)
                    .also(first, "the other one")
                    .help("the later one holds: give them their own days, or remove one"),
            );
        }
    }
}

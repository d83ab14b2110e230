//! From loaded files to a plan.

use super::checker::Checker;
use super::declarations::Declaration;
use super::incremental::IncrementalState;
use super::items::items;
use super::library_demand::LibraryDemand;
use super::load::{LoadedFile, LoadedWorkspace};
use super::numbers::UnitCache;
use super::options::ResolveOptions;
use super::plan_diagnostics::ItemDiagnostics;
use super::settings::settings;
use super::symbol_table::{self, SymbolTable};
use super::{framework, scenario};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Plan;
use crate::schema::Schema;
use crate::source::{SourceId, SourceSet};
use std::collections::HashMap;
use std::sync::Arc;

/// A plan with what was found on the way to it.
#[derive(Debug, Clone)]
pub struct ResolvedPlan {
    /// All texts that were read.
    pub sources: SourceSet,
    /// The plan.
    pub plan: Arc<Plan>,
    /// The table it was checked against.
    pub schema: Arc<Schema>,
    /// What was found, loading included.
    pub diagnostics: Vec<Diagnostic>,
    /// What a change of single initiatives stands on.
    pub(super) incremental: Arc<IncrementalState>,
}

/// Resolves names, checks types and units, applies overlays.
pub(crate) fn resolve(mut loaded: LoadedWorkspace, options: &ResolveOptions) -> ResolvedPlan {
    let needed = LibraryDemand::of(&loaded, options);
    needed.load(&mut loaded);
    // The loaded files keep what was found in them, for a plan that is resolved anew.
    let mut diagnostics = loaded.diagnostics.clone();
    let mut schema = Schema::default();
    needed.require(&mut schema);
    let mut declared = Vec::new();
    for file in &loaded.files {
        declared.extend(file.parsed.blocks().filter_map(|b| Declaration::read(b, &file.namespace, file.standard)));
    }
    // What is typed about scenarios is part of them; all else lies over the scenario that is looked at.
    let (mut typed, mut typed_scenarios) = (Vec::new(), Vec::new());
    for overlay in &options.overlays {
        diagnostics.extend(overlay.diagnostics.iter().cloned());
        let (items, scenarios) = scenario::typed_items(overlay);
        typed.push(items);
        typed_scenarios.push(scenarios);
    }
    typed_scenarios.into_iter().for_each(|s| scenario::overlay_typed(&mut declared, s, &mut diagnostics));
    let scenarios = scenario::apply(&mut declared, options.scenario.as_deref(), &typed, &mut diagnostics);
    typed.into_iter().for_each(|items| scenario::overlay_typed(&mut declared, items, &mut diagnostics));
    extend_schema(&mut schema, &declared, &mut diagnostics);
    let names = define_names(&mut declared, &scenarios, &mut diagnostics);
    let mut plan = Plan { scenario: options.scenario.as_deref().map(Arc::from), ..Plan::default() };
    plan.libraries = loaded.libraries.clone();
    settings(&mut plan, &declared, &schema, &names, &mut diagnostics);
    frameworks(&mut plan, &declared, &mut schema, &names, &mut diagnostics);
    let shared = ItemDiagnostics { diagnostics, notes: Vec::new() };
    let (findings, phases) = items(&mut plan, &declared, &scenarios, &schema, &names, &loaded.data, shared);
    let applied = scenario::applied_scenarios(&scenarios);
    let diagnostics = findings.all();
    set_origins(&mut plan, &loaded.files);
    let plan = Arc::new(plan);
    let sources = loaded.sources.clone();
    let footing = IncrementalState {
        loaded,
        overlays: options.overlays.clone(),
        applied,
        names: Arc::new(names),
        phases,
        findings,
    };
    ResolvedPlan { sources, plan, schema: Arc::new(schema), diagnostics, incremental: Arc::new(footing) }
}

/// Says of each initiative where it comes from: equal names in two files used `as` are two things.
fn set_origins(plan: &mut Plan, files: &[LoadedFile]) {
    let own = plan.settings.id.clone();
    let apart: HashMap<SourceId, Arc<str>> = files
        .iter()
        .filter(|f| f.namespace.is_some())
        .map(|f| (f.parsed.source, format!("{own}\n{}", f.path).into()))
        .collect();
    for initiative in &mut plan.initiatives {
        let record = &mut Arc::make_mut(initiative).record;
        record.origin = apart.get(&record.header.source).unwrap_or(&own).clone();
    }
}

fn extend_schema(schema: &mut Schema, declared: &[Declaration<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for item in declared.iter().filter(|d| matches!(d.kind.text, "block" | "field")) {
        if let Err(kind) = schema.declare(item.block) {
            let span = item.named("in").next().map_or(item.header, |f| f.span());
            let said = format!("there is no kind of item `{kind}`");
            diagnostics
                .push(Diagnostic::new(Code::UNKNOWN_KIND, span, said).help("`in` names a kind, as `initiative`"));
        }
    }
}

/// Enters every item's name; items that repeat a name are reported and left out.
fn define_names(
    declared: &mut Vec<Declaration<'_>>,
    scenarios: &[scenario::Scenario<'_>],
    diagnostics: &mut Vec<Diagnostic>,
) -> SymbolTable {
    let mut names = SymbolTable::default();
    declared.retain(|item| {
        let Some(id) = item.full_id() else { return true };
        let place = item.id.map_or(item.header, |i| i.span);
        match names.define(item.kind.text, &id, place) {
            Ok(()) => {
                for was in item.named("was") {
                    if let Some(old) = was.single_word() {
                        names.rename(item.kind.text, old, &id);
                    }
                }
                true
            }
            Err(first) => {
                diagnostics.push(symbol_table::duplicate(item, &id, first));
                false
            }
        }
    });
    for scenario in scenarios {
        // A duplicate was reported with the other items.
        let _ = names.define("scenario", &scenario.id, scenario.header);
    }
    names
}

fn frameworks(
    plan: &mut Plan,
    declared: &[Declaration<'_>],
    schema: &mut Schema,
    names: &SymbolTable,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut rows = Vec::new();
    let mut checker = Checker::new(schema, names, UnitCache::new(plan.units.clone()), Vec::new());
    for item in declared.iter().filter(|d| d.kind.text == "framework") {
        let Some(row) = schema.kind("framework") else { continue };
        if let Some(id) = item.id
            && schema.is_taken(id.text)
        {
            let said = format!("`{}` is a block or field of initiatives already", id.text);
            checker.diagnostics.push(
                Diagnostic::new(Code::NAME_TAKEN, id.span, said)
                    .help("a framework's name becomes a block of initiatives: choose another"),
            );
            continue;
        }
        let before = checker.diagnostics.len();
        let record = checker.record(item, row);
        let framework = framework::framework(&mut checker, &record, item.standard);
        rows.push(framework::block_schema(&framework, &record));
        let sound = checker.diagnostics[before..].iter().all(|d| !d.is_error());
        plan.add_other_item(record);
        if !sound {
            // A framework with a mistake in it would give wrong ranks: it takes its inputs, but scores nothing.
            plan.unsound_frameworks.insert(framework.id.clone());
        }
        plan.frameworks.insert(framework.id.clone(), Arc::new(framework));
    }
    diagnostics.append(&mut checker.diagnostics);
    rows.into_iter().for_each(|row| schema.declare_framework(row));
}

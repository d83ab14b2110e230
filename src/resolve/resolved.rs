//! From loaded files to a plan.

use super::checker::Checker;
use super::declared::Declared;
use super::load::Loaded;
use super::names::{self, Names};
use super::needed::Needed;
use super::numbers::Units;
use super::{cycles, errors, framework, lower, moves, scenario, weighting};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Datum, Initiative, Plan, Record};
use crate::quantity::{Currency, NounSetting, Rate, Settings as UnitSettings, SettingsProblem, UnitSystem};
use crate::schema::Schema;
use crate::source::{SourceSet, Span};
use crate::syntax::Parsed;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is laid over the files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The scenario to apply.
    pub scenario: Option<String>,
    /// Texts typed in or set by a program, each laid over what stands before it.
    pub overlays: Vec<Arc<Parsed>>,
    /// Frameworks of the library that are asked for though no file names them.
    pub frameworks: Vec<String>,
}

/// A plan with what was found on the way to it.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// All texts that were read.
    pub sources: SourceSet,
    /// The plan.
    pub plan: Arc<Plan>,
    /// The table it was checked against.
    pub schema: Arc<Schema>,
    /// What was found, loading included.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves names, checks types and units, applies overlays.
pub fn resolve(mut loaded: Loaded, options: &Options) -> Resolved {
    let needed = Needed::of(&loaded, options);
    needed.load(&mut loaded);
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    let mut schema = Schema::default();
    needed.require(&mut schema);
    let mut declared = Vec::new();
    for file in &loaded.files {
        declared.extend(file.parsed.blocks().filter_map(|b| Declared::read(b, &file.namespace, file.standard)));
    }
    for overlay in &options.overlays {
        diagnostics.extend(overlay.diagnostics.iter().cloned());
        scenario::overlay_text(&mut declared, overlay, &mut diagnostics);
    }
    let scenarios = scenario::apply(&mut declared, options.scenario.as_deref(), &mut diagnostics);
    extend_schema(&mut schema, &declared, &mut diagnostics);
    let names = enter_names(&mut declared, &scenarios, &mut diagnostics);
    let mut plan = Plan { scenario: options.scenario.as_deref().map(Arc::from), ..Plan::default() };
    plan.libraries = loaded.libraries.clone();
    settings(&mut plan, &declared, &schema, &names, &mut diagnostics);
    frameworks(&mut plan, &declared, &mut schema, &names, &mut diagnostics);
    items(&mut plan, &declared, &scenarios, &schema, &names, &mut diagnostics);
    check_circles(&plan, &mut diagnostics);
    Resolved { sources: loaded.sources, plan: Arc::new(plan), schema: Arc::new(schema), diagnostics }
}

fn extend_schema(schema: &mut Schema, declared: &[Declared<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for item in declared.iter().filter(|d| matches!(d.kind.text, "block" | "field")) {
        if let Err(kind) = schema.declare(item.block) {
            let span = item.named("in").next().map_or(item.header, |f| f.span());
            let said = format!("there is no kind of item `{kind}` to stand in");
            diagnostics
                .push(Diagnostic::new(Code::UNKNOWN_KIND, span, said).help("`in` names a kind, as `initiative`"));
        }
    }
}

/// Enters every item's name; items that repeat a name are reported and left out.
fn enter_names(
    declared: &mut Vec<Declared<'_>>,
    scenarios: &[scenario::Scenario<'_>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Names {
    let mut names = Names::default();
    declared.retain(|item| {
        let Some(id) = item.full_id() else { return true };
        let place = item.id.map_or(item.header, |i| i.span);
        match names.enter(item.kind.text, &id, place) {
            Ok(()) => {
                for was in item.named("was") {
                    if let Some(old) = super::declared::single_word(was) {
                        names.rename(item.kind.text, old, &id);
                    }
                }
                true
            }
            Err(first) => {
                diagnostics.push(names::duplicate(item, &id, first));
                false
            }
        }
    });
    for scenario in scenarios {
        // A duplicate was reported with the other items.
        let _ = names.enter("scenario", &scenario.id, scenario.header);
    }
    names
}

fn settings(
    plan: &mut Plan,
    declared: &[Declared<'_>],
    schema: &Schema,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut checker = Checker::new(schema, names, Units::new(UnitSystem::default()), Vec::new());
    let mut units = UnitSettings { currency: Currency::new("USD"), ..UnitSettings::default() };
    let mut rates = Vec::new();
    let mut nouns = Vec::new();
    let mut first: Option<Span> = None;
    for item in declared.iter().filter(|d| matches!(d.kind.text, "plan" | "noun")) {
        let Some(row) = schema.kind(item.kind.text) else { continue };
        let record = checker.record(item, row);
        if &*record.kind == "noun" {
            units.nouns.push(NounSetting {
                id: record.id.to_string(),
                is: record.word("is").map(|w| w.to_string()),
                unique: record.says_yes("unique"),
            });
            nouns.push(record.header);
            plan.others.entry(record.kind.clone()).or_default().push(record);
            continue;
        }
        if let Some(first) = first {
            checker.diagnostics.push(
                Diagnostic::new(Code::DUPLICATE_NAME, record.header, "a workspace holds one `plan` block")
                    .also(first, "the first stands here")
                    .help("join the two; a folder below with a plan of its own is a workspace of its own"),
            );
            continue;
        }
        first = Some(record.header);
        currency(&record, &mut units, &mut rates, &mut checker.diagnostics);
        plan.settings = lower::settings(&record);
        plan.others.entry("plan".into()).or_default().push(record);
    }
    diagnostics.append(&mut checker.diagnostics);
    let (system, problems) = UnitSystem::new(&units);
    for problem in problems {
        let plan_header = first.unwrap_or(Span::new(crate::source::SourceId(0), 0, 0));
        let (span, said) = match problem {
            SettingsProblem::PersonMonth => {
                (plan_header, "a person-month has more than 0 and at most 1,000 person-days")
            }
            SettingsProblem::Rate(at) => (rates.get(at).copied().unwrap_or(plan_header), "a rate is greater than 0"),
            SettingsProblem::RateContradicts(at) => {
                (rates.get(at).copied().unwrap_or(plan_header), "this rate contradicts the others")
            }
            SettingsProblem::ReservedNoun(at) => {
                (nouns.get(at).copied().unwrap_or(plan_header), "a noun can't be named like a unit")
            }
            SettingsProblem::NounCycle(at) => {
                (nouns.get(at).copied().unwrap_or(plan_header), "this noun is, by way of others, itself")
            }
        };
        let code = if matches!(problem, SettingsProblem::NounCycle(_)) { Code::CYCLE } else { Code::WRONG_TYPE };
        diagnostics.push(Diagnostic::new(code, span, said).help("change it, or take it away"));
    }
    plan.units = system;
}

/// Currency, rates and the length of a person-month.
fn currency(record: &Record, units: &mut UnitSettings, rates: &mut Vec<Span>, diagnostics: &mut Vec<Diagnostic>) {
    let mut unknown = |span, word: &str| {
        let said = format!("`{word}` is not a currency");
        diagnostics.push(
            Diagnostic::new(Code::WRONG_TYPE, span, said).help("currencies are written with three capitals, as `EUR`"),
        );
    };
    if let (Some(word), Some(fact)) = (record.word("currency"), record.fact("currency")) {
        match Currency::new(word) {
            Some(currency) => units.currency = Some(currency),
            None => unknown(fact.span, word),
        }
    }
    for fact in record.all("rate") {
        let Some(clause) = fact.first() else { continue };
        let (Datum::Word(of), Some(Datum::Quantity(price))) = (&clause.head, clause.tail("=")) else {
            diagnostics.push(
                Diagnostic::new(Code::WRONG_TYPE, fact.span, "a rate says what another currency is worth")
                    .help("write `rate: EUR = 1.08 USD`"),
            );
            continue;
        };
        match (Currency::new(of), price.unit.currency(), price.amount.point()) {
            (Some(of), Some(in_terms_of), Some(value)) => {
                units.rates.push(Rate { of, value, in_terms_of });
                rates.push(fact.span);
            }
            _ => diagnostics.push(
                Diagnostic::new(Code::WRONG_TYPE, fact.span, "a rate is one amount of money")
                    .help("write `rate: EUR = 1.08 USD`"),
            ),
        }
    }
    if let Some(Datum::Quantity(quantity)) = record.value("person_month") {
        units.person_month = quantity.amount.point().unwrap_or(units.person_month);
    }
}

fn frameworks(
    plan: &mut Plan,
    declared: &[Declared<'_>],
    schema: &mut Schema,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut rows = Vec::new();
    let mut checker = Checker::new(schema, names, Units::new(plan.units.clone()), Vec::new());
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
        rows.push(framework::block_row(&framework, &record));
        let sound = checker.diagnostics[before..].iter().all(|d| !d.is_error());
        plan.others.entry("framework".into()).or_default().push(record);
        if !sound {
            // A framework with a mistake in it would give wrong ranks: it takes its inputs, but scores nothing.
            plan.unsound.insert(framework.id.clone());
        }
        plan.frameworks.insert(framework.id.clone(), Arc::new(framework));
    }
    diagnostics.append(&mut checker.diagnostics);
    rows.into_iter().for_each(|row| schema.declare_framework(row));
}

fn items(
    plan: &mut Plan,
    declared: &[Declared<'_>],
    scenarios: &[scenario::Scenario<'_>],
    schema: &Schema,
    names: &Names,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let known: Vec<Arc<str>> = plan.frameworks.keys().cloned().collect();
    let mut checker = Checker::new(schema, names, Units::new(plan.units.clone()), known);
    let mut phases: BTreeMap<Arc<str>, bool> = BTreeMap::new();
    for item in declared {
        if matches!(item.kind.text, "plan" | "noun" | "framework" | "scenario") {
            continue;
        }
        let Some(row) = schema.kind(item.kind.text) else {
            let is_framework = plan.frameworks.contains_key(item.kind.text);
            checker.diagnostics.push(errors::unknown_kind(item.kind, is_framework));
            continue;
        };
        let record = checker.record(item, row);
        match item.kind.text {
            "initiative" => plan.initiatives.push(Initiative { record, phase: None, open: true }),
            "metric" => {
                let mut found = Vec::new();
                let metric = lower::metric(record, &mut checker.units, &mut found);
                checker.diagnostics.append(&mut found);
                plan.metrics.push(metric);
            }
            "rule" => plan.rules.extend(lower::rule(&record)),
            "expect" => plan.expects.extend(lower::expect(&record)),
            "decision" => plan.decisions.extend(lower::decision(&record)),
            "weighting" => weighting::lower(plan, &record, &mut checker.diagnostics),
            _ => {
                if item.kind.text == "phase" {
                    phases.insert(record.id.clone(), record.says_yes("open"));
                }
                plan.others.entry(record.kind.clone()).or_default().push(record);
            }
        }
    }
    scenario::check(scenarios, &mut checker);
    checker.report_notes();
    diagnostics.append(&mut checker.diagnostics);
    for initiative in &mut plan.initiatives {
        // Earlier phases may stay as further lines: the last line is where it stands.
        let phase = initiative.record.all("phase").next_back().and_then(|f| match &f.first()?.head {
            Datum::Reference(phase) => Some(phase.clone()),
            _ => None,
        });
        initiative.open = phase.as_ref().is_none_or(|p| phases.get(p).copied().unwrap_or(true));
        initiative.phase = phase;
    }
    index(plan, scenarios);
    moves::check(plan, &mut checker.units, diagnostics);
    plan.shared_fields = vec!["effort".into()];
    if let Some(row) = schema.kind("initiative") {
        plan.shared_fields.extend(row.fields.values().filter(|f| f.shared).map(|f| f.name.clone()));
        let units = checker.units;
        let unit = |prefix: &str, f: &crate::schema::FieldRow| {
            let unit = f.units.first().and_then(|text| units.system().parse(text).ok())?;
            Some((format!("{prefix}{}", f.name), unit))
        };
        plan.fact_units.extend(row.fields.values().filter_map(|f| unit("", f)));
        for block in row.blocks.values().filter(|b| b.framework.is_none()) {
            let prefix = format!("{}.", block.name);
            plan.fact_units.extend(block.fields.values().filter_map(|f| unit(&prefix, f)));
        }
    }
    decisions_on_one_day(plan, diagnostics);
}

fn index(plan: &mut Plan, scenarios: &[scenario::Scenario<'_>]) {
    plan.by_id = plan.initiatives.iter().enumerate().map(|(i, n)| (n.record.id.clone(), i)).collect();
    for (i, initiative) in plan.initiatives.iter().enumerate() {
        if let Some(was) = &initiative.record.was {
            plan.by_id.entry(was.clone()).or_insert(i);
        }
    }
    plan.metric_by_id = plan.metrics.iter().enumerate().map(|(i, m)| (m.record.id.clone(), i)).collect();
    plan.scenarios = scenarios.iter().map(|s| (s.id.clone(), s.title.clone())).collect();
}

fn decisions_on_one_day(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for decision in &plan.decisions {
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

fn check_circles(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let initiatives = || plan.initiatives.iter().map(|i| &i.record);
    cycles::report(initiatives(), "needs", diagnostics);
    cycles::report(initiatives(), "parent", diagnostics);
    cycles::report(plan.metrics.iter().map(|m| &m.record), "drives", diagnostics);
    cycles::report(plan.others.get("person").into_iter().flatten(), "reports_to", diagnostics);
}

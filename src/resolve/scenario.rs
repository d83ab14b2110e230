//! Scenarios: other versions of the plan, laid over it.

use super::checker::Checker;
use super::declarations::Declaration;
use crate::diagnostic::{Code, Diagnostic, closest_match};
use crate::source::Span;
use crate::syntax::{Field, Literal, Name, SyntaxTree};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A scenario as declared.
#[derive(Debug)]
pub(super) struct Scenario<'a> {
    pub id: Arc<str>,
    pub title: Option<Arc<str>>,
    /// What it is about.
    pub doc: Option<Arc<str>>,
    pub header: Span,
    /// The scenario it builds on, with the place that says so.
    from: Option<(&'a str, Span)>,
    declared: Declaration<'a>,
    /// Whether it is part of the plan as shown, so that its items were checked as part of it.
    pub applied: bool,
}

/// The text that a field holds.
fn text(field: &Field<'_>) -> Option<Arc<str>> {
    match field.value().phrases.into_iter().next()?.head.low.literal {
        Literal::Text(text) => Some(text.as_ref().into()),
        _ => None,
    }
}

/// Takes the scenarios out of the declarations and lays the wanted one, with those it builds on, over the rest. What is
/// laid over it later, `typed`, may bring items of its own.
pub(super) fn apply<'a>(
    declared: &mut Vec<Declaration<'a>>,
    wanted: Option<&str>,
    typed: &[Vec<Declaration<'a>>],
    out: &mut Vec<Diagnostic>,
) -> Vec<Scenario<'a>> {
    let mut scenarios: Vec<Scenario<'a>> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    let plan = declared.iter().find(|d| d.kind.text == "plan").and_then(|d| d.id);
    declared.retain(|item| {
        let (true, Some(id)) = (item.kind.text == "scenario", item.full_id()) else { return true };
        let from = item.named("from").find_map(|f| Some((f.single_word()?, f.span())));
        if let Some(first) = by_id.get(id.as_ref()) {
            out.push(super::symbol_table::duplicate(item, &id, scenarios[*first].header));
            return false;
        }
        by_id.insert(id.to_string(), scenarios.len());
        scenarios.push(Scenario {
            id: id.as_ref().into(),
            title: item.title.as_ref().map(|(t, _)| t.as_ref().into()),
            doc: item.named("doc").find_map(text),
            header: item.header,
            from,
            declared: with_plan_named(item, plan),
            applied: false,
        });
        false
    });
    if scenarios.is_empty() {
        return scenarios;
    }
    let mut base: BTreeSet<(String, String)> = declared.iter().filter_map(key).collect();
    for change in typed.iter().flatten() {
        let Some(key) = key(change) else { continue };
        // What is dropped over a scenario is there for the scenario.
        if change.says("drop", "yes") && wanted.is_none() {
            base.remove(&key);
        } else if change.title.is_some() {
            base.insert(key);
        }
    }
    for index in 0..scenarios.len() {
        let stack = base_chain(&scenarios, &by_id, index, out);
        let strange = |b: &&Declaration<'_>| {
            (b.title.is_none() || b.says("drop", "yes")) && key(b).is_some_and(|k| !base.contains(&k))
        };
        let strange: Vec<&Declaration<'_>> = scenarios[index].declared.blocks.iter().filter(strange).collect();
        if !strange.is_empty() {
            let new = stack
                .iter()
                .flat_map(|at| &scenarios[*at].declared.blocks)
                .filter(|b| b.title.is_some() && !b.says("drop", "yes"));
            let new: BTreeSet<(String, String)> = new.filter_map(key).collect();
            strange.into_iter().for_each(|item| check_known(item, &base, &new, out));
        }
        if wanted == Some(&*scenarios[index].id) {
            for at in stack {
                let changes = scenarios[at].declared.blocks.clone();
                overlay(declared, changes);
                scenarios[at].applied = true;
            }
        }
    }
    scenarios
}

/// A scenario in which a `plan` without a name is the plan.
fn with_plan_named<'a>(scenario: &Declaration<'a>, plan: Option<Name<'a>>) -> Declaration<'a> {
    let mut scenario = scenario.clone();
    name_plan(&mut scenario.blocks, plan);
    scenario
}

fn name_plan<'a>(items: &mut [Declaration<'a>], plan: Option<Name<'a>>) {
    for item in items.iter_mut().filter(|b| b.kind.text == "plan") {
        item.id = item.id.or(plan);
    }
}

/// Findings before nearest names are no longer looked for.
const MAX_SUGGESTIONS: usize = 50;
/// The most scenarios that build on one another.
const MAX_SCENARIO_DEPTH: usize = 100;

pub(super) fn key(item: &Declaration<'_>) -> Option<(String, String)> {
    Some((item.kind.text.to_string(), item.full_id()?.into_owned()))
}

fn check_known(
    item: &Declaration<'_>,
    known: &BTreeSet<(String, String)>,
    new: &BTreeSet<(String, String)>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(key) = key(item) else { return };
    if known.contains(&key) || new.contains(&key) {
        return;
    }
    let (kind, id) = key;
    let place = item.id.map_or(item.header, |i| i.span);
    let d = Diagnostic::new(Code::UNKNOWN_OVERLAY, place, format!("there is no {kind} `{id}` to change"));
    // Comparing all names for every slip of a long scenario would take its time.
    let of_kind = known.iter().chain(new).filter(|(k, _)| *k == kind).map(|(_, n)| n.as_str());
    let near = if out.len() < MAX_SUGGESTIONS { closest_match(&id, of_kind) } else { None };
    out.push(match near {
        Some(near) => d.did_you_mean(place, Some(near)),
        None if kind == "plan" => d.help("a scenario changes the plan's own settings: leave the name out"),
        None => d.help(format!("with a title it would be a new one: `{kind} {id} \"…\" {{ … }}`")),
    });
}

/// The scenarios that one builds on, the first one first, itself last.
fn base_chain(
    scenarios: &[Scenario<'_>],
    by_id: &HashMap<String, usize>,
    of: usize,
    out: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut stack = vec![of];
    while let Some((from, span)) = scenarios[stack[stack.len() - 1]].from {
        let Some(next) = by_id.get(from).copied() else { break };
        if stack.contains(&next) {
            if next == of {
                let said = format!("the scenario `{}` builds on itself", scenarios[of].id);
                out.push(Diagnostic::new(Code::CYCLE, span, said).help("take one `from` away"));
            }
            break;
        }
        if stack.len() == MAX_SCENARIO_DEPTH {
            let said = format!("more than {MAX_SCENARIO_DEPTH} scenarios build on one another here");
            out.push(Diagnostic::new(Code::TOO_DEEP, span, said).help("join some of them into one"));
            break;
        }
        stack.push(next);
    }
    stack.reverse();
    stack
}

/// Lays changes over declarations: by kind and name; what is new is added.
fn overlay<'a>(declared: &mut Vec<Declaration<'a>>, changes: Vec<Declaration<'a>>) {
    let mut index: HashMap<(String, String), usize> =
        declared.iter().enumerate().filter_map(|(i, d)| Some((key(d)?, i))).collect();
    let mut dropped = BTreeSet::new();
    for change in changes {
        let Some(key) = key(&change) else { continue };
        match index.get(&key) {
            // What is given anew after it, with a title, takes its place.
            Some(at) if change.says("drop", "yes") => {
                dropped.insert(*at);
                index.remove(&key);
            }
            Some(at) => declared[*at].overlay(&change),
            None if change.title.is_some() && !change.says("drop", "yes") => {
                index.insert(key, declared.len());
                declared.push(change);
            }
            None => {}
        }
    }
    let mut at = 0;
    declared.retain(|_| {
        at += 1;
        !dropped.contains(&(at - 1))
    });
}

/// The names of those that are applied, each after those it builds on.
pub(super) fn applied_scenarios(scenarios: &[Scenario<'_>]) -> Vec<Arc<str>> {
    let by_id: HashMap<&str, &Scenario<'_>> = scenarios.iter().map(|s| (&*s.id, s)).collect();
    let applied = || scenarios.iter().filter(|s| s.applied);
    let builds_on =
        |s: &Scenario<'_>| s.from.and_then(|(from, _)| by_id.get(from)).filter(|s| s.applied).map(|s| s.id.clone());
    let inner: BTreeSet<Arc<str>> = applied().filter_map(builds_on).collect();
    // All of them are one row: the last is the one that no other builds on.
    let mut row: Vec<Arc<str>> = Vec::new();
    let mut next = applied().find(|s| !inner.contains(&s.id)).map(|s| s.id.clone());
    while let Some(id) = next.take() {
        next = by_id.get(&*id).and_then(|s| builds_on(s)).filter(|n| !row.contains(n));
        row.push(id);
    }
    row.reverse();
    row
}

/// The items of a text that was typed in, and those of them that are scenarios.
pub(super) fn typed_items(parsed: &SyntaxTree) -> (Vec<Declaration<'_>>, Vec<Declaration<'_>>) {
    let items = parsed.blocks().filter_map(|b| Declaration::read(b, &None, false));
    items.partition(|d| d.kind.text != "scenario")
}

/// Lays items that were typed in over the declarations.
pub(super) fn overlay_typed<'a>(
    declared: &mut Vec<Declaration<'a>>,
    mut changes: Vec<Declaration<'a>>,
    out: &mut Vec<Diagnostic>,
) {
    if changes.is_empty() {
        return;
    }
    let plan = declared.iter().find(|d| d.kind.text == "plan").and_then(|d| d.id);
    name_plan(&mut changes, plan);
    let known: BTreeSet<(String, String)> = declared.iter().filter_map(key).collect();
    let new: BTreeSet<(String, String)> = changes.iter().filter(|d| d.title.is_some()).filter_map(key).collect();
    for change in &changes {
        match change.id {
            None => out.push(
                Diagnostic::new(Code::MISSING_NAME, change.header, format!("which `{}` is not said", change.kind.text))
                    .help(format!("write its name: `{} some_name {{ … }}`", change.kind.text)),
            ),
            Some(_) if change.title.is_none() => check_known(change, &known, &new, out),
            Some(_) => {}
        }
    }
    overlay(declared, changes);
}

/// Holds the items of scenarios that are not applied against the schema, as changes: nothing is required of them.
pub(super) fn check(scenarios: &[Scenario<'_>], checker: &mut Checker<'_>) {
    let schema = checker.schema;
    for scenario in scenarios {
        if let Some(row) = schema.kind("scenario") {
            let own = Declaration { blocks: Vec::new(), ..scenario.declared.clone() };
            checker.record(&own, row);
        }
        if scenario.applied {
            continue;
        }
        for item in &scenario.declared.blocks {
            match schema.kind(item.kind.text) {
                Some(row) => {
                    let change = Declaration {
                        partial: true,
                        fields: item.fields.iter().filter(|f| f.single_word() != Some("none")).copied().collect(),
                        ..item.clone()
                    };
                    checker.record(&change, row);
                }
                None => checker.diagnostics.push(super::errors::unknown_kind(item.kind, false)),
            }
        }
    }
}

//! The gates of phases, and an initiative held against them.

use crate::diagnostic::Diagnostic;
use crate::evaluate::facts::ItemRecord;
use crate::evaluate::formulas;
use crate::evaluate::formulas::Template;
use crate::evaluate::index::ItemRef;
use crate::evaluate::scope::FactScope;
use crate::evaluate::scores::Evaluated;
use crate::formula::{ExpectedType, Formula, Sandbox, Scope};
use crate::model::{FormulaSource, Gate, GateCheck, PathStep, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The gates of a plan, ready to be asked.
pub struct GateChecks<'e> {
    evaluated: &'e Evaluated,
    sandbox: &'e Sandbox,
    by_phase: BTreeMap<&'e str, Vec<Compiled<'e>>>,
    order: BTreeMap<&'e str, f64>,
    /// Formulas of gates that can't be read.
    pub(super) mistakes: Vec<Diagnostic>,
}

impl std::fmt::Debug for GateChecks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gates").field("phases", &self.by_phase.keys()).finish_non_exhaustive()
    }
}

struct Compiled<'e> {
    gate: &'e Gate,
    asks: Vec<Requirement<'e>>,
}

/// A part of a gate with its formulas.
pub(super) struct Requirement<'e> {
    pub(super) part: &'e GateCheck,
    pub(super) when: Option<Formula>,
    pub(super) must: Option<Formula>,
    help: Option<Template>,
    /// The blocks and fields that it is about, as paths: by any of them it may be waived.
    pub(super) about: Vec<String>,
}

/// What came of one part of a gate for one initiative.
#[derive(Debug)]
pub struct CheckedRequirement<'g> {
    /// The gate.
    pub gate: &'g Gate,
    /// The part.
    pub check: &'g GateCheck,
    /// What came of it.
    pub state: RequirementState,
    asks: usize,
}

/// What came of a part of a gate.
#[derive(Debug, Clone, PartialEq)]
pub enum RequirementState {
    /// It is on file and holds.
    Passed,
    /// The initiative waives it, for this reason.
    Waived(Option<Arc<str>>),
    /// Something is not on file: the paths.
    Absent(Vec<String>),
    /// It does not hold; of these, where it is asked of several.
    Broken(Vec<String>),
    /// It can't be told, because these values are missing.
    Unknown(Vec<String>),
    /// Its formula fails.
    Failed(Box<Diagnostic>),
}

impl RequirementState {
    /// Whether the initiative passes this part.
    pub fn passes(&self) -> bool {
        matches!(self, RequirementState::Passed | RequirementState::Waived(_))
    }
}

impl CheckedRequirement<'_> {
    /// What is missing, in a few words; empty where nothing is.
    pub fn missing(&self) -> Vec<String> {
        let title = || self.check.title.as_deref().unwrap_or(&self.check.id);
        match &self.state {
            RequirementState::Passed | RequirementState::Waived(_) => Vec::new(),
            RequirementState::Absent(paths) => paths.clone(),
            RequirementState::Broken(of) if of.is_empty() => vec![title().to_string()],
            RequirementState::Broken(of) => vec![format!("{}: {}", title(), of.join(", "))],
            RequirementState::Unknown(names) => vec![format!("{}: {} is missing", title(), names.join(", "))],
            RequirementState::Failed(_) => vec![format!("{}: its formula fails", title())],
        }
    }
}

impl Evaluated {
    /// The gates, ready to be asked; `None` where no formula can be evaluated.
    pub fn gates(&self) -> Option<GateChecks<'_>> {
        let mut mistakes = Vec::new();
        let sandbox = self.sandbox.as_deref()?;
        let plan = self.plan();
        let mut by_phase: BTreeMap<&str, Vec<Compiled<'_>>> = BTreeMap::new();
        let contexts: BTreeSet<&str> = self.scored_plan.contexts().map(|c| &*c.id).collect();
        for gate in plan.gates.iter() {
            // What only a context asks for is not even read where nobody stands in it.
            if gate.context.as_ref().is_some_and(|c| !contexts.contains(&**c)) {
                continue;
            }
            let mut compile = |code: &FormulaSource| match sandbox.compile(&code.text, ExpectedType::Truth) {
                Ok(formula) => {
                    mistakes.extend(formulas::unused_expressions(code, &formula));
                    Some(formula)
                }
                Err(error) => {
                    mistakes.push(formulas::compile_error(plan, Some(code), &error));
                    None
                }
            };
            let asks = gate.checks.iter().map(|part| {
                let (when, must) = (part.when.as_ref().map(&mut compile), part.must.as_ref().map(&mut compile));
                let broken = matches!(when, Some(None)) || matches!(must, Some(None));
                let (when, must) = (when.flatten(), must.flatten());
                let about = subject_paths(part, when.iter().chain(&must));
                // Half a check says the wrong thing: it asks for nothing until it is mended.
                let asks = Requirement {
                    part,
                    about,
                    when,
                    must,
                    help: part.help.as_ref().map(|h| Template::new(sandbox, h)),
                };
                (!broken).then_some(asks)
            });
            let asks = asks.collect::<Vec<_>>().into_iter().flatten().collect();
            by_phase.entry(&gate.enter).or_default().push(Compiled { gate, asks });
        }
        let phases = plan.other_items.get("phase").into_iter().flatten();
        let order = phases.map(|p| (&*p.id, p.number("order").unwrap_or(f64::INFINITY))).collect();
        Some(GateChecks { evaluated: self, sandbox, by_phase, order, mistakes })
    }
}

/// What a part is about: the paths that it asks for and reads.
fn subject_paths<'f>(part: &GateCheck, formulas: impl Iterator<Item = &'f Formula>) -> Vec<String> {
    let mut about: Vec<String> = part.have.iter().map(|n| n.path.to_string()).collect();
    about.extend(part.each.iter().map(|steps| dotted_path(steps)));
    let own = |path: &str| path.strip_prefix("it.").unwrap_or(path).to_string();
    for formula in formulas {
        let names = formula.names().iter().map(|n| n.path.iter().map(|p| &**p).collect::<Vec<_>>().join("."));
        about.extend(names.map(|n| own(&n)));
        let asked = formula.calls().iter().filter(|c| &*c.name == "has").flat_map(|c| c.args.iter().flatten());
        about.extend(asked.map(|a| own(&a.text)));
    }
    about
}

fn dotted_path(steps: &[PathStep]) -> String {
    let name = |step: &PathStep| match step {
        PathStep::Title => "title".to_string(),
        PathStep::Field(name) | PathStep::Block(name) | PathStep::Every(name) => name.to_string(),
        PathStep::Named(kind, id) => format!("{kind}.{id}"),
    };
    steps.iter().map(name).collect::<Vec<_>>().join(".")
}

impl<'e> GateChecks<'e> {
    pub(super) fn record(&self, initiative: usize) -> &'e Record {
        &self.evaluated.plan().initiatives[initiative].record
    }

    fn scope(&self, initiative: usize) -> FactScope<'e> {
        let world = &self.evaluated.scored_plan;
        FactScope { scored_plan: world, item: ItemRecord::new(world, ItemRef::Initiative(initiative)), row: None }
    }

    fn phase_order(&self, phase: Option<&str>) -> f64 {
        phase.map_or(f64::NEG_INFINITY, |p| self.order.get(p).copied().unwrap_or(f64::INFINITY))
    }

    /// The phases with gates, in order.
    fn phases(&self) -> Vec<&'e str> {
        let mut phases: Vec<&str> = self.by_phase.keys().copied().collect();
        phases.sort_by(|a, b| self.phase_order(Some(a)).total_cmp(&self.phase_order(Some(b))).then(a.cmp(b)));
        phases
    }

    /// The phase whose gate is ahead of an initiative; `None` at the end, and where it stands aside, as when paused.
    pub fn next_phase(&self, initiative: usize) -> Option<&'e str> {
        let here = self.phase_order(self.evaluated.plan().initiatives[initiative].phase.as_deref());
        self.phases().into_iter().find(|p| self.phase_order(Some(p)) > here)
    }

    /// The phases whose gates an initiative has behind it, the last that of its own phase. None where its phase has no
    /// gate: what is an idea, or stands aside, has passed nothing.
    pub fn entered_phases(&self, initiative: usize) -> Vec<&'e str> {
        let phase = self.evaluated.plan().initiatives[initiative].phase.as_deref();
        if !phase.is_some_and(|p| self.by_phase.contains_key(p)) {
            return Vec::new();
        }
        let here = self.phase_order(phase);
        let mut phases = self.phases();
        phases.retain(|p| Some(*p) == phase || self.phase_order(Some(p)) < here);
        phases
    }

    /// What the gates into a phase say of an initiative, those of its context included; what does not apply is left out.
    pub fn check(&self, initiative: usize, phase: &str) -> Vec<CheckedRequirement<'e>> {
        let mut judged = Vec::new();
        let Some(gates) = self.by_phase.get(phase) else { return judged };
        let world = &self.evaluated.scored_plan;
        let context = world.context(ItemRef::Initiative(initiative));
        let context = context.and_then(|i| Some(&world.plan.other_items.get("context")?.get(i)?.id));
        let scope = self.scope(initiative);
        let record = self.record(initiative);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for compiled in gates.iter().filter(|g| g.gate.context.is_none() || g.gate.context.as_ref() == context) {
            for (index, asks) in compiled.asks.iter().enumerate() {
                // What two gates ask for is asked for once.
                let bare = asks.must.is_none() && asks.when.is_none();
                if bare && !seen.insert(&asks.part.id) {
                    continue;
                }
                if let Some(state) = super::requirement_check::check_requirement(asks, self.sandbox, &scope, record) {
                    judged.push(CheckedRequirement { gate: compiled.gate, check: asks.part, state, asks: index });
                }
            }
        }
        judged
    }

    /// The lines to add to an initiative so that it passes a part.
    pub fn suggested_lines(&self, initiative: usize, judged: &CheckedRequirement<'_>) -> Vec<String> {
        let gates = self.by_phase.get(&*judged.gate.enter).into_iter().flatten();
        let own = gates.filter(|g| std::ptr::eq(g.gate, judged.gate)).find_map(|g| g.asks.get(judged.asks));
        if let Some(help) = own.and_then(|a| a.help.as_ref()) {
            let all: Vec<FactScope<'_>> = match help.is_aggregate() {
                true => (0..self.evaluated.plan().initiatives.len()).map(|i| self.scope(i)).collect(),
                false => Vec::new(),
            };
            let all: Vec<&dyn Scope> = all.iter().map(|s| s as &dyn Scope).collect();
            return vec![help.fill(self.sandbox, &self.scope(initiative), &all)];
        }
        let RequirementState::Absent(absent) = &judged.state else { return Vec::new() };
        let lacks = |path: &str| absent.iter().any(|a| *a == *path || a.ends_with(')') && a.starts_with(path));
        judged.check.have.iter().filter(|n| lacks(&n.path)).map(|n| n.line.clone()).collect()
    }
}

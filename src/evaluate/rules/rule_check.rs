//! Asks each rule of what it is about.

use super::applicability::{has_fact, is_applicable, required_item_facts};
use super::findings::{RuleViolation, UndeterminedItem};
use crate::diagnostic::Diagnostic;
use crate::evaluate::facts::ItemRecord;
use crate::evaluate::formulas;
use crate::evaluate::formulas::Template;
use crate::evaluate::index::{ItemRef, item_refs};
use crate::evaluate::scope::FactScope;
use crate::evaluate::scores::{Evaluated, ScoreColumn, ScoreRow, ScoredPlan};
use crate::formula::{AggregateFormula, EvalOutcome, ExpectedType, Formula, Sandbox, Scope, Value};
use crate::limit::{carried, look};
use crate::model::{FormulaSource as Text, Rule, RuleSubject};
use crate::source::Span;
use rayon::prelude::*;

/// Fewer items than this are asked on one thread: starting more costs more than it saves.
const MIN_PARALLEL_ITEMS: usize = 500;

impl Evaluated {
    /// What the rules of the plan and of its frameworks find.
    pub(crate) fn broken_rules(&self) -> Vec<Diagnostic> {
        let Some(sandbox) = &self.sandbox else { return Vec::new() };
        let mut runner = RuleRunner { evaluated: self, sandbox, found: Vec::new() };
        for rule in &self.scored_plan.plan.rules {
            runner.rule(rule, None);
        }
        for column in self.columns() {
            // A framework that nobody uses has nothing to complain about.
            if !column.rows.is_empty() {
                column.framework.rules.iter().for_each(|r| runner.rule(r, Some(&column)));
            }
        }
        runner.found
    }
}

struct RuleRunner<'e> {
    evaluated: &'e Evaluated,
    sandbox: &'e Sandbox,
    found: Vec<Diagnostic>,
}

/// An item that a rule is asked of, with its row of the framework that the rule belongs to.
#[derive(Clone, Copy)]
struct RuleItem<'r> {
    place: ItemRef,
    row: Option<&'r ScoreRow>,
}

fn scope<'s>(evaluated: &'s Evaluated, asked: RuleItem<'s>, column: Option<&'s ScoreColumn>) -> FactScope<'s> {
    let world = &evaluated.scored_plan;
    FactScope { scored_plan: world, item: ItemRecord::new(world, asked.place), row: column.map(|c| (c, asked.row)) }
}

/// What a rule says about one item.
enum RuleOutcome {
    Broken,
    Unknown(Vec<String>),
    Failed(Diagnostic),
}

impl<'e> RuleRunner<'e> {
    fn rule(&mut self, rule: &Rule, column: Option<&ScoreColumn>) {
        // A context that nobody stands in has nothing to say.
        if rule.context.is_some() && self.evaluated.scored_plan.contexts().all(|c| Some(&c.id) != rule.context.as_ref())
        {
            return;
        }
        match is_applicable(self.evaluated, rule) {
            Ok(false) => {}
            Err(mistake) => self.found.push(mistake),
            Ok(true) => match rule.each {
                RuleSubject::Framework | RuleSubject::Plan => self.check_jointly(rule, column),
                each => self.check_each(rule, each, column),
            },
        }
    }

    fn check_each(&mut self, rule: &Rule, each: RuleSubject, column: Option<&ScoreColumn>) {
        let when = match rule.when.as_ref().map(|code| self.compile(code)) {
            Some(None) => return,
            Some(Some(formula)) => Some(formula),
            None => None,
        };
        let Some(must) = self.compile(&rule.must) else { return };
        let when = when.as_ref().zip(rule.when.as_ref()).map(|(f, c)| (f, c, true));
        let parts: Vec<_> = when.into_iter().chain([(&must, &rule.must, false)]).collect();
        let (evaluated, sandbox) = (self.evaluated, self.sandbox);
        let own = required_item_facts(rule);
        let ask = |asked: &RuleItem<'_>| -> Option<RuleOutcome> {
            let world = &evaluated.scored_plan;
            let item = ItemRecord::new(world, asked.place);
            if !applies_to(rule, world, asked.place) || !own.iter().all(|fact| has_fact(&item, fact)) {
                return None;
            }
            let scope = FactScope { scored_plan: world, item, row: column.map(|c| (c, asked.row)) };
            for (formula, code, is_when) in &parts {
                return match sandbox.evaluate(formula, &scope) {
                    EvalOutcome::Value(Value::Truth(true)) => continue,
                    EvalOutcome::Value(_) if *is_when => None,
                    EvalOutcome::Value(_) => Some(RuleOutcome::Broken),
                    // Where it can't be told that a rule applies, it does not.
                    EvalOutcome::Unknown { .. } if *is_when => None,
                    EvalOutcome::Unknown { names } => Some(RuleOutcome::Unknown(names)),
                    EvalOutcome::Failed(failed) => {
                        Some(RuleOutcome::Failed(formulas::failure_diagnostic(&world.plan, code, &failed)))
                    }
                };
            }
            None
        };
        let subjects: Vec<RuleItem<'_>> = subjects(self.evaluated, each, column).collect();
        let answers: Vec<Option<RuleOutcome>> = if subjects.len() < MIN_PARALLEL_ITEMS {
            subjects.iter().inspect(|_| look()).map(ask).collect()
        } else {
            subjects.par_iter().with_min_len(64).map(carried(ask)).collect()
        };
        let (mut broken, mut unknown, mut failure) = (Vec::new(), Vec::new(), None);
        for (asked, answer) in subjects.iter().zip(answers) {
            match answer {
                None => {}
                Some(RuleOutcome::Broken) => broken.push(*asked),
                Some(RuleOutcome::Unknown(names)) => unknown.push((*asked, names)),
                // It fails for every item alike more often than not: once is enough.
                Some(RuleOutcome::Failed(failed)) => drop(failure.get_or_insert(failed)),
            }
        }
        // Each of a few is told its own; of many the first is.
        let few = &broken[..broken.len().min(super::findings::MAX_SEPARATE_FINDINGS)];
        let of: Vec<FactScope<'_>> = few.iter().map(|asked| scope(self.evaluated, *asked, column)).collect();
        let helps = self.help(rule, &of, column);
        let broken: Vec<RuleViolation> = broken.iter().filter_map(|a| self.named(a.place)).collect();
        self.found.extend(super::findings::violation_findings(rule, &broken, &helps));
        let unknown: Vec<UndeterminedItem> = unknown
            .into_iter()
            .filter_map(|(a, missing)| Some(UndeterminedItem { of: self.named(a.place)?, missing }))
            .collect();
        self.found.extend(super::findings::undetermined_findings(rule, &unknown));
        self.found.extend(failure);
    }

    fn named(&self, place: ItemRef) -> Option<RuleViolation> {
        let item = ItemRecord::new(&self.evaluated.scored_plan, place);
        item.record().map(|r| RuleViolation { id: r.id.clone(), header: r.header })
    }

    fn compile(&mut self, code: &Text) -> Option<Formula> {
        match self.sandbox.compile(&code.text, ExpectedType::Truth) {
            Ok(formula) => {
                self.found.extend(formulas::unused_expressions(code, &formula));
                Some(formula)
            }
            Err(error) => {
                self.found.push(formulas::compile_error(&self.evaluated.scored_plan.plan, Some(code), &error));
                None
            }
        }
    }

    /// A rule over all initiatives of a framework, or of the plan, together.
    fn check_jointly(&mut self, rule: &Rule, column: Option<&ScoreColumn>) {
        let world = &self.evaluated.scored_plan;
        let asked: Vec<RuleItem<'_>> = subjects(self.evaluated, RuleSubject::Initiative, column).collect();
        let scopes: Vec<FactScope<'_>> = asked.iter().map(|a| scope(self.evaluated, *a, column)).collect();
        let whole = ItemRef::Other("plan", 0);
        if !applies_to(rule, world, whole) {
            return;
        }
        let outer = FactScope { scored_plan: world, item: ItemRecord::new(world, whole), row: None };
        let header = joint_span(self.evaluated, rule, column);
        let name = column.map(|c| &*c.framework.id);
        for (code, is_when) in rule.when.iter().map(|c| (c, true)).chain([(&rule.must, false)]) {
            let formula: AggregateFormula = match self.sandbox.compile_aggregate(&code.text, ExpectedType::Truth) {
                Ok(formula) => formula,
                Err(error) => return self.found.push(formulas::compile_error(&world.plan, Some(code), &error)),
            };
            let outcome =
                self.sandbox.evaluate_aggregate(&formula, &outer, &mut scopes.iter().map(|s| s as &dyn Scope));
            match outcome.outcome {
                EvalOutcome::Value(Value::Truth(true)) => continue,
                EvalOutcome::Value(_) if is_when => return,
                EvalOutcome::Value(_) => {
                    let help = self.help(rule, std::slice::from_ref(&outer), column).pop();
                    let named = match &rule.names {
                        Some(names) => self.filter_items(names, &asked, column),
                        None if column.is_some() => asked.clone(),
                        None => Vec::new(),
                    };
                    // Where the first that it names, or that the framework has, is scored.
                    let first = named.first().or(asked.first()).filter(|_| column.is_some());
                    let place = first.map_or(header, |a| block_span(self.evaluated, *a, column));
                    let named: Vec<RuleViolation> = named.iter().filter_map(|a| self.named(a.place)).collect();
                    return self.found.push(super::findings::joint_violation(rule, name, place, &named, help));
                }
                EvalOutcome::Unknown { .. } if is_when => return,
                EvalOutcome::Unknown { names } => {
                    return self.found.push(super::findings::joint_undetermined(rule, name, &names));
                }
                EvalOutcome::Failed(failed) => {
                    return self.found.push(formulas::failure_diagnostic(&world.plan, code, &failed));
                }
            }
        }
    }

    /// The initiatives of which a formula is true.
    fn filter_items<'a>(
        &mut self,
        names: &Text,
        asked: &[RuleItem<'a>],
        column: Option<&ScoreColumn>,
    ) -> Vec<RuleItem<'a>> {
        let Some(formula) = self.compile(names) else { return Vec::new() };
        let true_of = |a: &&RuleItem<'_>| {
            self.sandbox.evaluate(&formula, &scope(self.evaluated, **a, column)).truth() == Some(true)
        };
        asked.iter().filter(true_of).copied().collect()
    }

    /// What a rule's `help` says of each; aggregates in it are over every initiative, closed ones too.
    fn help(&self, rule: &Rule, of: &[FactScope<'_>], column: Option<&ScoreColumn>) -> Vec<String> {
        let Some(text) = &rule.help else { return Vec::new() };
        let evaluated = self.evaluated;
        let template = Template::new(self.sandbox, text);
        let all: Vec<FactScope<'_>> = match column {
            _ if !template.is_aggregate() => Vec::new(),
            Some(column) => {
                let all =
                    column.rows.iter().map(|r| RuleItem { place: ItemRef::Initiative(r.initiative), row: Some(&**r) });
                all.map(|asked| scope(evaluated, asked, Some(column))).collect()
            }
            None => item_refs(evaluated.plan(), "initiative")
                .map(|(place, _)| scope(evaluated, RuleItem { place, row: None }, None))
                .collect(),
        };
        let all: Vec<&dyn Scope> = all.iter().map(|s| s as &dyn Scope).collect();
        of.iter().map(|one| template.fill(self.sandbox, one, &all)).collect()
    }
}

/// Whether a rule holds for an item: one of a context holds there alone.
fn applies_to(rule: &Rule, world: &ScoredPlan, place: ItemRef) -> bool {
    let Some(wanted) = &rule.context else { return true };
    let contexts = world.plan.other_items.get("context");
    world.context(place).and_then(|i| contexts?.get(i)).is_some_and(|c| c.id == *wanted)
}

/// Where a rule about everything together is told of: where the plan says by what it ranks; for a rule of the
/// library, where the plan begins.
fn joint_span(evaluated: &Evaluated, rule: &Rule, column: Option<&ScoreColumn>) -> Span {
    let plan = evaluated.plan();
    let own = !rule.standard && rule.context.is_none();
    let place = match column {
        Some(_) => plan.settings.rank_by.as_ref().map(|(_, span)| *span),
        None => plan.other_items.get("plan").and_then(|p| p.first()).map(|p| p.header).filter(|_| !own),
    };
    place.unwrap_or(rule.header)
}

/// Where an item holds the block of a framework, else where it begins.
fn block_span(evaluated: &Evaluated, asked: RuleItem<'_>, column: Option<&ScoreColumn>) -> Span {
    let item = ItemRecord::new(&evaluated.scored_plan, asked.place);
    let block = |r: &crate::model::Record| Some(r.block(&column?.framework.id)?.header);
    item.record().map_or(Span::new(crate::source::SourceId(0), 0, 0), |r| block(r).unwrap_or(r.header))
}

fn subjects<'a>(
    evaluated: &'a Evaluated,
    each: RuleSubject,
    column: Option<&'a ScoreColumn>,
) -> Box<dyn Iterator<Item = RuleItem<'a>> + 'a> {
    let plan = evaluated.plan();
    match (each.kind(), column) {
        (Some("initiative"), Some(column)) => {
            let open = column.rows.iter().filter(|r| evaluated.is_open(r.initiative));
            Box::new(open.map(|r| RuleItem { place: ItemRef::Initiative(r.initiative), row: Some(&**r) }))
        }
        (Some(kind), _) => Box::new(item_refs(plan, kind).map(|(place, _)| RuleItem { place, row: None })),
        (None, _) => Box::new(std::iter::empty()),
    }
}

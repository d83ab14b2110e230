//! Rules of the plan and of its frameworks.

use super::column::{Column, Row};
use super::evaluated::Evaluated;
use super::facts::{Item, Place};
use super::formulas;
use super::scope::FactScope;
use super::template::Template;
use super::world::World;
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{AggregateFormula, Formula, Outcome, Sandbox, Scope, Value, Want};
use crate::model::{Code as Text, Rule, Subject};
use crate::source::Span;
use rayon::prelude::*;

/// Fewer items than this are asked on one thread: starting more costs more than it saves.
const PARALLEL_FROM: usize = 500;

/// Runs every rule.
pub(super) fn run(evaluated: &Evaluated) -> Vec<Diagnostic> {
    let Some(sandbox) = &evaluated.sandbox else { return Vec::new() };
    let mut runner = Runner { evaluated, sandbox, found: Vec::new() };
    for rule in &evaluated.world.plan.rules {
        runner.rule(rule, None);
    }
    for column in evaluated.columns() {
        // A framework that nobody uses has nothing to complain about.
        if !column.rows.is_empty() {
            column.framework.rules.iter().for_each(|r| runner.rule(r, Some(&column)));
        }
    }
    runner.found
}

struct Runner<'e> {
    evaluated: &'e Evaluated,
    sandbox: &'e Sandbox,
    found: Vec<Diagnostic>,
}

impl Runner<'_> {
    fn rule(&mut self, rule: &Rule, column: Option<&Column>) {
        // A context that nobody stands in has nothing to say.
        if rule.context.is_some() && self.evaluated.world.contexts().all(|c| Some(&c.id) != rule.context.as_ref()) {
            return;
        }
        match rule.each {
            Subject::Framework | Subject::Plan => self.together(rule, column),
            each => self.one_by_one(rule, each, column),
        }
    }

    fn one_by_one(&mut self, rule: &Rule, each: Subject, column: Option<&Column>) {
        let when = match rule.when.as_ref().map(|code| self.compile(code)) {
            Some(None) => return,
            Some(Some(formula)) => Some(formula),
            None => None,
        };
        let Some(must) = self.compile(&rule.must) else { return };
        let world = &self.evaluated.world;
        let when = when.as_ref().zip(rule.when.as_ref()).map(|(f, c)| (f, c, true));
        let parts: Vec<_> = when.into_iter().chain([(&must, &rule.must, false)]).collect();
        let sandbox = self.sandbox;
        let help = rule.help.as_ref().map(|text| Template::new(sandbox, text));
        // What is found about one subject; a failure of the formula is told apart.
        let ask = |(place, row): &(Place, Option<&Row>)| -> Option<Result<Diagnostic, Diagnostic>> {
            let item = Item::new(world, *place);
            let (id, header) = item.record().map(|r| (r.id.clone(), r.header))?;
            if !holds_in(rule, world, *place) {
                return None;
            }
            let scope = FactScope { world, item, row: column.map(|c| (c, *row)) };
            for (formula, code, is_when) in &parts {
                return match sandbox.evaluate(formula, &scope) {
                    Outcome::Value(Value::Truth(true)) => continue,
                    Outcome::Value(_) if *is_when => None,
                    Outcome::Value(_) => {
                        Some(Ok(broken(rule, &id, header, help.as_ref().map(|h| h.fill(sandbox, &scope)))))
                    }
                    // Where it can't be told that a rule applies, it does not.
                    Outcome::Unknown { .. } if *is_when => None,
                    Outcome::Unknown { names } => Some(Ok(unknown(rule, Some(&id), header, &names))),
                    Outcome::Failed(failed) => Some(Err(formulas::failure(&world.plan, code, &failed))),
                };
            }
            None
        };
        let subjects: Vec<_> = subjects(self.evaluated, each, column).collect();
        let answers: Vec<Option<Result<Diagnostic, Diagnostic>>> = if subjects.len() < PARALLEL_FROM {
            subjects.iter().map(ask).collect()
        } else {
            subjects.par_iter().with_min_len(64).map(ask).collect()
        };
        let mut failure = None;
        for answer in answers.into_iter().flatten() {
            match answer {
                Ok(found) => self.found.push(found),
                // It fails for every item alike more often than not: once is enough.
                Err(failed) => drop(failure.get_or_insert(failed)),
            }
        }
        self.found.extend(failure);
    }

    fn compile(&mut self, code: &Text) -> Option<Formula> {
        match self.sandbox.compile(&code.text, Want::Truth) {
            Ok(formula) => Some(formula),
            Err(error) => {
                self.found.push(formulas::compile_error(&self.evaluated.world.plan, Some(code), &error));
                None
            }
        }
    }

    /// A rule over all initiatives of a framework, or of the plan, together.
    fn together(&mut self, rule: &Rule, column: Option<&Column>) {
        let world = &self.evaluated.world;
        let scopes: Vec<FactScope<'_>> = subjects(self.evaluated, Subject::Initiative, column)
            .map(|(place, row)| FactScope { world, item: Item::new(world, place), row: column.map(|c| (c, row)) })
            .collect();
        let outer = FactScope { world, item: Item::new(world, Place::Other("plan", 0)), row: None };
        if !holds_in(rule, world, Place::Other("plan", 0)) {
            return;
        }
        let header = column
            .map_or(rule.header, |_| self.evaluated.plan().settings.rank_by.as_ref().map_or(rule.header, |(_, s)| *s));
        let name = column.map(|c| c.framework.id.to_string());
        for (code, is_when) in rule.when.iter().map(|c| (c, true)).chain([(&rule.must, false)]) {
            let formula: AggregateFormula = match self.sandbox.compile_aggregate(&code.text, Want::Truth) {
                Ok(formula) => formula,
                Err(error) => return self.found.push(formulas::compile_error(&world.plan, Some(code), &error)),
            };
            let outcome =
                self.sandbox.evaluate_aggregate(&formula, &outer, &mut scopes.iter().map(|s| s as &dyn Scope));
            match outcome.outcome {
                Outcome::Value(Value::Truth(true)) => continue,
                Outcome::Value(_) if is_when => return,
                Outcome::Value(_) => {
                    let place = first_place(self.evaluated, rule, column).unwrap_or(header);
                    let help = rule.help.as_ref().map(|h| Template::new(self.sandbox, h).fill(self.sandbox, &outer));
                    let subject = name.as_deref().unwrap_or("the plan");
                    return self.found.push(broken(rule, subject, place, help));
                }
                Outcome::Unknown { .. } if is_when => return,
                Outcome::Unknown { names } => {
                    return self.found.push(unknown(rule, name.as_deref(), rule.header, &names));
                }
                Outcome::Failed(failed) => return self.found.push(formulas::failure(&world.plan, code, &failed)),
            }
        }
    }
}

/// Whether a rule holds for an item: one of a context holds there alone.
fn holds_in(rule: &Rule, world: &World, place: Place) -> bool {
    let Some(wanted) = &rule.context else { return true };
    let contexts = world.plan.others.get("context");
    world.context(place).and_then(|i| contexts?.get(i)).is_some_and(|c| c.id == *wanted)
}

/// Where the plan first uses a framework; for a rule of the library, where the plan itself begins.
fn first_place(evaluated: &Evaluated, rule: &Rule, column: Option<&Column>) -> Option<Span> {
    let Some(column) = column else {
        let own = !rule.standard && rule.context.is_none();
        return evaluated.plan().others.get("plan")?.first().map(|p| p.header).filter(|_| !own);
    };
    let record = &evaluated.plan().initiatives.get(column.rows.first()?.initiative)?.record;
    Some(record.block(&column.framework.id).map_or(record.header, |b| b.header))
}

fn subjects<'a>(
    evaluated: &'a Evaluated,
    each: Subject,
    column: Option<&'a Column>,
) -> Box<dyn Iterator<Item = (Place, Option<&'a Row>)> + 'a> {
    let plan = evaluated.plan();
    let all =
        |kind: &'static str| (0..plan.others.get(kind).map_or(0, Vec::len)).map(move |i| (Place::Other(kind, i), None));
    match (each, column) {
        (Subject::Initiative, Some(column)) => {
            let open = column.rows.iter().filter(|r| plan.initiatives[r.initiative].open);
            Box::new(open.map(|r| (Place::Initiative(r.initiative), Some(&**r))))
        }
        (Subject::Initiative, None) => Box::new((0..plan.initiatives.len()).map(|i| (Place::Initiative(i), None))),
        (Subject::Metric, _) => Box::new((0..plan.metrics.len()).map(|i| (Place::Metric(i), None))),
        (Subject::Decision, _) => Box::new((0..plan.decisions.len()).map(|i| (Place::Decision(i), None))),
        (Subject::Team, _) => Box::new(all("team")),
        (Subject::Person, _) => Box::new(all("person")),
        (Subject::Request, _) => Box::new(all("request")),
        (Subject::Framework | Subject::Plan, _) => Box::new(std::iter::empty()),
    }
}

fn broken(rule: &Rule, subject: &str, span: Span, help: Option<String>) -> Diagnostic {
    let title = rule.title.as_deref().unwrap_or(&rule.id);
    let d = Diagnostic::new(Code::RULE_BROKEN, span, format!("`{subject}` breaks the rule `{}`: {title}", rule.id))
        .severity(rule.level);
    match help {
        Some(help) => d.help(help),
        None => d
            .also(rule.header, "the rule")
            .help("change what the rule is about, or the rule; its own `help` would say how"),
    }
}

fn unknown(rule: &Rule, subject: Option<&str>, span: Span, names: &[String]) -> Diagnostic {
    let missing: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    let subject = subject.map_or(String::new(), |s| format!(" for `{s}`"));
    let said = format!("the rule `{}` can't be answered{subject}: {} is missing", rule.id, missing.join(", "));
    let help = "fill the value in, or let the rule say what holds without it, as in `x ?? 0` or `has(\"x\")`";
    Diagnostic::new(Code::FORMULA_UNKNOWN, span, said).help(help)
}
